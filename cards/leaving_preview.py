"""Before somebody leaves: who takes over what, exactly. Nothing has happened yet."""

from dataclasses import dataclass, replace
from typing import Any

from bot.domain.people import RoleKind
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import Checked, Mark, button, card, context, eyebrow, heading, line, row
from cards.leaving import Held, ShowLeaving, role_name
from cards.words import Words


class ConfirmLeaving(CardAction):
    """Yes. Who takes over for the agency and in the network, as the preview showed it."""

    verb = "leaving.confirm/1"
    person: RowId
    colleague: RowId | None
    member: RowId | None


@dataclass(frozen=True, slots=True)
class Passing:
    """A role, and who has it from then on; `to` is None where it stays vacant."""

    held: Held
    to: str | None


@dataclass(frozen=True, slots=True)
class View:
    """`own`: the reader is who leaves. heir: who can change the set-up from then on, if that
    passes.

    stands_in: who is asked about the agency's things, where it has no contact afterwards.
    """

    name: str
    confirm: ConfirmLeaving
    own: bool = True
    passing: tuple[Passing, ...] = ()
    heir: str | None = None
    agency: str | None = None
    stands_in: str | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body = [
        eyebrow(words.text("Ingenting er endret ennå")),
        heading(title),
        *_rows(view, words),
        *_stand_in(view, words),
        line(_afterwards(view, words)),
        context(words.text("Det kan angres i et døgn.")),
    ]
    actions = [
        button(_yes(view, words), view.confirm),
        button(words.text("Endre"), ShowLeaving(person=view.confirm.person)),
    ]
    return card(words, body, actions, fallback=title)


def _title(view: View, words: Words) -> str:
    if view.own:
        return words.text("Slik blir det når du slutter")
    return words.text("Slik blir det når {name} slutter", name=view.name)


def _yes(view: View, words: Words) -> str:
    return words.text("Ja, jeg slutter") if view.own else words.text("Ja, meld ut")


def _rows(view: View, words: Words) -> list[Checked]:
    rows: list[Checked] = [_row(passing, words) for passing in view.passing]
    if view.heir:
        owned = words.text("Styrer oppsettet av nettverket")
        rows.append(row(Mark.DONE, owned, view.heir))
    return rows


def _row(passing: Passing, words: Words) -> Checked:
    mark = Mark.DONE if passing.to else Mark.OPEN
    return row(mark, role_name(passing.held, words), passing.to or words.text("Ingen"))


def _stand_in(view: View, words: Words) -> list[Checked]:
    if not (view.agency and view.stands_in):
        return []
    asked = words.text(
        "{name} blir spurt om det {agency} har lovet.", name=view.stands_in, agency=view.agency
    )
    return [line(asked)]


def _afterwards(view: View, words: Words) -> str:
    if view.own:
        return words.text("Jeg slutter å skrive til deg. Skriver du i teamet, er du med igjen.")
    return words.text(
        "Jeg slutter å skrive til {name}, som er med igjen ved å skrive i teamet.", name=view.name
    )


_CONTACT = Held(RoleKind.CONTACT, "NAV Lindesnes")
_TYPICAL = View(
    "Kari Nilsen",
    ConfirmLeaving(person=1, colleague=2, member=None),
    passing=(Passing(_CONTACT, "Nils Dahl"),),
)
SAMPLES: dict[str, View] = {
    "own": _TYPICAL,
    "other": replace(_TYPICAL, own=False, heir="Amina Yusuf"),
    "nobody-left": replace(
        _TYPICAL,
        passing=(Passing(_CONTACT, None),),
        agency="NAV Lindesnes",
        stands_in="Amina Yusuf",
    ),
    "nothing": View("Ola Berg", ConfirmLeaving(person=4, colleague=None, member=None)),
    "longest": replace(
        _TYPICAL,
        name=samples.LONG_NAME,
        own=False,
        passing=tuple(
            Passing(Held(kind, samples.LONG_NAME), samples.LONG_NAME) for kind in RoleKind
        ),
        heir=samples.LONG_NAME,
    ),
}
