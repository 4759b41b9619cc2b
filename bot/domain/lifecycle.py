"""The life of a meeting: draft → planned → called in → held → finished, or cancelled."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.domain.meetings import MeetingState

# Outcomes that nobody wrote for so long are not coming any more (practice).
FINISHED_AFTER = timedelta(days=30)

MOVES: Mapping[MeetingState, frozenset[MeetingState]] = MappingProxyType(
    {
        MeetingState.DRAFT: frozenset({MeetingState.PLANNED}),
        MeetingState.PLANNED: frozenset(
            {MeetingState.CALLED, MeetingState.HELD, MeetingState.CANCELLED}
        ),
        MeetingState.CALLED: frozenset({MeetingState.HELD, MeetingState.CANCELLED}),
        MeetingState.HELD: frozenset({MeetingState.FINISHED}),
        MeetingState.FINISHED: frozenset(),
        # restored, to where it was
        MeetingState.CANCELLED: frozenset({MeetingState.PLANNED, MeetingState.CALLED}),
    }
)
CHANGEABLE = frozenset({MeetingState.DRAFT, MeetingState.PLANNED, MeetingState.CALLED})


def may_become(state: MeetingState, other: MeetingState) -> bool:
    return other in MOVES[state]


def may_restore(state: MeetingState, starts_at: datetime, now: datetime) -> bool:
    """A cancelled meeting can take place after all until its hour has come."""
    return state is MeetingState.CANCELLED and now < starts_at
