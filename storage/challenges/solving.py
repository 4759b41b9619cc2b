"""The work on a challenge: its group, meetings, outcome, and what each party said."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, delete, func, select

from bot.domain import minutes
from bot.domain import solving as rules
from bot.domain.agencies import active
from bot.domain.agenda import ItemKind, ItemState
from bot.domain.calendar import WorkCalendar
from bot.domain.challenge_texts import agenda_title
from bot.domain.challenges import ChallengeMove, ChallengeState, Hand, moved
from bot.domain.meetings import LIVE, Activity, BodyKind, MeetingState
from bot.domain.solving import Agreed, Invitation, PartyWord, Solver, SolvingStep
from storage import agenda, networks, planning, rosters, scheduling
from storage.challenges.rows import concerns
from storage.once import insert_if_absent
from storage.tables import (
    AgendaItem,
    Challenge,
    Meeting,
    Organisation,
    PartyAnswer,
    Person,
    Solution,
    SolutionMeeting,
    SolutionMember,
    SolutionOutcome,
)

_CLOCK = frozenset({Hand.CLOCK})


def of(session: Session, challenge_id: int) -> Solution | None:
    return session.get(Solution, challenge_id)


def begun(session: Session, challenge_id: int) -> Solution:
    """The work on a challenge that the caller has locked, made when it is new."""
    row = session.get(Solution, challenge_id)
    if row is None:
        row = Solution(challenge_id=challenge_id)
        session.add(row)
        session.flush()
    return row


# --- The group -----------------------------------------------------------------------------------


def group(session: Session, challenge_id: int) -> tuple[Solver, ...]:
    """Everybody who was asked, in the order of their names."""
    rows = session.exec(
        select(SolutionMember, Person.name, Organisation.name)
        .join(Person, col(Person.id) == col(SolutionMember.person_id))
        .join(
            Organisation, col(Organisation.id) == col(SolutionMember.organisation_id), isouter=True
        )
        .where(SolutionMember.challenge_id == challenge_id)
        .order_by(col(Person.name), col(Person.id))
    ).all()
    return tuple(
        Solver(row.person_id, name, row.organisation_id, agency or "", row.invitation)
        for row, name, agency in rows
    )


def proposed(session: Session, row: Challenge, today: date) -> tuple[int, ...]:
    roster = rosters.read(session, row.network_id)
    listed = networks.agencies(session, row.network_id)
    others = [agency.id for agency in active(listed, today)]
    known = {minutes.heir(listed, a.id or 0, today) for a in concerns(session, row.id or 0)}
    concerned = [agency for agency in others if agency in known]
    steering_id = scheduling.body_id(session, row.network_id, BodyKind.STEERING_GROUP)
    return rules.proposed(roster, concerned or others, others, steering_id)


def invite(session: Session, row: Challenge, people: Sequence[int]) -> tuple[int, ...]:
    """These are the group from now on; who has answered already has answered. Those to ask."""
    members = rosters.read(session, row.network_id).members
    session.exec(
        delete(SolutionMember).where(
            col(SolutionMember.challenge_id) == row.id, col(SolutionMember.person_id).not_in(people)
        )
    )
    return tuple(person for person in people if _invite(session, row, person, members.get(person)))


def invite_also(session: Session, row: Challenge, person_id: int) -> tuple[int, ...]:
    """One more, in the place of somebody who cannot. Nobody when they were asked before."""
    members = rosters.read(session, row.network_id).members
    is_new = _invite(session, row, person_id, members.get(person_id))
    return (person_id,) if is_new else ()


def _invite(session: Session, row: Challenge, person_id: int, agency_id: int | None) -> bool:
    values = {
        "challenge_id": row.id,
        "person_id": person_id,
        "organisation_id": agency_id,
        "invitation": Invitation.ASKED,
    }
    return insert_if_absent(session, SolutionMember, values)


def invitation(session: Session, challenge_id: int, person_id: int) -> SolutionMember | None:
    return session.get(SolutionMember, (challenge_id, person_id), populate_existing=True)


def stand_in(session: Session, row: Challenge, person_id: int) -> int | None:
    """Whom to ask in somebody's place; None where the agency has nobody else."""
    asked = {solver.person_id for solver in group(session, row.id or 0)}
    return rules.stands_in(rosters.read(session, row.network_id), person_id, asked)


