"""A meeting's duties: bundles that are planned backwards from its day."""

from datetime import date

import pytest

from bot.domain.duties import BUNDLES, due_days
from bot.domain.meetings import Activity
from tests.domain.test_calendar import OSLO


@pytest.mark.parametrize("activity", Activity)
def test_every_activity_has_a_bundle_planned_backwards(activity: Activity) -> None:
    day = date(2027, 3, 18)
    days = due_days(activity, day, OSLO)
    assert list(days) == [rule.kind for rule in BUNDLES[activity]]
    assert all(due < day and OSLO.is_workday(due) for due in days.values())
