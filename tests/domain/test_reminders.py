"""The table of reminders, and the engine that reads it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import reminders
from bot.domain.reminders import Direction, Occurrence, Rule, days, moment, step_of
from tests.domain.test_calendar import OSLO

# In 2027 Easter is 25-29 March, summer time is from 28 March to 31 October, and 17 May is a
# Monday.
REPORT, (MINUTES_CONTACT, MINUTES_DEPUTY) = reminders.REPORT[0], reminders.MINUTES


@pytest.mark.parametrize(
    ("rule", "anchor", "expected"),
    [
        # a week before the first deadline; early rather than late
        (reminders.FIRST, date(2027, 3, 4), [date(2027, 2, 25)]),
        (reminders.FIRST, date(2027, 4, 1), [date(2027, 3, 24)]),  # Maundy Thursday
        (reminders.FIRST, date(2027, 5, 24), [date(2027, 5, 14)]),  # 17 May
        # two working days after whoever came before was asked
        (reminders.DEPUTY, date(2027, 2, 25), [date(2027, 3, 1)]),  # a Thursday
        (reminders.DEPUTY, date(2027, 3, 24), [date(2027, 3, 31)]),  # over Easter
        (reminders.DEPUTY, date(2027, 5, 14), [date(2027, 5, 19)]),  # over 17 May
        (reminders.DEPUTY, date(2027, 10, 29), [date(2027, 11, 2)]),  # over the end of summer time
        (reminders.POST, date(2027, 2, 25), [date(2027, 3, 1)]),
        (reminders.LAST, date(2027, 3, 1), [date(2027, 3, 3)]),
        (reminders.LAST, date(2027, 3, 23), [date(2027, 3, 30)]),
        # a week before the meeting
        (reminders.WEEK_BEFORE, date(2027, 3, 18), [date(2027, 3, 11)]),
        (reminders.WEEK_BEFORE, date(2027, 4, 5), [date(2027, 3, 24)]),  # Easter Monday
        (reminders.WEEK_BEFORE, date(2027, 5, 24), [date(2027, 5, 14)]),
        # the day that somebody chose; late rather than before they wished
        (reminders.AGAIN, date(2027, 3, 25), [date(2027, 3, 30)]),
        (reminders.AGAIN, date(2027, 3, 28), [date(2027, 3, 30)]),
        (reminders.AGAIN, date(2027, 5, 17), [date(2027, 5, 18)]),
        (reminders.AGAIN, date(2027, 10, 31), [date(2027, 11, 1)]),
        # after a meeting
        (MINUTES_CONTACT, date(2027, 3, 18), [date(2027, 3, 22)]),
        (MINUTES_CONTACT, date(2027, 5, 14), [date(2027, 5, 18)]),
        (MINUTES_DEPUTY, date(2027, 3, 18), [date(2027, 3, 30)]),
        (MINUTES_DEPUTY, date(2027, 10, 24), [date(2027, 11, 1)]),
        (REPORT, date(2027, 3, 24), [date(2027, 3, 24), date(2027, 4, 5)]),
        (REPORT, date(2027, 5, 17), [date(2027, 5, 18), date(2027, 5, 25)]),
        # questions that are put once more
        (reminders.CONSENT, date(2027, 3, 22), [date(2027, 4, 1)]),
        (reminders.COUNTS, date(2027, 5, 13), [date(2027, 5, 19)]),
        (reminders.ABSENCE, date(2027, 3, 24), [date(2027, 3, 30)]),
        (reminders.ABSENCE, date(2027, 10, 29), [date(2027, 11, 1)]),
    ],
)
def test_every_kind_falls_on_its_working_days(
    rule: Rule, anchor: date, expected: list[date]
) -> None:
    assert list(days(rule, anchor, OSLO)) == expected


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        (date(2027, 4, 1), datetime(2027, 3, 24, 8, tzinfo=UTC)),
        (date(2027, 4, 8), datetime(2027, 4, 1, 7, tzinfo=UTC)),
        (date(2027, 11, 1), datetime(2027, 10, 25, 7, tzinfo=UTC)),
        (date(2027, 11, 8), datetime(2027, 11, 1, 8, tzinfo=UTC)),
    ],
)
def test_nine_is_nine_in_winter_and_in_summer(anchor: date, expected: datetime) -> None:
    assert moment(reminders.FIRST, anchor, OSLO) == expected


RULES = (
    *reminders.BEFORE,
    reminders.AGAIN,
    *reminders.MINUTES,
    *reminders.REPORT,
    reminders.CONSENT,
    reminders.COUNTS,
    reminders.ABSENCE,
)


@given(st.sampled_from(RULES), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_nobody_is_reminded_on_a_day_off_and_never_on_the_wrong_side_of_it(
    rule: Rule, anchor: date
) -> None:
    found = days(rule, anchor, OSLO)
    assert len(found) == rule.times
    assert [day for day in found if not OSLO.is_workday(day)] == []
    assert OSLO.local(moment(rule, anchor, OSLO)).time() == time(9)
    if not rule.workdays:
        wished = anchor + timedelta(days=rule.days)
        back = rule.direction is Direction.BACK
        assert found[0] <= wished if back else found[0] >= wished


def test_no_two_reminders_of_a_kind_have_the_same_number() -> None:
    for kind in ((*reminders.BEFORE, reminders.AGAIN, *reminders.REPORT), reminders.MINUTES):
        assert sorted({rule.number for rule in kind}) == sorted(rule.number for rule in kind)


@given(st.integers(0, 2_000_000), st.integers(0, 99), st.sampled_from(sorted(reminders.STEPS)))
def test_the_number_of_a_reminder_tells_for_whom_and_which_one_it_was(
    person_id: int, round_: int, step: int
) -> None:
    occurrence = Occurrence(person_id, round_, step)
    assert Occurrence.of(occurrence.number) == occurrence
    assert step_of(occurrence.number) is reminders.STEPS[step]
    assert occurrence.number < 2**31  # the column
