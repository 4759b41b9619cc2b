"""What somebody makes of a duty: done, begun, help, taken, accepted, declined, and «Angre»."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.duties import is_asked
from bot.domain.duty_moves import MOVES, Made, Move, Side, is_legal, may_move
from bot.domain.errors import Refused, mark
from bot.features.duties.shown import answer, gone
from cards.duty_actions import (
    AcceptDuty,
    AskHelp,
    DeclineDuty,
    DutyAction,
    MarkDuty,
    ReopenDuty,
    StartDuty,
    TakeDuty,
)
from storage import duties, meetings, standing_in, tables
from storage.duties import Change


def mark_done(deps: Deps, turn: Turn, action: MarkDuty) -> Reply:
    """«Gjort». Pressed twice, it stays done by the one who was first."""
    return _moved(deps, turn, action, Change(Move.DONE))


def reopen(deps: Deps, turn: Turn, action: ReopenDuty) -> Reply:
    """«Angre»: only of the move that the pressed card shows, where it says which."""
    with deps.store.transaction() as session:
        duty = found(session, turn, action)
        last = _last(session, duty)
        if action.move is None or (last is not None and last.id == action.move):
            move(deps, session, turn, duty, Change(Move.UNDO))
        return answer(deps, session, turn, duty, action)


def start(deps: Deps, turn: Turn, action: StartDuty) -> Reply:
    return _moved(deps, turn, action, Change(Move.START))


def ask_help(deps: Deps, turn: Turn, action: AskHelp) -> Reply:
    return _moved(deps, turn, action, Change(Move.HELP))


def take(deps: Deps, turn: Turn, action: TakeDuty) -> Reply:
    """«Jeg tar den». Raises Refused for whoever does not represent the agency."""
    with deps.store.transaction() as session:
        duty = found(session, turn, action)
        if not turn.known.represents(duty.organisation_id):
            raise not_yours()
        if duty.person_id != turn.known.person_id or duty.state != MOVES[Move.GIVE].to:
            given = Change(Move.GIVE, person_id=turn.known.person_id)
            move(deps, session, turn, duty, given)
        return answer(deps, session, turn, duty, action)


def accept(deps: Deps, turn: Turn, action: AcceptDuty) -> Reply:
    """«Vi tar den»: from now on it is theirs."""
    return _answered(deps, turn, action, Move.ACCEPT)


def decline(deps: Deps, turn: Turn, action: DeclineDuty) -> Reply:
    """«Vi kan ikke»: it stays where it is."""
    return _answered(deps, turn, action, Move.DECLINE)


def _answered(deps: Deps, turn: Turn, action: AcceptDuty | DeclineDuty, answered: Move) -> Reply:
    """An old question, and one that was answered, is only shown as it stands."""
    with deps.store.transaction() as session:
        duty = found(session, turn, action)
        if duties.is_current(session, duty, action.move):
            move(deps, session, turn, duty, Change(answered))
        return answer(deps, session, turn, duty, action)


def _moved(deps: Deps, turn: Turn, action: DutyAction, change: Change) -> Reply:
    with deps.store.transaction() as session:
        duty = found(session, turn, action)
        move(deps, session, turn, duty, change)
        return answer(deps, session, turn, duty, action)


# --- What every move asks first ------------------------------------------------------------------


def found(session: Session, turn: Turn, action: DutyAction) -> tables.Duty:
    """Raises Refused for what is not in this network."""
    duty = duties.locked(session, turn.known.network_id, action.duty)
    if duty is None:
        raise gone()
    return duty


def move(deps: Deps, session: Session, turn: Turn, duty: tables.Duty, change: Change) -> None:
    """Make the move if it is possible at this moment; an old card may offer what is not.

    Raises Refused for a duty of another agency.
    """
    last = _last(session, duty)
    answers_an_offer = MOVES[change.move].side is Side.ASKED
    asked, calendar = turn.known.person_id, deps.calendar
    if answers_an_offer or not standing_in.may_do(session, duty, asked, calendar):
        require_right(turn, duty, change.move, last)
    offered = duty.offered_to_id is not None
    if may_be_moved(deps, session, duty) and is_legal(
        change.move, duty.state, offered=offered, last=last
    ):
        duties.make(session, duty, change, turn.known, turn.now, deps.calendar)


def require_right(turn: Turn, duty: tables.Duty, made: Move, last: Made | None = None) -> None:
    """Raises Refused for whoever may not."""
    owner_id, asked_id = duty.organisation_id, duty.offered_to_id
    if may_move(turn.known, made, owner_id=owner_id, asked_id=asked_id, last=last):
        return
    if MOVES[made].side is Side.ASKED:
        raise Refused(mark("Det er bare de som ble spurt, som kan svare."))
    raise not_yours()


def not_yours() -> Refused:
    return Refused(mark("Oppgaven hører til en annen etat. Det er de som melder den som gjort."))


def may_be_moved(deps: Deps, session: Session, duty: tables.Duty) -> bool:
    """Not when the meeting is called off, or its time is past."""
    row = session.get_one(tables.Meeting, duty.meeting_id)
    (meeting,) = meetings.described(session, [row])
    return is_asked(duty.kind, meeting, deps.now())


def _last(session: Session, duty: tables.Duty) -> Made | None:
    return duties.last_moves(session, [duty.id or 0]).get(duty.id or 0)
