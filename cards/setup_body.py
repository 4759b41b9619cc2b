"""One body: its name, and who sits in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.people import RoleKind
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    button,
    card,
    context,
    eyebrow,
    heading,
    line_input,
    with_problems,
)
from cards.setup_bodies import BodyLine, Seat, ShowBody, seat_row
from cards.setup_parts import ShowBodies
from cards.words import Words

LONGEST_NAME = 100


class SaveBody(CardAction):
    verb = "setup.body.save/1"
    body: RowId
    name: str = ""


class RemoveBody(CardAction):
    """«Fjern»: at once where nothing has happened, else after a question."""

    verb = "setup.body.remove/1"
    body: RowId


class RemoveBodySurely(RemoveBody):
    """The question was answered."""

    verb = "setup.body.remove-surely/1"


@dataclass(frozen=True, slots=True)
class View:
    """`name` is what is kept or was typed. `asking`: so many meetings lose their body; sure?"""

    body: BodyLine
    name: str = ""
    asking: int | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    told: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    if view.asking is not None:
        return _asking(view, view.asking, words)
    named = line_input(
        "name",
        words.text("Navn"),
        value=view.name,
        longest=LONGEST_NAME,
        error=words.text("Skriv navnet på gruppa."),
        required=True,
    )
    body = [
        eyebrow(view.told or words.text("Gruppe")),
        heading(view.body.name),
        *with_problems([named], view.problems),
        *(seat_row(seat, view.body.id, words) for seat in view.body.seats),
    ]
    actions = [
        button(words.text("Lagre navnet"), SaveBody(body=view.body.id), with_inputs=True),
        button(words.text("Fjern gruppa"), RemoveBody(body=view.body.id)),
        button(words.text("Alle grupper"), ShowBodies()),
    ]
    return card(words, body, actions, fallback=view.body.name)


def _asking(view: View, meetings: int, words: Words) -> dict[str, Any]:
    title = words.text("Skal {body} fjernes?", body=view.body.name)
    told = words.plural(
        "Ett møte hører til gruppa. Det blir stående, men uten gruppe.",
        "{count} møter hører til gruppa. De blir stående, men uten gruppe.",
        meetings,
    )
    body = [
        eyebrow(words.text("Gruppe"), words.text("ingenting er endret ennå")),
        heading(title),
        context(told, words.text("Rollene i gruppa opphører. Det kan ikke angres.")),
    ]
    actions = [
        button(words.text("Fjern gruppa"), RemoveBodySurely(body=view.body.id)),
        button(words.text("Avbryt"), ShowBody(body=view.body.id)),
    ]
    return card(words, body, actions, fallback=title)


_SEATS = (
    Seat(RoleKind.CHAIR, ("Kari Nilsen",)),
    Seat(RoleKind.DEPUTY_CHAIR),
    Seat(RoleKind.BODY_MEMBER, tuple(f"Medlem {number}" for number in range(7))),
)
_BODY = BodyLine(2, "Styringsgruppa", _SEATS)
SAMPLES: dict[str, View] = {
    "typical": View(_BODY, "Styringsgruppa"),
    "longest": View(BodyLine(2, samples.LONG_NAME, _SEATS), samples.LONG_NAME, told="Lagret"),
    "asking": View(_BODY, asking=4),
    "problem": View(_BODY, "", problems={"name": "Skriv noe her."}),
}
