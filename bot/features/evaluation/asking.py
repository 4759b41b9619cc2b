"""Opening an evaluation, and the messages that ask for answers: in the channel and 1:1."""

from sqlmodel import Session

from bot.deps import Deps, Message, Reply, Turn
from bot.domain import deliveries, fagdag
from bot.domain.errors import Refused, mark
from bot.domain.people import may_act_for
from bot.features.evaluation import answering, found
from bot.features.evaluation.answering import State
from bot.features.evaluation.form import respondent, view_of
from cards import evaluation_form, notice
from cards.openings import OpenEvaluation
from cards.words import Words
from storage import evaluation_plans, meetings, planning, tables
from storage.tables import Delivery, Evaluation


def open_now(deps: Deps, turn: Turn, action: OpenEvaluation) -> Reply:
    """The host opens it before its time; the invitations follow at once."""
    with deps.store.transaction() as session:
        row = meetings.find(session, turn.known.network_id, action.meeting)
        if row is None:
            raise Refused(mark("Det møtet finnes ikke lenger."))
        if not may_act_for(turn.known, row.host_id):
            raise Refused(mark("Det er verten som åpner evalueringen."))
        (meeting,) = meetings.described(session, [row])
        if not fagdag.may_open_now(meeting, turn.now, deps.calendar):
            raise Refused(mark("Evalueringen kan åpnes den dagen fagdagen holdes."))
        found.opened(deps, session, row)
        planning.replan(session, row.network_id, turn.now, deps.calendar)
        evaluation_plans.replan(session, row.network_id, turn.now, deps.calendar)
    view = notice.View(
        turn.words.text("Evalueringen er åpen"),
        turn.words.text("Skjemaet legges ut i kanalen nå."),
    )
    return Reply(notice.build(view, turn.words))


def invite(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The form of part 1 in the channel, for everybody; it opens the evaluation. None once it is
    closed.
    """
    row = session.get_one(tables.Meeting, deliveries.row_id(delivery.subject))
    evaluation = found.opened(deps, session, row)
    return _message(deps, session, delivery, evaluation) if evaluation else None


def ask_again(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The form of part 2, and the reminders of it; None for whoever has answered."""
    evaluation = session.get_one(Evaluation, deliveries.row_id(delivery.subject))
    row, _ = found.described(session, evaluation)
    found.begin(deps, session, row, evaluation)
    return _message(deps, session, delivery, evaluation)


def unreachable(_deps: Deps, session: Session, delivery: Delivery, _reason: str) -> None:
    """Whoever cannot be asked 1:1 has the form in the channel, and is not asked there by name."""
    person_id = deliveries.called_on(delivery.audience)
    if person_id is not None:
        session.get_one(tables.Person, person_id).unreachable = True


def _message(
    deps: Deps, session: Session, delivery: Delivery, evaluation: Evaluation
) -> Message | None:
    page = answering.described(deps, session, evaluation)
    if page.state is not State.OPEN or _has_answered(deps, session, delivery, page.evaluation_id):
        return None
    words = _words(deps, session, delivery)
    view = view_of(page)
    return Message(evaluation_form.build(view, words), evaluation_form.summary(view, words))


def _has_answered(deps: Deps, session: Session, delivery: Delivery, evaluation_id: int) -> bool:
    person_id = deliveries.called_on(delivery.audience)
    if person_id is None:
        return False
    who = respondent(person_id)
    return answering.known_to_have_answered(deps, session, evaluation_id, who)


def _words(deps: Deps, session: Session, delivery: Delivery) -> Words:
    """A person's own language; in the channel the network's."""
    person_id = deliveries.called_on(delivery.audience)
    own = session.get_one(tables.Person, person_id).language if person_id else None
    return Words(own or deps.language, deps.zone)
