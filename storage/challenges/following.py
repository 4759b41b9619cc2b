"""The way of a challenge through the network: posted, told, on the next agenda, answered."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from sqlmodel import Session, col, select

from bot.domain import challenges as rules
from bot.domain import deliveries
from bot.domain.agenda import ItemKind, ItemState
from bot.domain.calendar import WorkCalendar
from bot.domain.challenges import ChallengeMove, ChallengeState, Hand
from bot.domain.deliveries import DeliveryState, Planned
from bot.domain.meetings import Activity, BodyKind
from bot.domain.people import chain
from bot.domain.solving import SolvingStep
from storage import agenda, confidential, networks, people, places, posted, reach, rosters
from storage import deliveries as outbox
from storage.challenges.rows import concerns
from storage.places import Purpose
from storage.tables import AgendaItem, Body, Challenge, Delivery, Meeting, Person

POSTED = "challenge"
ANSWERED = "challenge-answered"
CONCERNS = "challenge-concerns"
QUESTION = "challenge-question"
UNANSWERED = "challenge-unanswered"
INVITED = "solution-group-invited"
ASKED: Mapping[SolvingStep, str] = MappingProxyType(
    {
        SolvingStep.TRY: "solution-practice",
        SolvingStep.CONFIRM: "solution-outcome",
        SolvingStep.USE: "solution-use",
        SolvingStep.HOLDS: "solution-holds",
    }
)
SHOWING_IT = (POSTED, ANSWERED, CONCERNS, QUESTION, UNANSWERED, INVITED, *ASKED.values())
_CLOCK = frozenset({Hand.CLOCK})


def subject(row: Challenge) -> str:
    return deliveries.subject("challenge", row.id or 0)


def redraw(session: Session, row: Challenge, now: datetime) -> None:
    """Every card about it is drawn again where it stands."""
    for kind in SHOWING_IT:
        posted.refresh(session, kind, subject(row), now)


# --- Posting -------------------------------------------------------------------------------------


def post_due(session: Session, now: datetime, calendar: WorkCalendar) -> None:
    """Tick: what was confirmed and waited for its hour."""
    waiting = session.exec(
        select(Challenge)
        .where(Challenge.state == ChallengeState.CONFIRMED, col(Challenge.post_at) <= now)
        .order_by(col(Challenge.submission))  # random: not the order of the yeses
        .with_for_update()
    ).all()
    for row in waiting:
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
    _tell(session, row, POSTED, deliveries.conversation(channel.id or 0), due_at)
    for audience in _concerned(session, row, now):
        _tell(session, row, CONCERNS, audience, due_at)
    place(session, row, now)
    replan_questions(session, row.network_id, now, calendar)


def tell_sender(
    session: Session, row: Challenge, kind: str, now: datetime, occurrence: int = 0
) -> None:
    """Whoever gave a name hears it; who did not, looks for it with the code."""
    if row.raised_by_id is not None:
        _tell(session, row, kind, deliveries.person(row.raised_by_id), now, occurrence)


def _tell(
    session: Session,
    row: Challenge,
    kind: str,
    audience: str,
    now: datetime,
    occurrence: int = 0,
) -> None:
    planned = Planned(kind, subject(row), audience, occurrence, now, now + deliveries.A_WEEK)
    outbox.add(session, row.network_id, planned)


def _concerned(session: Session, row: Challenge, now: datetime) -> Iterator[str]:
    """One named person of each agency, in their own chat: it cannot wait a week."""
    for agency in concerns(session, row.id or 0):
        reachable = [p for p in told(session, row, agency.id) if not p.unreachable]
        person = reach.first_with_room(session, reachable, now)
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
    waiting = session.exec(
        select(Challenge)
        .where(col(Challenge.state).in_((ChallengeState.FLAGGED, ChallengeState.PLANNED)))
        .with_for_update()
    ).all()
    for row in waiting:
        place(session, row, now)


def place(session: Session, row: Challenge, now: datetime) -> None:
    """Put it on the next agenda of the body that treats challenges.

    Once: a host who took it out is not given it again.
    """
    meeting = agenda.coming(session, row.network_id, now, _treated_by(session, row.network_id))
    if meeting is None or not _unheard(session, row):
        return
    item = AgendaItem(
        network_id=row.network_id,
        title=rules.agenda_title(row.text),
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
    item = session.get(AgendaItem, row.item_id) if row.item_id else None
    return item is None or (item.state is ItemState.TREATED and not (item.note or item.agreed))


def _treated_by(session: Session, network_id: int) -> Activity:
    """The working group, in a network that has one; else the network itself."""
    group = session.exec(
        select(Body.id).where(Body.network_id == network_id, Body.kind == BodyKind.WORKING_GROUP)
    ).first()
    return Activity.NETWORK_MEETING if group is None else Activity.WORKING_GROUP


# --- The one who answers -------------------------------------------------------------------------


def replan_questions(
    session: Session, network_id: int, now: datetime, calendar: WorkCalendar
) -> None:
    """The one person who should answer is asked twice at most, as long as nobody has answered."""
    rows = session.exec(
        select(Challenge).where(
            Challenge.network_id == network_id, col(Challenge.state).in_(rules.POSTED)
        )
    ).all()
    open_ones = [r for r in rows if r.state in rules.UNSETTLED and not r.answer]
    asked = answerers(session, network_id, now) if open_ones else ()
    wanted = [p for row in open_ones for p in _questions(session, row, asked, calendar)]
    subjects = {subject(row) for row in rows}
    outbox.reconcile(session, network_id, (UNANSWERED,), wanted, subjects)


def replan_all_questions(session: Session, now: datetime, calendar: WorkCalendar) -> None:
    for network in networks.every(session):
        replan_questions(session, network.id or 0, now, calendar)


def _questions(
    session: Session, row: Challenge, listed: Iterable[Person], calendar: WorkCalendar
) -> Iterator[Planned]:
    """To the first who did not raise it. Whoever has the task now is not asked what has been asked
    of the one before.
    """
    audience = confidential.audience(p for p in listed if p.id != row.raised_by_id)
    if row.raised_on is None or audience is None:
        return
    gone = _asked(session, row)
    for number, due_at in enumerate(rules.asked_at(row.raised_on, calendar), start=1):
        if number not in gone:
            expires = due_at + deliveries.A_WEEK
            yield Planned(UNANSWERED, subject(row), audience, number, due_at, expires, early=False)


def _asked(session: Session, row: Challenge) -> frozenset[int]:
    sent = session.exec(
        select(Delivery.occurrence).where(
            Delivery.kind == UNANSWERED,
            Delivery.subject == subject(row),
            Delivery.state == DeliveryState.SENT,
        )
    ).all()
    return frozenset(sent)


def answerers(session: Session, network_id: int, now: datetime) -> tuple[Person, ...]:
    """Who answers a challenge: the coordinator, else whoever hosts the next meeting of the body."""
    host_id = host_of_next(session, network_id, now)
    return people.responsible_chain(session, network_id, None, host_id)


def host_of_next(session: Session, network_id: int, now: datetime) -> int | None:
    """The agency that hosts the next meeting of the body that treats challenges."""
    meeting = agenda.coming(session, network_id, now, _treated_by(session, network_id))
    return meeting.host_id if meeting else None
