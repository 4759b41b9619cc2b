"""The buttons of the meeting card: what one can do next, and what can be taken back."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pydantic import Field

from bot.domain.errors import mark
from bot.domain.lifecycle import CHANGEABLE
from bot.domain.meetings import Meeting
from bot.domain.ways import Way
from cards.actions import CardAction, RowId
from cards.elements import ActionSet, Execute, OpenUrl, button, in_rows, link
from cards.openings import (
    BeginChallenge,
    CallIn,
    ChangeMeeting,
    OfferTurn,
    OpenEvaluation,
    ShowAgenda,
    ShowAttendance,
    ShowFagdag,
    WriteOutcomes,
)
from cards.words import Words

AT_FIRST = 3  # buttons in view, «Mer» among them


class UndoChange(CardAction):
    """«Angre» for the change that made this number of the meeting's changes."""

    verb = "meeting.undo/1"
    meeting: RowId
    sequence: int


class TakeBackMeeting(CardAction):
    """«Angre» for a meeting that was just made; `key` keeps it from meaning another one."""

    verb = "meeting.take-back/1"
    meeting: RowId
    key: str


class RestoreMeeting(CardAction):
    """A cancelled meeting takes place after all."""

    verb = "meeting.restore/1"
    meeting: RowId


class ShowSeries(CardAction):
    """All meetings of a series, a page at a time."""

    verb = "series/1"
    series: RowId
    page: int = Field(default=0, ge=0, le=100)


def first_ways(
    meeting: Meeting,
    ways: tuple[Way, ...],
    words: Words,
    *,
    more: CardAction,
    undo: CardAction | None = None,
) -> list[Execute | OpenUrl]:
    """The most likely ways on, and «Mer» where there are others."""
    taken_back = [button(words.text("Angre"), undo)] if undo else []
    listed = [*taken_back, *(_button(way, meeting, words) for way in ways)]
    if len(listed) <= AT_FIRST:
        return listed
    return [*listed[: AT_FIRST - 1], button(words.text("Mer"), more)]


def all_ways(meeting: Meeting, ways: tuple[Way, ...], words: Words) -> list[ActionSet]:
    """All of them, in rows that a phone is wide enough for."""
    return in_rows([_button(way, meeting, words) for way in ways])


def _button(way: Way, meeting: Meeting, words: Words) -> Execute | OpenUrl:
    if way is Way.JOIN:
        return link(words.text("Bli med"), meeting.link)
    title, action = _TITLES[way], _ACTIONS[way]
    if way is Way.ATTENDANCE and meeting.state not in CHANGEABLE:
        title = mark("Hvem kom")
    return button(words.text(title), action(meeting))


_TITLES: Mapping[Way, str] = MappingProxyType(
    {
        Way.CALL_IN: mark("Kall inn"),
        Way.OUTCOMES: mark("Skriv referat"),
        Way.AGENDA: mark("Saksliste"),
        Way.FAGDAG: mark("Om fagdagen"),
        Way.ATTENDANCE: mark("Hvem kommer"),
        Way.CHANGE: mark("Endre"),
        Way.OFFER_TURN: mark("Bytt vertskap"),
        Way.EVALUATION: mark("Åpne evalueringen"),
        Way.RESTORE: mark("La møtet bli av likevel"),
        Way.SERIES: mark("Hele rekka"),
        Way.RAISE: mark("Ta opp noe"),
    }
)
_ACTIONS: Mapping[Way, Callable[[Meeting], CardAction]] = MappingProxyType(
    {
        Way.CALL_IN: lambda meeting: CallIn(meeting=meeting.id),
        Way.OUTCOMES: lambda meeting: WriteOutcomes(meeting=meeting.id),
        Way.AGENDA: lambda meeting: ShowAgenda(meeting=meeting.id),
        Way.FAGDAG: lambda meeting: ShowFagdag(meeting=meeting.id),
        Way.ATTENDANCE: lambda meeting: ShowAttendance(meeting=meeting.id),
        Way.CHANGE: lambda meeting: ChangeMeeting(meeting=meeting.id),
        Way.OFFER_TURN: lambda meeting: OfferTurn(meeting=meeting.id),
        Way.EVALUATION: lambda meeting: OpenEvaluation(meeting=meeting.id),
        Way.RESTORE: lambda meeting: RestoreMeeting(meeting=meeting.id),
        Way.SERIES: lambda meeting: ShowSeries(series=meeting.series_id or 1),
        Way.RAISE: lambda meeting: BeginChallenge(source="meeting", key=str(meeting.id)),
    }
)
