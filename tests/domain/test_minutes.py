"""Short minutes are approved by silence, and say what was decided or why not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agencies import Agency
from bot.domain.agenda import Item, ItemKind, ItemState
from bot.domain.errors import Refused
from bot.domain.minutes import (
    PAGE_ROOM,
    Objected,
    Outcome,
    Task,
    approval_day,
    first_untreated,
    heir,
    is_treated,
    pages,
    refuse_undecided,
    room_of,
)
from tests.domain.test_calendar import OSLO

POSTED = datetime(2027, 3, 12, 12, tzinfo=UTC)  # a Friday
RAISED = POSTED + timedelta(days=3)


def test_minutes_are_approved_when_the_days_have_passed() -> None:
    assert approval_day(POSTED, [], 10, OSLO) == date(2027, 3, 22)


def test_a_holiday_shortens_nobodys_time() -> None:
    """Maundy Thursday 25 March 2027 to Easter Monday the 29th."""
    assert approval_day(POSTED, [], 14, OSLO) == date(2027, 3, 30)


def test_an_open_objection_holds_them_however_long_it_takes() -> None:
    assert approval_day(POSTED, [Objected(RAISED)], 0, OSLO) is None


def test_the_days_run_again_from_the_last_objection_that_was_settled() -> None:
    settled = [Objected(RAISED, POSTED + timedelta(days=d)) for d in (4, 6, 5)]
    assert approval_day(POSTED, settled, 3, OSLO) == date(2027, 3, 22)
    assert approval_day(POSTED, [*settled, Objected(RAISED)], 3, OSLO) is None


@given(st.integers(min_value=0, max_value=60))
def test_approval_comes_on_a_working_day_and_never_early(days: int) -> None:
    day = approval_day(POSTED, [], days, OSLO)
    assert day is not None
    assert OSLO.is_workday(day)
    assert day >= OSLO.day_of(POSTED) + timedelta(days=days)


@pytest.mark.parametrize("kind", [k for k in ItemKind if k is not ItemKind.DECISION])
def test_only_a_decision_must_say_something(kind: ItemKind) -> None:
    refuse_undecided(kind, "", "")


def test_a_decision_says_what_or_why_not() -> None:
    with pytest.raises(Refused):
        refuse_undecided(ItemKind.DECISION, "", "")
    refuse_undecided(ItemKind.DECISION, "Rektorene må være med.", "")
    refuse_undecided(ItemKind.DECISION, "", "Vi flytter den.")


@pytest.mark.parametrize(
    ("kind", "note", "has_tasks", "treated"),
    [
        (ItemKind.DISCUSSION, "", False, False),
        (ItemKind.DISCUSSION, "Litt", False, True),
        (ItemKind.DISCUSSION, "", True, True),
        (ItemKind.DECISION, "", True, False),
        (ItemKind.DECISION, "Litt", False, True),
    ],
)
def test_what_is_left_half_way_is_treated_once_something_stands_there(
    kind: ItemKind, note: str, *, has_tasks: bool, treated: bool
) -> None:
    assert is_treated(kind, note, "", has_tasks=has_tasks) is treated


def outcome(number: int, agreed: str = "", *, treated: bool = True) -> Outcome:
    state = ItemState.TREATED if treated else ItemState.OPEN
    return Outcome(Item(number, f"Sak {number}", ItemKind.DISCUSSION, state, agreed=agreed))


def test_the_next_item_is_the_first_behind_this_one_that_waits() -> None:
    listed = [outcome(n, treated=treated) for n, treated in enumerate([False, True, False], 1)]
    assert first_untreated(listed) == listed[0]
    assert first_untreated(listed, after=1) == listed[2]
    assert first_untreated(listed, after=3) is None


def test_an_item_that_led_to_nothing_does_not_stand_in_the_minutes() -> None:
    task = Task(1, "ringer", 2, "NAV")
    assert not outcome(1).written
    assert outcome(1, "Ja").written
    assert replace(outcome(1), tasks=(task,)).written
    assert not outcome(1, "Ja", treated=False).written


def test_a_stamp_changes_with_everything_that_is_written() -> None:
    written = outcome(1, "Ja")
    task = Task(1, "ringer", 2, "NAV")
    stamps = {written.stamp, outcome(1).stamp, replace(written, tasks=(task,)).stamp}
    assert len(stamps) == 3


@given(st.lists(st.integers(min_value=0, max_value=500), max_size=30))
def test_pages_keep_every_item_in_its_order_and_fit(lengths: list[int]) -> None:
    listed = [outcome(number, "x" * length) for number, length in enumerate(lengths, 1)]
    found = pages(listed)
    assert [o for page in found for o in page] == listed
    assert all(sum(map(room_of, page)) <= PAGE_ROOM for page in found)
    assert len(found) == 1 or all(found)


def test_a_merged_agencys_task_follows_its_successor_from_the_day_it_ended() -> None:
    old = Agency(1, "Mandal", date(2017, 1, 1), date(2019, 12, 31), successor_id=2)
    newer = Agency(2, "Lindesnes", date(2020, 1, 1), date(2026, 12, 31), successor_id=3)
    agencies = (old, newer, Agency(3, "Sør", date(2027, 1, 1)))
    assert heir(agencies, 1, date(2019, 12, 31)) == 1
    assert heir(agencies, 1, date(2020, 1, 1)) == 2
    assert heir(agencies, 1, date(2027, 1, 1)) == 3


def test_an_agency_that_left_without_a_successor_keeps_its_task() -> None:
    gone = Agency(1, "Marnardal", date(2017, 1, 1), date(2019, 12, 31))
    assert heir((gone,), 1, date(2027, 1, 1)) == 1
