"""Two act on one challenge at the same moment: one of them was first, the other sees how it stands.

On PostgreSQL, where they really overlap; on SQLite there is one writer.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from bot.domain.challenges import ChallengeState, Step
from bot.domain.solving import Agreed, SolvingStep
from bot.features import upkeep
from cards.challenge_solving_fields import TakeSolving
from cards.challenge_step import TakeStep
from storage import challenges, networks
from storage.challenges import group_meetings, solving
from storage.tables import AgendaItem, Challenge, ChallengeConcerns, Meeting, PartyAnswer, Solution
from tests.demo_network import calendar
from tests.features import test_at_once
from tests.features.estate import Who, member
from tests.features.test_at_once import Busy, at_once, until_it_waits

# The estate in a database of its own, as for all other moves.
laid_out, busy = test_at_once.laid_out, test_at_once.busy


def _second_challenge(busy: Busy) -> int:
    with busy.network.deps.store.transaction() as session:
        row = Challenge(
            network_id=1,
            state=ChallengeState.FLAGGED,
            text="Tolk mangler på fredager.",
            submission="of a third form",
            raised_on=calendar().day_of(busy.network.clock()),
        )
        session.add(row)
        session.flush()
        return row.id or 0


def _challenge(busy: Busy, number: int) -> Challenge:
    with busy.network.deps.store.transaction() as session:
        return session.get_one(Challenge, number)


def test_one_reason_for_not_now_wins_and_both_see_it(busy: Busy) -> None:
    number = busy.estate.posted_challenge
    presses = [
        (who, TakeStep(challenge=number, step=Step.PUT_OFF, text=f"Grunnen til {who}."))
        for who in (Who.OWNER, Who.COORDINATOR)
    ]
    headings = busy.both(*presses)
    row = _challenge(busy, number)
    assert headings == ["Dette tar vi ikke nå"] * 2
    assert (row.state, row.reason in {"Grunnen til Kari.", "Grunnen til Nils."}) == (
        ChallengeState.NOT_NOW,
        True,
    )


def test_of_two_merges_of_a_pair_one_is_made(busy: Busy) -> None:
    one, other = busy.estate.posted_challenge, _second_challenge(busy)
    busy.both(
        (Who.OWNER, TakeStep(challenge=one, step=Step.MERGE, other=str(other))),
        (Who.COORDINATOR, TakeStep(challenge=other, step=Step.MERGE, other=str(one))),
    )
    states = [_challenge(busy, number).state for number in (one, other)]
    assert sorted(states) == [ChallengeState.FLAGGED, ChallengeState.MERGED]


def test_a_confirmation_while_the_outcome_is_changed_is_of_one_version(busy: Busy) -> None:
    number, own, now = busy.estate.posted_challenge, busy.estate.own, busy.network.clock()
    day = calendar().day_of(now)
    with busy.network.deps.store.transaction() as session:
        row = session.get_one(Challenge, number)
        row.state = ChallengeState.SOLVING
        session.add_all(
            ChallengeConcerns(challenge_id=number, organisation_id=agency)
            for agency in (own, busy.estate.other)
        )
        session.flush()
        first = Agreed(0, "Først.", "Alle", day)
        solving.write(session, row, first, busy.estate.contact, now)
        group_meetings.call(session, row, own, day + timedelta(days=20), now, calendar())
    busy.both(
        (
            Who.CONTACT,
            TakeSolving(challenge=number, step=SolvingStep.CONFIRM, version=1, said="yes"),
        ),
        (
            Who.OWNER,
            TakeSolving(
                challenge=number,
                step=SolvingStep.OUTCOME,
                what="Så.",
                who="Alle",
                starts="2027-10-06",
            ),
        ),
    )
    with busy.network.deps.store.transaction() as session:
        versions = set(session.exec(select(PartyAnswer.version)).all())
        version = session.get_one(Solution, number).version
    assert (_challenge(busy, number).state, version) == (ChallengeState.SOLVING, 2)
    assert versions <= {1}


def test_a_press_and_a_tick_lock_the_network_before_the_challenge(busy: Busy) -> None:
    """The press has its network and asks for the challenge only when the tick waits for somebody;
    had the tick taken the challenge first, the database would end one of them.
    """
    deps, number = busy.network.deps, busy.estate.posted_challenge
    with deps.store.transaction() as session:
        session.exec(update(Meeting).values(agenda_posted_at=deps.now()))  # so items get numbers
        session.get_one(Challenge, number).state = ChallengeState.SOLVING
        solving.begun(session, number).status = "Vi leter."
    with ThreadPoolExecutor(1) as threads:
        with deps.store.transaction() as session:
            networks.locked(session, 1)
            tick = threads.submit(upkeep.plan, deps)
            until_it_waits(deps.store, tick)
            assert challenges.find(session, 1, number) is not None
        tick.result()
    told = AgendaItem.title == "Status: Vi leter."
    assert busy.count(AgendaItem, told, col(AgendaItem.number).is_not(None)) == 1


@pytest.mark.parametrize("step", [Step.PUT_OFF, Step.WITHDRAW, Step.SOLVE, Step.THEME])
def test_a_press_at_the_moment_of_a_tick_goes_through(busy: Busy, step: Step) -> None:
    deps, number = busy.network.deps, busy.estate.posted_challenge
    keeper = member(busy.network, Who.OWNER)
    action = TakeStep(challenge=number, step=step, text="Vi venter litt.", other="later")
    answered: list[str] = []

    def press() -> None:
        answered.append(keeper.press(action.verb, action.data()).heading)

    at_once([press, lambda: upkeep.plan(deps)])
    assert answered
    expected = {
        Step.PUT_OFF: {ChallengeState.NOT_NOW},
        Step.WITHDRAW: {ChallengeState.WITHDRAWN},
        Step.SOLVE: {ChallengeState.FLAGGED, ChallengeState.PLANNED},  # a form comes first
        Step.THEME: {ChallengeState.THEME},
    }
    assert _challenge(busy, number).state in expected[step]
