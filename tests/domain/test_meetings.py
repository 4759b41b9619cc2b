"""The life of a meeting, what one may do about it, and what is told of its changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import versions
from bot.domain.errors import Refused
from bot.domain.lifecycle import may_become, may_restore
from bot.domain.meetings import Activity, BodyKind, Meeting, MeetingState, Paper, body_of
from bot.domain.versions import Topic, Version, news
from bot.domain.ways import Phase, Way, phase, ways

DRAFT, PLANNED, CALLED, HELD, FINISHED, CANCELLED = MeetingState
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
MEETING = Meeting(
    id=7,
    activity=Activity.NETWORK_MEETING,
    starts_at=NOW + timedelta(days=17),
    ends_at=NOW + timedelta(days=17, hours=2),
    host_id=2,
    host="NAV",
)
LEGAL = {
    (DRAFT, PLANNED),
    (PLANNED, CALLED),
    (PLANNED, HELD),
    (PLANNED, CANCELLED),
    (CALLED, HELD),
    (CALLED, CANCELLED),
    (HELD, FINISHED),
    (CANCELLED, PLANNED),
    (CANCELLED, CALLED),
}


@pytest.mark.parametrize(("state", "other"), [*product(MeetingState, MeetingState)])
def test_the_whole_grid_of_moves(state: MeetingState, other: MeetingState) -> None:
    assert may_become(state, other) == ((state, other) in LEGAL)


@pytest.mark.parametrize("state", MeetingState)
def test_only_what_is_cancelled_and_still_to_come_is_restored(state: MeetingState) -> None:
    assert may_restore(state, NOW + timedelta(minutes=1), NOW) == (state is CANCELLED)
    assert not may_restore(state, NOW, NOW)


def test_every_activity_belongs_to_a_body() -> None:
    assert [body_of(activity) for activity in Activity].count(BodyKind.NETWORK) == 6
    assert body_of(Activity.STEERING_GROUP) is BodyKind.STEERING_GROUP


# --- What one may do -----------------------------------------------------------------------------

HOST = {
    DRAFT: (Way.CHANGE,),
    PLANNED: (Way.CALL_IN, Way.AGENDA, Way.CHANGE, Way.OFFER_TURN, Way.RAISE),
    CALLED: (Way.AGENDA, Way.ATTENDANCE, Way.CHANGE, Way.OFFER_TURN, Way.RAISE),
    HELD: (Way.OUTCOMES, Way.ATTENDANCE, Way.AGENDA, Way.RAISE),
    FINISHED: (Way.OUTCOMES, Way.ATTENDANCE, Way.AGENDA, Way.RAISE),
    CANCELLED: (Way.RESTORE,),
}
READER = {
    DRAFT: (),
    PLANNED: (Way.AGENDA, Way.RAISE),
    CALLED: (Way.AGENDA, Way.RAISE),
    HELD: (Way.AGENDA, Way.RAISE),
    FINISHED: (Way.AGENDA, Way.RAISE),
    CANCELLED: (),
}


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("may_act", [True, False])
def test_the_ways_on_from_a_network_meeting(state: MeetingState, may_act: bool) -> None:
    meeting = replace(MEETING, state=state)
    found = ways(meeting, NOW, may_act=may_act, may_open_evaluation=False)
    assert found == (HOST if may_act else READER)[state]


AS_ON_A_FAGDAG = {Way.AGENDA: Way.FAGDAG}
LESS = {
    Activity.WEBINAR: {Way.AGENDA, Way.OUTCOMES, Way.OFFER_TURN},
    Activity.RESOURCE_GROUP: {
        Way.AGENDA,
        Way.OUTCOMES,
        Way.OFFER_TURN,
        Way.CALL_IN,
        Way.ATTENDANCE,
    },
    Activity.OPEN_DAY: {Way.OUTCOMES},
    Activity.COOPERATION_DAY: {Way.OUTCOMES},
}


@pytest.mark.parametrize(
    ("activity", "state", "may_act"), [*product(Activity, MeetingState, [True, False])]
)
def test_the_ways_on_follow_state_activity_and_right(
    activity: Activity, state: MeetingState, may_act: bool
) -> None:
    usual = (HOST if may_act else READER)[state]
    days = {Activity.OPEN_DAY, Activity.COOPERATION_DAY}
    expected = [
        AS_ON_A_FAGDAG.get(way, way) if activity in days else way
        for way in usual
        if way not in LESS.get(activity, set())
    ]
    meeting = replace(MEETING, activity=activity, state=state)
    found = ways(meeting, NOW, may_act=may_act, may_open_evaluation=False)
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("activity", "state", "may_act", "minutes"),
    [*product(Activity, MeetingState, [True, False], [-60, 60, 180])],
)
def test_no_meeting_has_more_ways_on_than_four_rows_of_two(
    activity: Activity, state: MeetingState, may_act: bool, minutes: int
) -> None:
    full = replace(MEETING, activity=activity, state=state, link="https://example.org", series_id=1)
    now = full.starts_at + timedelta(minutes=minutes)
    found = ways(full, now, may_act=may_act, may_open_evaluation=True)
    assert len(found) <= 7
    assert len(found) == len(set(found))


def test_on_the_day_the_host_joins_and_writes_what_was_agreed() -> None:
    called = replace(MEETING, state=CALLED, link="https://example.org")
    found = ways(called, called.starts_at, may_act=True, may_open_evaluation=False)
    assert found[:2] == (Way.JOIN, Way.OUTCOMES)


@pytest.mark.parametrize("state", MeetingState)
def test_a_live_meeting_lives_by_the_clock(state: MeetingState) -> None:
    meeting, live = replace(MEETING, state=state), state in {PLANNED, CALLED}
    moments = (NOW, meeting.starts_at, meeting.ends_at)
    phases = [phase(meeting, moment) for moment in moments]
    if live:
        assert phases == [Phase(state), Phase.UNDER_WAY, Phase.HELD]
    elif state is CANCELLED:
        assert phases == [Phase.CANCELLED, Phase.GONE, Phase.GONE]
    else:
        assert phases == [Phase(state)] * 3


def test_nobody_offers_the_turn_of_a_meeting_without_a_host() -> None:
    alone = replace(MEETING, host_id=None, host=None)
    assert Way.OFFER_TURN not in ways(alone, NOW, may_act=True, may_open_evaluation=False)


# --- What is told --------------------------------------------------------------------------------

VERSION = Version(MEETING.starts_at, MEETING.ends_at, "Mandal", host_id=2)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"starts_at": NOW + timedelta(days=16)}, (Topic.TIME,)),
        ({"ends_at": NOW + timedelta(days=18)}, (Topic.TIME,)),
        ({"place": "Lyngdal"}, (Topic.PLACE,)),
        ({"link": "https://example.org"}, (Topic.LINK,)),
        ({"host_id": 3}, (Topic.HOST,)),
        ({"theme": "Praksis"}, (Topic.THEME,)),
        ({"papers": (Paper("A", "https://example.org"),)}, ()),
        ({"open_to_all": True}, ()),
        ({"state": CALLED}, ()),
        ({"state": CANCELLED, "reason": "Snø", "place": "Lyngdal"}, (Topic.STATE,)),
        ({"place": "Lyngdal", "theme": "Praksis"}, (Topic.PLACE, Topic.THEME)),
        ({}, ()),
    ],
)
def test_what_is_worth_telling(change: dict[str, Any], told: tuple[Topic, ...]) -> None:
    assert news(VERSION, replace(VERSION, **change)) == told


def test_a_restored_meeting_is_news_with_whatever_else_is_different() -> None:
    gone = replace(VERSION, state=CANCELLED)
    assert news(gone, replace(VERSION, place="Lyngdal")) == (Topic.STATE, Topic.PLACE)


@pytest.mark.parametrize("state", [DRAFT, HELD, FINISHED, CANCELLED])
def test_nothing_is_told_of_what_nobody_waits_for(state: MeetingState) -> None:
    quiet = replace(VERSION, state=state)
    assert news(quiet, replace(quiet, place="Lyngdal", reason="Snø")) == ()


def test_a_moved_meeting_says_since_when_unless_it_was_only_a_draft() -> None:
    later, today = VERSION.starts_at + timedelta(days=7), date(2027, 3, 1)
    moved = versions.moved(VERSION, later, later + timedelta(hours=1), today)
    assert (moved.starts_at, moved.moved_on) == (later, today)
    draft = replace(VERSION, state=DRAFT)
    assert versions.moved(draft, later, later + timedelta(hours=1), today).moved_on is None
    same = versions.moved(VERSION, VERSION.starts_at, VERSION.ends_at, today)
    assert same == VERSION


def test_undoing_one_thing_leaves_the_others() -> None:
    after = replace(VERSION, place="Lyngdal")
    names = versions.changed(VERSION, after)
    swapped = replace(after, host_id=3)
    assert names == ("place",)
    assert versions.with_facts(swapped, VERSION, names) == replace(VERSION, host_id=3)


moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
any_version = st.builds(
    Version,
    starts_at=moments,
    ends_at=moments,
    place=st.text(),
    link=st.text(),
    theme=st.text(),
    open_to_all=st.booleans(),
    host_id=st.none() | st.integers(1),
    papers=st.lists(st.builds(Paper, st.text(), st.text())).map(tuple),
    state=st.sampled_from(MeetingState),
    reason=st.text(),
    moved_on=st.none() | st.dates(),
)


@given(any_version)
def test_a_version_is_read_as_it_was_written(version: Version) -> None:
    assert versions.from_data(versions.to_data(version)) == version


# --- Papers --------------------------------------------------------------------------------------


def test_papers_are_typed_one_on_each_line_and_typed_again() -> None:
    typed = "Årsmelding 2026 https://example.org/a.pdf\n\n  https://example.org/b \n"
    papers = versions.papers(typed)
    assert papers == (
        Paper("Årsmelding 2026", "https://example.org/a.pdf"),
        Paper("example.org", "https://example.org/b"),
    )
    assert versions.papers(versions.as_lines(papers)) == papers
    assert versions.papers("") == ()


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("bare en tittel", 1),
        ("A https://example.org\nB [x](https://example.org)", 2),
        ("javascript:alert(1)", 1),
        ("A https://ola@example.org", 1),
        (f"{'x' * 300} https://example.org", 1),
    ],
)
def test_a_line_that_is_no_paper_is_named(typed: str, line: int) -> None:
    with pytest.raises(Refused) as refused:
        versions.papers(typed)
    assert refused.value.values == {"number": line}


def test_there_is_an_end_to_the_papers() -> None:
    with pytest.raises(Refused):
        versions.papers("\n".join(["A https://example.org"] * 7))
