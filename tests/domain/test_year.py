"""A year from the agreement: never on a closed day or in the past; all of it, or a reason."""

from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import schools
from bot.domain.agencies import Agency
from bot.domain.agreements import Responsible, Term
from bot.domain.calendar import WorkCalendar
from bot.domain.meetings import Activity
from bot.domain.networks import Template
from bot.domain.standard_terms import standard_terms
from bot.domain.turns import Hosted, Rotation
from bot.domain.year import Proposal, Shortage, Why, propose
from bot.domain.year_days import Arranged, Facts, Obstacle, obstacle

CALENDAR = WorkCalendar(ZoneInfo("Europe/Oslo"), holidays.country_holidays("NO"))
FOUNDED = date(2017, 1, 1)
NAV, SCHOOL, CAREER = (
    Agency(number, name, FOUNDED) for number, name in enumerate(("NAV", "Skolen", "Karriere"), 1)
)
EVERYBODY = (NAV, SCHOOL, CAREER, Agency(4, "Forskerne", FOUNDED, observer=True))
NOVEMBER = date(2026, 11, 22)
MEETING = Term(Activity.NETWORK_MEETING, 4, (2, 5, 9, 11), 3, time(9), time(11, 30))


@cache
def closed(year: int) -> frozenset[date]:
    return schools.closed_days("agder", year)


def facts(
    year: int = 2027,
    today: date = NOVEMBER,
    arranged: tuple[Arranged, ...] = (),
    hosted: tuple[Hosted, ...] = (),
    agencies: tuple[Agency, ...] = EVERYBODY,
) -> Facts:
    return Facts(
        year=year,
        today=today,
        calendar=CALENDAR,
        closed=closed(year),
        school_start=schools.school_start("agder", year),
        agencies={agency.id: agency for agency in agencies},
        rotations={activity: Rotation(agencies, hosted) for activity in Activity},
        arranged=arranged,
    )


def days(proposal: Proposal, activity: Activity = Activity.NETWORK_MEETING) -> list[str]:
    return [f"{m.day:%a %d %b}" for m in proposal.meetings if m.activity is activity]


# --- Which days ----------------------------------------------------------------------------------


def test_the_count_is_spread_over_the_agreed_months_on_the_agreed_weekday() -> None:
    proposal = propose([MEETING], facts())
    assert days(proposal) == ["Thu 18 Feb", "Thu 20 May", "Thu 16 Sep", "Thu 18 Nov"]
    assert proposal.shortages == ()


def test_a_whole_kmv_year_is_as_the_model_says() -> None:
    proposal = propose(standard_terms(Template.KMV), facts())
    assert days(proposal, Activity.COOPERATION_DAY) == ["Fri 16 Apr", "Mon 09 Aug"]
    assert days(proposal, Activity.OPEN_DAY) == ["Fri 15 Oct"]
    assert days(proposal, Activity.INFORMATION_MEETING) == ["Tue 16 Nov"]
    assert len(proposal.meetings) == 8


def test_the_year_of_nvk_is_four_digital_mornings() -> None:
    proposal = propose(standard_terms(Template.NVK), facts())
    assert days(proposal) == ["Thu 18 Feb", "Thu 17 Jun", "Thu 19 Aug", "Thu 18 Nov"]
    assert {(m.starts, m.ends) for m in proposal.meetings} == {(time(9), time(12))}


def test_one_cooperation_day_lies_in_the_two_weeks_before_school_starts() -> None:
    term = replace(MEETING, activity=Activity.COOPERATION_DAY, count=1, months=(4, 8))
    for year in range(2027, 2037):
        (meeting,) = propose([term], facts(year)).meetings
        before = schools.school_start("agder", year) - meeting.day
        assert timedelta(days=0) < before <= timedelta(days=14)


def test_an_information_meeting_comes_before_the_first_round() -> None:
    term = replace(MEETING, activity=Activity.INFORMATION_MEETING, count=1, months=(11,))
    rounds = tuple(Arranged(Activity.RESOURCE_GROUP, date(2027, 4, day)) for day in (20, 21))
    (meeting,) = propose([term], facts(arranged=rounds)).meetings
    assert date(2027, 3, 23) <= meeting.day <= date(2027, 4, 13)


def test_before_a_round_in_january_is_another_year() -> None:
    term = replace(MEETING, activity=Activity.INFORMATION_MEETING, count=1, months=(11,))
    january = (Arranged(Activity.RESOURCE_GROUP, date(2027, 1, 7)),)
    (meeting,) = propose([term], facts(today=date(2026, 11, 1), arranged=january)).meetings
    assert meeting.day == date(2027, 11, 18)


def test_without_months_the_whole_year_but_july_is_used() -> None:
    term = replace(MEETING, count=11, months=(), weekday=None)
    found = propose([term], facts()).meetings
    assert len(found) == 11
    assert 7 not in {meeting.day.month for meeting in found}


