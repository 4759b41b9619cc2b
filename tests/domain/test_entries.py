"""What a member's calendar gets to know of a meeting, and what anybody's does."""

from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.entries import Entry, for_anybody, for_member, window
from bot.domain.meetings import Activity, Meeting, MeetingState

NAV, SCHOOL = 2, 3
MEETING = Meeting(
    id=7,
    activity=Activity.NETWORK_MEETING,
    starts_at=datetime(2027, 3, 18, 8, 0, tzinfo=UTC),
    ends_at=datetime(2027, 3, 18, 10, 30, tzinfo=UTC),
    host_id=NAV,
    link="https://meet.example.no/1",
    reason="Verten er syk",
)
FAGDAG = replace(MEETING, activity=Activity.OPEN_DAY, open_to_all=True)
ENTRY = Entry(MEETING, "Nettverket", online=True, agenda=("Velkommen",))
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


@pytest.mark.parametrize(
    ("meeting", "alarm"),
    [
        (MEETING, A_DAY),
        (replace(MEETING, host_id=SCHOOL), A_WEEK),
        (replace(MEETING, host_id=None), A_DAY),
        (replace(MEETING, state=MeetingState.CALLED), A_DAY),
        (replace(MEETING, state=MeetingState.CANCELLED), None),
        (replace(MEETING, state=MeetingState.HELD), None),
        (replace(MEETING, state=MeetingState.FINISHED), None),
        (replace(MEETING, whole_day=True), None),
    ],
)
def test_a_member_is_reminded_the_day_before_and_a_host_the_week_before(
    meeting: Meeting, alarm: timedelta | None
) -> None:
    assert for_member(replace(ENTRY, meeting=meeting), {SCHOOL}).alarm == alarm


def test_somebody_without_an_agency_hosts_nothing() -> None:
    nobodys = replace(ENTRY, meeting=replace(MEETING, host_id=None))
    assert for_member(nobodys, [None]).alarm == A_DAY


def test_what_members_wrote_for_each_other_is_not_for_anybody() -> None:
    public = for_anybody(ENTRY)
    assert public == Entry(replace(MEETING, link="", reason=""), "Nettverket", online=True)


def test_a_field_of_a_meeting_is_only_public_when_somebody_has_said_so() -> None:
    filled: dict[str, Any] = {field.name: f"any {field.name}" for field in fields(Meeting)}
    public = for_anybody(replace(ENTRY, meeting=Meeting(**filled)))
    shown = {name for name, value in asdict(public.meeting).items() if value == filled[name]}
    hidden = {"link", "reason", "papers", "moved_on", "series_id"}
    assert shown == filled.keys() - hidden


@pytest.mark.parametrize(
    ("meeting", "takes"),
    [
        (FAGDAG, True),
        (replace(FAGDAG, state=MeetingState.CALLED), True),
        (replace(FAGDAG, state=MeetingState.CANCELLED), False),
        (replace(FAGDAG, state=MeetingState.HELD), False),
        (replace(FAGDAG, activity=Activity.COOPERATION_DAY), False),
        (replace(FAGDAG, open_to_all=False), False),
    ],
)
def test_only_an_open_fagdag_that_is_to_come_takes_sign_ups(meeting: Meeting, takes: bool) -> None:
    assert Entry(meeting, "Nettverket").takes_sign_ups is takes


def test_a_feed_reaches_a_season_back_and_over_the_next_year() -> None:
    since, until = window(datetime(2027, 1, 4, tzinfo=UTC))
    assert (since.date().isoformat(), until.date().isoformat()) == ("2026-10-04", "2028-07-06")
