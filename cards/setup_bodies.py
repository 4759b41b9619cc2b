"""Step 4 of the set-up: who meets, and who has a role in the whole network."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.domain.bodies import BODY_NAMES, IN_NETWORK
from bot.domain.errors import mark
from bot.domain.meetings import BodyKind
from bot.domain.networks import Step
from bot.domain.people import RoleKind
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import ColumnSet, Execute, Mark, button, card, context, heading, row, section
from cards.setup_parts import leave_out_button, opens, overview_button, step_eyebrow
from cards.words import Words

MOST_NAMED = 3

SEATS: Mapping[RoleKind, str] = MappingProxyType(
    {
        RoleKind.CHAIR: mark("Leder"),
        RoleKind.DEPUTY_CHAIR: mark("Nestleder"),
        RoleKind.BODY_MEMBER: mark("Medlemmer"),
        RoleKind.COORDINATOR: mark("Koordinator"),
        RoleKind.RESEARCHER: mark("Følgeforsker"),
    }
)


class ShowBody(CardAction):
    verb = "setup.body/1"
    body: RowId


class AddBody(CardAction):
    """A body that the template did not lay out; `kind` is a BodyKind's value."""

    verb = "setup.body.add/1"
    kind: str


class ChooseSeat(CardAction):
    """Who has a role: in a body, or in the network where `body` is None."""

    verb = "setup.seat/1"
    kind: str
    body: RowId | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A role and the names of those who have it."""

    kind: RoleKind
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyLine:
    id: int
    name: str
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """`missing` are the kinds of bodies that the network could have, too."""

    bodies: tuple[BodyLine, ...]
    seats: tuple[Seat, ...]
    missing: tuple[BodyKind, ...] = ()
    next: Step | None = None
    told: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvem møtes?") if view.bodies else words.text("Hvilke grupper har dere?")
    body = [
        step_eyebrow(Step.BODIES, words, view.told),
        heading(title),
        *(_body_row(each, words) for each in view.bodies),
        *(_missing_row(kind, words) for kind in view.missing),
        section(words.text("I hele nettverket")),
        *(seat_row(seat, None, words) for seat in view.seats),
        context(words.text("Uten koordinator gjør verten det koordinatoren ellers gjør.")),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _body_row(body: BodyLine, words: Words) -> ColumnSet:
    opened = button(words.text("Endre"), ShowBody(body=body.id))
    return row(Mark.DONE, body.name, _seated(body, words), button=opened)


def _missing_row(kind: BodyKind, words: Words) -> ColumnSet:
    adds = button(words.text("Legg til"), AddBody(kind=kind))
    return row(Mark.OPEN, words.text(BODY_NAMES[kind]), words.text("Ikke i bruk"), button=adds)


def _seated(body: BodyLine, words: Words) -> str:
    """ "Leder: Kari Nilsen. Medlemmer: 7."."""
    told = [
        words.text("{role}: {names}", role=words.text(SEATS[seat.kind]), names=_short(seat, words))
        for seat in body.seats
        if seat.names
    ]
    return ". ".join(told) or words.text("Ingen roller er delt ut.")


def _short(seat: Seat, words: Words) -> str:
    many = len(seat.names) > MOST_NAMED
    return str(len(seat.names)) if many else words.listing(seat.names)


def seat_row(seat: Seat, body_id: int | None, words: Words) -> ColumnSet:
    """A role with who has it, and the way to choose somebody."""
    action = (
        ChooseSeat(kind=seat.kind) if body_id is None else ChooseSeat(kind=seat.kind, body=body_id)
    )
    return row(
        Mark.DONE if seat.names else Mark.OPEN,
        words.text(SEATS[seat.kind]),
        _short(seat, words) if seat.names else words.text("Ingen"),
        button=button(words.text("Velg"), action),
    )


def _actions(view: View, words: Words) -> list[Execute]:
    onward = [opens(view.next, words.text("Fortsett"))] if view.next else []
    skip = [] if view.bodies else [leave_out_button(Step.BODIES, words)]
    return [*onward, *skip, overview_button(words)]


_SEATS = (Seat(RoleKind.COORDINATOR), Seat(RoleKind.RESEARCHER, ("Siri Haugen",)))
_FULL = (
    Seat(RoleKind.CHAIR, ("Kari Nilsen",)),
    Seat(RoleKind.DEPUTY_CHAIR, (samples.LONG_NAME,)),
    Seat(RoleKind.BODY_MEMBER, tuple(f"Medlem {number}" for number in range(7))),
)
SAMPLES: dict[str, View] = {
    "one": View(
        (BodyLine(1, "Kvalifiseringsnettverket"),),
        _SEATS,
        (BodyKind.STEERING_GROUP, BodyKind.WORKING_GROUP),
        next=Step.COUNTY,
        told="Gruppene er lagret",
    ),
    "project": View(
        (
            BodyLine(1, "Kvalifiseringsnettverket"),
            BodyLine(2, "Styringsgruppa", _FULL),
            BodyLine(3, samples.LONG_NAME, _FULL[2:]),
        ),
        tuple(Seat(kind, ("Kari Nilsen",)) for kind in IN_NETWORK),
    ),
    "none": View((), _SEATS, tuple(BODY_NAMES)[:3]),
}
