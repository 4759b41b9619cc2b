"""`saksliste`: the agenda as everybody reads it, with the ways on for the one who prepares it."""

from dataclasses import replace

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.agenda import Item, ItemState, balance, timetable
from bot.domain.agenda_changes import changes
from bot.domain.errors import Refused, mark
from bot.domain.meetings import LIVE, MeetingState, may_change
from bot.domain.table_round import speaking_order
from cards import agenda as agenda_card
from cards.agenda import TurnAgenda
from cards.agenda_list import View
from cards.openings import ShowAgenda
from storage import agenda, meetings, networks, versions
from storage.tables import Meeting


def next_agenda(deps: Deps, turn: Turn) -> Reply:
    """`saksliste`: of the next meeting that has one. Raises Refused when none is planned."""
    with deps.store.transaction() as session:
        row = agenda.coming(session, turn.known.network_id, turn.now)
        if row is None:
            raise Refused(mark("Det er ikke planlagt noe møte med saksliste ennå."))
        return reply(deps, session, turn, found(session, turn, row.id or 0))


def show(deps: Deps, turn: Turn, action: ShowAgenda) -> Reply:
    return turn_page(deps, turn, TurnAgenda(meeting=action.meeting, page=0))


def turn_page(deps: Deps, turn: Turn, action: TurnAgenda) -> Reply:
    """Some of the items of a long agenda."""
    with deps.store.transaction() as session:
        return reply(deps, session, turn, found(session, turn, action.meeting), page=action.page)


def found(session: Session, turn: Turn, meeting_id: int) -> Meeting:
    """A meeting of this network, locked, with its standing items on the agenda.

    Raises Refused where there is none; drafts are nobody's business.
    """
    row = versions.locked(session, turn.known.network_id, meeting_id)
    if row is None or row.state is MeetingState.DRAFT:
        raise Refused(mark("Det møtet finnes ikke lenger."))
    agenda.lay_standing(session, row, turn.now)
    return row


def reply(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: Meeting,
    *,
    page: int = 0,
    told: str = "",
    undo: int | None = None,
) -> Reply:
    """Where others read it, the card is the same for everybody: a press checks the right anyway."""
    may_order = turn.read_by_others or may_change(turn.known, row.host_id)
    drawn = view(deps, session, row, may_order=may_order)
    shown = replace(drawn, page=page, told=told, undo=undo)
    return Reply(agenda_card.build(shown, turn.words))


def view(
    deps: Deps,
    session: Session,
    row: Meeting,
    *,
    may_order: bool = False,
    listed: tuple[Item, ...] | None = None,
) -> View:
    """The agenda as it is now, or as `listed` says."""
    (meeting,) = meetings.described(session, [row])
    listed = agenda.items(session, meeting.id) if listed is None else listed
    speakers, opened = _round(deps, session, row)
    lives = is_live(row, deps)
    posted_at = row.agenda_posted_at
    return View(
        meeting=meeting,
        today=deps.calendar.day_of(deps.now()),
        slots=timetable(listed, None if meeting.whole_day else meeting.starts_at),
        balance=balance(listed, meeting.starts_at, meeting.ends_at),
        speakers=speakers,
        opened=opened,
        changes=changes(agenda.posted_items(row), listed) if posted_at and lives else (),
        posted_on=deps.calendar.day_of(posted_at) if posted_at else None,
        open_for_items=lives,
        may_order=may_order and lives,
        waiting=len(agenda.waiting(session, row)) if may_order else 0,
        calendar=f"{deps.public_url}/m/{row.key}.ics" if deps.public_url and lives else "",
    )


def _round(deps: Deps, session: Session, row: Meeting) -> tuple[tuple[str, ...], str | None]:
    """The agencies in the order in which they speak, and who opened the round before."""
    days = [deps.calendar.day_of(moment) for moment in agenda.earlier_days(session, row)]
    agencies = networks.agencies(session, row.network_id)
    order, opened = speaking_order(agencies, days, deps.calendar.day_of(row.starts_at))
    return tuple(agency.name for agency in order), opened.name if opened else None


def is_live(row: Meeting, deps: Deps) -> bool:
    """Whether its agenda can still be changed."""
    return row.state in LIVE and row.ends_at > deps.now()


def own(deps: Deps, session: Session, turn: Turn, meeting_id: int) -> Meeting:
    """A meeting whose agenda this member orders. Raises Refused for others, and once it is over."""
    row = found(session, turn, meeting_id)
    if not may_change(turn.known, row.host_id):
        raise Refused(mark("Det er verten for møtet som ordner sakslista. Du kan melde en sak."))
    if not is_live(row, deps):
        raise Refused(mark("Møtet er over, så sakslista kan ikke endres lenger."))
    return row


def open_items(session: Session, meeting_id: int) -> tuple[Item, ...]:
    """Those that are not treated yet: what came of an item is not ordered any more."""
    listed = agenda.items(session, meeting_id)
    return tuple(item for item in listed if item.state is ItemState.OPEN)
