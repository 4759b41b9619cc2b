"""Who is in a løsningsgruppe: each is asked 1:1, and says yes or has somebody else asked."""

from sqlmodel import Session

from bot.deps import Deps, Message, Reply, Turn
from bot.domain import deliveries
from bot.domain.challenges import ChallengeState
from bot.domain.solution_group import Invitation
from bot.features.challenges import reading
from cards import challenge_invited
from cards.challenge_invited import AnswerInvitation
from cards.words import Words
from storage import challenges, confidential, people
from storage.challenges import asking, solvers, solving
from storage.tables import Challenge, Delivery, Person


def answer(deps: Deps, turn: Turn, action: AnswerInvitation) -> Reply:
    """The last answer counts. Whoever cannot is replaced by the next of the agency, who is asked.

    Raises Refused for somebody who was never asked.
    """
    with deps.store.transaction() as session:
        row = reading.of_network(session, turn, action.challenge)
        person_id = turn.known.person_id
        asked = solvers.invitation(session, row.id or 0, person_id)
        if asked is None:
            raise reading.gone()
        wanted = Invitation.YES if action.coming else Invitation.NO
        if row.state is ChallengeState.SOLVING and asked.invitation is not wanted:
            heir = None if action.coming else solvers.stand_in(session, row, person_id)
            asked.invitation = wanted
            session.add(asked)
            session.flush()
            _ask_heir(session, turn, row, heir)
            solving.settle(session, row, deps.calendar.day_of(turn.now))
            challenges.redraw(session, row, turn.now)
        view = _view(session, row, person_id)
        return Reply(challenge_invited.build(view, turn.words), private=True)


def _ask_heir(session: Session, turn: Turn, row: Challenge, heir: int | None) -> None:
    if heir is not None:
        asking.invite(session, row, solvers.invite_also(session, row, heir), turn.now)


def _view(session: Session, row: Challenge, person_id: int) -> challenge_invited.View:
    group = solvers.listed(session, row.id or 0)
    own = next((s.invitation for s in group if s.person_id == person_id), None)
    others = (s for s in group if s.person_id != person_id and s.invitation is not Invitation.NO)
    heir = solvers.stand_in(session, row, person_id)
    return challenge_invited.View(
        challenge_id=row.id or 0,
        text=row.text,
        invitation=own or Invitation.ASKED,
        others=tuple(solver.name for solver in others),
        instead=people.name_of(session, heir) or "",
        over=own is None or row.state is not ChallengeState.SOLVING,
    )


# --- Unasked -------------------------------------------------------------------------------------


def ask(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """None when somebody else was chosen meanwhile, or they have answered on another card."""
    row, person_id = _of(session, delivery)
    view = _view(session, row, person_id)
    waits = not view.over and view.invitation is Invitation.ASKED
    return asked_now(deps, session, delivery) if waits else None


def asked_now(deps: Deps, session: Session, delivery: Delivery) -> Message:
    row, person_id = _of(session, delivery)
    person = session.get_one(Person, person_id)
    words = Words(person.language or deps.language, deps.zone)
    view = _view(session, row, person_id)
    return Message(challenge_invited.build(view, words), challenge_invited.summary(view, words))


def unreachable(deps: Deps, session: Session, delivery: Delivery, _why: str) -> None:
    """The person refused a 1:1: the next of the agency is asked in their place."""
    row, person_id = _of(session, delivery)
    confidential.pass_on(session, delivery, [])
    asked, heir = (
        solvers.invitation(session, row.id or 0, person_id),
        solvers.stand_in(session, row, person_id),
    )
    if asked is not None and heir is not None:
        session.delete(asked)
        session.flush()
        asking.invite(session, row, solvers.invite_also(session, row, heir), deps.now())


def _of(session: Session, delivery: Delivery) -> tuple[Challenge, int]:
    row = session.get_one(Challenge, deliveries.row_id(delivery.subject))
    return row, deliveries.row_id(delivery.audience)
