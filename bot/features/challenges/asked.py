"""What each party is asked, in the chat of one of its people: built from how it stands then."""

from sqlmodel import Session

from bot.deps import Deps, Message
from bot.domain import deliveries
from bot.domain.challenges import ChallengeState
from bot.domain.solving import SolvingStep
from cards import challenge_asked
from cards.challenge_solution import told
from cards.words import Words
from storage import confidential, networks, people
from storage.challenges import asking, parties, solving
from storage.tables import Challenge, Delivery, Person, Solution

# In which state a question is open.
_OPEN = {
    SolvingStep.TRY: ChallengeState.SOLVING,
    SolvingStep.CONFIRM: ChallengeState.SOLVING,
    SolvingStep.USE: ChallengeState.AGREED,
    SolvingStep.HOLDS: ChallengeState.IN_USE,
}


def ask(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """None when it was answered, or something else is in force by now."""
    view = _view(deps, session, delivery)
    return None if view.over else asked_now(deps, session, delivery)


def asked_now(deps: Deps, session: Session, delivery: Delivery) -> Message:
    person = session.get_one(Person, deliveries.row_id(delivery.audience))
    words = Words(person.language or deps.language, deps.zone)
    view = _view(deps, session, delivery)
    return Message(challenge_asked.build(view, words), challenge_asked.summary(view, words))


def unreachable(_deps: Deps, session: Session, delivery: Delivery, _why: str) -> None:
    """The next one who speaks for the party is asked, or nobody is."""
    row = session.get_one(Challenge, deliveries.row_id(delivery.subject))
    agency_id = _agency(session, row, delivery)
    confidential.pass_on(session, delivery, asking.voices(session, row, agency_id))


def _agency(session: Session, row: Challenge, delivery: Delivery) -> int | None:
    person_id = deliveries.row_id(delivery.audience)
    membership = people.membership(session, row.network_id, person_id)
    return membership.organisation_id if membership else None


def _view(deps: Deps, session: Session, delivery: Delivery) -> challenge_asked.View:
    row = session.get_one(Challenge, deliveries.row_id(delivery.subject))
    person = session.get_one(Person, deliveries.row_id(delivery.audience))
    words = Words(person.language or deps.language, deps.zone)
    step, found = asking.STEP_OF[delivery.kind], solving.of(session, row.id or 0)
    outcome = solving.agreed(session, row.id or 0, found.version) if found else None
    of_outcome = outcome is not None and step is not SolvingStep.TRY
    agency_id = _agency(session, row, delivery)
    return challenge_asked.View(
        challenge_id=row.id or 0,
        step=step,
        version=delivery.occurrence,
        agency=networks.name_of_agency(session, agency_id) or "",
        text=row.text,
        about=outcome.what if outcome and of_outcome else found.chosen if found else "",
        details=told(outcome, words) if outcome and of_outcome else (),
        over=_is_over(deps, session, row, found, delivery),
    )


def _is_over(
    deps: Deps, session: Session, row: Challenge, found: Solution | None, delivery: Delivery
) -> bool:
    step = asking.STEP_OF[delivery.kind]
    if found is None or row.state is not _OPEN[step]:
        return True
    if step is SolvingStep.TRY and (found.version or not found.chosen):
        return True  # the outcome is written, and asked about instead; or it is weighed anew
    if parties.about(found, step) != delivery.occurrence:
        return True
    today, agency_id = deps.calendar.day_of(deps.now()), _agency(session, row, delivery)
    said = parties.words(session, row, today)
    party = agency_id in parties.bound(session, row, today)
    if party:
        return any(word.agency_id == agency_id and word.step is step for word in said)
    return found.sender_said is not None
