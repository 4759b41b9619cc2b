"""`mine oppgaver` and `oppgaver <etat>`: what an agency has to do, the oldest first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col

from bot.deps import Deps, Reply, Turn
from bot.domain import agency_names, minutes
from bot.domain.agencies import Agency, current
from bot.domain.duties import Duty
from bot.domain.errors import Refused, mark
from bot.domain.people import may_act_for
from cards import duties_of_agency as card
from cards.duties_of_agency import DutyRow, Row
from cards.duty_actions import ShowAgencyDuties
from cards.tasks import TaskRow
from storage import duties, meetings, networks, tables, tasks

PAGE = 8


def mine(deps: Deps, turn: Turn) -> Reply:
    """`mine oppgaver`, in one's own chat. Raises Refused for whoever represents nobody yet."""
    if turn.known.agency_id is None:
        raise Refused(mark("Si først hvilken etat du representerer: skriv «hvem er jeg»."))
    shown = turn_page(deps, turn, ShowAgencyDuties(agency=turn.known.agency_id))
    return replace(shown, private=True)


def of_agency(deps: Deps, turn: Turn) -> Reply:
    """`oppgaver <etat>`; without a name one's own. Raises Refused, naming the agencies."""
    if not turn.rest.strip():
        return mine(deps, turn)
    with deps.store.transaction() as session:
        listed = _agencies(deps, session, turn)
        agency = agency_names.meant(turn.rest, listed)
        if agency is None:
            names = turn.words.listing(agency.name for agency in listed)
            raise Refused(mark("Hvilken etat mener du? Her er {names}."), names=names)
        return _page(deps, session, turn, agency, 0)


def turn_page(deps: Deps, turn: Turn, action: ShowAgencyDuties) -> Reply:
    with deps.store.transaction() as session:
        return _page(deps, session, turn, _agency(session, turn, action.agency), action.page)


def with_duty(deps: Deps, session: Session, turn: Turn, just: tables.Duty, page: int) -> Reply:
    """The page on which a duty was pressed; what was just done keeps its place on it."""
    agency = _agency(session, turn, just.organisation_id)
    moved = meetings.duties_where(session, col(tables.Duty.id) == just.id)
    return _page(deps, session, turn, agency, page, moved)


def with_task(deps: Deps, session: Session, turn: Turn, just: minutes.Task, page: int) -> Reply:
    """The same for a task."""
    agencies = networks.agencies(session, turn.known.network_id)
    heir = minutes.heir(agencies, just.agency_id, deps.calendar.day_of(turn.now))
    return _page(deps, session, turn, _agency(session, turn, heir), page, task=just)


def _agencies(deps: Deps, session: Session, turn: Turn) -> tuple[Agency, ...]:
    listed = networks.agencies(session, turn.known.network_id)
    return current(listed, deps.calendar.day_of(turn.now))


def _agency(session: Session, turn: Turn, agency_id: int) -> Agency:
    """Raises Refused for one of another network."""
    listed = networks.agencies(session, turn.known.network_id)
    found = next((agency for agency in listed if agency.id == agency_id), None)
    if found is None:
        raise Refused(mark("Den etaten finnes ikke lenger."))
    return found


def _page(
    deps: Deps,
    session: Session,
    turn: Turn,
    agency: Agency,
    page: int,
    moved: Sequence[tuple[int, Duty]] = (),
    task: minutes.Task | None = None,
) -> Reply:
    may_act = turn.read_by_others or may_act_for(turn.known, agency.id)
    open_duties = duties.of_agency(session, turn.known.network_id, agency.id, turn.now)
    promised = _promised(deps, session, turn, agency)
    count = len(open_duties) + len(promised)
    listed = {duty.id: (meeting_id, duty) for meeting_id, duty in (*open_duties, *moved)}
    told = {each.id: each for each in (*promised, *([task] if task else []))}
    rows = _in_order(
        [
            *_duty_rows(session, turn, list(listed.values())),
            *(TaskRow(each, may_act=may_act) for each in told.values()),
        ]
    )
    view = card.View(
        agency_id=agency.id,
        agency=agency.name,
        today=deps.calendar.day_of(turn.now),
        rows=tuple(rows[page * PAGE : (page + 1) * PAGE]),
        count=count,
        page=page,
        has_more=len(rows) > (page + 1) * PAGE,
        own=not turn.read_by_others and turn.known.represents(agency.id),
        may_act=may_act,
    )
    return Reply(card.build(view, turn.words))


def _promised(deps: Deps, session: Session, turn: Turn, agency: Agency) -> list[minutes.Task]:
    """The open tasks of the agency, and of those that became part of it."""
    agencies = networks.agencies(session, turn.known.network_id)
    today = deps.calendar.day_of(turn.now)
    return [
        task
        for task in tasks.unfinished(session, turn.known.network_id)
        if minutes.heir(agencies, task.agency_id, today) == agency.id
    ]


def _duty_rows(session: Session, turn: Turn, listed: Sequence[tuple[int, Duty]]) -> list[DutyRow]:
    """In a channel nobody is told what was given to them by name."""
    ids = {meeting_id for meeting_id, _ in listed}
    rows = meetings.of_ids(session, turn.known.network_id, ids)
    me = None if turn.read_by_others else turn.known.person_id
    return [
        DutyRow(duty, rows[meeting_id], yours=me is not None and duty.person_id == me)
        for meeting_id, duty in listed
    ]


def _in_order(rows: Sequence[Row]) -> list[Row]:
    """The oldest deadline first; what has none comes last."""
    return sorted(rows, key=_place)


def _place(row: Row) -> tuple[date, bool, int]:
    if isinstance(row, DutyRow):
        return row.duty.due_on, False, row.duty.id
    return row.task.due_on or date.max, True, row.task.id
