"""When somebody is reminded of a meeting's duties, and when nobody is."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duties import Duty, DutyKind
from bot.domain.meetings import LIVE, Activity, Meeting, MeetingState
from bot.domain.reminders import REMINDER_STEPS, Addressee, Reminder, reminders
from tests.domain.test_calendar import OSLO

DONE_AT = datetime(2027, 1, 1, tzinfo=UTC)
OPEN = Duty(1, DutyKind.CALL_IN, date(2027, 3, 4))
DONE = Duty(2, DutyKind.ROOM, date(2027, 3, 4), DONE_AT, "Kari")


def meeting(day: date, state: MeetingState = MeetingState.PLANNED) -> Meeting:
    starts = OSLO.at(day, time(9))
    return Meeting(1, Activity.NETWORK_MEETING, starts, starts + timedelta(hours=2), state)


def told(found: Iterable[Reminder]) -> list[tuple[Addressee, date]]:
    return [(reminder.addressee, OSLO.day_of(reminder.due_at)) for reminder in found]


def planned(
    day: date,
    duties: Iterable[Duty] = (OPEN,),
    *,
    today: date = date(2027, 1, 4),
    first_sent: date | None = None,
) -> list[tuple[Addressee, date]]:
    return told(reminders(meeting(day), duties, OSLO, today=today, first_sent=first_sent))


CONTACT, DEPUTY, CHANNEL = Addressee.CONTACT, Addressee.DEPUTY, Addressee.CHANNEL


@pytest.mark.parametrize(
    ("day", "steps"),
    [
        (
            date(2027, 3, 18),  # a Thursday
            [
                (CONTACT, date(2027, 2, 25)),
                (DEPUTY, date(2027, 3, 1)),
                (CHANNEL, date(2027, 3, 3)),
                (CONTACT, date(2027, 3, 11)),
            ],
        ),
        (
            date(2027, 4, 15),  # three weeks before is Maundy Thursday, and Easter follows
            [
                (CONTACT, date(2027, 3, 24)),
                (DEPUTY, date(2027, 3, 31)),
                (CHANNEL, date(2027, 4, 2)),
                (CONTACT, date(2027, 4, 8)),
            ],
        ),
        (
            date(2027, 6, 7),  # three weeks before is 17 May, a Monday
            [
                (CONTACT, date(2027, 5, 14)),
                (DEPUTY, date(2027, 5, 19)),
                (CHANNEL, date(2027, 5, 21)),
                (CONTACT, date(2027, 5, 31)),
            ],
        ),
    ],
)
def test_the_steps_fall_on_working_days(day: date, steps: list[tuple[Addressee, date]]) -> None:
    assert planned(day) == steps


def test_a_meeting_planned_late_starts_now_and_passes_nobody_over() -> None:
    late = planned(date(2027, 3, 18), today=date(2027, 3, 6))  # a Saturday, 12 days before
    assert late == [
        (CONTACT, date(2027, 3, 8)),
        (DEPUTY, date(2027, 3, 10)),
        (CHANNEL, date(2027, 3, 12)),
    ]


def test_a_meeting_in_two_days_has_room_for_one_reminder_only() -> None:
    assert planned(date(2027, 3, 18), today=date(2027, 3, 17)) == [(CONTACT, date(2027, 3, 17))]


def test_the_later_steps_count_from_the_day_the_first_one_went_out() -> None:
    steps = planned(date(2027, 3, 18), today=date(2027, 3, 2), first_sent=date(2027, 3, 2))
    assert steps[1:3] == [(DEPUTY, date(2027, 3, 4)), (CHANNEL, date(2027, 3, 8))]


def test_a_press_on_any_duty_silences_the_deputy_and_the_channel() -> None:
    assert [addressee for addressee, _ in planned(date(2027, 3, 18), [OPEN, DONE])] == [
        CONTACT,
        CONTACT,
    ]


def test_nothing_is_said_when_everything_is_done() -> None:
    assert planned(date(2027, 3, 18), [DONE]) == []


@pytest.mark.parametrize("state", sorted(set(MeetingState) - LIVE))
def test_nothing_is_said_of_a_meeting_that_is_not_going_to_happen(state: MeetingState) -> None:
    found = reminders(
        meeting(date(2027, 3, 18), state), [OPEN], OSLO, today=date(2027, 1, 4), first_sent=None
    )
    assert found == ()


@given(
    st.dates(date(2027, 1, 1), date(2030, 1, 1)),
    st.integers(0, 60),
    st.lists(st.sampled_from([OPEN, DONE]), min_size=1, max_size=4),
)
def test_every_reminder_is_on_a_working_day_at_nine_before_the_meeting(
    today: date, ahead: int, duties: list[Duty]
) -> None:
    held = meeting(today + timedelta(days=ahead))
    for reminder in reminders(held, duties, OSLO, today=today, first_sent=None):
        local = OSLO.local(reminder.due_at)
        assert (OSLO.is_workday(local.date()), local.time()) == (True, time(9))
        assert reminder.expires_at == held.starts_at


@given(st.dates(date(2027, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_there_are_at_most_two_to_one_person_and_none_on_one_day(today: date, ahead: int) -> None:
    found = reminders(
        meeting(today + timedelta(days=ahead)), [OPEN], OSLO, today=today, first_sent=None
    )
    days = [reminder.due_at for reminder in found]
    assert sum(reminder.addressee is CONTACT for reminder in found) <= 2
    assert len(set(days)) == len(days) <= len(REMINDER_STEPS)
