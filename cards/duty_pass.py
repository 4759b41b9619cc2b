"""«Gi videre»: to a member of one's agency at once, or to another agency if it accepts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.duties import Duty
from bot.domain.meetings import Meeting
from cards import samples
from cards.duty_actions import PassDuty, ShowDuty, Shown
from cards.duty_words import deadline
from cards.elements import (
    Checked,
    button,
    card,
    context,
    dropdown_input,
    eyebrow,
    heading,
    with_problems,
)
from cards.meeting import name_and_day
from cards.words import Words

PERSON, AGENCY = "person", "agency"  # what a choice begins with


@dataclass(frozen=True, slots=True)
class View:
    """people: the other members of the agency, by id. agencies: the other agencies, by id."""

    meeting: Meeting
    duty: Duty
    today: date
    people: tuple[tuple[int, str], ...]
    agencies: tuple[tuple[int, str], ...]
    to: str = ""
    shown: Shown = Shown.PRESSED
    page: int = 0
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvem kan ta oppgaven?")
    place = {"duty": view.duty.id, "shown": view.shown, "page": view.page}
    back = button(words.text("Tilbake"), ShowDuty.model_validate(place))
    body: list[Checked] = [
        eyebrow(words.duty(view.duty.kind), name_and_day(view.meeting, words, view.today)),
        heading(title),
        context(words.text("{sentence}.", sentence=deadline(view.duty, view.today, words))),
    ]
    if not view.people and not view.agencies:
        nobody = context(words.text("Det er ingen andre i nettverket ennå."))
        return card(words, [*body, nobody], [back], fallback=title)
    body += [context(_what_happens(words)), *with_problems([_to(view, words)], view.problems)]
    send = button(words.text("Gi videre"), PassDuty.model_validate(place), with_inputs=True)
    return card(words, body, [send, back], fallback=title)


def _what_happens(words: Words) -> str:
    return words.text(
        "En i din egen etat får den med en gang. En annen etat blir spurt, "
        "og oppgaven er deres til noen der sier ja."
    )


def _to(view: View, words: Words) -> Any:
    people = [(f"{PERSON}:{number}", name) for number, name in view.people]
    agencies = [
        (f"{AGENCY}:{number}", words.text("Spør {agency}", agency=name))
        for number, name in view.agencies
    ]
    return dropdown_input(
        "to",
        words.text("Til hvem?"),
        [*people, *agencies],
        value=view.to,
        error=words.text("Velg en person eller en etat."),
        required=True,
    )


_TYPICAL = View(
    samples.NETWORK_MEETING,
    replace(samples.OPEN_DUTIES[0], agency_id=2, agency="NAV Lindesnes"),
    samples.TODAY,
    people=((5, "Siri Lie"), (6, "Kari Nilsen")),
    agencies=((3, "Karriere Agder Lyngdal"), (4, "Mandal videregående skole")),
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "nobody": replace(_TYPICAL, people=(), agencies=()),
    "problem": replace(_TYPICAL, to="person:99", problems={"to": "Velg en person eller en etat."}),
    "longest": replace(
        _TYPICAL,
        people=tuple((number, samples.LONG_NAME) for number in range(1, 40)),
        agencies=tuple((number, samples.LONG_NAME) for number in range(1, 12)),
    ),
}
