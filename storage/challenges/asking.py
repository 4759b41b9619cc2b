"""What the work on a challenge asks of people, each in their own chat, and when.

A question is asked once: of whom was asked to be in the group, and of each party about each version
of what it is about. A card is built when it is sent, and says nothing where nothing is asked.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlmodel import Session, col, select

from bot.domain import deliveries
from bot.domain import solving as rules
from bot.domain.calendar import WorkCalendar
from bot.domain.challenge_times import TOLD_AT
from bot.domain.challenges import ChallengeState
from bot.domain.deliveries import Planned
from bot.domain.people import chain
from bot.domain.solution_group import Invitation
from bot.domain.solving import SolvingStep
from storage import confidential, people, reach, rosters
from storage import deliveries as outbox
from storage.challenges import parties, solvers, solving
from storage.challenges.kinds import ASKED, INVITED, subject
from storage.challenges.rows import due
from storage.tables import Challenge, Person, Solution

STEP_OF: Mapping[str, SolvingStep] = MappingProxyType({kind: s for s, kind in ASKED.items()})
WAITS = timedelta(days=21)  # a person is told something once a week at most


def invite(session: Session, row: Challenge, asked: Iterable[int], now: datetime) -> None:
    """Each is asked by name; whoever cannot be reached 1:1 sees it on the card in the channel."""
    known = people.by_id(session, asked)
    for person in known.values():
        _tell(session, row, INVITED, confidential.audience([person]), 0, now)


def ask_parties(
    session: Session,
    row: Challenge,
    step: SolvingStep,
    version: int,
    now: datetime,
    today: date,
    without: Container[int | None] = (),
) -> None:
    """One person of each party, but not `without`: those that have said so already."""
    for agency_id in parties.bound(session, row, today):
        if agency_id not in without:
            reachable = [p for p in voices(session, row, agency_id) if not p.unreachable]
            person = reach.first_with_room(session, reachable, now, today)
            _tell(session, row, ASKED[step], confidential.audience([person]), version, now)


def voices(session: Session, row: Challenge, agency_id: int | None) -> list[Person]:
    """Who speaks for a party, one after the other: who is in the group, then as always."""
    roster = rosters.read(session, row.network_id)
    own = roster.of_agency(agency_id)
    group = {
        solver.person_id
        for solver in solvers.listed(session, row.id or 0)
        if solver.invitation is Invitation.YES
    }
    ordered = [*(p for p in own if p in group), *(p for p in chain(roster, agency_id) if p in own)]
    known = people.by_id(session, ordered)
    return [known[person] for person in dict.fromkeys(ordered)]


def _tell(
    session: Session, row: Challenge, kind: str, audience: str | None, number: int, now: datetime
) -> None:
    if audience is not None:
        planned = Planned(kind, subject(row), audience, number, now, now + WAITS, early=False)
        outbox.add(session, row.network_id, planned)


# --- By the clock --------------------------------------------------------------------------------


def ask_due(session: Session, now: datetime, calendar: WorkCalendar) -> None:
    """Tick: the day has come from which it was to be used; or it has been used for four weeks."""
    if calendar.local(now).time() < TOLD_AT:
        return
    for row, found in _waiting(session):
        if row.state is ChallengeState.AGREED:
            _ask_for_use(session, row, found, now, calendar)
        else:
            _ask_whether_it_holds(session, row, found, now, calendar)


def _waiting(session: Session) -> Iterator[tuple[Challenge, Solution]]:
    """What is agreed or in use, and has not been asked about since; locked."""
    waiting = session.exec(
        select(Challenge.id)
        .join(Solution, col(Solution.challenge_id) == col(Challenge.id))
        .where(
            (
                (col(Challenge.state) == ChallengeState.AGREED)
                & (col(Solution.use_asked) < col(Solution.version))
            )
            | (
                (col(Challenge.state) == ChallengeState.IN_USE)
                & (col(Solution.holds_asked) < col(Solution.version))
            )
        )
        .order_by(col(Challenge.id))
    ).all()
    for challenge_id in waiting:
        (row,) = due(session, Challenge.id == challenge_id)
        found = session.get_one(Solution, challenge_id, populate_existing=True)
        if row.state in {ChallengeState.AGREED, ChallengeState.IN_USE}:
            yield row, found


def _ask_for_use(
    session: Session, row: Challenge, found: Solution, now: datetime, calendar: WorkCalendar
) -> None:
    outcome = solving.agreed(session, row.id or 0, found.version)
    today = calendar.day_of(now)
    if outcome is None or calendar.on_or_after(outcome.starts_on) > today:
        return
    found.use_asked = found.version
    session.add(found)
    _ask_those_silent(session, row, SolvingStep.USE, found.version, now, today)


def _ask_whether_it_holds(
    session: Session, row: Challenge, found: Solution, now: datetime, calendar: WorkCalendar
) -> None:
    """The parties, and whoever raised it with a name; with a code one looks for oneself."""
    today = calendar.day_of(now)
    if found.used_on is None or rules.check_day(found.used_on, calendar) > today:
        return
    found.holds_asked = found.version
    session.add(found)
    _ask_those_silent(session, row, SolvingStep.HOLDS, found.version, now, today)
    if row.raised_by_id is not None and found.sender_said is None:
        audience = deliveries.person(row.raised_by_id)
        _tell(session, row, ASKED[SolvingStep.HOLDS], audience, found.version, now)


def _ask_those_silent(
    session: Session, row: Challenge, step: SolvingStep, version: int, now: datetime, today: date
) -> None:
    told = {w.agency_id for w in parties.words(session, row, today) if w.step is step}
    ask_parties(session, row, step, version, now, today, told)
