"""The form that changes a meeting: one meeting, or those of its series that follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.errors import mark
from bot.domain.meetings import LIVE, Meeting, MeetingState
from bot.domain.series import Scope
from bot.domain.versions import as_lines
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Execute,
    Input,
    button,
    card,
    choice_input,
    context,
    eyebrow,
    heading,
    line,
    problem,
    text_input,
    with_problems,
)
from cards.meeting import ShowMeeting, name_and_day
from cards.meeting_form import BY_TURN, MeetingFields, inputs
from cards.words import Words

DAYS_SHOWN = 12
SCOPES: Mapping[Scope, str] = {
    Scope.THIS: mark("Bare dette møtet"),
    Scope.FOLLOWING: mark("Dette og de følgende"),
    Scope.ALL: mark("Alle framtidige i rekka"),
}


class SaveMeeting(MeetingFields):
    """The meeting as it was typed. `sequence` tells whether it changed meanwhile.

    sure: of how many meetings the person has been told that they will change.
    """

    verb = "meeting.save/1"
    meeting: RowId
    sequence: int
    papers: str = ""
    scope: str = Scope.THIS
    sure: int = 0


class AskCancel(CardAction):
    """What will happen if the meeting is cancelled; and why it is."""

    verb = "meeting.ask-cancel/1"
    meeting: RowId


@dataclass(frozen=True, slots=True)
class View:
    """The form with what was typed. hosts: what one may choose, as (value, name).

    in_series: there are others it could be about. asks: the days of all the meetings that will
    change, to be agreed to. stays: holidays, to which some do not move. stale: somebody else
    changed the meeting since the form was opened.
    """

    meeting: Meeting
    today: date
    typed: SaveMeeting
    hosts: tuple[tuple[str, str], ...]
    in_series: bool = False
    asks: tuple[date, ...] = ()
    stays: tuple[date, ...] = ()
    stale: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    fields = [*inputs(view.typed, view.hosts, words), _papers(view, words), *_scope(view, words)]
    body = [
        eyebrow(words.text("Endre møtet"), name_and_day(view.meeting, words, view.today)),
        heading(title),
        *_told(view, words),
        *with_problems(fields, view.problems),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    if view.asks:
        return words.plural("Skal ett møte endres?", "Skal {count} møter endres?", len(view.asks))
    return words.text("Hva skal være annerledes?")


def _told(view: View, words: Words) -> list[Checked]:
    if view.stale:
        now = words.span(view.meeting.starts_at, view.meeting.ends_at, today=view.today)
        return [
            problem(words.text("Noen andre har endret møtet imens.")),
            line(words.text("Nå er det {when}. Lagre igjen hvis ditt skal gjelde.", when=now)),
        ]
    if view.asks:
        told = words.text("Da er de {days}.", days=_listed(view.asks, view.today, words))
        return [line(told), *_stays(view, words), context(_notice(view, words))]
    return [context(_notice(view, words))]


def _stays(view: View, words: Words) -> list[Checked]:
    if not view.stays:
        return []
    days = _listed(view.stays, view.today, words)
    return [line(words.text("Til {days} flytter jeg ingen: da er det fri.", days=days))]


def _listed(days: tuple[date, ...], today: date, words: Words) -> str:
    shown = [words.short_day(day, today) for day in days[:DAYS_SHOWN]]
    rest = len(days) - len(shown)
    more = [words.text("{count} til", count=rest)] if rest else []
    return words.listing([*shown, *more])


def _notice(view: View, words: Words) -> str:
    if view.meeting.state not in LIVE:
        return words.text("Dette er et forslag. Ingenting er sendt.")
    return words.text("Kanalen får vite om nytt tidspunkt, sted, vert og tema i ett innlegg.")


def _papers(view: View, words: Words) -> Input:
    return text_input(
        "papers",
        words.text("Å lese på forhånd: tittel og lenke, én på hver linje (valgfritt)"),
        value=view.typed.papers,
        longest=5_000,
        error=words.text("Skriv en tittel og en lenke på hver linje."),
    )


def _scope(view: View, words: Words) -> list[Input]:
    if not view.in_series:
        return []
    chosen = choice_input(
        "scope",
        words.text("Hvilke møter gjelder det?"),
        [(str(scope), words.text(title)) for scope, title in SCOPES.items()],
        value=view.typed.scope,
        error=words.text("Velg ett av svarene."),
    )
    return [chosen]


def _actions(view: View, words: Words) -> list[Execute]:
    sure = len(view.asks)
    save = SaveMeeting(meeting=view.meeting.id, sequence=view.meeting.sequence, sure=sure)
    many = words.plural("Endre møtet", "Endre {count} møter", sure)
    title = many if sure else words.text("Lagre")
    called_off = AskCancel(meeting=view.meeting.id)
    cancel = [button(words.text("Avlys"), called_off)] if view.meeting.state in LIVE else []
    back = button(words.text("Tilbake"), ShowMeeting(meeting=view.meeting.id))
    return [button(title, save, with_inputs=True), *cancel, back]


_TYPED = SaveMeeting(
    meeting=7,
    sequence=0,
    day="2027-03-18",
    starts="09:00",
    ends="11:30",
    place="Lindesnes læringssenter",
    host="2",
)
_HOSTS = (("2", "NAV Lindesnes"), ("4", samples.LONG_NAME))
_USUAL = View(samples.NETWORK_MEETING, samples.TODAY, _TYPED, _HOSTS)
_EDITED = _TYPED.model_copy(
    update={
        "place": samples.TYPED,
        "theme": "18. mars",
        "host": BY_TURN,
        "papers": as_lines(samples.HELD.papers) + "Årsmelding https://example.org/arsmelding.pdf",
    }
)
SAMPLES: dict[str, View] = {
    "typical": _USUAL,
    "series": replace(_USUAL, in_series=True),
    "asks": replace(
        _USUAL,
        typed=_TYPED.model_copy(update={"scope": str(Scope.FOLLOWING)}),
        in_series=True,
        asks=tuple(date(2027, month, 18) for month in range(3, 13)) * 2,
        stays=(date(2027, 5, 17),),
    ),
    "asks-one": replace(_USUAL, in_series=True, asks=(date(2027, 3, 25),)),
    "stale": replace(_USUAL, stale=True),
    "draft": replace(_USUAL, meeting=replace(samples.NETWORK_MEETING, state=MeetingState.DRAFT)),
    "problem": replace(
        _USUAL,
        typed=_EDITED,
        problems={
            "day": "Den dagen har vært. Velg en dag fra i dag av.",
            "ends": "Slutten må komme etter starten.",
            "papers": "Linje 1: skriv tittelen, og så hele lenka. Den begynner med https://.",
        },
    ),
}
