"""What everybody reads of an agenda: the same in a chat, in the preview and in the channel."""

from dataclasses import dataclass
from datetime import date

from bot.domain.agenda import NOTHING, Balance, ItemKind, Slot
from bot.domain.agenda_changes import AgendaChange
from bot.domain.meetings import Meeting, MeetingState
from cards.actions import CardAction, RowId
from cards.agenda_rows import (
    balance_sentence,
    change_sentence,
    item_name,
    item_row,
    overrun_sentence,
    round_sentence,
)
from cards.elements import Checked, Execute, button, context, eyebrow, heading, problem, section
from cards.meeting import from_now, name_and_day, when_and_where
from cards.words import Words

PAGE = 12  # items on a card
PRESSED_PAGE = 8  # where each can be pressed: that makes a row twice as long
SPOKEN = 60  # characters of a title that a screen reader says for its row
MOST_CHANGES = 6  # told one by one


class OpenItem(CardAction):
    """The host opens one item, to change it."""

    verb = "agenda.item/1"
    item: RowId


@dataclass(frozen=True, slots=True)
class View:
    """A meeting's agenda. `may_order`: the reader prepares the meeting.

    slots: the whole agenda. speakers: the agencies in the order of the round; `opened` opened the
    one before. changes: since it was posted on `posted_on`. told: what was just done; `undo` is the
    item it can be undone for. waiting: how many items wait for a meeting. calendar: the address of
    the meeting's calendar file, "" where there is none.
    """

    meeting: Meeting
    today: date
    slots: tuple[Slot, ...] = ()
    balance: Balance = NOTHING
    speakers: tuple[str, ...] = ()
    opened: str | None = None
    changes: tuple[AgendaChange, ...] = ()
    posted_on: date | None = None
    open_for_items: bool = True
    may_order: bool = False
    waiting: int = 0
    page: int = 0
    told: str = ""
    undo: int | None = None
    calendar: str = ""


def content(view: View, words: Words) -> list[Checked]:
    """The body of the card."""
    meeting = view.meeting
    return [
        eyebrow(name_and_day(meeting, words, view.today), from_now(meeting, view.today, words)),
        heading(_title(view, words)),
        when_and_where(meeting, view.today, words),
        *_context(view, words),
        *_overrun(view, words),
        *_changes(view, words),
        *_rows(view, words),
        *_round(view, words),
    ]


def _title(view: View, words: Words) -> str:
    if view.meeting.state is MeetingState.CANCELLED:
        return words.text("Møtet er avlyst")
    if not view.slots:
        return words.text("Ingen saker er meldt ennå")
    if view.open_for_items:
        return words.text("Dette skal vi snakke om")
    return words.text("Dette sto på sakslista")


def _context(view: View, words: Words) -> list[Checked]:
    if view.meeting.state is MeetingState.CANCELLED:
        return [context(words.text("Sakene som var meldt, går videre til neste møte."))]
    if not view.slots:
        return [context(words.text("Meld en sak, så står den her."))]
    posted = [_posted(view, words)] if view.posted_on else []
    told = " ".join([*_times(view, words), *posted])
    return [context(told)] if told else []


def _times(view: View, words: Words) -> list[str]:
    """The sum, and to everybody but the host, who is told more loudly, that it is too much."""
    if view.meeting.whole_day:
        return []
    overrun = "" if view.may_order else overrun_sentence(view.balance, words)
    return [told for told in (balance_sentence(view.balance, words), overrun) if told]


def _overrun(view: View, words: Words) -> list[Checked]:
    told = overrun_sentence(view.balance, words)
    return [problem(told)] if told and view.may_order and not view.meeting.whole_day else []


def _posted(view: View, words: Words) -> str:
    day = words.short_day(view.posted_on or view.today, view.today)
    return words.text("Lagt ut {day}.", day=day)


def _changes(view: View, words: Words) -> list[Checked]:
    if not view.changes:
        return []
    told = [change_sentence(change, words) for change in view.changes[:MOST_CHANGES]]
    if beyond := len(view.changes) - MOST_CHANGES:
        told += _beyond(beyond, words)
    return [section(words.text("Endret etter at den ble lagt ut")), *(context(t) for t in told)]


def _beyond(count: int, words: Words) -> list[str]:
    if count < 1:
        return []
    return [words.plural("… og {count} endring til", "… og {count} endringer til", count)]


def _rows(view: View, words: Words) -> list[Checked]:
    size, page = page_size(view), page_of(view)
    shown = view.slots[page * size : (page + 1) * size]
    return [
        item_row(slot, words, round_of=view.speakers, opens=_opens(view, slot, words))
        for slot in shown
    ]


def page_size(view: View) -> int:
    return PRESSED_PAGE if view.may_order else PAGE


def page_of(view: View) -> int:
    """The wished page, or the last one of a list that has become shorter."""
    return min(view.page, max(len(view.slots) - 1, 0) // page_size(view))


def _opens(view: View, slot: Slot, words: Words) -> Execute | None:
    if not view.may_order:
        return None
    return button(item_name(slot, words)[:SPOKEN], OpenItem(item=slot.item.id))


def _round(view: View, words: Words) -> list[Checked]:
    sentence = round_sentence(view.opened, words)
    there = any(slot.item.kind is ItemKind.ROUND for slot in view.slots)
    return [context(sentence)] if sentence and there else []
