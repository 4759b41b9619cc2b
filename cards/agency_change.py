"""Before somebody who speaks for an agency represents another one: what their own loses."""

from dataclasses import dataclass
from typing import Any

from bot.domain.people import RoleKind
from cards import samples
from cards.actions import CardAction, PerformCommand, RowId
from cards.elements import button, card, context, eyebrow, heading, line
from cards.own_agency import OWN_ROLES
from cards.words import Words


class ChangeAgency(CardAction):
    """Yes, although a role for the present agency ends."""

    verb = "representation.change/1"
    agency: RowId


@dataclass(frozen=True, slots=True)
class View:
    """`old` is the agency that loses its contact or deputy, `new` the one that was chosen.

    stands_in: who is asked on behalf of the old one from then on.
    """

    old: str
    role: RoleKind
    new_id: int
    new: str
    stands_in: str | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Vil du bytte til {agency}?", agency=view.new)
    asked = words.text("Da spør jeg {name} i stedet.", name=view.stands_in)
    body = [
        eyebrow(words.text("Ingenting er endret ennå")),
        heading(title),
        line(words.text("{role}. Den rollen slutter.", role=_role(view, words))),
        *([context(asked)] if view.stands_in else []),
    ]
    actions = [
        button(words.text("Ja, bytt"), ChangeAgency(agency=view.new_id)),
        button(words.text("Avbryt"), PerformCommand(command="who-am-i")),
    ]
    return card(words, body, actions, fallback=title)


def _role(view: View, words: Words) -> str:
    return words.text(OWN_ROLES[view.role], agency=view.old)


_TYPICAL = View("NAV Lindesnes", RoleKind.CONTACT, 3, "Karriere Agder Lyngdal", "Nils Dahl")
SAMPLES: dict[str, View] = {
    "contact": _TYPICAL,
    "nobody-else": View("NAV Lindesnes", RoleKind.DEPUTY, 3, "Karriere Agder Lyngdal"),
    "longest": View(samples.LONG_NAME, RoleKind.DEPUTY, 3, samples.LONG_NAME, samples.LONG_NAME),
}
