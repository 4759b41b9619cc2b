"""Short minutes that nobody posted: one named person is asked, later the next, then nobody."""

from sqlmodel import Session

from bot.deps import Deps, Mention, Message
from bot.domain import deliveries
from bot.domain.duties import DutyKind
from bot.domain.meetings import MeetingState
from cards import minutes_missing
from cards.words import Words
from storage import meetings, planning, reach, tables
from storage.tables import Delivery, Person


def ask(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The question; None when the minutes are there, or nobody waits for them any more."""
    row = session.get_one(tables.Meeting, deliveries.row_id(delivery.subject))
    return None if _settled(session, row) else asked_now(deps, session, delivery)


def asked_now(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The card as it should look at this moment."""
    row = session.get_one(tables.Meeting, deliveries.row_id(delivery.subject))
    person = session.get(Person, delivery.person_id) if delivery.person_id else None
    in_channel = delivery.audience.startswith("conversation:")
    spoken = person.language if person and not in_channel else None
    words = Words(spoken or deps.language, deps.zone)
    (meeting,) = meetings.described(session, [row])
    view = minutes_missing.View(
        meeting,
        deps.calendar.day_of(deps.now()),
        person.name if person else "",
        in_channel=in_channel,
        settled=_settled(session, row),
        posted=row.minutes_posted_at is not None,
    )
    mention = Mention(person.teams_id, person.name) if in_channel and person else None
    summary = minutes_missing.summary(view, words)
    return Message(minutes_missing.build(view, words), summary, mention)


def _settled(session: Session, row: tables.Meeting) -> bool:
    if row.minutes_posted_at is not None or row.state is not MeetingState.HELD:
        return True
    duties = meetings.duties(session, row.id or 0)
    return all(duty.done for duty in duties if duty.kind is DutyKind.MINUTES)


def unreachable(deps: Deps, session: Session, delivery: Delivery, _reason: str) -> None:
    """A 1:1 was refused: they are mentioned in the channel instead."""
    reach.fall_back(session, delivery)
    session.flush()
    planning.replan(session, delivery.network_id or 0, deps.now(), deps.calendar)
