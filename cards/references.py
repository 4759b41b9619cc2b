"""`referanser`: off, until everything is written down and confirmed; then codes and dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pydantic import Field

from bot.domain.resource_groups import MEETINGS
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Execute,
    Mark,
    OpenUrl,
    button,
    card,
    context,
    dated_row,
    eyebrow,
    heading,
    line,
    link,
    row,
)
from cards.round_words import meeting
from cards.words import Words


class ShowReferences(CardAction):
    verb = "references/1"
    page: int = Field(default=0, ge=0, le=1000)


class ShowReference(CardAction):
    verb = "reference/1"
    reference: RowId


class NewReference(CardAction):
    """«Ny referanse»."""

    verb = "reference.new/1"


class EditPermission(CardAction):
    """«Registrer» the agreement and the assessment."""

    verb = "references.permit/1"


class ConfirmPermission(CardAction):
    """A party's contact has read both, and agrees; or takes that back."""

    verb = "references.agree/1"
    agrees: bool = True


class ShowExport(CardAction):
    """Everything that is kept."""

    verb = "references.export/1"
    page: int = Field(default=0, ge=0, le=1000)


@dataclass(frozen=True, slots=True)
class Permission:
    """What is written down, and where; "" where there is no link."""

    agreed_on: date
    agreement_link: str
    assessed_on: date
    assessment_link: str
    months_kept: int


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """next: the number and the day of the next meeting; None when none is due."""

    id: int
    code: str
    language: str = ""
    next: tuple[int, date] | None = None
    finished: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """confirmed: whether each party has confirmed, by name. own: what the reader's agency said;
    None where they do not answer for one.
    """

    network: str
    today: date
    permission: Permission | None = None
    confirmed: Mapping[str, bool] = field(default_factory=dict)
    own: bool | None = None
    may_record: bool = True
    references: tuple[ReferenceLine, ...] = ()
    page: int = 0
    has_more: bool = False

    @property
    def on(self) -> bool:
        parties = self.confirmed.values()
        return self.permission is not None and bool(parties) and all(parties)


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body: list[Checked] = [
        eyebrow(view.network, words.text("referanser")),
        heading(title),
        *(_kept(view, words) if view.on else _missing(view, words)),
    ]
    return card(words, body, _ways(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    if not view.on:
        return words.text("Referanser er ikke slått på")
    if not view.references:
        return words.text("Ingen referanser er lagt inn")
    return words.text("Referansene og neste møte")


def _kept(view: View, words: Words) -> list[Checked]:
    told = words.text("Bare koder, datoer og språk. Ingen navn, og ingen plass til å skrive dem.")
    return [context(told), *(_line(each, view, words) for each in view.references)]


def _line(each: ReferenceLine, view: View, words: Words) -> Checked:
    opens = button(words.text("Vis"), ShowReference(reference=each.id))
    if each.finished or each.next is None:
        told = words.text("ferdig") if each.finished else words.text("ingen møter igjen")
        return dated_row("–", each.code, told, opens=opens)
    number, day = each.next
    language = each.language if MEETINGS[number].takes_interpreter else ""
    told = meeting(number, language, words)
    return dated_row(words.tight_day(day, view.today), each.code, told, opens=opens)


def _missing(view: View, words: Words) -> list[Checked]:
    """What there must be before anything is kept."""
    why = words.text(
        "En kode med datoer er også en personopplysning. Derfor må etatene ha en avtale og ha "
        "vurdert personvernet først. Til da planlegges rundene fra tall alene."
    )
    steps = [
        _step(words.text("Avtale mellom etatene"), _agreed(view), view, words),
        _step(words.text("Vurdering av personvernkonsekvenser"), _assessed(view), view, words),
    ]
    return [line(why), *steps, *_parties(view, words)]


def _agreed(view: View) -> date | None:
    return view.permission.agreed_on if view.permission else None


def _assessed(view: View) -> date | None:
    return view.permission.assessed_on if view.permission else None


def _step(name: str, day: date | None, view: View, words: Words) -> Checked:
    if day is None:
        return row(Mark.OPEN, name, words.text("ikke registrert"))
    return row(Mark.DONE, name, words.short_day(day, view.today))


def _parties(view: View, words: Words) -> list[Checked]:
    if view.permission is None:
        return []
    return [
        row(
            Mark.DONE if agreed else Mark.OPEN,
            name,
            words.text("har bekreftet") if agreed else words.text("har ikke bekreftet"),
        )
        for name, agreed in view.confirmed.items()
    ]


def _ways(view: View, words: Words) -> list[Execute | OpenUrl]:
    ways: list[Execute | OpenUrl] = []
    if view.on:
        ways.append(button(words.text("Ny referanse"), NewReference()))
        ways += _pages(view, words)
        ways.append(button(words.text("Hva er lagret?"), ShowExport()))
    elif view.permission is not None:
        ways += _links(view.permission, words)
    if view.own is not None and view.permission is not None:
        title = words.text("Trekk bekreftelsen") if view.own else words.text("Vi bekrefter")
        ways.append(button(title, ConfirmPermission(agrees=not view.own)))
    if view.may_record:
        ways.append(button(words.text("Avtale og vurdering"), EditPermission()))
    return ways


def _links(permission: Permission, words: Words) -> list[OpenUrl]:
    listed = (
        (words.text("Les avtalen"), permission.agreement_link),
        (words.text("Les vurderingen"), permission.assessment_link),
    )
    return [link(title, address) for title, address in listed if address]


def _pages(view: View, words: Words) -> list[Execute]:
    ways = [
        (view.page > 0, words.text("Forrige side"), view.page - 1),
        (view.has_more, words.text("Neste side"), view.page + 1),
    ]
    return [button(title, ShowReferences(page=page)) for there, title, page in ways if there]


PERMISSION = Permission(
    date(2027, 1, 20),
    "https://example.org/avtale",
    date(2027, 2, 3),
    "https://example.org/vurdering",
    12,
)
_PARTIES = {"NAV Lindesnes": True, "Karriere Agder Lyngdal": True, "Lindesnes læringssenter": True}
_LINES = (
    ReferenceLine(1, "LK-2027-014", "tigrinja", (1, date(2027, 4, 12))),
    ReferenceLine(2, "LK-2026-003", "", (4, date(2027, 6, 1))),
    ReferenceLine(3, "LK-2025-008", "arabisk", finished=True),
)
_OFF = View("Kvalifiseringsnettverket i Lindesnes", samples.TODAY)
_ON = replace(_OFF, permission=PERMISSION, confirmed=_PARTIES, own=True, references=_LINES)
SAMPLES: dict[str, View] = {
    "off": _OFF,
    "waiting": replace(
        _OFF,
        permission=PERMISSION,
        confirmed={**_PARTIES, "NAV Lindesnes": False},
        own=False,
        may_record=False,
    ),
    "on": _ON,
    "empty": replace(_ON, references=()),
    "longest": replace(_ON, references=_LINES[:2] * 4, page=1, has_more=True, own=None),
}
