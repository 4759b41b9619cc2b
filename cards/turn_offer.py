"""Offering a turn to one agency or to all; who will be asked is said before anything is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.challenge_form import AgencyChoice
from cards.elements import (
    button,
    card,
    context,
    dropdown_input,
    eyebrow,
    heading,
    line_input,
    with_problems,
)
from cards.meeting import name_and_day, when_and_where
from cards.words import Words

TO_ALL = "all"
LONGEST = 300


class SendOffer(CardAction):
    """`to` is the id of an agency, or `all`."""

    verb = "turn.send/1"
    meeting: RowId
    to: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """`readers`: how many people, from how many agencies, read the channel called `channel`."""

    meeting: Meeting
    today: date
    agencies: tuple[AgencyChoice, ...]
    channel: str
    readers: tuple[int, int]
    to: str = ""
    comment: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvem vil du spørre om å ta vertskapet?")
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        heading(title),
        when_and_where(view.meeting, view.today, words),
        context(_what_happens(view, words)),
        *with_problems([_to(view, words), _comment(view, words)], view.problems),
    ]
    send = SendOffer(meeting=view.meeting.id)
    actions = [button(words.text("Send spørsmålet"), send, with_inputs=True)]
    return card(words, body, actions, fallback=title)


def _what_happens(view: View, words: Words) -> str:
    count, agencies = view.readers
    return words.text(
        "Velger du én etat, spør jeg kontaktpersonen der. Velger du alle, spør jeg i {channel}, "
        "der {people} fra {agencies} kan lese. Dere er vert til noen sier ja.",
        channel=view.channel,
        people=words.plural("{count} person", "{count} personer", count),
        agencies=words.plural("{count} etat", "{count} etater", agencies),
    )


def _to(view: View, words: Words) -> Any:
    agencies = [(str(agency.id), agency.name) for agency in view.agencies]
    return dropdown_input(
        "to",
        words.text("Hvem spør du?"),
        [(TO_ALL, words.text("Alle etatene")), *agencies],
        value=view.to or TO_ALL,
        error=words.text("Velg en etat, eller alle."),
        required=True,
    )


def _comment(view: View, words: Words) -> Any:
    return line_input(
        "comment",
        words.text("Hvorfor spør du? (valgfritt)"),
        value=view.comment,
        longest=LONGEST,
        error=words.text("Skriv en kort setning."),
    )


_AGENCIES = (
    AgencyChoice(2, "Karriere Agder Lyngdal"),
    AgencyChoice(3, samples.LONG_NAME),
    AgencyChoice(4, "Mandal videregående skole"),
)
SAMPLES: dict[str, View] = {
    "empty": View(samples.NETWORK_MEETING, samples.TODAY, _AGENCIES, "Generelt", (31, 6)),
    "problem": View(
        samples.MOVED,
        samples.TODAY,
        _AGENCIES,
        "Generelt",
        (31, 6),
        to="3",
        comment=samples.TYPED,
        problems={"comment": "Dette er 400 tegn. Kort det ned til 300."},
    ),
}
