"""An agency ended: what hung on it passes to its successor, or is freed.

A merger is written down beforehand, and what the agencies have passes on its day: until then their
own people do their own duties. The planning tick asks, and asking again changes nothing. Who leaves
without a successor gives the turns on at once, so that the next host can prepare; its people are
let go when its last day is over.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select, update

from bot.domain import agencies as rules
from bot.domain.agreements import AgreementState, ConsentAnswer
from bot.domain.calendar import WorkCalendar
from bot.domain.duties import UNSETTLED
from bot.domain.meetings import LIVE, MeetingState
from bot.domain.offers import OfferState
from storage import bundles, networks, offers, rosters, turns, versions
from storage.agencies import members
from storage.tables import Agreement, Consent, Duty, Meeting, Organisation, Task, TurnOffer

A_MONTH = timedelta(days=31)
COMING = (*LIVE, MeetingState.DRAFT)


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on some agencies: all that a person should know before they end."""

    meetings: int = 0
    duties: int = 0
    tasks: int = 0
    members: int = 0


@dataclass(frozen=True, slots=True)
class NewHost:
    """A coming meeting and who hosts it from now on; None where nobody can."""

    starts_at: datetime
    host: str | None


def hanging(session: Session, network_id: int, ids: Sequence[int], now: datetime) -> Hanging:
    return Hanging(
        meetings=len(_coming(session, network_id, ids, now)),
        duties=session.exec(
            select(func.count())
            .select_from(Duty)
            .where(col(Duty.organisation_id).in_(ids), col(Duty.state).in_(UNSETTLED))
        ).one(),
        tasks=session.exec(
            select(func.count())
            .select_from(Task)
            .where(col(Task.organisation_id).in_(ids), col(Task.done_at).is_(None))
        ).one(),
        members=sum(members(session, ids).values()),
    )


def _coming(
    session: Session, network_id: int, ids: Iterable[int], after: datetime
) -> Sequence[Meeting]:
    """Their meetings that begin later than `after`, drafts too, in order of time."""
    return session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            col(Meeting.host_id).in_(list(ids)),
            col(Meeting.state).in_(COMING),
            col(Meeting.starts_at) > after,
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()


def free_turns(
    session: Session, agency: Organisation, now: datetime, calendar: WorkCalendar
) -> tuple[NewHost, ...]:
    """An agency that leaves gives on what it would host after its last day, to whose turn it is.

    The open duties of a meeting follow it. Where nobody can host, they wait for a host, too.
    """
    session.flush()  # the rotation must know that the agency ends
    return tuple(
        _hosted_anew(session, meeting, now, calendar)
        for meeting in _coming(session, agency.network_id, [agency.id or 0], now)
        if not networks.agency(agency).valid_on(calendar.day_of(meeting.starts_at))
    )


def foreseen(
    session: Session, agency: Organisation, last_day: date, now: datetime, calendar: WorkCalendar
) -> tuple[NewHost, ...]:
    """What `free_turns` would do if the agency left on that day. Nothing of it remains."""
    attempt = session.begin_nested()
    agency.valid_to = last_day
    session.add(agency)
    told = free_turns(session, agency, now, calendar)
    attempt.rollback()
    return told


def _hosted_anew(
    session: Session, meeting: Meeting, now: datetime, calendar: WorkCalendar
) -> NewHost:
    day = calendar.day_of(meeting.starts_at)
    found = turns.next_host(
        session, meeting.network_id, meeting.activity, day, calendar, without=meeting.id
    )
    offers.lapse(session, meeting.id or 0, now)
    if found is None:
        meeting.host_id, meeting.changed_at = None, now
        session.add(meeting)
        bundles.follow(session, [meeting], calendar)
        versions.redraw(session, meeting, now)
        return NewHost(meeting.starts_at, None)
    offers.hand_over(session, meeting, found.agency.id, now, calendar)
    session.flush()
    versions.redraw(session, meeting, now)
    return NewHost(meeting.starts_at, found.agency.name)


def settle_recent(session: Session, today: date, now: datetime) -> None:
    """The tick's share: those that ended within a month, so that ten years of history cost nothing.

    A bot that was down for longer settles the rest at the next change of the set-up.
    """
    settle(session, today, now, since=today - A_MONTH)


