"""Who has a role: one of the network's members, or several."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.bodies import shared
from bot.domain.people import RoleKind
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Input,
    button,
    card,
    choice_input,
    context,
    dropdown_input,
    eyebrow,
    heading,
    with_problems,
)
from cards.setup_bodies import SEATS, ShowBody
from cards.setup_parts import ShowBodies
from cards.words import Words

NOBODY = "none"
MOST = 120  # people in one list: the card has its size; a network has 10 to 80


class SaveSeat(CardAction):
    """`people` is a person's id, a comma list of them, or NOBODY."""

    verb = "setup.seat.save/1"
    kind: str
    body: RowId | None = None
    people: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """`where` is the name of the body or of the network; `people` are (id, name)."""

    kind: RoleKind
    where: str
    body_id: int | None
    people: tuple[tuple[int, str], ...]
    chosen: tuple[int, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body = [
        eyebrow(view.where, words.text(SEATS[view.kind])),
        heading(title),
        *with_problems([_people(view, words)], view.problems),
        context(words.text("Står ikke navnet her, må de skrive til meg i teamet først.")),
    ]
    action = SaveSeat(kind=view.kind) if view.body_id is None else _of_body(view, view.body_id)
    back = ShowBodies() if view.body_id is None else ShowBody(body=view.body_id)
    actions = [
        button(words.text("Lagre"), action, with_inputs=True),
        button(words.text("Avbryt"), back),
    ]
    return card(words, body, actions, fallback=title)


def _of_body(view: View, body_id: int) -> SaveSeat:
    return SaveSeat(kind=view.kind, body=body_id)


def _title(view: View, words: Words) -> str:
    match view.kind:
        case RoleKind.CHAIR:
            return words.text("Hvem leder gruppa?")
        case RoleKind.DEPUTY_CHAIR:
            return words.text("Hvem er nestleder?")
        case RoleKind.COORDINATOR:
            return words.text("Hvem koordinerer nettverket?")
        case RoleKind.RESEARCHER:
            return words.text("Hvem forsker på nettverket?")
    return words.text("Hvem sitter i gruppa?")


def _people(view: View, words: Words) -> Input:
    label, error = words.text("Personer"), words.text("Velg noen fra lista.")
    choices = [(str(number), name) for number, name in view.people[:MOST]]
    value = ",".join(str(number) for number in view.chosen)
    if shared(view.kind):
        return choice_input("people", label, choices, value=value, several=True, error=error)
    choices = [(NOBODY, words.text("Ingen")), *choices]
    return dropdown_input("people", label, choices, value=value or NOBODY, error=error)


_PEOPLE = ((1, "Kari Nilsen"), (2, "Nils Dahl"), (3, samples.LONG_NAME))
SAMPLES: dict[str, View] = {
    "chair": View(RoleKind.CHAIR, "Styringsgruppa", 2, _PEOPLE, (1,)),
    "deputy-chair": View(RoleKind.DEPUTY_CHAIR, "Styringsgruppa", 2, _PEOPLE),
    "members": View(RoleKind.BODY_MEMBER, "Styringsgruppa", 2, _PEOPLE, (1, 3)),
    "coordinator": View(RoleKind.COORDINATOR, "Nettverket", None, _PEOPLE),
    "researcher": View(
        RoleKind.RESEARCHER,
        "Nettverket",
        None,
        tuple((number, f"Fornavn Mellomnavn Etternavn {number}") for number in range(1, 150)),
    ),
    "problem": View(
        RoleKind.CHAIR,
        "Styringsgruppa",
        2,
        _PEOPLE,
        problems={"people": "Velg noen fra lista."},
    ),
}
