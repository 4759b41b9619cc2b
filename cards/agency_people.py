"""Who represents an agency, and who speaks for it; its own people can change that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from cards import samples
from cards.actions import CardAction, PerformCommand, RowId
from cards.elements import (
    Checked,
    Execute,
    Input,
    Mark,
    button,
    card,
    context,
    dropdown_input,
    eyebrow,
    heading,
    row,
    shortened,
    state,
    with_problems,
)
from cards.words import Words

NOBODY = "none"
MOST_NAMED = 12
MOST_CHOICES = 100  # people to choose from; a network has at most 80
LONGEST_NAME = 40  # characters in a list to choose from: the card must stay small


class ShowAgencyPeople(CardAction):
    """Who speaks for an agency, and everybody who represents it."""

    verb = "people.agency/1"
    agency: RowId


class SetHolders(CardAction):
    """The contact and the deputy as the form has them: the ids of people, or nobody."""

    verb = "people.set/1"
    agency: RowId
    contact: str = ""
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A person as the cards name them."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class View:
    """`contact` and `deputy` are ids among `people`, or as they were typed where that was wrong.

    stands_in: who is asked where the agency has no contact. may_change: the reader sees the form.
    """

    agency_id: int
    agency: str
    people: tuple[Named, ...]
    contact: str = NOBODY
    deputy: str = NOBODY
    stands_in: str = ""
    may_change: bool = False
    saved: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)

    def name_of(self, person_id: str) -> str:
        return next((p.name for p in self.people if str(p.id) == person_id), "")


def build(view: View, words: Words) -> dict[str, Any]:
    body = [eyebrow(words.text("Hvem er hvem")), *_title(view, words), *_holders(view, words)]
    if view.people:
        body.append(context(_others(view, words)))
    changing = view.may_change and bool(view.people)
    form = with_problems(_inputs(view, words), view.problems) if changing else []
    return card(words, [*body, *form], _actions(view, words, changing), fallback=view.agency)


def _title(view: View, words: Words) -> list[Checked]:
    saved = state(Mark.DONE, words.text("{agency} er oppdatert", agency=view.agency))
    return [saved] if view.saved else [heading(view.agency)]


def _holders(view: View, words: Words) -> list[Checked]:
    contact, deputy = view.name_of(view.contact), view.name_of(view.deputy)
    asked = words.text("Ingen ennå. {name} blir spurt i stedet.", name=view.stands_in)
    nobody = words.text("Ingen ennå")
    return [
        row(
            Mark.DONE if contact else Mark.OPEN,
            words.text("Kontaktperson"),
            contact or (asked if view.stands_in else nobody),
        ),
        row(Mark.DONE if deputy else Mark.OPEN, words.text("Vara"), deputy or nobody),
    ]


def _others(view: View, words: Words) -> str:
    """Everybody who represents the agency, as far as a phone has room."""
    named = [person.name for person in view.people[:MOST_NAMED]]
    more = len(view.people) - len(named)
    rest = [words.plural("{count} til", "{count} til", more)] if more else []
    return words.text("Representerer etaten: {people}.", people=words.listing([*named, *rest]))


def _inputs(view: View, words: Words) -> list[Input]:
    offered = [*choices(view.people), (NOBODY, words.text("Ingen"))]
    error = words.text("Velg en person i lista.")
    return [
        dropdown_input(
            "contact",
            words.text("Kontaktperson: får påminnelsene"),
            offered,
            value=view.contact,
            error=error,
        ),
        dropdown_input(
            "deputy",
            words.text("Vara: neste i rekken"),
            offered,
            value=view.deputy,
            error=error,
        ),
    ]


def choices(people: Iterable[Named]) -> list[tuple[str, str]]:
    """People to choose from, as (value, title)."""
    return [
        (str(person.id), shortened(person.name, LONGEST_NAME))
        for person in islice(people, MOST_CHOICES)
    ]


def _actions(view: View, words: Words, changing: bool) -> list[Execute]:
    save = button(words.text("Lagre"), SetHolders(agency=view.agency_id), with_inputs=True)
    back = button(words.text("Hvem er hvem"), PerformCommand(command="contacts"))
    return [save, back] if changing else [back]


_PEOPLE = (Named(1, "Kari Nilsen"), Named(2, "Nils Dahl"), Named(8, "Liv Aas"))
_TYPICAL = View(1, "NAV Lindesnes", _PEOPLE, contact="1", deputy="2")
_LONG = tuple(Named(n, f"{samples.LONG_NAME} {n}") for n in range(1, 41))
SAMPLES: dict[str, View] = {
    "reading": _TYPICAL,
    "changing": replace(_TYPICAL, may_change=True),
    "saved": replace(_TYPICAL, may_change=True, saved=True, deputy=NOBODY),
    "problem": replace(
        _TYPICAL,
        may_change=True,
        deputy="1",
        problems={"deputy": "Velg en annen enn kontaktpersonen, eller ingen."},
    ),
    "nobody": View(3, "Karriere Agder Lyngdal", (), stands_in="Amina Yusuf"),
    "longest": View(7, samples.LONG_NAME, _LONG, contact="3", may_change=True),
}
