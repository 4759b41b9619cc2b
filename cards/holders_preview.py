"""Before somebody is relieved of a role: who takes over from whom, and who is told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from cards import samples
from cards.actions import CardAction, RowId
from cards.agency_people import ShowAgencyPeople
from cards.elements import button, card, context, eyebrow, fact, heading, line
from cards.words import Words


class ConfirmHolders(CardAction):
    """Yes: these two from now on (None: nobody). `instead_of_…` is what the reader was shown."""

    verb = "people.confirm/1"
    agency: RowId
    contact: RowId | None
    deputy: RowId | None
    instead_of_contact: RowId | None
    instead_of_deputy: RowId | None


@dataclass(frozen=True, slots=True)
class View:
    """`contact` and `deputy` by name as they will be; `relieved` are those who lose a role.

    unreached: those among them whose chat was refused, so that I cannot tell them.
    """

    agency: str
    confirm: ConfirmHolders
    contact: str | None
    deputy: str | None
    relieved: tuple[str, ...]
    unreached: tuple[str, ...] = ()


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Skal {agency} bytte?", agency=view.agency)
    nobody = words.text("ingen")
    contact, deputy = view.contact or nobody, view.deputy or nobody
    body = [
        eyebrow(words.text("Ingenting er endret ennå")),
        heading(title),
        fact(words.text("Kontaktperson: {name}", name=contact), core=contact),
        fact(words.text("Vara: {name}", name=deputy), core=deputy),
        *[line(told) for told in _told(view, words)],
        context(words.text("Påminnelser som ikke er sendt, følger med.")),
    ]
    actions = [
        button(words.text("Ja, bytt"), view.confirm),
        button(words.text("Avbryt"), ShowAgencyPeople(agency=view.confirm.agency)),
    ]
    return card(words, body, actions, fallback=title)


def _told(view: View, words: Words) -> Iterator[str]:
    told = [name for name in view.relieved if name not in view.unreached]
    if told:
        yield words.text("{people} får beskjed.", people=words.listing(told))
    if view.unreached:
        people = words.listing(view.unreached)
        yield words.text("Jeg når ikke {people}. Si fra selv.", people=people)


_CONFIRM = ConfirmHolders(
    agency=1, contact=2, deputy=None, instead_of_contact=1, instead_of_deputy=2
)
_TYPICAL = View("NAV Lindesnes", _CONFIRM, "Nils Dahl", None, ("Kari Nilsen",))
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "unreached": replace(_TYPICAL, unreached=("Kari Nilsen",)),
    "longest": replace(
        _TYPICAL,
        agency=samples.LONG_NAME,
        contact=samples.LONG_NAME,
        deputy=samples.LONG_NAME,
        relieved=(samples.LONG_NAME, "Kari Nilsen"),
    ),
}
