"""Before a meeting is called in: the exact invitation, the exact place, the exact readers."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.call_in import about_meeting
from cards.elements import (
    Checked,
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    fact,
    heading,
    section,
    state,
)
from cards.meeting import ShowMeeting, headline, name_and_day, when_and_where
from cards.openings import ChangeMeeting, ShowAgenda, ShowAttendance
from cards.words import Words


class PostCallIn(CardAction):
    """The yes."""

    verb = "call-in.post/1"
    meeting: RowId


@dataclass(frozen=True, slots=True)
class View:
    """What will stand in the channel; `posted` after the yes."""

    meeting: Meeting
    today: date
    agenda: tuple[str, ...]
    channel: str
    people: int
    agencies: int
    posted: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    if view.posted:
        return _done(view, words)
    title = words.text("Dette legges ut i «{channel}»", channel=view.channel)
    body: list[Checked] = [
        eyebrow(words.text("Innkalling"), words.text("ingenting er sendt ennå")),
        heading(title),
        section(headline(view.meeting, words)),
        when_and_where(view.meeting, view.today, words),
        *about_meeting(view.meeting, view.today, view.agenda, words),
        readers(view.people, view.agencies, words),
        context(words.text("Alle får tre knapper: kommer, kommer ikke og vara kommer.")),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def readers(people: int, agencies: int, words: Words) -> Checked:
    """Who can read what is about to be posted in the network's channel."""
    who = words.plural("{count} person", "{count} personer", people)
    whose = words.plural("{count} etat", "{count} etater", agencies)
    core = words.text("{people} fra {agencies}", people=who, agencies=whose)
    return fact(words.text("{readers} kan lese kanalen.", readers=core), core=core)


def _actions(view: View, words: Words) -> list[Execute]:
    number = view.meeting.id
    return [
        button(words.text("Legg ut"), PostCallIn(meeting=number)),
        button(words.text("Endre møtet"), ChangeMeeting(meeting=number)),
        button(words.text("Ikke nå"), ShowMeeting(meeting=number)),
    ]


def _done(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Innkallingen er lagt ut")
    told = words.text("Alle svarer på kortet i «{channel}».", channel=view.channel)
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        state(Mark.DONE, title, told),
    ]
    number = view.meeting.id
    actions = [
        button(words.text("Hvem kommer?"), ShowAttendance(meeting=number)),
        button(words.text("Saksliste"), ShowAgenda(meeting=number)),
    ]
    return card(words, body, actions, fallback=title)


_TYPICAL = View(
    samples.NETWORK_MEETING,
    samples.TODAY,
    ("Velkommen og runde rundt bordet", "Evaluering av siste fagdag"),
    channel="Generelt",
    people=31,
    agencies=6,
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "no-agenda": replace(_TYPICAL, agenda=()),
    "longest": replace(
        _TYPICAL,
        meeting=replace(samples.MOVED, theme=samples.TYPED),
        agenda=(samples.TYPED,) * 6,
        channel=samples.LONG_NAME,
    ),
    "posted": replace(_TYPICAL, posted=True),
}
