"""Somebody leaves: what hangs on them, and who takes it over. Nothing has happened yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from bot.domain.errors import mark
from bot.domain.handover import NOTHING, Promises
from bot.domain.people import RoleKind
from cards import samples
from cards.actions import CardAction, RowId
from cards.agency_people import Named, choices
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
    line,
    row,
    with_problems,
)
from cards.newcomer import PROMISES
from cards.words import Words

HELD: Mapping[RoleKind, str] = MappingProxyType(
    {
        RoleKind.CONTACT: mark("Kontaktperson for {place}"),
        RoleKind.DEPUTY: mark("Vara for {place}"),
        RoleKind.COORDINATOR: mark("Koordinator for {place}"),
        RoleKind.CHAIR: mark("Leder i {place}"),
        RoleKind.DEPUTY_CHAIR: mark("Nestleder i {place}"),
        RoleKind.BODY_MEMBER: mark("Medlem i {place}"),
        RoleKind.RESEARCHER: mark("Følgeforsker hos {place}"),
    }
)


class ShowLeaving(CardAction):
    """One of several people with that name, or «Endre» from the preview."""

    verb = "leaving/1"
    person: RowId


class PreviewLeaving(CardAction):
    """Who takes over, as ids: for the agency, and for the network."""

    verb = "leaving.preview/1"
    person: RowId
    colleague: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A role, and the name of the agency, the body or the network it is for."""

    kind: RoleKind
    place: str


@dataclass(frozen=True, slots=True)
class View:
    """`own`: the reader is who leaves. colleagues, members: who can take over, where something
    passes to them; empty where nothing does, or where nobody is there.

    stands_in: who is asked about the agency's things then, where nobody else represents it.
    several: the people meant by a name, to choose one from.
    """

    person_id: int
    name: str
    own: bool = True
    agency: str | None = None
    held: tuple[Held, ...] = ()
    owns: bool = False
    promises: Promises = NOTHING
    colleagues: tuple[Named, ...] = ()
    members: tuple[Named, ...] = ()
    colleague: str = ""
    member: str = ""
    stands_in: str | None = None
    several: tuple[Named, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    return _several(view, words) if view.several else _asking(view, words)


def _several(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvem slutter?")
    rows = [
        row(
            Mark.OPEN,
            person.name,
            words.text("Ingenting skjer før du har bekreftet"),
            button=button(words.text("Velg"), ShowLeaving(person=person.id)),
        )
        for person in view.several
    ]
    return card(words, [heading(title), *rows], fallback=title)


def _asking(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body = [
        eyebrow(words.text("Ingenting er endret ennå")),
        heading(title),
        context(_explained(view, words)),
        *_hanging(view, words),
        *with_problems(_inputs(view, words), view.problems),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    if view.own:
        return words.text("Skal du slutte hos oss?")
    return words.text("Slutter {name}?", name=view.name)


def _explained(view: View, words: Words) -> str:
    if not (view.held or view.owns):
        return words.text("Ingen roller må overtas. Det er bare å bekrefte.")
    return words.text("Dette må noen andre ta over, så ingenting blir hengende.")


def _hanging(view: View, words: Words) -> list[Checked]:
    roles = [row(Mark.SOON, role_name(held, words), _why(held, words)) for held in view.held]
    if view.owns:
        owned = words.text("Styrer oppsettet av nettverket")
        roles.append(row(Mark.SOON, owned, words.text("Noen må kunne endre det")))
    return [*roles, *_promised(view, words)]


def role_name(held: Held, words: Words) -> str:
    return words.text(HELD[held.kind], place=held.place)


def _why(held: Held, words: Words) -> str:
    if held.kind is RoleKind.CONTACT:
        return words.text("Får påminnelsene")
    if held.kind is RoleKind.DEPUTY:
        return words.text("Neste i rekken")
    return words.text("Følger med til den som tar over")


def _promised(view: View, words: Words) -> list[Checked]:
    """What stays with the agency, but must reach a person."""
    promises = promised(view.promises, words)
    if view.agency is None or not promises:
        return []
    stays = words.text("{agency} har fortsatt {promises}.", agency=view.agency, promises=promises)
    alone = words.text("Ingen andre er der. {name} blir spurt.", name=view.stands_in)
    return [line(stays), *([context(alone)] if view.stands_in else [])]


def promised(promises: Promises, words: Words) -> str:
    """ "2 møter og 3 oppgaver"; nothing for an agency that has promised nothing."""
    meetings, tasks = len(promises.hosting), promises.open_duties + len(promises.tasks)
    parts = [
        words.plural("{count} møte", "{count} møter", meetings) if meetings else "",
        words.plural("{count} oppgave", "{count} oppgaver", tasks) if tasks else "",
    ]
    return words.listing(part for part in parts if part)


def _inputs(view: View, words: Words) -> Iterable[Input]:
    error = words.text("Velg hvem som tar over.")
    if view.colleagues:
        label = words.text("Hvem tar over for {agency}?", agency=view.agency)
        yield _people("colleague", label, view.colleagues, view.colleague, error)
    if view.members:
        label = words.text("Hvem tar over i nettverket?")
        yield _people("member", label, view.members, view.member, error)


def _people(name: str, label: str, people: tuple[Named, ...], value: str, error: str) -> Input:
    return dropdown_input(name, label, choices(people), value=value, error=error, required=True)


def _actions(view: View, words: Words) -> list[Execute]:
    preview = PreviewLeaving(person=view.person_id)
    return [button(words.text("Se hvordan det blir"), preview, with_inputs=True)]


_COLLEAGUES = (Named(2, "Nils Dahl"), Named(8, "Liv Aas"))
_CONTACT = View(
    1,
    "Kari Nilsen",
    agency="NAV Lindesnes",
    held=(Held(RoleKind.CONTACT, "NAV Lindesnes"),),
    promises=PROMISES,
    colleagues=_COLLEAGUES,
    colleague="2",
)
SAMPLES: dict[str, View] = {
    "contact": _CONTACT,
    "other": replace(_CONTACT, own=False),
    "nothing": View(4, "Ola Berg", agency="Karriere Agder Lyngdal"),
    "problem": replace(_CONTACT, colleague="", problems={"colleague": "Velg hvem som tar over."}),
    "several": View(1, "", several=_COLLEAGUES),
    "longest": replace(
        _CONTACT,
        agency=samples.LONG_NAME,
        held=tuple(Held(kind, samples.LONG_NAME) for kind in HELD),
        owns=True,
        members=tuple(Named(n, f"{samples.LONG_NAME} {n}") for n in range(1, 81)),
        colleagues=(),
        stands_in=samples.LONG_NAME,
    ),
}
