"""A round: its programme as proposed or as confirmed, for all or for one agency."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from bot.domain.errors import mark
from bot.domain.rounds import Group, RoundState, Slot
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Execute,
    Mark,
    OpenUrl,
    button,
    card,
    context,
    dated_row,
    dropdown_input,
    eyebrow,
    fact,
    heading,
    line,
    link,
    problem,
    state,
)
from cards.round_blocked import BeginBlocked
from cards.round_counts import BeginCounts
from cards.round_form import EditRound
from cards.round_list import ShowRound, ShowRounds
from cards.round_words import clock, count, grouped, round_name, slot_line, window
from cards.words import Words, capital

EVERYBODY = "0"
PAGE = 14  # meetings on one page: more than a day usually has


class AskRound(CardAction):
    """«Bekreft runden» or «Forkast», which ask first."""

    verb = "round.ask/1"
    round: RowId
    drop: bool = False


class RestoreRound(CardAction):
    """«Angre» of a round that was dropped."""

    verb = "round.restore/1"
    round: RowId


STATES: Mapping[RoundState, str] = {
    RoundState.ASKED: mark("venter på tall"),
    RoundState.COUNTED: mark("forslag, ingenting er sendt"),
    RoundState.PLANNED: mark("bekreftet"),
    RoundState.WITHDRAWN: mark("forkastet"),
}


@dataclass(frozen=True, slots=True)
class View:
    """slots: those of this page, of the chosen agency where there is one. pages: the day of each.

    on_day: how many meetings there are on the day shown. unable: the days on which somebody
    cannot, with who. information: the day of that meeting. calendar: the address of the chosen
    agency's calendar file. waiting_for: who was asked for the numbers. more: what can be changed.
    """

    round: int
    number: int
    state: RoundState
    today: date
    first: date
    last: date
    days: tuple[date, ...] = ()
    pages: tuple[date, ...] = ()
    page: int = 0
    slots: tuple[Slot, ...] = ()
    on_day: int = 0
    left: tuple[Group, ...] = ()
    information: date | None = None
    unable: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    agencies: Mapping[int, str] = field(default_factory=dict)
    agency: str = EVERYBODY
    calendar: str = ""
    waiting_for: str = ""
    more: bool = False
    may_plan: bool = True
    may_confirm: bool = True
    may_block: bool = True
    told: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    name = words.text(STATES[view.state])
    head = state(Mark.DONE, view.told) if view.told else heading(title)
    body: list[Checked] = [
        eyebrow(round_name(view.number, words), name),
        head,
        *_facts(view, words),
    ]
    if view.days:
        body += [_row(slot, view, words) for slot in view.slots]
        body += [] if view.slots else [line(words.text("Dere skal ikke møte denne dagen."))]
        body += _choice(view, words)
    return card(words, body, _ways(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    if view.state is RoundState.ASKED:
        return words.text("Hvor mange trenger et møte?")
    if view.state is RoundState.WITHDRAWN:
        return words.text("Runden er forkastet")
    if not view.days:
        return words.text("Ingen dager passer for alle")
    title = words.listing(words.short_day(day, view.today) for day in view.days)
    if view.state is RoundState.PLANNED:
        return words.text("Runden er {days}", days=title)
    return words.text("Kan runden være {days}?", days=title)


def _facts(view: View, words: Words) -> list[Checked]:
    match view.state:
        case RoundState.ASKED:
            return _waiting(view, words)
        case RoundState.WITHDRAWN:
            return []
    if not view.days:
        return [line(_no_days(view, words)), *_unable(view, words)]
    day = capital(words.day(view.pages[view.page], view.today))
    told = [fact(f"{day}, {count(view.on_day, words)}", day)]
    return [*told, *_information(view, words), *_left(view, words), *_unable(view, words)]


def _waiting(view: View, words: Words) -> list[Checked]:
    asked = words.text("{name} er spurt om tallene.", name=view.waiting_for)
    days = window(view.first, view.last, view.today, words)
    possible = words.text("Runden kan være {days}.", days=days)
    return [line(asked if view.waiting_for else ""), context(possible), *_unable(view, words)]


def _no_days(view: View, words: Words) -> str:
    days = window(view.first, view.last, view.today, words)
    return words.text(
        "Jeg finner ingen dag {days} der alle kan, med et informasjonsmøte minst en uke før "
        "møte 3. Velg andre dager, eller endre de sperrede dagene.",
        days=days,
    )


def _information(view: View, words: Words) -> list[Checked]:
    if view.information is None:
        return []
    day = words.day(view.information, view.today)
    return [context(words.text("Felles informasjonsmøte før møte 3: {day}.", day=day))]


def _left(view: View, words: Words) -> list[Checked]:
    if not view.left:
        return []
    told = words.plural(
        "{count} møte får ikke plass på to dager: {groups}. Planlegg en runde til, eller gjør "
        "dagene lengre.",
        "{count} møter får ikke plass på to dager: {groups}. Planlegg en runde til, eller gjør "
        "dagene lengre.",
        sum(group.count for group in view.left),
        groups=grouped(view.left, words),
    )
    return [problem(told)]


def _unable(view: View, words: Words) -> list[Checked]:
    if view.state is RoundState.PLANNED or not view.unable:
        return []
    told = (
        words.text("{agency} kan ikke {days}.", agency=agency, days=_short(days, view, words))
        for agency, days in view.unable.items()
    )
    return [context(*told)]


def _short(days: tuple[date, ...], view: View, words: Words) -> str:
    return words.listing(words.short_day(day, view.today) for day in days)


def _row(slot: Slot, view: View, words: Words) -> Checked:
    rooms = any(each.room > 1 for each in view.slots)
    told = words.text("Avlyst") if slot.cancelled else ""
    return dated_row(clock(slot.starts, words), slot_line(slot, rooms, words), told)


def _choice(view: View, words: Words) -> list[Checked]:
    if not view.agencies:
        return []
    agencies = [(str(number), name) for number, name in view.agencies.items()]
    return [
        dropdown_input(
            "agency",
            words.text("Vis møtene til"),
            [(EVERYBODY, words.text("Alle")), *agencies],
            value=view.agency,
            error=words.text("Velg en etat fra lista."),
        )
    ]


def _ways(view: View, words: Words) -> list[Execute | OpenUrl]:
    back = button(words.text("Rundene"), ShowRounds(page=0))
    match view.state:
        case RoundState.WITHDRAWN:
            restore = button(words.text("Angre"), RestoreRound(round=view.round))
            return [restore, back] if view.may_plan else [back]
        case RoundState.PLANNED:
            return [*_shown(view, words), *_calendar(view, words)]
        case RoundState.ASKED:
            return _changes(view, words, words.text("Skriv tallene"))
    confirm = button(words.text("Bekreft runden"), AskRound(round=view.round))
    first: list[Execute | OpenUrl] = [confirm] if view.days and view.may_confirm else []
    changes = _changes(view, words, words.text("Tallene"))
    if view.more:
        return changes
    unfold = button(words.text("Endre"), ShowRound(round=view.round, page=view.page, more=True))
    return [*first, *_turned(view, words), *([unfold] if changes else [])]


def _shown(view: View, words: Words) -> list[Execute | OpenUrl]:
    """The days and the agencies of what is shown."""
    ways: list[Execute | OpenUrl] = []
    if view.agencies:
        show = ShowRound(round=view.round)
        ways.append(button(words.text("Vis"), show, with_inputs=True))
    return [*ways, *_turned(view, words)]


def _turned(view: View, words: Words) -> list[Execute]:
    """The page before and the one after, each called by its day."""
    beside = [page for page in (view.page - 1, view.page + 1) if 0 <= page < len(view.pages)]
    agency = {"agency": view.agency} if view.agencies else {}
    return [
        button(_called(page, view, words), ShowRound(round=view.round, page=page, **agency))
        for page in beside
    ]


def _called(page: int, view: View, words: Words) -> str:
    if view.pages[page] != view.pages[view.page]:
        return words.short_day(view.pages[page], view.today)
    earlier = page < view.page
    return words.text("Tidligere på dagen") if earlier else words.text("Senere på dagen")


def _calendar(view: View, words: Words) -> list[OpenUrl]:
    return [link(words.text("Legg i kalenderen"), view.calendar)] if view.calendar else []


def _changes(view: View, words: Words, counts: str) -> list[Execute]:
    ways = []
    if view.may_confirm:
        ways.append(button(counts, BeginCounts(round=view.round)))
    if view.may_block:
        ways.append(button(words.text("Sperrede dager"), BeginBlocked(round=view.round)))
    if view.may_plan:
        ways.append(button(words.text("Dager og tider"), EditRound(round=view.round)))
        ways.append(button(words.text("Forkast"), AskRound(round=view.round, drop=True)))
    return ways


DAYS = (date(2027, 3, 16), date(2027, 3, 17))
SLOTS = (
    Slot(DAYS[0], time(9), time(9, 45), 1, "tigrinja"),
    Slot(DAYS[0], time(10), time(10, 45), 1, "tigrinja"),
    Slot(DAYS[0], time(11), time(11, 45), 3, "tigrinja"),
    Slot(DAYS[0], time(12, 15), time(13), 1, "arabisk"),
    Slot(DAYS[0], time(13, 15), time(14), 2),
    Slot(DAYS[0], time(14, 15), time(15), 4),
)
AGENCIES = {
    1: "NAV Lindesnes",
    2: "Karriere Agder Lyngdal",
    3: "Lindesnes læringssenter",
    4: "Mandal videregående skole",
}
_PROPOSED = View(
    3,
    3,
    RoundState.COUNTED,
    samples.TODAY,
    date(2027, 3, 8),
    date(2027, 3, 26),
    DAYS,
    DAYS,
    slots=SLOTS,
    on_day=6,
    information=date(2027, 3, 9),
    unable={"Mandal videregående skole": (date(2027, 3, 9), date(2027, 3, 10))},
)
_PLANNED = replace(
    _PROPOSED,
    state=RoundState.PLANNED,
    agencies=AGENCIES,
    agency="1",
    calendar="https://rundebord.example.org/r/kode/nav.ics",
)
SAMPLES: dict[str, View] = {
    "proposed": _PROPOSED,
    "too-many": replace(_PROPOSED, left=(Group(1, "somali", 2), Group(2, "", 5))),
    "more": replace(_PROPOSED, more=True),
    "no-days": replace(_PROPOSED, days=(), pages=(), slots=()),
    "asked": replace(
        _PROPOSED, state=RoundState.ASKED, days=(), slots=(), waiting_for="Kari Nilsen", unable={}
    ),
    "planned": _PLANNED,
    "confirmed": replace(_PLANNED, told="Runden er bekreftet"),
    "cancelled": replace(
        _PLANNED,
        slots=tuple(replace(slot, cancelled=True) for slot in SLOTS),
        days=DAYS[:1],
        pages=DAYS[:1],
    ),
    "nothing-for-us": replace(_PLANNED, slots=(), agency="4"),
    "withdrawn": replace(_PROPOSED, state=RoundState.WITHDRAWN),
    "reader": replace(_PROPOSED, may_plan=False, may_confirm=False, may_block=False),
    "longest": replace(
        _PLANNED,
        slots=tuple(replace(SLOTS[0], room=n % 2 + 1, language="tsjetsjensk") for n in range(PAGE)),
        pages=(DAYS[0],) * 3,
        page=1,
        agencies=dict.fromkeys(range(1, 9), samples.LONG_NAME),
        left=tuple(Group(n, "tsjetsjensk", 12) for n in (1, 2, 3)),
    ),
}