def test_a_day_that_is_taken_is_passed_over_and_the_wish_is_kept() -> None:
    taken = Arranged(Activity.WEBINAR, date(2027, 2, 18))
    first = propose([MEETING], facts(arranged=(taken,))).meetings[0]
    assert (first.day, first.wished) == (date(2027, 2, 11), date(2027, 2, 18))


def test_a_squeezed_day_is_used_only_when_there_is_no_other() -> None:
    # 6 May 2027 is Ascension Day, a Thursday; the Friday after it is squeezed.
    friday = replace(MEETING, count=1, months=(5,), weekday=4)
    fridays = [date(2027, 5, day) for day in (14, 21, 28)]
    others = tuple(Arranged(Activity.WEBINAR, day) for day in fridays)
    (meeting,) = propose([friday], facts(arranged=others)).meetings
    assert (meeting.day.weekday(), obstacle(meeting.day, facts())) == (3, None)
    every = {date(2027, 5, day) for day in range(1, 32)} - {date(2027, 5, 7)}
    full = tuple(Arranged(Activity.WEBINAR, day) for day in sorted(every))
    (meeting,) = propose([friday], facts(arranged=full)).meetings
    assert meeting.day == date(2027, 5, 7)


def test_two_of_a_kind_keep_their_distance() -> None:
    term = replace(MEETING, count=2, months=(9,), weekday=None)
    there = date(2027, 9, 17)
    (meeting,) = propose(
        [term], facts(arranged=(Arranged(Activity.NETWORK_MEETING, there),))
    ).meetings
    assert meeting.day == date(2027, 9, 3)
    assert meeting.wished == date(2027, 9, 8)


def test_what_is_arranged_already_counts() -> None:
    there = tuple(
        Arranged(Activity.NETWORK_MEETING, day) for day in (date(2027, 5, 11), date(2027, 11, 9))
    )
    assert days(propose([MEETING], facts(arranged=there))) == ["Thu 18 Feb", "Thu 16 Sep"]
    again = propose([replace(MEETING, count=2)], facts(arranged=there))
    assert again == Proposal((), ())


def test_a_year_that_has_begun_gets_its_rest_and_says_so() -> None:
    proposal = propose([MEETING], facts(today=date(2027, 6, 1)))
    assert days(proposal) == ["Thu 16 Sep", "Thu 18 Nov"]
    assert proposal.shortages == (Shortage(Activity.NETWORK_MEETING, 4, 2, Why.STARTED),)


def test_a_year_that_is_over_gets_nothing() -> None:
    proposal = propose([MEETING], facts(today=date(2027, 12, 31)))
    assert proposal == Proposal((), (Shortage(Activity.NETWORK_MEETING, 4, 0, Why.STARTED),))


def test_months_that_are_closed_leave_a_reason() -> None:
    winter = tuple(
        Arranged(Activity.WEBINAR, date(2027, 2, 1) + timedelta(days=d)) for d in range(28)
    )
    proposal = propose([replace(MEETING, count=1, months=(2,))], facts(arranged=winter))
    assert proposal == Proposal((), (Shortage(Activity.NETWORK_MEETING, 1, 0, Why.FULL),))


@pytest.mark.parametrize(
    ("day", "against"),
    [
        (NOVEMBER, Obstacle.PAST),
        (date(2027, 1, 1), Obstacle.HOLIDAY),
        (date(2027, 5, 17), Obstacle.HOLIDAY),
        (date(2027, 5, 16), Obstacle.HOLIDAY),  # Whit Sunday is one, too
        (date(2027, 2, 20), Obstacle.WEEKEND),
        (date(2027, 2, 24), Obstacle.SCHOOL),
        (date(2027, 5, 7), Obstacle.SQUEEZED),
        (date(2028, 2, 29), Obstacle.TAKEN),
        (date(2027, 5, 10), None),
    ],
)
def test_what_speaks_against_a_day(day: date, against: Obstacle | None) -> None:
    assert obstacle(day, facts(), {date(2028, 2, 29)}) is against


# --- Who hosts -----------------------------------------------------------------------------------


def hosts(term: Term, given: Facts) -> list[int | None]:
    return [meeting.host_id for meeting in propose([term], given).meetings]


def test_the_agencies_host_in_turn_and_observers_never() -> None:
    assert hosts(MEETING, facts()) == [3, 1, 2, 3]
    earlier = (Hosted(3, date(2026, 3, 1)), Hosted(1, date(2026, 9, 1)))
    assert hosts(MEETING, facts(hosted=earlier)) == [2, 3, 1, 2]


