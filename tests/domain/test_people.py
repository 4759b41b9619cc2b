"""Whom to ask: every chain ends with a named, present person, whoever came and left."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.handover import Departure, Successors, candidates, departure, estate, left, returned
from bot.domain.people import (
    Post,
    RoleKind,
    Roster,
    appointed,
    chain,
    relieved,
    representing,
)

NAV, SCHOOL, CAREER = 1, 2, 3
KARI, NILS, AMINA, OLA, LIV = 11, 12, 13, 14, 15
AGENCIES = (NAV, SCHOOL, CAREER)
CONTACT, DEPUTY = RoleKind.CONTACT, RoleKind.DEPUTY
COORDINATOR, CHAIR = RoleKind.COORDINATOR, RoleKind.CHAIR

NETWORK = Roster(
    members={LIV: None, KARI: NAV, NILS: NAV, AMINA: SCHOOL},
    posts=(
        Post(KARI, CONTACT, NAV),
        Post(NILS, DEPUTY, NAV),
        Post(AMINA, CONTACT, SCHOOL),
    ),
    owner_id=AMINA,
)


def joined(roster: Roster, person_id: int) -> Roster:
    """Whoever writes in the Team belongs to the network, and represents nobody before they say."""
    members = {**roster.members, person_id: roster.members.get(person_id)}
    return replace(roster, members=members)


def test_the_contact_is_asked_first_then_the_deputy_then_who_set_the_network_up() -> None:
    assert chain(NETWORK, NAV) == (KARI, NILS, AMINA, LIV)


def test_colleagues_come_before_the_coordinator() -> None:
    network = replace(NETWORK, posts=(Post(AMINA, COORDINATOR),))
    assert chain(network, NAV) == (KARI, NILS, AMINA, LIV)


def test_an_agency_without_anybody_falls_to_the_coordinator() -> None:
    network = appointed(NETWORK, Post(LIV, COORDINATOR))
    assert chain(network, CAREER, host_id=NAV) == (LIV, KARI, NILS, AMINA)


def test_without_a_coordinator_the_host_is_asked_then_who_set_the_network_up() -> None:
    assert chain(NETWORK, CAREER, host_id=NAV) == (KARI, NILS, AMINA, LIV)
    assert chain(NETWORK, CAREER) == (AMINA, LIV)
    assert chain(NETWORK, None, host_id=NAV) == chain(NETWORK, CAREER, host_id=NAV)


def test_whoever_has_been_there_longest_is_the_last_resort() -> None:
    assert chain(replace(NETWORK, owner_id=None), CAREER) == (LIV,)


def test_a_role_of_somebody_who_is_not_there_counts_for_nothing() -> None:
    gone = {person: agency for person, agency in NETWORK.members.items() if person != KARI}
    assert chain(replace(NETWORK, members=gone), NAV) == (NILS, AMINA, LIV)


def test_an_empty_network_has_nobody_to_ask() -> None:
    assert chain(Roster(owner_id=KARI), NAV) == ()


def test_a_new_contact_relieves_the_old_one_and_is_not_the_deputy_any_more() -> None:
    network = appointed(NETWORK, Post(NILS, CONTACT, NAV))
    assert network.posts == (Post(AMINA, CONTACT, SCHOOL), Post(NILS, CONTACT, NAV))


def test_the_contact_who_becomes_the_deputy_is_the_contact_no_more() -> None:
    network = appointed(NETWORK, Post(KARI, DEPUTY, NAV))
    assert network.posts == (Post(AMINA, CONTACT, SCHOOL), Post(KARI, DEPUTY, NAV))


def test_members_of_a_body_sit_beside_each_other() -> None:
    first, second = (Post(p, RoleKind.BODY_MEMBER, body_id=1) for p in (KARI, NILS))
    network = appointed(appointed(appointed(Roster(), first), second), first)
    assert network.posts == (second, first)


def test_an_agency_can_have_no_deputy() -> None:
    assert relieved(NETWORK, DEPUTY, NAV).posts == (NETWORK.posts[0], NETWORK.posts[2])


def test_changing_the_agency_ends_the_roles_held_for_the_old_one() -> None:
    network = appointed(NETWORK, Post(KARI, CHAIR, body_id=1))
    moved = representing(network, KARI, SCHOOL)
    assert moved.posts_of(KARI) == (Post(KARI, CHAIR, body_id=1),)
    assert chain(moved, NAV)[0] == NILS


# --- Leaving -------------------------------------------------------------------------------------


def test_what_hangs_on_somebody_is_told_by_who_can_take_over() -> None:
    network = appointed(NETWORK, Post(AMINA, COORDINATOR))
    assert estate(network, AMINA).of_agency == (Post(AMINA, CONTACT, SCHOOL),)
    assert estate(network, AMINA).of_network == (Post(AMINA, COORDINATOR),)
    assert estate(network, AMINA).owns
    assert candidates(network, AMINA) == ((), (LIV, KARI, NILS))
    assert candidates(network, KARI) == ((NILS,), (LIV, NILS, AMINA))


def test_the_deputy_who_takes_over_is_the_contact_and_the_deputy_stays_vacant() -> None:
    after = left(NETWORK, KARI, Successors(agency=NILS))
    assert after.posts == (Post(AMINA, CONTACT, SCHOOL), Post(NILS, CONTACT, NAV))
    assert KARI not in after.members


def test_the_contact_does_not_become_the_deputy_as_well() -> None:
    after = left(NETWORK, NILS, Successors(agency=KARI))
    assert after.posts == (Post(KARI, CONTACT, NAV), Post(AMINA, CONTACT, SCHOOL))


def test_what_belongs_to_the_network_passes_to_any_member() -> None:
    network = appointed(NETWORK, Post(AMINA, COORDINATOR))
    after = left(network, AMINA, Successors(network=KARI))
    assert after.owner_id == KARI
    assert Post(KARI, COORDINATOR) in after.posts
    assert chain(after, SCHOOL) == (KARI, LIV)


def test_a_researcher_takes_that_role_along() -> None:
    network = appointed(NETWORK, Post(LIV, RoleKind.RESEARCHER, CAREER))
    assert left(network, LIV, Successors(network=KARI)).posts == NETWORK.posts


def test_a_leaving_that_is_taken_back_leaves_no_trace() -> None:
    after = left(NETWORK, KARI, Successors(agency=NILS))
    back = returned(after, departure(NETWORK, after, KARI))
    assert dict(back.members) == dict(NETWORK.members)
    assert set(back.posts) == set(NETWORK.posts)


def test_what_was_decided_meanwhile_stands() -> None:
    after = left(NETWORK, AMINA, Successors(network=LIV))
    gone = departure(NETWORK, after, AMINA)
    since = replace(joined(after, OLA), owner_id=NILS)
    since = appointed(representing(since, OLA, SCHOOL), Post(OLA, CONTACT, SCHOOL))
    back = returned(since, gone)
    assert back.owner_id == NILS
    assert back.holders(CONTACT, SCHOOL) == (OLA,)
    assert back.members[AMINA] == SCHOOL


def test_roles_of_an_agency_are_not_given_back_to_who_has_chosen_another_one() -> None:
    after = left(NETWORK, KARI, Successors())
    since = representing(joined(after, KARI), KARI, SCHOOL)
    back = returned(since, departure(NETWORK, after, KARI))
    assert back.members[KARI] == SCHOOL
    assert back.posts_of(KARI) == ()


# --- Any network ---------------------------------------------------------------------------------

people = st.integers(1, 8)
agencies = st.sampled_from(AGENCIES)


class AnyNetwork(RuleBasedStateMachine):
    """People come, change, take roles, leave and regret it, in whatever order."""

    roster = Roster()
    gone: Departure | None = None  # the last leaving, which can be taken back

    @initialize(person=people)
    def begin(self, person: int) -> None:
        self.roster = replace(joined(Roster(), person), owner_id=person)

    @rule(person=people)
    def join(self, person: int) -> None:
        self.roster = joined(self.roster, person)

    @rule(person=people, agency=agencies)
    def represent(self, person: int, agency: int) -> None:
        if person in self.roster.members:
            self.roster = representing(self.roster, person, agency)

    @rule(person=people, kind=st.sampled_from([CONTACT, DEPUTY]))
    def take_a_role_of_the_agency(self, person: int, kind: RoleKind) -> None:
        agency = self.roster.members.get(person)
        if agency is not None:
            self.roster = appointed(self.roster, Post(person, kind, agency))

    @rule(person=people, kind=st.sampled_from([COORDINATOR, CHAIR, RoleKind.DEPUTY_CHAIR]))
    def take_a_role_of_the_network(self, person: int, kind: RoleKind) -> None:
        if person in self.roster.members:
            body = None if kind is COORDINATOR else 1
            self.roster = appointed(self.roster, Post(person, kind, body_id=body))

    @rule(agency=agencies, kind=st.sampled_from([CONTACT, DEPUTY]))
    def relieve(self, agency: int, kind: RoleKind) -> None:
        self.roster = relieved(self.roster, kind, agency)

    @rule(data=st.data(), person=people)
    def leave(self, data: st.DataObject, person: int) -> None:
        if person not in self.roster.members:
            return
        colleagues, others = candidates(self.roster, person)
        successors = Successors(
            agency=data.draw(st.sampled_from(colleagues)) if colleagues else None,
            network=data.draw(st.sampled_from(others)) if others else None,
        )
        before, self.roster = self.roster, left(self.roster, person, successors)
        self.gone = departure(before, self.roster, person)

    @rule()
    def regret(self) -> None:
        if self.gone is not None:
            self.roster = returned(self.roster, self.gone)

    @invariant()
    def every_chain_ends_with_somebody_who_is_there(self) -> None:
        members = self.roster.members
        for agency in (*AGENCIES, None):
            for host in (*AGENCIES, None):
                asked = chain(self.roster, agency, host)
                assert bool(asked) == bool(members)
                assert set(asked) <= set(members)
                assert len(set(asked)) == len(asked)

    @invariant()
    def nothing_hangs_on_somebody_who_is_not_there(self) -> None:
        assert {post.person_id for post in self.roster.posts} <= set(self.roster.members)
        assert self.roster.owner_id in {None, *self.roster.members}

    @invariant()
    def an_agency_has_one_contact_and_another_person_as_deputy(self) -> None:
        for agency in AGENCIES:
            contact = self.roster.holders(CONTACT, agency)
            deputy = self.roster.holders(DEPUTY, agency)
            assert len(contact) <= 1
            assert len(deputy) <= 1
            assert not set(contact) & set(deputy)

    @invariant()
    def a_role_is_held_by_somebody_who_represents_the_agency(self) -> None:
        for post in self.roster.posts:
            assert post.agency_id in {None, self.roster.members[post.person_id]}


TestAnyNetwork = AnyNetwork.TestCase


@given(st.permutations([KARI, NILS, AMINA, LIV]))
def test_the_last_one_leaves_nothing_behind(order: list[int]) -> None:
    network = NETWORK
    for person in order:
        colleagues, others = candidates(network, person)
        successors = Successors(next(iter(colleagues), None), next(iter(others), None))
        network = left(network, person, successors)
    assert network == Roster()
