from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.deliveries import (
    MOVES,
    Changes,
    DeliveryState,
    Planned,
    Stored,
    differences,
    person,
    row_id,
    subject,
)

DUE = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
REMINDER = Planned("reminder", subject("meeting", 12), person(5), 0, DUE, DUE + timedelta(days=7))
LATER = replace(REMINDER, due_at=DUE + timedelta(days=1))
NOTHING = Changes()

WAITING = {DeliveryState.PENDING, DeliveryState.CLAIMED}
LEFT_ALONE = set(DeliveryState) - WAITING - {DeliveryState.CANCELLED}


def test_what_is_not_there_is_inserted_once() -> None:
    assert differences([REMINDER, REMINDER], []) == Changes(insert=(REMINDER,))


@pytest.mark.parametrize("state", set(DeliveryState) - {DeliveryState.CANCELLED})
def test_planning_twice_changes_nothing(state: DeliveryState) -> None:
    assert differences([REMINDER], [Stored(REMINDER, state)]) == NOTHING


@pytest.mark.parametrize("state", WAITING)
def test_what_waits_moves_with_its_meeting(state: DeliveryState) -> None:
    assert differences([LATER], [Stored(REMINDER, state)]) == Changes(renew=(LATER,))


@pytest.mark.parametrize("state", WAITING)
def test_what_waits_and_is_no_longer_wanted_is_cancelled(state: DeliveryState) -> None:
    assert differences([], [Stored(REMINDER, state)]) == Changes(cancel=(REMINDER.identity,))


@pytest.mark.parametrize("state", LEFT_ALONE)
@pytest.mark.parametrize("wanted", [(), (LATER,)])
def test_what_has_left_or_ended_is_left_alone(
    state: DeliveryState, wanted: tuple[Planned, ...]
) -> None:
    assert differences(wanted, [Stored(REMINDER, state)]) == NOTHING


@pytest.mark.parametrize("wanted", [REMINDER, LATER])
def test_what_was_cancelled_and_is_wanted_again_waits_again(wanted: Planned) -> None:
    stored = [Stored(REMINDER, DeliveryState.CANCELLED)]
    assert differences([wanted], stored) == Changes(renew=(wanted,))


def test_what_stays_cancelled_is_not_cancelled_again() -> None:
    assert differences([], [Stored(REMINDER, DeliveryState.CANCELLED)]) == NOTHING


def test_every_state_has_its_moves_and_an_end_has_none_back_but_a_persons() -> None:
    assert set(MOVES) == set(DeliveryState)
    ends = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.EXPIRED)
    again = frozenset({DeliveryState.PENDING})  # «Send på nytt»
    assert [MOVES[end] for end in ends] == [frozenset(), again, frozenset()]


def test_an_address_gives_back_its_row() -> None:
    assert (row_id(person(5)), row_id(subject("meeting", 12))) == (5, 12)
