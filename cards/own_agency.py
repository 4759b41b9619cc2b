"""Whom the reader represents, and as what: to see, to say and to change. Shown to them alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from bot.domain.errors import mark
from bot.domain.people import RoleKind
from cards import representation, samples
from cards.actions import CardAction, PerformCommand, RowId
from cards.agency_people import NOBODY, ShowAgencyPeople
from cards.elements import (
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    line,
    state,
    with_problems,
)
from cards.representation import Agency, ChooseAgency, agency_input
from cards.words import Words

OWN_ROLES: Mapping[RoleKind, str] = MappingProxyType(
    {
        RoleKind.CONTACT: mark("Du er kontaktperson for {agency}"),
        RoleKind.DEPUTY: mark("Du er vara for {agency}"),
    }
)
WHAT_FOLLOWS: Mapping[RoleKind | None, str] = MappingProxyType(
    {
        RoleKind.CONTACT: mark("Jeg skriver til deg når dere har noe å gjøre."),
        RoleKind.DEPUTY: mark("Jeg skriver til deg hvis kontaktpersonen ikke rekker det."),
        None: mark("Alle i etaten kan melde oppgaver som gjort."),
    }
)


class TakeRole(CardAction):
    """«Kontaktperson», «Vara» or neither, for one's own agency."""

    verb = "role.take/1"
    agency: RowId
    role: str


class EditOwnAgency(CardAction):
    """The list of agencies, to choose another one."""

    verb = "representation.edit/1"


@dataclass(frozen=True, slots=True)
class View:
    """`own` is the reader's agency, with its contact and deputy by name where it has them.

    editing: the list to choose from is shown. asking: which role the reader has is not said yet.
    helper: who can add an agency that is missing.
    """

    network: str
    agencies: tuple[Agency, ...] = ()
    own: Agency | None = None
    role: RoleKind | None = None
    contact: str | None = None
    deputy: str | None = None
    editing: bool = False
    asking: bool = False
    helper: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    if view.own is None or view.editing:
        return _choosing(view, words)
    return _asking(view, view.own, words) if view.asking else _told(view, view.own, words)


def _choosing(view: View, words: Words) -> dict[str, Any]:
    title = representation.question(words)
    helper = words.text("Står den ikke her, kan {name} legge den til.", name=view.helper)
    field = agency_input(view.agencies, words, chosen=view.own.id if view.own else None)
    body = [
        eyebrow(view.network),
        heading(title),
        *([context(helper)] if view.helper else []),
        *with_problems([field], view.problems),
    ]
    actions = [button(words.text("Dette er min etat"), ChooseAgency(), with_inputs=True)]
    return card(words, body, actions, fallback=title)


def _asking(view: View, own: Agency, words: Words) -> dict[str, Any]:
    title = words.text("Er du kontaktperson for {agency}?", agency=own.name)
    body = [
        eyebrow(words.text("Du representerer {agency}", agency=own.name)),
        heading(title),
        line(words.text("Kontaktpersonen får påminnelsene. Vara er neste i rekken.")),
        *([context(*_holders(view, words))] if view.contact or view.deputy else []),
    ]
    actions = [
        _role(words.text("Kontaktperson"), own, RoleKind.CONTACT),
        _role(words.text("Vara"), own, RoleKind.DEPUTY),
        _role(words.text("Ingen av delene"), own, None),
    ]
    return card(words, body, actions, fallback=title)


def _role(title: str, own: Agency, role: RoleKind | None) -> Execute:
    return button(title, TakeRole(agency=own.id, role=str(role or NOBODY)))


def _holders(view: View, words: Words) -> tuple[str, str]:
    contact = words.text("{name} er kontaktperson nå.", name=view.contact)
    deputy = words.text("{name} er vara nå.", name=view.deputy)
    return contact if view.contact else "", deputy if view.deputy else ""


def _told(view: View, own: Agency, words: Words) -> dict[str, Any]:
    role = view.role if view.role in OWN_ROLES else None
    title = words.text("Du representerer {agency}", agency=own.name)
    if role is not None:
        title = words.text(OWN_ROLES[role], agency=own.name)
    others = _holders(view, words) if role is None else ("", "")
    body = [
        eyebrow(view.network),
        state(Mark.DONE, title),
        context(words.text(WHAT_FOLLOWS[role]), *others),
    ]
    return card(words, body, _ways_on(own, words), fallback=title)


def _ways_on(own: Agency, words: Words) -> list[Execute]:
    return [
        button(words.text("Ny hos oss"), PerformCommand(command="newcomer")),
        button(words.text("Bytt etat"), EditOwnAgency()),
        button(words.text("Kontakt og vara"), ShowAgencyPeople(agency=own.id)),
    ]


_NAV = representation.AGENCIES[0]
_NEW = View("Kvalifiseringsnettverket i Lindesnes", representation.AGENCIES, helper="Kari Nilsen")
_LONG = Agency(7, samples.LONG_NAME)
SAMPLES: dict[str, View] = {
    "new": _NEW,
    "problem": replace(_NEW, problems={"agency": "Velg etaten din i lista."}),
    "asking": replace(_NEW, own=_NAV, asking=True),
    "asking-taken": replace(
        _NEW, own=_LONG, asking=True, contact="Kari Nilsen", deputy=samples.LONG_NAME
    ),
    "contact": replace(_NEW, own=_NAV, role=RoleKind.CONTACT, contact="Nils Dahl"),
    "deputy": replace(_NEW, own=_LONG, role=RoleKind.DEPUTY, contact="Nils Dahl"),
    "neither": replace(_NEW, own=_NAV, contact="Kari Nilsen", deputy="Nils Dahl"),
    "editing": replace(_NEW, own=_NAV, editing=True),
}
