"""«Gi videre» and «Ikke aktuelt»: the two moves that need something said."""

from dataclasses import replace

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import guard, typed
from bot.domain.agencies import active
from bot.domain.duty_moves import Move
from bot.domain.errors import Refused, mark
from bot.features.duties.moves import found, may_be_moved, move, require_right
from bot.features.duties.shown import answer, one
from cards import duty_drop, duty_pass
from cards.duty_actions import BeginDrop, BeginPass, DropDuty, DutyAction, PassDuty
from cards.duty_pass import AGENCY, PERSON
from storage import duties, meetings, networks, people, rosters, tables
from storage.duties import Change


def begin_pass(deps: Deps, turn: Turn, action: BeginPass) -> Reply:
    """To whom? Raises Refused."""
    with deps.store.transaction() as session:
        duty = _own(session, turn, action, Move.GIVE)
        if not _is_open(deps, session, duty):
            return one(deps, session, turn, duty, action)
        view = _pass_view(deps, session, turn, duty, action)
        return Reply(duty_pass.build(view, turn.words))


def pass_on(deps: Deps, turn: Turn, action: PassDuty) -> Reply:
    """To a colleague at once; another agency is asked first. Raises Refused."""
    form = typed.Form()
    with deps.store.transaction() as session:
        duty = _own(session, turn, action, Move.GIVE)
        view = _pass_view(deps, session, turn, duty, action)
        change = form.read("to", lambda: _recipient(view, action.to))
        if change is None:
            view = replace(view, to=action.to, problems=turn.words.problems(form))
            return Reply(duty_pass.build(view, turn.words))
        move(deps, session, turn, duty, change)
        return answer(deps, session, turn, duty, action)


def _recipient(view: duty_pass.View, chosen: str) -> Change:
    """Raises Refused for anybody whom the form does not offer."""
    kind, _, digits = chosen.partition(":")
    number = typed.row_id(digits)
    if kind == PERSON and number in dict(view.people):
        return Change(Move.GIVE, person_id=number)
    if kind == AGENCY and number in dict(view.agencies):
        return Change(Move.OFFER, agency_id=number)
    raise Refused(mark("Velg en person eller en etat."))


def _pass_view(
    deps: Deps, session: Session, turn: Turn, duty: tables.Duty, action: DutyAction
) -> duty_pass.View:
    """Everybody else in the agency, and every other agency."""
    (meeting,) = meetings.described(session, [session.get_one(tables.Meeting, duty.meeting_id)])
    today = deps.calendar.day_of(turn.now)
    own = rosters.read(session, duty.network_id).of_agency(duty.organisation_id)
    names = people.names(session, duty.network_id)
    agencies = active(networks.agencies(session, duty.network_id), today)
    return duty_pass.View(
        meeting=meeting,
        duty=duties.described(session, duty.id or 0),
        today=today,
        people=tuple((n, name) for n, name in names.items() if n in own and n != duty.person_id),
        agencies=tuple((a.id, a.name) for a in agencies if a.id != duty.organisation_id),
        shown=action.shown,
        page=action.page,
    )


def begin_drop(deps: Deps, turn: Turn, action: BeginDrop) -> Reply:
    """Why? Raises Refused."""
    with deps.store.transaction() as session:
        duty = _own(session, turn, action, Move.NOT_NEEDED)
        if not _is_open(deps, session, duty):
            return one(deps, session, turn, duty, action)
        return Reply(duty_drop.build(_drop_view(deps, session, turn, duty, action), turn.words))


def drop(deps: Deps, turn: Turn, action: DropDuty) -> Reply:
    """It is not needed this time. Raises Refused."""
    form = typed.Form()
    with deps.store.transaction() as session:
        duty = _own(session, turn, action, Move.NOT_NEEDED)
        reason = form.read(
            "reason", lambda: guard.line(action.reason, longest=duty_drop.LONGEST, required=True)
        )
        if reason is None:
            view = _drop_view(deps, session, turn, duty, action)
            view = replace(view, reason=action.reason, problems=turn.words.problems(form))
            return Reply(duty_drop.build(view, turn.words))
        move(deps, session, turn, duty, Change(Move.NOT_NEEDED, reason=reason))
        return answer(deps, session, turn, duty, action)


def _drop_view(
    deps: Deps, session: Session, turn: Turn, duty: tables.Duty, action: DutyAction
) -> duty_drop.View:
    (meeting,) = meetings.described(session, [session.get_one(tables.Meeting, duty.meeting_id)])
    return duty_drop.View(
        meeting=meeting,
        duty=duties.described(session, duty.id or 0),
        today=deps.calendar.day_of(turn.now),
        shown=action.shown,
        page=action.page,
    )


def _own(session: Session, turn: Turn, action: DutyAction, made: Move) -> tables.Duty:
    duty = found(session, turn, action)
    require_right(turn, duty, made)
    return duty


def _is_open(deps: Deps, session: Session, duty: tables.Duty) -> bool:
    settled = duties.described(session, duty.id or 0).done
    return not settled and may_be_moved(deps, session, duty)
