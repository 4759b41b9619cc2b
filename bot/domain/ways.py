"""The ways on from a meeting: what one can do about it, by where it stands and who one is."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from bot.domain.agenda import HAS_AGENDA
from bot.domain.fagdag import EVALUATED
from bot.domain.lifecycle import may_restore
from bot.domain.meetings import LIVE, Activity, Meeting, MeetingState


class Way(StrEnum):
    JOIN = "join"
    CALL_IN = "call-in"
    OUTCOMES = "outcomes"
    AGENDA = "agenda"
    FAGDAG = "fagdag"
    ATTENDANCE = "attendance"
    CHANGE = "change"
    OFFER_TURN = "offer-turn"
    EVALUATION = "evaluation"
    RESTORE = "restore"
    SERIES = "series"
    RAISE = "raise"


class Phase(StrEnum):
    """Where a meeting stands at a moment: its state, seen with the clock."""

    DRAFT = "draft"
    PLANNED = "planned"
    CALLED = "called"
    UNDER_WAY = "under-way"
    HELD = "held"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    GONE = "gone"  # cancelled, and its day has been


def phase(meeting: Meeting, now: datetime) -> Phase:
    """A meeting that nobody has settled yet is under way from its start and held from its end."""
    if meeting.state in LIVE and now >= meeting.starts_at:
        return Phase.UNDER_WAY if now < meeting.ends_at else Phase.HELD
    if meeting.state is MeetingState.CANCELLED and not may_restore(
        meeting.state, meeting.starts_at, now
    ):
        return Phase.GONE
    return Phase(meeting.state)


# What everybody may do, and what is for the host; the most likely first; on a card in
# rows of two.
_READERS: Mapping[Phase, tuple[Way, ...]] = MappingProxyType(
    {
        Phase.DRAFT: (),
        Phase.PLANNED: (Way.JOIN, Way.AGENDA, Way.FAGDAG, Way.SERIES, Way.RAISE),
        Phase.CALLED: (Way.JOIN, Way.AGENDA, Way.FAGDAG, Way.SERIES, Way.RAISE),
        Phase.UNDER_WAY: (Way.JOIN, Way.AGENDA, Way.FAGDAG, Way.SERIES, Way.RAISE),
        Phase.HELD: (Way.AGENDA, Way.FAGDAG, Way.SERIES, Way.RAISE),
        Phase.FINISHED: (Way.AGENDA, Way.FAGDAG, Way.SERIES, Way.RAISE),
        Phase.CANCELLED: (Way.SERIES,),
        Phase.GONE: (Way.SERIES,),
    }
)
_ABOUT = (Way.AGENDA, Way.FAGDAG)  # a meeting has the one or the other
_HOSTS: Mapping[Phase, tuple[Way, ...]] = MappingProxyType(
    {
        Phase.DRAFT: (Way.CHANGE,),
        Phase.PLANNED: (
            Way.CALL_IN,
            *_ABOUT,
            Way.CHANGE,
            Way.OFFER_TURN,
            Way.JOIN,
            Way.SERIES,
            Way.RAISE,
        ),
        Phase.CALLED: (
            Way.JOIN,
            *_ABOUT,
            Way.ATTENDANCE,
            Way.CHANGE,
            Way.OFFER_TURN,
            Way.SERIES,
            Way.RAISE,
        ),
        Phase.UNDER_WAY: (
            Way.JOIN,
            Way.EVALUATION,
            Way.OUTCOMES,
            *_ABOUT,
            Way.ATTENDANCE,
            Way.CHANGE,
            Way.RAISE,
        ),
        Phase.HELD: (
            Way.EVALUATION,
            Way.OUTCOMES,
            Way.ATTENDANCE,
            *_ABOUT,
            Way.SERIES,
            Way.RAISE,
        ),
        Phase.FINISHED: (Way.OUTCOMES, Way.ATTENDANCE, *_ABOUT, Way.SERIES, Way.RAISE),
        Phase.CANCELLED: (Way.RESTORE, Way.SERIES),
        Phase.GONE: (Way.SERIES,),
    }
)

# A resource group is about one candidate: who comes and what came of it stays with the agencies.
_TOGETHER = frozenset(Activity) - {Activity.RESOURCE_GROUP}
_FOR: Mapping[Way, frozenset[Activity]] = MappingProxyType(
    {
        Way.CALL_IN: _TOGETHER,
        Way.ATTENDANCE: _TOGETHER,
        Way.AGENDA: HAS_AGENDA,
        Way.OUTCOMES: HAS_AGENDA,
        Way.FAGDAG: EVALUATED,
        Way.EVALUATION: EVALUATED,
        Way.OFFER_TURN: HAS_AGENDA | EVALUATED,
    }
)


def ways(
    meeting: Meeting, now: datetime, *, may_act: bool, may_open_evaluation: bool
) -> tuple[Way, ...]:
    """What the reader may do about the meeting at this moment, the most likely first."""
    listed = (_HOSTS if may_act else _READERS)[phase(meeting, now)]
    there = {
        Way.JOIN: bool(meeting.link),
        Way.EVALUATION: may_open_evaluation,
        Way.OFFER_TURN: meeting.host_id is not None,
        Way.SERIES: meeting.series_id is not None,
    }
    return tuple(
        way
        for way in listed
        if meeting.activity in _FOR.get(way, frozenset(Activity)) and there.get(way, True)
    )
