"""`nytt møte`: the form for a meeting, or for a whole series of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pydantic import Field

from bot.domain.errors import mark
from bot.domain.meetings import Activity
from bot.domain.series import MOST, MOST_EVERY, Repeats
from bot.domain.typed import LINE
from cards import samples
from cards.actions import CardAction
from cards.agreement_words import month
from cards.elements import (
    Checked,
    Input,
    button,
    card,
    choice_input,
    context,
    date_input,
    dropdown_input,
    eyebrow,
    heading,
    line_input,
    number_input,
    section,
    time_input,
    toggle_input,
    whole,
    with_problems,
)
from cards.words import Words

BY_TURN = "turn"  # the host that the turns propose
ONCE = "once"
REPEATS: Mapping[str, str] = MappingProxyType(
    {
        ONCE: mark("Nei, bare denne gangen"),
        Repeats.WEEKS: mark("Ja, på samme ukedag"),
        Repeats.MONTHS: mark("Ja, på samme ukedag i måneden"),
        Repeats.CHOSEN: mark("Ja, i måneder jeg velger"),
    }
)


class MeetingFields(CardAction):
    """What one types about a meeting, as it was typed. `host` is an agency id or BY_TURN."""

    theme: str = ""
    day: str = ""
    starts: str = ""
    ends: str = ""
    place: str = ""
    link: str = ""
    host: str = ""
    open_to_all: str = "false"


class CreateMeeting(MeetingFields):
    """The filled-in form. `submission` becomes the meeting's key: sent twice it is one meeting."""

    verb = "meeting.create/1"
    submission: str = Field(pattern=r"^[\w-]{22}$")
    activity: str = ""
    repeats: str = ONCE
    every: str = "1"
    months: str = ""
    count: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The form with what was typed. `hosts`: what one may choose, as (value, name).

    problems: what is wrong, by field.
    """

    typed: CreateMeeting
    activities: tuple[Activity, ...]
    hosts: tuple[tuple[str, str], ...]
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Når skal dere møtes?")
    body = [
        eyebrow(words.text("Nytt møte"), words.text("ingenting sendes ennå")),
        heading(title),
        *with_problems(
            [_activity(view, words), *inputs(view.typed, view.hosts, words)], view.problems
        ),
        *with_problems([_repeats(view, words)], view.problems),
        *_series(view, words),
    ]
    form = CreateMeeting(submission=view.typed.submission)
    actions = [button(words.text("Legg i planen"), form, with_inputs=True)]
    return card(words, body, actions, fallback=title)


def inputs(typed: MeetingFields, hosts: tuple[tuple[str, str], ...], words: Words) -> list[Input]:
    """The fields that a new meeting and a changed one have in common."""
    return [
        *_when(typed, words),
        line_input(
            "place",
            words.text("Sted (valgfritt)"),
            value=typed.place,
            longest=LINE,
            error=words.text("Skriv stedet på én linje."),
        ),
        line_input(
            "link",
            words.text("Lenke til videomøtet (valgfritt)"),
            value=typed.link,
            longest=2_000,
            placeholder="https://",
            error=words.text("Lim inn hele lenka, den begynner med https://."),
        ),
        line_input(
            "theme",
            words.text("Tema (valgfritt)"),
            value=typed.theme,
            longest=LINE,
            error=words.text("Skriv temaet på én linje."),
        ),
        *([_host(typed, hosts, words)] if hosts else []),
        toggle_input(
            "open_to_all",
            words.text("Hvem kan komme?"),
            words.text("Åpent også for andre enn medlemmene"),
            on=typed.open_to_all == "true",
            error=words.text("Velg om andre kan komme."),
        ),
    ]


def _when(typed: MeetingFields, words: Words) -> list[Input]:
    return [
        date_input(words, "day", words.text("Dag"), value=typed.day, required=True),
        time_input(words, "starts", words.text("Fra"), value=typed.starts, required=True),
        time_input(words, "ends", words.text("Til"), value=typed.ends, required=True),
    ]


def _host(typed: MeetingFields, hosts: tuple[tuple[str, str], ...], words: Words) -> Input:
    return dropdown_input(
        "host",
        words.text("Vert"),
        hosts,
        value=typed.host,
        error=words.text("Velg en etat fra lista."),
    )


def _activity(view: View, words: Words) -> Input:
    return dropdown_input(
        "activity",
        words.text("Hva slags møte?"),
        [(str(activity), words.activity(activity)) for activity in view.activities],
        value=view.typed.activity,
        error=words.text("Velg hva slags møte det er."),
        required=True,
    )


def _repeats(view: View, words: Words) -> Input:
    return dropdown_input(
        "repeats",
        words.text("Gjentas det?"),
        [(value, words.text(title)) for value, title in REPEATS.items()],
        value=view.typed.repeats,
        error=words.text("Velg om møtet gjentas."),
    )


def _series(view: View, words: Words) -> list[Checked]:
    """Asked for only when the meeting is to be repeated."""
    if view.typed.repeats not in set(Repeats):
        return []
    kind = Repeats(view.typed.repeats)
    how_often = _months(view, words) if kind is Repeats.CHOSEN else _every(view, kind, words)
    told = words.text("Fridager og skoleferier hoppes over, og du får se hvilke.")
    fields = with_problems([how_often, *_end(view, words)], view.problems)
    return [section(words.text("Hvor ofte, og hvor lenge?")), context(told), *fields]


def _every(view: View, kind: Repeats, words: Words) -> Input:
    weeks = kind is Repeats.WEEKS
    return number_input(
        "every",
        words.text("Hver hvor mange uker?") if weeks else words.text("Hver hvor mange måneder?"),
        value=whole(view.typed.every),
        least=1,
        most=MOST_EVERY,
        error=words.text("Skriv et tall fra {least} til {most}.", least=1, most=MOST_EVERY),
    )


def _months(view: View, words: Words) -> Input:
    return choice_input(
        "months",
        words.text("I hvilke måneder?"),
        [(str(number), month(number, words)) for number in range(1, 13)],
        value=view.typed.months,
        several=True,
        error=words.text("Velg minst én måned."),
    )


def _end(view: View, words: Words) -> list[Input]:
    return [
        number_input(
            "count",
            words.text("Hvor mange ganger?"),
            value=whole(view.typed.count),
            least=2,
            most=MOST,
            error=words.text("Skriv et tall fra {least} til {most}.", least=2, most=MOST),
        ),
        date_input(
            words, "until", words.text("Eller: siste dag (valgfritt)"), value=view.typed.until
        ),
    ]


_HOSTS = ((BY_TURN, "Etter tur"), ("2", "NAV Lindesnes"), ("4", samples.LONG_NAME))
_EMPTY = CreateMeeting(
    submission="s" * 22, activity="network-meeting", starts="09:00", ends="11:30", host=BY_TURN
)


def _sample(
    problems: Mapping[str, str] | None = None,
    hosts: tuple[tuple[str, str], ...] = _HOSTS,
    **typed: str,
) -> View:
    filled = _EMPTY.model_copy(update=typed)
    return View(filled, tuple(Activity), hosts, problems or {})


SAMPLES: dict[str, View] = {
    "empty": _sample(),
    "own-agency": _sample(hosts=_HOSTS[1:2], host="2"),
    "no-agencies": _sample(hosts=()),
    "weeks": _sample(day="2027-03-18", repeats="weeks", every="2", count="10"),
    "months": _sample(
        {"count": "Skriv hvor mange ganger, eller velg siste dag."},
        day="2027-03-18",
        repeats="months",
    ),
    "chosen": _sample(day="2027-03-18", repeats="chosen", months="3,5,9,11", until="2028-12-31"),
    "problem": _sample(
        {
            "day": "Den datoen finnes ikke. Velg en dag i kalenderen.",
            "ends": "Slutten må komme etter starten.",
            "link": "Lim inn hele lenka, den begynner med https://.",
            "theme": "Dette er 10000 tegn. Kort det ned til 200.",
        },
        day="2027-02-31",
        starts="11:00",
        ends="09:00",
        place=samples.TYPED,
        link="[x](https://example.org)",
        theme=samples.LONGEST,
    ),
}
