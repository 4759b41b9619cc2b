"""The way of a challenge through the network: posted, told, and on the next agenda."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from bot.domain import challenge_texts as texts
from bot.domain import challenges as rules
from bot.domain import deliveries
from bot.domain.agenda import ItemKind, ItemState
from bot.domain.calendar import WorkCalendar
from bot.domain.challenges import ChallengeMove, ChallengeState, Hand
from bot.domain.people import chain
from storage import agenda, confidential, people, places, reach, rosters
from storage.challenges.answering import replan_questions, treated_by
from storage.challenges.kinds import CONCERNS, POSTED, redraw, tell
from storage.challenges.rows import concerns, due
from storage.places import Purpose
from storage.tables import AgendaItem, Challenge, Meeting, Person

_CLOCK = frozenset({Hand.CLOCK})


# --- Posting --------------------------------------------------------------------------------------


def post_due(session: Session, now: datetime, calendar: WorkCalendar) -> None:
    """Tick: what was confirmed and waited for its hour."""
    ripe = (Challenge.state == ChallengeState.CONFIRMED, col(Challenge.post_at) <= now)
    waiting = due(session, *ripe)
    for row in sorted(waiting, key=lambda row: row.submission):  # random: not that of the yeses
        post(session, row, now, calendar)


def post(session: Session, row: Challenge, now: datetime, calendar: WorkCalendar) -> None:
    """It stands in the channel, those it concerns are told, and it is on the next agenda.

    Without a channel it waits until one is chosen.
    """
    channel = places.channel(session, row.network_id, Purpose.SOLUTION_GROUP)
    state = rules.moved(row.state, ChallengeMove.POST, _CLOCK)
    if channel is None or state is None:
        return
    due_at = row.post_at or now  # not the moment of the tick: that differs by minutes
    row.state, row.raised_on, row.post_at = state, calendar.day_of(now), None
    session.add(row)
    tell(session, row, POSTED, deliveries.conversation(channel.id or 0), due_at)
    for audience in _concerned(session, row, now, calendar.day_of(now)):
        tell(session, row, CONCERNS, audience, due_at)
    place(session, row, now)
    replan_questions(session, row.network_id, now, calendar)


def _concerned(session: Session, row: Challenge, now: datetime, today: date) -> Iterator[str]:
    """One named person of each agency, in their own chat: it cannot wait a week."""
    for agency in concerns(session, row.id or 0):
        reachable = [p for p in told(session, row, agency.id) if not p.unreachable]
        person = reach.first_with_room(session, reachable, now, today)
        audience = confidential.audience([person])
        if audience is not None:
            yield audience


def told(session: Session, row: Challenge, agency_id: int | None) -> list[Person]:
    """Whom to tell on behalf of an agency, one after the other: its own people, not the sender."""
    roster = rosters.read(session, row.network_id)
    own = {*roster.of_agency(agency_id)} - {row.raised_by_id}
    known = people.by_id(session, own)
    return [known[p] for p in chain(roster, agency_id) if p in own]


# --- The agenda ----------------------------------------------------------------------------------


def place_due(session: Session, now: datetime) -> None:
    """Tick: also where there was no next meeting, or the one there was did not say a word of it."""
    waiting = (ChallengeState.FLAGGED, ChallengeState.PLANNED)
    heard = select(AgendaItem.id).where(
        AgendaItem.id == Challenge.item_id, ~_treated_without_a_word()
    )
    for row in due(session, col(Challenge.state).in_(waiting), ~heard.exists()):
        place(session, row, now)


def _treated_without_a_word() -> ColumnElement[bool]:
    said = or_(col(AgendaItem.note) != "", col(AgendaItem.agreed) != "")
    return and_(col(AgendaItem.state) == ItemState.TREATED, ~said)


def place(session: Session, row: Challenge, now: datetime) -> None:
    """Put it on the next agenda of the body that treats challenges.

    Once: a host who took it out is not given it again.
    """
    meeting = agenda.coming(session, row.network_id, now, treated_by(session, row.network_id))
    if meeting is None or not _unheard(session, row):
        return
    item = AgendaItem(
        network_id=row.network_id,
        title=texts.agenda_title(row.text),
        kind=ItemKind.DISCUSSION,
        state=ItemState.OPEN,
        proposed_by_id=row.raised_by_id,
        proposed_at=now,
    )
    agenda.lay_standing(session, meeting, now)
    row.item_id = agenda.place(session, item, meeting).id
    row.state = rules.moved(row.state, ChallengeMove.PLAN, _CLOCK) or row.state
    session.add(row)
    agenda.changed(session, meeting, now)
    redraw(session, row, now)


def leave_agenda(session: Session, row: Challenge, now: datetime) -> None:
    """It was settled before the meeting that should have treated it began."""
    item = session.get(AgendaItem, row.item_id) if row.item_id else None
    if item is None or item.state is ItemState.TREATED:
        return
    meeting = session.get(Meeting, item.meeting_id) if item.meeting_id else None
    if meeting is None or meeting.starts_at > now:
        agenda.withdraw(session, item)
    if meeting is not None:
        agenda.changed(session, meeting, now)


def _unheard(session: Session, row: Challenge) -> bool:
    """Whether no meeting had it, or the one that had it was over before its turn came."""
    heard = select(AgendaItem.id).where(AgendaItem.id == row.item_id, ~_treated_without_a_word())
    return row.item_id is None or session.exec(heard).first() is None
