"""What is asked because of a move: help from a colleague, and whether another agency takes over."""

from sqlmodel import Session

from bot.deps import Deps, Mention, Message
from bot.domain import deliveries
from bot.domain.duties import is_asked
from bot.domain.duty_moves import Move
from bot.domain.language import Language
from bot.domain.meetings import Meeting
from cards import duty_help, duty_offered
from cards.duty_offered import Answer
from cards.words import Words
from storage import duties, meetings, networks, tables
from storage.tables import Delivery, DutyMove, Person

_ANSWERS = {Move.ACCEPT: Answer.ACCEPTED, Move.DECLINE: Answer.DECLINED}


def ask_help(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """«Kan du hjelpe …?»; None when it is not needed any more."""
    waits = _waits(deps, session, _duty(session, delivery), delivery)
    return help_now(deps, session, delivery) if waits else None


def help_now(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The card as it stands at this moment."""
    row = _duty(session, delivery)
    meeting = _meeting(session, row)
    asked = _person(session, delivery)
    view = duty_help.View(
        meeting=meeting,
        duty=duties.described(session, row.id or 0),
        today=deps.calendar.day_of(deps.now()),
        asking=duties.mover(session, delivery.occurrence),
        person=asked.name if asked else "",
        in_channel=_in_channel(delivery),
        over=not is_asked(row.kind, meeting, deps.now()),
    )
    words = _words(deps, delivery, asked)
    summary = duty_help.summary(view, words)
    return Message(duty_help.build(view, words), summary, _mention(delivery, asked))


def ask_offer(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """«Kan dere ta …?»; None when it is not asked any more."""
    waits = _waits(deps, session, _duty(session, delivery), delivery)
    return offer_now(deps, session, delivery) if waits else None


def offer_now(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The question as it stands at this moment, answered or not."""
    row = _duty(session, delivery)
    move = session.get_one(DutyMove, delivery.occurrence)
    asked = _person(session, delivery)
    giver = networks.name_of_agency(session, int(move.before["organisation_id"]))
    view = duty_offered.View(
        meeting=_meeting(session, row),
        duty=duties.described(session, row.id or 0),
        today=deps.calendar.day_of(deps.now()),
        asking=giver or "",
        asked=move.to,
        move=move.id or 0,
        answer=_answer(deps, session, row, delivery),
        last=duties.last_moves(session, [row.id or 0]).get(row.id or 0),
        person=asked.name if asked else "",
        in_channel=_in_channel(delivery),
    )
    words = _words(deps, delivery, asked)
    summary = duty_offered.summary(view, words)
    return Message(duty_offered.build(view, words), summary, _mention(delivery, asked))


def _answer(deps: Deps, session: Session, duty: tables.Duty, delivery: Delivery) -> Answer:
    if _waits(deps, session, duty, delivery):
        return Answer.WAITING
    answered = duties.answer_to(session, duty, delivery.occurrence)
    return _ANSWERS[answered] if answered else Answer.OVER


def _waits(deps: Deps, session: Session, duty: tables.Duty, delivery: Delivery) -> bool:
    still_asked = is_asked(duty.kind, _meeting(session, duty), deps.now())
    return still_asked and duties.is_current(session, duty, delivery.occurrence)


def _meeting(session: Session, duty: tables.Duty) -> Meeting:
    row = session.get_one(tables.Meeting, duty.meeting_id)
    (described,) = meetings.described(session, [row])
    return described


def _duty(session: Session, delivery: Delivery) -> tables.Duty:
    return session.get_one(tables.Duty, deliveries.row_id(delivery.subject))


def _person(session: Session, delivery: Delivery) -> Person | None:
    return session.get(Person, delivery.person_id) if delivery.person_id else None


def _in_channel(delivery: Delivery) -> bool:
    return delivery.audience.startswith("conversation:")


def _mention(delivery: Delivery, asked: Person | None) -> Mention | None:
    if asked is None or not _in_channel(delivery):
        return None
    return Mention(asked.teams_id, asked.name)


def _words(deps: Deps, delivery: Delivery, asked: Person | None) -> Words:
    own: Language | None = asked.language if asked and not _in_channel(delivery) else None
    return Words(own or deps.language, deps.zone)
