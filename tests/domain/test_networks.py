"""The templates, the steps of the set-up, and the public address of a network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bodies import STANDING_BODIES, holders, seated
from bot.domain.errors import Refused
from bot.domain.networks import (
    LONGEST_SLUG,
    OUTLINES,
    Step,
    StepState,
    Template,
    checked_slug,
    next_step,
    slug_of,
    step_states,
)
from bot.domain.people import Post, RoleKind, Roster


def test_every_template_has_an_outline_of_bodies_that_can_be_kept() -> None:
    assert set(OUTLINES) == set(Template)
    assert {kind for outline in OUTLINES.values() for kind in outline.bodies} == {*STANDING_BODIES}


def test_the_first_missing_step_is_next_and_what_was_left_out_is_not() -> None:
    states = step_states({Step.BASICS, Step.CHANNELS}, [Step.AGENCIES, Step.CHANNELS, "old-step"])
    assert [str(state) for state in states.values()] == [
        "done",
        "left-out",
        "done",
        "missing",
        "missing",
        "missing",
        "missing",
        "left-out",
    ]
    assert next_step(states) is Step.BODIES


def test_what_most_networks_do_without_is_done_only_where_it_is_turned_on() -> None:
    assert step_states({Step.REFERENCES}, [])[Step.REFERENCES] is StepState.DONE
    assert next_step(step_states(set(Step) - {Step.REFERENCES}, [])) is None


def test_when_nothing_is_missing_nothing_is_next() -> None:
    assert next_step(dict.fromkeys(Step, StepState.DONE)) is None


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Møre og Romsdal", "more-og-romsdal"),
        ("KMV – Lindesnes (2027)", "kmv-lindesnes-2027"),
        ("Ærlig Ål", "aerlig-al"),
        ("🎓", ""),
    ],
)
def test_a_name_becomes_an_address(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def nobody_has(_slug: str) -> bool:
    return False


@given(st.text())
def test_a_proposed_address_can_always_be_kept(name: str) -> None:
    slug = slug_of(name)
    assert checked_slug(slug, nobody_has) == slug
    assert len(slug) <= LONGEST_SLUG


@pytest.mark.parametrize("typed", ["a b", "møte", "-a", "a-", "../x", "a" * 41, "A?"])
def test_an_address_of_other_characters_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        checked_slug(typed, nobody_has)


def test_an_address_is_one_networks_own() -> None:
    with pytest.raises(Refused):
        checked_slug(" Lindesnes ", {"lindesnes"}.__contains__)


# --- Seats ---------------------------------------------------------------------------------------


def test_who_keeps_a_seat_keeps_its_place_in_the_row() -> None:
    member = RoleKind.BODY_MEMBER
    before = Roster(posts=(Post(1, member, body_id=7), Post(2, member, body_id=7)))
    assert holders(seated(before, member, 7, [3, 2]), member, 7) == (2, 3)


def test_a_new_chair_is_not_their_own_deputy() -> None:
    before = Roster(posts=(Post(1, RoleKind.DEPUTY_CHAIR, body_id=7),))
    after = seated(before, RoleKind.CHAIR, 7, [1])
    assert after.posts == (Post(1, RoleKind.CHAIR, body_id=7),)


def test_seats_of_other_bodies_and_of_agencies_are_left_alone() -> None:
    others = (Post(1, RoleKind.CHAIR, body_id=8), Post(1, RoleKind.CONTACT, agency_id=7))
    assert seated(Roster(posts=others), RoleKind.CHAIR, 7, []).posts == others
