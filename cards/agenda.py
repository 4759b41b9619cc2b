"""The agenda of a meeting, with the ways on: for everybody, and for whoever prepares it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import Field

from bot.domain.agenda import Item, ItemKind, balance, timetable
from bot.domain.agenda_changes import AgendaChange, ChangeKind
from bot.domain.meetings import Activity, Meeting, MeetingState
from cards import samples
from cards.actions import CardAction, RowId
from cards.agenda_list import View, content, page_of, page_size
from cards.agenda_samples import CASES, LONGEST, NVK_ITEMS, NVK_MEETING, SPEAKERS
from cards.elements import ActionSet, Checked, Execute, OpenUrl, button, card, context, line, link
from cards.meeting import name_and_day
from cards.openings import ProposeItem
from cards.words import Words


class TurnAgenda(CardAction):
    """Another page of a long agenda."""

    verb = "agenda.page/1"
    meeting: RowId
    page: int = Field(ge=0, le=100)


class OrderAgenda(CardAction):
    """The host orders and times the items."""

    verb = "agenda.order/1"
    meeting: RowId


class PutBack(CardAction):
    """«Angre»: what was just taken out comes back."""

    verb = "agenda.put-back/1"
    meeting: RowId
    item: RowId


class PreviewAgenda(CardAction):
    """Exactly what would be posted, and where."""

    verb = "agenda.preview/1"
    meeting: RowId


def build(view: View, words: Words) -> dict[str, Any]:
    told = [line(view.told)] if view.told else []
    body = [*told, *content(view, words), *_pages(view, words), *_for_host(view, words)]
    return card(words, body, _actions(view, words), fallback=summary(view, words))


def summary(view: View, words: Words) -> str:
    """One line for the phone."""
    name = name_and_day(view.meeting, words, view.today)
    if view.changes:
        return words.text("Endret saksliste: {meeting}", meeting=name)
    return words.plural(
        "Saksliste: {meeting}, {count} sak",
        "Saksliste: {meeting}, {count} saker",
        len(view.slots),
        meeting=name,
    )


def _for_host(view: View, words: Words) -> list[Checked]:
    if not view.may_order:
        return []
    hints = [words.text("Trykk på en sak for å endre den.")] if view.slots else []
    if view.waiting:
        hints.append(_waiting(view, words))
    return [context(*hints)] if hints else []


def _waiting(view: View, words: Words) -> str:
    return words.plural(
        "{count} sak venter på et møte; du kan ta den med under «Ordne».",
        "{count} saker venter på et møte; du kan ta dem med under «Ordne».",
        view.waiting,
    )


def _actions(view: View, words: Words) -> list[Execute | OpenUrl]:
    return [*_undo(view, words), *_ways(view, words), *_file(view, words)]


def _undo(view: View, words: Words) -> list[Execute]:
    if view.undo is None:
        return []
    return [button(words.text("Angre"), PutBack(meeting=view.meeting.id, item=view.undo))]


def _ways(view: View, words: Words) -> Sequence[Execute]:
    number, ways = view.meeting.id, []
    if view.may_order and view.slots and view.posted_on is None:
        ways.append(button(words.text("Legg ut"), PreviewAgenda(meeting=number)))
    if view.may_order:
        ways.append(button(words.text("Ordne"), OrderAgenda(meeting=number)))
    if view.open_for_items:
        ways.append(button(words.text("Meld sak"), ProposeItem(meeting=number)))
    return ways


def _pages(view: View, words: Words) -> list[ActionSet]:
    """In a bar of their own, right below the items: a phone shows four buttons side by side."""
    page = page_of(view)
    pages = [
        (page > 0, words.text("Forrige saker"), page - 1),
        ((page + 1) * page_size(view) < len(view.slots), words.text("Flere saker"), page + 1),
    ]
    turns = [
        button(title, TurnAgenda(meeting=view.meeting.id, page=number))
        for there, title, number in pages
        if there
    ]
    return [ActionSet(actions=turns)] if turns else []


def _file(view: View, words: Words) -> list[OpenUrl]:
    if not view.calendar or view.may_order:
        return []
    return [link(words.text("Legg i kalenderen"), view.calendar)]


def sample(items: Sequence[Item], meeting: Meeting = NVK_MEETING, **more: Any) -> View:
    """A view of these items, timed as they would be."""
    return View(
        meeting,
        samples.TODAY,
        slots=timetable(items, meeting.starts_at),
        balance=balance(items, meeting.starts_at, meeting.ends_at),
        **more,
    )


SAMPLES: dict[str, View] = {
    "nvk": sample(NVK_ITEMS, speakers=SPEAKERS, opened="NAV Lindesnes"),
    "for-the-host": sample(
        (*NVK_ITEMS, Item(9, "Valg av tema for fagdagen", ItemKind.DECISION, minutes=20)),
        speakers=SPEAKERS,
        may_order=True,
        waiting=2,
    ),
    "posted": sample(
        NVK_ITEMS[:6],
        speakers=SPEAKERS,
        posted_on=date(2027, 2, 18),
        changes=(
            AgendaChange(ChangeKind.ADDED, "Valg av tema for fagdagen"),
            AgendaChange(ChangeKind.TAKEN_OUT, "Diskusjon"),
            AgendaChange(ChangeKind.RETIMED, "Runde rundt «bordet»", minutes=40),
        ),
        calendar="https://rundebord.example/m/abc.ics",
    ),
    "taken-out": sample(
        NVK_ITEMS[:2],
        may_order=True,
        posted_on=samples.TODAY,
        told="«Diskusjon» er utsatt til et senere møte.",
        undo=7,
    ),
    "cases": sample(
        CASES, replace(samples.NETWORK_MEETING, activity=Activity.STEERING_GROUP, theme="")
    ),
    "empty": sample((), samples.NETWORK_MEETING),
    "empty-for-the-host": sample((), samples.NETWORK_MEETING, may_order=True, waiting=1),
    "longest": sample(LONGEST, samples.MOVED, may_order=True, page=1),
    "longest-to-read": sample(LONGEST, samples.MOVED, page=1),
    "held": sample(
        NVK_ITEMS[:3], replace(NVK_MEETING, state=MeetingState.HELD), open_for_items=False
    ),
    "cancelled": sample((), samples.CANCELLED, open_for_items=False),
}