def test_an_agency_that_leaves_in_summer_hosts_only_in_spring() -> None:
    leaving = replace(CAREER, valid_to=date(2027, 6, 30))
    assert hosts(MEETING, facts(agencies=(NAV, SCHOOL, leaving))) == [3, 1, 2, 1]


def test_one_agency_hosts_by_rule_and_the_network_together_has_no_host() -> None:
    assert hosts(replace(MEETING, responsible=2), facts()) == [2, 2, 2, 2]
    assert hosts(replace(MEETING, responsible=Responsible.NETWORK), facts()) == [None] * 4


def test_a_network_without_agencies_has_no_hosts() -> None:
    assert hosts(MEETING, facts(agencies=())) == [None] * 4


# --- Whatever the year and the agreement ---------------------------------------------------------

terms = st.builds(
    Term,
    st.sampled_from(Activity),
    st.integers(1, 14),
    st.sets(st.integers(1, 12)).map(lambda months: tuple(sorted(months))),
    st.none() | st.integers(0, 4),
    st.just(time(9)),
    st.just(time(12)),
    st.sampled_from([Responsible.TURN, Responsible.NETWORK, 1, 4, 99]),
)
agreements = st.lists(terms, max_size=5, unique_by=lambda term: term.activity)


@st.composite
def circumstances(draw: st.DrawFn) -> tuple[list[Term], Facts]:
    year = draw(st.integers(2020, 2100))
    today = draw(st.dates(date(year - 1, 6, 1), date(year, 12, 31)))
    arranged = st.builds(
        Arranged, st.sampled_from(Activity), st.dates(date(year, 1, 1), date(year, 12, 31))
    )
    there = tuple(draw(st.lists(arranged, max_size=8)))
    return draw(agreements), facts(year, today, there)


def fresh(given_facts: Facts) -> Facts:
    """The same facts with turns that nothing has been taken from."""
    return replace(
        given_facts, rotations={activity: Rotation(EVERYBODY, ()) for activity in Activity}
    )


@settings(max_examples=150, deadline=None)
@given(circumstances())
def test_every_day_is_open_ahead_and_alone(case: tuple[list[Term], Facts]) -> None:
    agreed, given_facts = case
    taken = {arranged.day for arranged in given_facts.arranged}
    found = propose(agreed, given_facts).meetings
    for meeting in found:
        assert meeting.day.year == given_facts.year
        assert meeting.day > given_facts.today
        assert CALENDAR.is_workday(meeting.day)
        assert meeting.day not in closed(given_facts.year)
        assert meeting.day not in taken
    assert len({meeting.day for meeting in found}) == len(found)
    assert [m.day for m in found] == sorted(m.day for m in found)


@settings(max_examples=150, deadline=None)
@given(circumstances())
def test_the_agreed_count_is_reached_or_its_absence_explained(
    case: tuple[list[Term], Facts],
) -> None:
    agreed, given_facts = case
    proposal = propose(agreed, given_facts)
    before = Counter(arranged.activity for arranged in given_facts.arranged)
    found = before + Counter(meeting.activity for meeting in proposal.meetings)
    explained = {shortage.activity: shortage for shortage in proposal.shortages}
    for term in agreed:
        if before[term.activity] >= term.count:
            assert found[term.activity] == before[term.activity]
        elif found[term.activity] < term.count:
            shortage = explained[term.activity]
            assert (shortage.agreed, shortage.found) == (term.count, found[term.activity])
        else:
            assert found[term.activity] == term.count
            assert term.activity not in explained


@settings(max_examples=50, deadline=None)
@given(circumstances())
def test_the_same_facts_give_the_same_year(case: tuple[list[Term], Facts]) -> None:
    agreed, given_facts = case
    first, second = (propose(agreed, fresh(given_facts)) for _ in range(2))
    assert first == second
    assert first == propose(list(reversed(agreed)), fresh(given_facts))


@pytest.mark.parametrize("template", [Template.KMV, Template.KMV_PROJECT, Template.NVK])
@pytest.mark.parametrize("year", range(2020, 2101))
def test_every_year_of_the_century_has_room_for_the_standard_terms(
    template: Template, year: int
) -> None:
    standard = standard_terms(template)
    proposal = propose(standard, facts(year, date(year - 1, 11, 1)))
    assert proposal.shortages == ()
    assert len(proposal.meetings) == sum(term.count for term in standard)


def test_sixty_meetings_and_twenty_agencies_are_no_hurdle() -> None:
    agencies = tuple(
        Agency(number, f"Etat {number:02}", FOUNDED + timedelta(days=number))
        for number in range(1, 21)
    )
    term = replace(MEETING, count=60, months=(), weekday=None)
    proposal = propose([term], facts(agencies=agencies))
    assert len(proposal.meetings) == 60
    assert set(Counter(meeting.host_id for meeting in proposal.meetings).values()) == {3}
