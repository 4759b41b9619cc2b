"""Before a meeting the host sees who comes; after it, the host says which agencies were there."""

from collections import defaultdict
from dataclasses import replace

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.agencies import Agency
from bot.domain.attendance import Invited, counted, expected
from bot.domain.errors import Refused, mark
from bot.domain.meetings import LIVE, MeetingState, may_change
from bot.features.attendance import absence, call_in
from cards import attendance as attendance_card
from cards import attendance_form
from cards.attendance import AgencyRow, TurnAttendance
from cards.attendance_form import SavePresence
from cards.challenge_form import AgencyChoice
from cards.openings import ShowAttendance
from storage import attendance, meetings, networks
from storage.tables import Meeting

PAGE = 8


def show(deps: Deps, turn: Turn, action: ShowAttendance) -> Reply:
    """Who comes; after the meeting, who came."""
    with deps.store.transaction() as session:
        row = _meeting(session, turn, action.meeting)
        if _is_over(row, turn):
            return _who_came(deps, session, turn, row)
        return _who_comes(deps, session, turn, row, page=0)


def turn_page(deps: Deps, turn: Turn, action: TurnAttendance) -> Reply:
    with deps.store.transaction() as session:
        row = _meeting(session, turn, action.meeting)
        return _who_comes(deps, session, turn, row, action.page)


def save(deps: Deps, turn: Turn, action: SavePresence) -> Reply:
    """The host's word counts, whatever was answered before the meeting."""
    form = typed.Form()
    with deps.store.transaction() as session:
        row = _meeting(session, turn, action.meeting)
        if not may_change(turn.known, row.host_id):
            raise Refused(mark("Det er verten som fører hvem som var der."))
        if not _is_over(row, turn):
            raise Refused(mark("Møtet er ikke over ennå."))
        choices = _choices(deps, session, row)
        there = form.read("agencies", lambda: _chosen(action.agencies, choices))
        view = _form(deps, session, turn, row, there or frozenset())
        if there is None:
            view = replace(view, problems=turn.words.problems(form))
            return Reply(attendance_form.build(view, turn.words), private=True)
        attendance.note_presence(session, action.meeting, there, {c.id for c in choices})
        absence.notice(deps, session, row, turn.now)
        return Reply(attendance_form.build(replace(view, saved=True), turn.words), private=True)


def _meeting(session: Session, turn: Turn, meeting_id: int) -> Meeting:
    row = meetings.find(session, turn.known.network_id, meeting_id)
    if row is None or row.state is MeetingState.DRAFT:
        raise Refused(mark("Det møtet finnes ikke lenger."))
    if row.state is MeetingState.CANCELLED:
        raise Refused(mark("Møtet er avlyst."))
    return row


def _is_over(row: Meeting, turn: Turn) -> bool:
    return row.state not in LIVE or row.ends_at <= turn.now


# --- Before --------------------------------------------------------------------------------------


def _who_comes(deps: Deps, session: Session, turn: Turn, row: Meeting, page: int) -> Reply:
    """Numbers, and three answers, for everybody. Names are for the host alone."""
    called, hosts = row.state is MeetingState.CALLED, may_change(turn.known, row.host_id)
    if called and not hosts:
        return call_in.to_member(deps, session, turn, row)
    (meeting,) = meetings.described(session, [row])
    invited = attendance.invited(session, row.network_id, meeting.id)
    rows = _rows(deps, session, row, invited) if called else ()
    view = attendance_card.View(
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        counts=counted(invited),
        agencies=rows[page * PAGE : (page + 1) * PAGE],
        called=called,
        may_call=hosts,
        page=page,
        has_more=len(rows) > (page + 1) * PAGE,
    )
    return Reply(attendance_card.build(view, turn.words), private=called)


def _rows(
    deps: Deps, session: Session, row: Meeting, invited: tuple[Invited, ...]
) -> tuple[AgencyRow, ...]:
    people: dict[int | None, list[Invited]] = defaultdict(list)
    for person in invited:
        people[person.agency_id].append(person)
    return tuple(
        AgencyRow(agency.id, agency.name, tuple(people[agency.id]))
        for agency in _agencies(deps, session, row)
    )


def _agencies(deps: Deps, session: Session, row: Meeting) -> tuple[Agency, ...]:
    """Who can be there on the day, observers too."""
    day = deps.calendar.day_of(row.starts_at)
    return tuple(a for a in networks.agencies(session, row.network_id) if a.valid_on(day))


# --- After ---------------------------------------------------------------------------------------


def _who_came(deps: Deps, session: Session, turn: Turn, row: Meeting) -> Reply:
    """The form for the host, filled in; to others the number, once it is written down."""
    there = attendance.present(session, row.id or 0)
    may_act = may_change(turn.known, row.host_id)
    if there is None and not may_act:
        raise Refused(mark("Verten har ikke skrevet ned hvem som var der ennå."))
    if there is None:
        there = expected(attendance.invited(session, row.network_id, row.id or 0))
    view = _form(deps, session, turn, row, there)
    view = replace(view, may_change=may_act)
    return Reply(attendance_form.build(view, turn.words), private=may_act)


def _form(
    deps: Deps, session: Session, turn: Turn, row: Meeting, there: frozenset[int]
) -> attendance_form.View:
    (meeting,) = meetings.described(session, [row])
    return attendance_form.View(
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        agencies=_choices(deps, session, row),
        present=there,
    )


def _choices(deps: Deps, session: Session, row: Meeting) -> tuple[AgencyChoice, ...]:
    return tuple(AgencyChoice(a.id, a.name) for a in _agencies(deps, session, row))


def _chosen(value: str, choices: tuple[AgencyChoice, ...]) -> frozenset[int]:
    """Raises Refused when nothing is chosen, or something that could not have been there."""
    chosen = frozenset(typed.ids(value))
    if not chosen:
        raise Refused(mark("Velg minst én etat."))
    if not chosen <= {choice.id for choice in choices}:
        raise Refused(mark("Velg etater fra lista."))
    return chosen
