"""A meeting's duties: «Gjort» and «Angre»."""

from sqlmodel import Session, col, update

from bot.deps import Deps, Reply, Turn
from bot.domain import deliveries
from bot.domain.duties import DutyState
from bot.domain.errors import Refused, mark
from bot.domain.people import may_act_for
from bot.features.meetings import card
from bot.features.meetings.reminders import reminder_now
from cards.meeting import MarkDuty, ReopenDuty
from storage import meetings, planning, posted, tables


def mark_done(deps: Deps, turn: Turn, action: MarkDuty) -> Reply:
    """«Gjort». Pressed twice, it stays done by the one who was first."""
    return _change(deps, turn, action.duty, done=True)


def reopen(deps: Deps, turn: Turn, action: ReopenDuty) -> Reply:
    """«Angre»."""
    return _change(deps, turn, action.duty, done=False)


def _change(deps: Deps, turn: Turn, duty_id: int, *, done: bool) -> Reply:
    with deps.store.transaction() as session:
        duty = _own_duty(session, turn, duty_id)
        if _turned(session, turn, duty, done=done):
            planning.replan(session, duty.network_id, turn.now, deps.calendar)
            subject = deliveries.subject("meeting", duty.meeting_id)
            posted.refresh(session, planning.REMINDER, subject, turn.now)
        return _where_it_was_pressed(deps, session, turn, duty)


def _own_duty(session: Session, turn: Turn, duty_id: int) -> tables.Duty:
    """Raises Refused for what is not in this network, and for the duty of another agency."""
    duty = meetings.find_duty(session, turn.known.network_id, duty_id)
    if duty is None:
        raise Refused(mark("Den oppgaven finnes ikke lenger."))
    if not may_act_for(turn.known, duty.organisation_id):
        raise Refused(mark("Oppgaven hører til en annen etat. Det er de som melder den som gjort."))
    return duty


def _turned(session: Session, turn: Turn, duty: tables.Duty, *, done: bool) -> bool:
    """Change the state unless somebody else just did. Whether this press was the one."""
    result = session.exec(
        update(tables.Duty)
        .where(
            col(tables.Duty.id) == duty.id,
            col(tables.Duty.state) == (DutyState.OPEN if done else DutyState.DONE),
        )
        .values(
            state=DutyState.DONE if done else DutyState.OPEN,
            done_at=turn.now if done else None,
            done_by_id=turn.known.person_id if done else None,
        )
    )
    return result.rowcount == 1


def _where_it_was_pressed(deps: Deps, session: Session, turn: Turn, duty: tables.Duty) -> Reply:
    """The present state in the shape of the card that was pressed: a reminder, or the meeting."""
    sent = posted.standing_at(session, duty.network_id, turn.card_activity_id)
    if sent is not None and sent.kind == planning.REMINDER:
        return Reply(reminder_now(deps, session, sent).card)
    return card.reply(deps, session, turn, session.get_one(tables.Meeting, duty.meeting_id))
