"""Turns that are offered: who is asked, who took them, and what follows the turn."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlmodel import Session, col, select, update

from bot.domain import deliveries, offers
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import A_WEEK, Planned
from bot.domain.offers import Asked, Asking, OfferState
from storage import bundles, meetings, networks, people, posted, reach, turns
from storage import deliveries as outbox
from storage.tables import Meeting, Person, TurnOffer

OFFERED = "turn-offer"
ANSWERED = "turn-answered"


def subject(offer: TurnOffer) -> str:
    return deliveries.subject("offer", offer.id or 0)


def find(session: Session, network_id: int, offer_id: int) -> TurnOffer | None:
    """An offer of this network; those of others do not exist here."""
    return session.exec(
        select(TurnOffer).where(TurnOffer.id == offer_id, TurnOffer.network_id == network_id)
    ).first()


def open_for(session: Session, meeting_id: int) -> TurnOffer | None:
    return session.exec(
        select(TurnOffer).where(
            TurnOffer.meeting_id == meeting_id, TurnOffer.state == OfferState.OPEN
        )
    ).first()


def taken_over(session: Session, meeting_ids: Sequence[int]) -> dict[int, str]:
    """By meeting, the agency whose turn its present host took over; the last exchange counts."""
    rows = session.exec(
        select(TurnOffer)
        .where(
            col(TurnOffer.meeting_id).in_(meeting_ids),
            TurnOffer.state == OfferState.TAKEN,
        )
        .order_by(col(TurnOffer.id))
    ).all()
    return {
        row.meeting_id: networks.name_of_agency(session, row.organisation_id) or "" for row in rows
    }


def hosted_by(
    session: Session, network_id: int, organisation_id: int, now: datetime
) -> Sequence[Meeting]:
    """The coming meetings of an agency, which it could offer to others."""
    return [
        row
        for row in meetings.upcoming(session, network_id, now)
        if row.host_id == organisation_id and row.starts_at > now
    ]


def make(session: Session, offer: TurnOffer, meeting: Meeting, calendar: WorkCalendar) -> bool:
    """Store an offer and everybody it asks. False where the meeting is on offer already."""
    session.get_one(Meeting, meeting.id, with_for_update=True)  # two at once: the second sees it
    if open_for(session, meeting.id or 0) is not None:
        return False
    session.add(offer)
    session.flush()
    outbox.reconcile(
        session,
        offer.network_id,
        kinds=(OFFERED,),
        wanted=tuple(_planned(session, offer, meeting, calendar)),
        subjects={subject(offer)},
    )
    return True


def close(
    session: Session,
    offer: TurnOffer,
    state: OfferState,
    now: datetime,
    *,
    agency_id: int | None = None,
    person_id: int | None = None,
) -> bool:
    """End an offer unless it has ended already, and ask nobody any more. Whether this was the end.

    `agency_id` and `person_id` are who took it.
    """
    result = session.exec(
        update(TurnOffer)
        .where(col(TurnOffer.id) == offer.id, col(TurnOffer.state) == OfferState.OPEN)
        .values(state=state, taken_by_id=agency_id, person_id=person_id, closed_at=now)
    )
    session.refresh(offer)
    if result.rowcount != 1:
        return False
    outbox.reconcile(
        session, offer.network_id, kinds=(OFFERED,), wanted=(), subjects={subject(offer)}
    )
    return True


def hand_over(
    session: Session,
    meeting: Meeting,
    organisation_id: int,
    now: datetime,
    calendar: WorkCalendar,
) -> None:
    """The meeting and all that is still to be done for it belong to the new host."""
    meeting.host_id, meeting.changed_at = organisation_id, now
    session.add(meeting)
    bundles.follow(session, [meeting], calendar)


def lapse(session: Session, meeting_id: int, now: datetime) -> None:
    """The meeting was cancelled, or got another host: nobody is asked any more, and the cards that
    asked say so.
    """
    offer = open_for(session, meeting_id)
    if offer is not None and close(session, offer, OfferState.LAPSED, now):
        redraw(session, offer, now)


def redraw(session: Session, offer: TurnOffer, now: datetime) -> None:
    """Every posted card about the offer shows it as it stands now."""
    posted.refresh(session, OFFERED, subject(offer), now)


def report_answer(session: Session, offer: TurnOffer, now: datetime) -> None:
    """Tell who made the offer that it was taken or declined, once."""
    to = reach.audience(session, offer.network_id, session.get_one(Person, offer.offered_by_id))
    if to is not None:
        planned = Planned(
            ANSWERED, subject(offer), to, 0, now, now + A_WEEK, person_id=offer.offered_by_id
        )
        outbox.add(session, offer.network_id, planned)


def asked(offer: TurnOffer, occurrence: int) -> Asked:
    """Who a step of an offer is for."""
    steps = offers.TO_ALL if offer.to_id is None else offers.TO_ONE
    return steps[occurrence].asked


def next_in_turn(session: Session, offer: TurnOffer, calendar: WorkCalendar) -> int | None:
    """The agency that would host if the one that offers were not there."""
    meeting = session.get_one(Meeting, offer.meeting_id)
    rotation = turns.rotation(
        session, offer.network_id, meeting.activity, calendar, without=meeting.id
    )
    day = calendar.day_of(meeting.starts_at)
    others = (s.agency.id for s in rotation.standings(day) if s.agency.id != offer.organisation_id)
    return next(others, None)


def _planned(
    session: Session, offer: TurnOffer, meeting: Meeting, calendar: WorkCalendar
) -> Iterator[Planned]:
    steps = offers.askings(
        offer.offered_at, meeting.starts_at, calendar, to_all=offer.to_id is None
    )
    for step in steps:
        person = _person(session, offer, step, calendar)
        to = _audience(session, offer, step.asked, person)
        if to is not None:
            yield Planned(
                OFFERED,
                subject(offer),
                to,
                step.occurrence,
                step.due_at,
                meeting.starts_at,
                person_id=person.id if person else None,
                early=step.occurrence == 0,
            )


def _audience(session: Session, offer: TurnOffer, who: Asked, person: Person | None) -> str | None:
    if who is Asked.ALL:
        return reach.channel(session, offer.network_id)
    return reach.audience(session, offer.network_id, person)


def _person(
    session: Session, offer: TurnOffer, step: Asking, calendar: WorkCalendar
) -> Person | None:
    """Every step but the one to all is for a named person. What is asked at once is asked of
    somebody who has room for it this week.
    """
    match step.asked:
        case Asked.OFFERER:
            return session.get_one(Person, offer.offered_by_id)
        case Asked.CHOSEN:
            agency_id = offer.to_id
        case Asked.NEXT:
            agency_id = next_in_turn(session, offer, calendar)
        case Asked.ALL:
            agency_id = None
    if agency_id is None:
        return None
    found = people.spokespeople(session, offer.network_id, agency_id)
    if step.due_at > offer.offered_at:
        return next(iter(found), None)
    return reach.first_with_room(session, found, step.due_at, calendar.day_of(step.due_at))