def solvers(session: Session, challenge_id: int) -> frozenset[int]:
    """Who works on it: those who said yes, and until they answer those who were asked."""
    return frozenset(
        solver.person_id
        for solver in group(session, challenge_id)
        if solver.invitation is not Invitation.NO
    )


# --- Parties -------------------------------------------------------------------------------------


def parties(session: Session, row: Challenge, today: date) -> dict[int, str]:
    """The agencies that the solution binds, by id: those concerned, and those in the group.

    An agency that ended is its successor; one without members could never answer.
    """
    listed = networks.agencies(session, row.network_id)
    present = set(rosters.read(session, row.network_id).members.values())
    named = [agency.id or 0 for agency in concerns(session, row.id or 0)]
    solving = [s.agency_id for s in group(session, row.id or 0) if s.invitation is Invitation.YES]
    known = {minutes.heir(listed, a, today) for a in (*named, *solving) if a is not None}
    return {a.id: a.name for a in active(listed, today) if a.id in known & present}


def words(session: Session, row: Challenge, today: date) -> tuple[PartyWord, ...]:
    """What parties have said of what is in force now, by the agencies of today."""
    found = of(session, row.id or 0)
    if found is None:
        return ()
    listed = networks.agencies(session, row.network_id)
    names = {agency.id: agency.name for agency in listed}
    rows = session.exec(
        select(PartyAnswer).where(PartyAnswer.challenge_id == row.id).order_by(col(PartyAnswer.id))
    ).all()
    return tuple(
        PartyWord(heir, names.get(heir, ""), answer.step, answer.said, answer.comment)
        for answer in rows
        if answer.version == about(found, answer.step) > 0
        for heir in [minutes.heir(listed, answer.organisation_id, today)]
    )


def about(found: Solution, step: SolvingStep) -> int:
    """The version of what a party is asked about; 0 where there is nothing yet."""
    return found.weighed if step is SolvingStep.TRY else found.version


def say(session: Session, answer: PartyAnswer) -> None:
    """A party's answer; a later one takes the place of the earlier."""
    session.exec(
        delete(PartyAnswer).where(
            col(PartyAnswer.challenge_id) == answer.challenge_id,
            col(PartyAnswer.step) == answer.step,
            col(PartyAnswer.version) == answer.version,
            col(PartyAnswer.organisation_id) == answer.organisation_id,
        )
    )
    session.add(answer)
    session.flush()


# --- Meetings ------------------------------------------------------------------------------------