def settle(session: Session, today: date, now: datetime, since: date = date.min) -> None:
    """Everything that hangs on agencies that ended, in all networks. Twice does no harm.

    In the order of their last days, so that what passed to an agency can pass on from there.
    """
    ended = session.exec(
        select(Organisation)
        .where(col(Organisation.valid_to) < today, col(Organisation.valid_to) >= since)
        .order_by(col(Organisation.valid_to), col(Organisation.id))
    ).all()
    for row in ended:
        _settle_people(session, row)
        if row.successor_id is not None:
            _pass_on(session, row, row.successor_id, now)
        else:
            _withdraw(session, row, now)
    session.flush()


def _settle_people(session: Session, row: Organisation) -> None:
    """The successor's people are those of all who became it; who leaves, leaves people behind who
    represent nobody.
    """
    before = rosters.read_to_change(session, row.network_id)
    after = rules.passed_on(before, row.id or 0, row.successor_id)
    if after != before:
        rosters.save(session, row.network_id, before, after)


def _pass_on(session: Session, row: Organisation, new: int, now: datetime) -> None:
    """Everything that is still to be done passes on; what was done stays where it was done."""
    old = row.id or 0
    for meeting in _coming(session, row.network_id, [old], now):
        meeting.host_id, meeting.changed_at = new, now
        session.add(meeting)
        versions.redraw(session, meeting, now)
    session.exec(
        update(Meeting)
        .where(
            col(Meeting.network_id) == row.network_id,
            col(Meeting.starts_at) > now,
            col(Meeting.presenter_id) == old,
        )
        .values(presenter_id=new)
    )
    for column in (Duty.organisation_id, Duty.offered_to_id):
        session.exec(
            update(Duty)
            .where(col(column) == old, col(Duty.state).in_(UNSETTLED))
            .values({col(column): new})
        )
    session.exec(  # a question between two that became one is no question any more
        update(Duty)
        .where(col(Duty.organisation_id) == new, col(Duty.offered_to_id) == new)
        .values(offered_to_id=None)
    )
    session.exec(
        update(Task)
        .where(col(Task.organisation_id) == old, col(Task.done_at).is_(None))
        .values(organisation_id=new)
    )
    _pass_on_offers(session, row, new, now)
    _pass_on_consents(session, row, new)


def _pass_on_offers(session: Session, row: Organisation, new: int, now: datetime) -> None:
    """An offer between two that became one has come to its end."""
    for offer in _open_offers(session, row):
        offer.organisation_id = new if offer.organisation_id == row.id else offer.organisation_id
        offer.to_id = new if offer.to_id == row.id else offer.to_id
        session.add(offer)
        session.flush()
        if offer.organisation_id == offer.to_id:
            offers.lapse(session, offer.meeting_id, now)
        offers.redraw(session, offer, now)


def _open_offers(session: Session, row: Organisation) -> Sequence[TurnOffer]:
    """What the agency offers, and what it is offered."""
    concerns = (col(TurnOffer.organisation_id) == row.id) | (col(TurnOffer.to_id) == row.id)
    return session.exec(
        select(TurnOffer).where(
            TurnOffer.network_id == row.network_id, TurnOffer.state == OfferState.OPEN, concerns
        )
    ).all()


def _pass_on_consents(session: Session, row: Organisation, new: int) -> None:
    """What the old party has not answered, the new one is asked, once."""
    for consent in _unanswered(session, row):
        if session.get(Consent, (consent.agreement_id, new)) is None:
            session.add(
                Consent(
                    agreement_id=consent.agreement_id,
                    organisation_id=new,
                    answer=ConsentAnswer.WAITING,
                )
            )
        session.delete(consent)
    session.flush()


def _unanswered(session: Session, row: Organisation) -> Sequence[Consent]:
    return session.exec(
        select(Consent)
        .join(Agreement, col(Agreement.id) == col(Consent.agreement_id))
        .where(
            Agreement.network_id == row.network_id,
            Agreement.state == AgreementState.PROPOSED,
            Consent.organisation_id == row.id,
            Consent.answer == ConsentAnswer.WAITING,
        )
    ).all()


def _withdraw(session: Session, row: Organisation, now: datetime) -> None:
    """An agency that left offers nothing and is asked nothing."""
    for offer in _open_offers(session, row):
        offers.lapse(session, offer.meeting_id, now)
