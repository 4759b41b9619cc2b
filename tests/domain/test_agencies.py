"""Agencies in forms, and the people of those that end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agencies import (
    Agency,
    checked_first_day,
    checked_last_day,
    current,
    new_names,
    passed_on,
)
from bot.domain.errors import Refused
from bot.domain.people import Post, RoleKind, Roster

TODAY = date(2027, 1, 4)
NAV = Agency(1, "NAV", date(2020, 1, 1))
SCHOOL = Agency(2, "Skolen", date(2027, 1, 4))
GONE = Agency(3, "Borte", date(2017, 1, 1), date(2027, 1, 3))
CONTACT, DEPUTY = RoleKind.CONTACT, RoleKind.DEPUTY


def test_what_has_not_ended_goes_on() -> None:
    last_day_today = Agency(4, "I dag", date(2017, 1, 1), TODAY)
    to_come = Agency(5, "Snart", date(2028, 1, 1))
    everybody = (NAV, GONE, last_day_today, to_come)
    assert current(everybody, TODAY) == (NAV, last_day_today, to_come)


def test_ticked_and_typed_names_are_one_list() -> None:
    assert new_names(["Politiet"], "  Legen \n\n Skolen i  Mandal\n", [NAV]) == (
        "Politiet",
        "Legen",
        "Skolen i Mandal",
    )


@pytest.mark.parametrize("value", ["2017-01-01", "2033-01-01", "2027-02-30", "i morgen"])
def test_a_last_day_outside_of_its_life_is_refused(value: str) -> None:
    with pytest.raises(Refused):
        checked_last_day(value, NAV, TODAY)


def test_an_agency_must_have_lived_a_day_before_it_merges() -> None:
    first = checked_first_day("2027-01-05", [NAV, SCHOOL], None, TODAY)
    assert first == SCHOOL.valid_from + timedelta(days=1)
    with pytest.raises(Refused):
        checked_first_day("2027-01-04", [NAV, SCHOOL], None, TODAY)


def test_an_agency_that_began_today_can_take_others_in_today() -> None:
    assert checked_first_day("2027-01-04", [NAV], SCHOOL, TODAY) == TODAY


# --- The people of an agency that ended ----------------------------------------------------------


def test_the_second_contact_becomes_the_deputy() -> None:
    roster = Roster({10: 1, 20: 2}, (Post(10, CONTACT, 1), Post(20, CONTACT, 2)))
    assert passed_on(roster, 1, 2).posts == (Post(20, CONTACT, 2), Post(10, DEPUTY, 2))


def test_a_contact_goes_before_a_deputy() -> None:
    roster = Roster({10: 1, 11: 1}, (Post(11, DEPUTY, 1), Post(10, CONTACT, 1)))
    assert passed_on(roster, 1, 2).posts == (Post(10, CONTACT, 2), Post(11, DEPUTY, 2))


def test_where_both_are_taken_the_role_ends_and_the_member_stays() -> None:
    held = (Post(20, CONTACT, 2), Post(21, DEPUTY, 2))
    roster = Roster({10: 1, 20: 2, 21: 2}, (*held, Post(10, CONTACT, 1)))
    after = passed_on(roster, 1, 2)
    assert (after.posts, after.members) == (held, {10: 2, 20: 2, 21: 2})


def test_without_a_successor_the_people_represent_nobody_and_keep_their_bodies() -> None:
    in_body = Post(10, RoleKind.CHAIR, body_id=7)
    about_research = Post(11, RoleKind.RESEARCHER, 1)
    roster = Roster({10: 1, 11: 1}, (Post(10, CONTACT, 1), in_body, about_research))
    after = passed_on(roster, 1, None)
    assert after.members == {10: None, 11: None}
    assert after.posts == (in_body, Post(11, RoleKind.RESEARCHER))


people = st.integers(1, 12)
agencies = st.sampled_from([1, 2, 3])
posts = st.builds(Post, people, st.sampled_from([CONTACT, DEPUTY]), agencies)


@given(
    st.dictionaries(people, agencies | st.none()),
    st.lists(posts, max_size=6),
    st.lists(st.tuples(agencies, agencies | st.none()), max_size=4),
)
def test_whatever_ends_nobody_is_lost_and_no_role_is_held_twice(
    members: dict[int, int | None], held: list[Post], endings: list[tuple[int, int | None]]
) -> None:
    firsts = {(post.kind, post.agency_id): post for post in reversed(held)}
    roster = Roster(members, tuple(firsts.values()))
    for ended, successor in endings:
        if ended == successor:
            continue
        roster = passed_on(roster, ended, successor)
        assert ended not in {post.agency_id for post in roster.posts}
        assert ended not in set(roster.members.values())
        assert passed_on(roster, ended, successor) == roster
    assert roster.members.keys() == members.keys()
    places = [(post.kind, post.agency_id) for post in roster.posts]
    assert len(places) == len(set(places))
