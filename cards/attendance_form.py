"""After a meeting: the host says which agencies were there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.meetings import Meeting
from cards import samples
from cards.actions import CardAction, RowId
from cards.challenge_form import AgencyChoice
from cards.elements import (
    Mark,
    button,
    card,
    choice_input,
    context,
    eyebrow,
    heading,
    state,
    with_problems,
)
from cards.meeting import name_and_day
from cards.openings import ShowAttendance, WriteOutcomes
from cards.words import Words


class SavePresence(CardAction):
    """The agencies that were there, as a comma list of ids."""

    verb = "presence/1"
    meeting: RowId
    agencies: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The form, filled in with what was answered or written before; `saved` after it.

    agencies: everybody who could have been there, in the order of their names. Where `may_change`
    is not set, the reader is told how many there were, and nothing else.
    """

    meeting: Meeting
    today: date
    agencies: tuple[AgencyChoice, ...]
    present: frozenset[int] = frozenset()
    saved: bool = False
    may_change: bool = True
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    if view.saved or not view.may_change:
        return _written(view, words)
    title = words.text("Hvem var på møtet?")
    asked = choice_input(
        "agencies",
        words.text("Etater som var til stede"),
        [(str(agency.id), agency.name) for agency in view.agencies],
        value=",".join(str(a.id) for a in view.agencies if a.id in view.present),
        several=True,
        error=words.text("Velg minst én etat."),
    )
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        heading(title),
        context(
            words.text("De som svarte at de kommer, er krysset av. Rett det som ikke stemmer.")
        ),
        *with_problems([asked], view.problems),
    ]
    save = button(words.text("Lagre"), SavePresence(meeting=view.meeting.id), with_inputs=True)
    return card(words, body, [save], fallback=title)


def _written(view: View, words: Words) -> dict[str, Any]:
    title = present_sentence(len(view.present), words)
    names = [agency.name for agency in view.agencies if agency.id in view.present]
    detail = words.listing(names) if view.may_change else ""
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        state(Mark.DONE, title, detail),
    ]
    actions = [
        button(words.text("Skriv hva dere ble enige om"), WriteOutcomes(meeting=view.meeting.id)),
        button(words.text("Endre"), ShowAttendance(meeting=view.meeting.id)),
    ]
    return card(words, body, actions if view.may_change else [], fallback=title)


def present_sentence(count: int, words: Words) -> str:
    return words.plural("{count} etat var til stede", "{count} etater var til stede", count)


_AGENCIES = (
    AgencyChoice(1, "NAV Lindesnes"),
    AgencyChoice(2, "Karriere Agder Lyngdal"),
    AgencyChoice(3, samples.LONG_NAME),
    AgencyChoice(4, "Mandal videregående skole"),
)
_FORM = View(samples.NETWORK_MEETING, date(2027, 3, 18), _AGENCIES, frozenset({1, 3, 4}))
SAMPLES: dict[str, View] = {
    "form": _FORM,
    "problem": replace(_FORM, present=frozenset(), problems={"agencies": "Velg minst én etat."}),
    "longest": replace(
        _FORM,
        agencies=tuple(AgencyChoice(number, samples.LONG_NAME) for number in range(1, 25)),
    ),
    "saved": replace(_FORM, saved=True),
    "for-others": replace(_FORM, may_change=False),
}