def meetings(session: Session, challenge_id: int) -> Sequence[Meeting]:
    """The group's meetings in order, without those that were cancelled."""
    return session.exec(
        select(Meeting)
        .join(SolutionMeeting, col(SolutionMeeting.meeting_id) == col(Meeting.id))
        .where(
            SolutionMeeting.challenge_id == challenge_id, Meeting.state != MeetingState.CANCELLED
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()


def taken_days(
    session: Session, network_id: int, now: datetime, calendar: WorkCalendar
) -> set[date]:
    """The days on which the network meets."""
    rows = session.exec(
        select(Meeting.starts_at).where(
            Meeting.network_id == network_id,
            col(Meeting.state).in_(LIVE),
            col(Meeting.ends_at) > now,
        )
    ).all()
    return {calendar.day_of(starts) for starts in rows}


def call_meeting(
    session: Session,
    row: Challenge,
    host_id: int | None,
    day: date,
    now: datetime,
    calendar: WorkCalendar,
) -> Meeting | None:
    """A meeting of the group in the calendar, with the challenge on its agenda.

    None when the group has one that day already: the same press, twice.
    """
    if any(calendar.day_of(m.starts_at) == day for m in meetings(session, row.id or 0)):
        return None
    meeting = Meeting(
        network_id=row.network_id,
        body_id=scheduling.body_id(session, row.network_id, BodyKind.SOLUTION_GROUP),
        activity=Activity.SOLUTION_GROUP,
        state=MeetingState.PLANNED,
        starts_at=calendar.at(day, rules.STARTS),
        ends_at=calendar.at(day, rules.ENDS),
        host_id=host_id,
        theme=agenda_title(row.text),
    )
    scheduling.add(session, [meeting], calendar)
    item = AgendaItem(
        network_id=row.network_id,
        title=agenda_title(row.text),
        kind=ItemKind.DECISION,
        state=ItemState.OPEN,
        proposed_at=now,
    )
    item_id = agenda.place(session, item, meeting).id or 0
    link = SolutionMeeting(meeting_id=meeting.id or 0, challenge_id=row.id or 0, item_id=item_id)
    session.add(link)
    planning.replan(session, row.network_id, now, calendar)
    return meeting


def current_meeting(session: Session, challenge_id: int, now: datetime) -> SolutionMeeting | None:
    """The last of the group's meetings that has begun, else the first to come: tasks are its."""
    listed = meetings(session, challenge_id)
    begun_ = [meeting for meeting in listed if meeting.starts_at <= now]
    meeting = begun_[-1] if begun_ else next(iter(listed), None)
    return session.get(SolutionMeeting, meeting.id) if meeting else None


def item_ids(session: Session, challenge_id: int) -> Sequence[int]:
    """The agenda items under which the group's tasks stand."""
    return session.exec(
        select(SolutionMeeting.item_id).where(SolutionMeeting.challenge_id == challenge_id)
    ).all()


# --- The outcome ---------------------------------------------------------------------------------


def agreed(session: Session, challenge_id: int, version: int) -> Agreed | None:
    found = session.exec(
        select(SolutionOutcome, Person.name)
        .join(Person, col(Person.id) == col(SolutionOutcome.written_by_id))
        .where(SolutionOutcome.challenge_id == challenge_id, SolutionOutcome.version == version)
    ).first()
    if found is None:
        return None
    row, name = found
    return Agreed(row.version, row.what, row.who, row.starts_on, name)


def write(
    session: Session, row: Challenge, outcome: Agreed, person_id: int, now: datetime
) -> Solution:
    """A new version, which every party is asked about anew."""
    found = begun(session, row.id or 0)
    last = session.exec(
        select(func.max(SolutionOutcome.version)).where(SolutionOutcome.challenge_id == row.id)
    ).one()
    found.version, found.agreed_on = (last or 0) + 1, None
    session.add(
        SolutionOutcome(
            challenge_id=row.id or 0,
            version=found.version,
            what=outcome.what,
            who=outcome.who,
            starts_on=outcome.starts_on,
            written_by_id=person_id,
            written_at=now,
        )
    )
    session.add(found)
    session.flush()
    return found


def settle(session: Session, row: Challenge, today: date) -> None:
    """Agreed when the last party has said yes, in use when the last one uses it."""
    found = of(session, row.id or 0)
    if found is None or not found.version:
        return
    bound, told = parties(session, row, today), words(session, row, today)
    if rules.all_said(bound, told, SolvingStep.CONFIRM):
        _become(row, ChallengeMove.AGREE)
        found.agreed_on = found.agreed_on or today
    if row.state is ChallengeState.AGREED and rules.all_said(bound, told, SolvingStep.USE):
        _become(row, ChallengeMove.TAKE_INTO_USE)
        found.used_on, row.closed_on = today, today
    session.add_all([row, found])
    session.flush()


def _become(row: Challenge, move: ChallengeMove) -> None:
    row.state = moved(row.state, move, _CLOCK) or row.state


def begin_again(session: Session, row: Challenge) -> None:
    """It is taken up again: what was agreed is history, and the next outcome is put to all anew."""
    found = of(session, row.id or 0)
    row.closed_on = None
    if found is not None:
        found.failed = found.failed or found.used_on is not None
        found.chosen, found.version = "", 0
        found.sender_said, found.sender_why = None, ""
        found.alternatives, found.agreed_on, found.used_on = [], None, None
        session.add(found)
    session.flush()


def remove(session: Session, challenge_id: int) -> None:
    """Everything that was written about the work is gone; the meetings themselves took place."""
    for table in (SolutionMember, SolutionMeeting, SolutionOutcome, PartyAnswer, Solution):
        session.exec(delete(table).where(col(table.challenge_id) == challenge_id))
