"""What is said unasked about a challenge, built from how it stands at that moment."""

from datetime import date

from sqlmodel import Session

from bot.deps import Deps, Message
from bot.domain import challenge_texts as texts
from bot.domain import challenge_times as times
from bot.domain import deliveries
from bot.domain.challenges import POSTED, UNSETTLED, ChallengeState
from bot.features.challenges import following, reading
from cards import (
    challenge,
    challenge_answered,
    challenge_concerns,
    challenge_followed,
    challenge_unanswered,
)
from cards.words import Words
from storage import challenges, confidential, networks, people, places
from storage.challenges import fagdager
from storage.places import Purpose
from storage.tables import Challenge, Delivery, Person


def _row(session: Session, delivery: Delivery) -> Challenge:
    return session.get_one(Challenge, deliveries.row_id(delivery.subject))


def _words(deps: Deps, session: Session, delivery: Delivery) -> tuple[Words, Person]:
    person = session.get_one(Person, deliveries.row_id(delivery.audience))
    return Words(person.language or deps.language, deps.zone), person


# --- In the channel ------------------------------------------------------------------------------


def announce(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The post in the solution-group channel; None when the sender has taken it back meanwhile."""
    posted = _row(session, delivery).state in POSTED
    return standing(deps, session, delivery) if posted else None


def standing(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The posted card as it should look now."""
    words = Words(deps.language, deps.zone)
    view = reading.for_all(deps, session, _row(session, delivery))
    return Message(challenge.build(view, words), challenge.summary(view, words))


# --- To the sender who gave a name ---------------------------------------------------------------


def report_answer(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """Somebody answered. None when it was withdrawn meanwhile."""
    return answered_now(deps, session, delivery) if _row(session, delivery).answer else None


def answered_now(deps: Deps, session: Session, delivery: Delivery) -> Message:
    row, (words, _) = _row(session, delivery), _words(deps, session, delivery)
    view = challenge_answered.View(
        text=row.text,
        answer=row.answer,
        answered_by=people.name_of(session, row.answered_by_id) or "",
        answered_at=row.answered_at or deps.now(),
        withdrawn=row.state is ChallengeState.WITHDRAWN,
    )
    return Message(challenge_answered.build(view, words), challenge_answered.summary(view, words))


def ask_sender(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The network asks the sender something. None when it was answered or withdrawn meanwhile."""
    remarks = challenges.remarks(session, _row(session, delivery).id or 0)
    waiting = texts.open_question(remarks)
    return asked_now(deps, session, delivery) if waiting else None


def asked_now(deps: Deps, session: Session, delivery: Delivery) -> Message:
    row, (words, _) = _row(session, delivery), _words(deps, session, delivery)
    view = challenge_followed.View(row.id or 0, "", following.told(deps, session, row))
    return Message(challenge_followed.build(view, words), challenge_followed.summary(view, words))


def report_decision(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The network decided. None when that was undone, or withdrawn, meanwhile."""
    decided = _row(session, delivery).state in fagdager.TOLD
    return asked_now(deps, session, delivery) if decided else None


# --- To the agency it concerns -------------------------------------------------------------------


def tell_concerned(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    posted = _row(session, delivery).state in POSTED
    return concerned_now(deps, session, delivery) if posted else None


def concerned_now(deps: Deps, session: Session, delivery: Delivery) -> Message:
    row, (words, person) = _row(session, delivery), _words(deps, session, delivery)
    channel = places.channel(session, row.network_id, Purpose.SOLUTION_GROUP)
    membership = people.membership(session, row.network_id, person.id or 0)
    agency_id = membership.organisation_id if membership else None
    view = challenge_concerns.View(
        challenge_id=row.id or 0,
        agency=networks.name_of_agency(session, agency_id) or "",
        text=row.text,
        channel=channel.name if channel else "",
        withdrawn=row.state is ChallengeState.WITHDRAWN,
        may_add=row.state in UNSETTLED,
    )
    return Message(challenge_concerns.build(view, words), challenge_concerns.summary(view, words))


def concerned_unreachable(_deps: Deps, session: Session, delivery: Delivery, _why: str) -> None:
    """The contact refused a 1:1: the next one of the same agency is told, or nobody is."""
    row, person_id = _row(session, delivery), deliveries.row_id(delivery.audience)
    membership = people.membership(session, row.network_id, person_id)
    agency_id = membership.organisation_id if membership else None
    confidential.pass_on(session, delivery, challenges.told(session, row, agency_id))


# --- To the one who should answer ----------------------------------------------------------------


def ask_answerer(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """None when somebody has answered, or nothing is to be answered any more."""
    row = _row(session, delivery)
    waits = row.state in UNSETTLED and not row.answer
    return answerer_asked_now(deps, session, delivery) if waits else None


def answerer_unreachable(deps: Deps, session: Session, delivery: Delivery, _why: str) -> None:
    """The next in the chain is asked."""
    chain = challenges.answerers(session, _row(session, delivery).network_id, deps.now())
    confidential.pass_on(session, delivery, chain)


def answerer_asked_now(deps: Deps, session: Session, delivery: Delivery) -> Message:
    row, (words, _) = _row(session, delivery), _words(deps, session, delivery)
    raised_on = row.raised_on or date.min
    view = challenge_unanswered.View(
        challenge_id=row.id or 0,
        text=row.text,
        raised_on=raised_on,
        due=times.answer_due(raised_on, deps.calendar),
        meeting=reading.stage(deps, session, row).meeting,
        answered=row.state not in UNSETTLED or bool(row.answer),
    )
    return Message(
        challenge_unanswered.build(view, words), challenge_unanswered.summary(view, words)
    )
