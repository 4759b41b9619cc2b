"""A meeting is changed, and the last change is taken back."""

from dataclasses import replace

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import versions as rules
from bot.domain.errors import Refused, mark
from bot.domain.lifecycle import CHANGEABLE
from bot.domain.series import Scope
from bot.domain.typed import Form
from bot.domain.versions import Version
from bot.features.meetings import card, filled, together
from bot.features.meetings.cancelling import alone, own
from bot.features.meetings.filled import Filled
from cards import meeting_change
from cards.meeting_change import SaveMeeting
from cards.meeting_ways import UndoChange
from cards.openings import ChangeMeeting
from storage import meetings, planning, tables, versions


def begin(deps: Deps, turn: Turn, action: ChangeMeeting) -> Reply:
    """The form, with the meeting as it is. Raises Refused for who may not change it."""
    with deps.store.transaction() as session:
        row = _changeable(session, turn, action.meeting)
        return _form(deps, session, turn, row, _as_it_is(deps, row))


def _changeable(session: Session, turn: Turn, meeting_id: int) -> tables.Meeting:
    row = own(session, turn, meeting_id)
    if row.state not in CHANGEABLE:
        raise Refused(mark("Møtet er holdt eller avlyst, og endres ikke lenger."))
    return row


def _as_it_is(deps: Deps, row: tables.Meeting) -> SaveMeeting:
    starts, ends = deps.calendar.local(row.starts_at), deps.calendar.local(row.ends_at)
    return SaveMeeting(
        meeting=row.id or 0,
        sequence=row.sequence,
        theme=row.theme,
        day=starts.date().isoformat(),
        starts=f"{starts:%H:%M}",
        ends=f"{ends:%H:%M}",
        place=row.place,
        link=row.link,
        host=str(row.host_id or ""),
        open_to_all="true" if row.open_to_all else "false",
        papers=rules.as_lines(versions.of(row).papers),
    )


def _form(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: tables.Meeting,
    action: SaveMeeting,
    form: Form | None = None,
    *,
    stale: bool = False,
) -> Reply:
    (meeting,) = meetings.described(session, [row])
    view = meeting_change.View(
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        typed=action,
        hosts=_hosts(deps, session, turn, row),
        in_series=row.series_id is not None,
        stale=stale,
        problems=turn.words.problems(form or Form()),
    )
    return Reply(meeting_change.build(view, turn.words), private=True)


def _hosts(deps: Deps, session: Session, turn: Turn, row: tables.Meeting) -> filled.Hosts:
    """An agency gives its turn away by offering it; only administrators choose another host."""
    allowed = filled.hosts(deps, session, turn, by_turn=False, present=row.host_id)
    return allowed if turn.known.administers else ()


def save(deps: Deps, turn: Turn, action: SaveMeeting) -> Reply:
    """«Lagre». What hangs on the meeting follows, and those concerned are told once."""
    form = Form()
    with deps.store.transaction() as session:
        alone(session, turn, action.scope)
        row = _changeable(session, turn, action.meeting)
        facts = filled.read(deps, turn, action, form, versions.of(row))
        wanted = _read(deps, session, turn, row, action, form, facts)
        if facts is None or wanted is None:
            return _form(deps, session, turn, row, action, form)
        if action.sequence != row.sequence and wanted != versions.of(row):
            return _form(deps, session, turn, row, action, stale=True)
        if row.series_id is not None and action.scope in {Scope.FOLLOWING, Scope.ALL}:
            return _save_all(deps, session, turn, row, action, facts, wanted)
        return _save(deps, session, turn, row, wanted)


def _read(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: tables.Meeting,
    action: SaveMeeting,
    form: Form,
    facts: Filled | None,
) -> Version | None:
    """The meeting as it was typed; None where something was wrong, which `form` then says."""
    papers = form.read("papers", lambda: rules.papers(action.papers))
    if facts is None:
        return None
    allowed = _hosts(deps, session, turn, row)
    host = form.read(
        "host", lambda: filled.host(deps, session, turn, action.host, allowed, facts.day)
    )
    if form.problems or papers is None:
        return None
    today = deps.calendar.day_of(turn.now)
    moved = rules.moved(versions.of(row), facts.starts_at, facts.ends_at, today)
    return replace(
        moved,
        place=facts.place,
        link=facts.link,
        theme=facts.theme,
        open_to_all=facts.open_to_all,
        host_id=int(host) if host else row.host_id,
        papers=papers,
    )


def _save(deps: Deps, session: Session, turn: Turn, row: tables.Meeting, wanted: Version) -> Reply:
    if not versions.change(session, row, wanted, turn.now, deps.calendar):
        return card.reply(deps, session, turn, row)
    planning.replan(session, row.network_id, turn.now, deps.calendar)
    return card.reply(
        deps,
        session,
        turn,
        row,
        done=turn.words.text("Endringen er lagret"),
        note=card.told(session, turn, row),
        undo=UndoChange(meeting=row.id or 0, sequence=row.sequence),
    )


def _save_all(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: tables.Meeting,
    action: SaveMeeting,
    facts: Filled,
    wanted: Version,
) -> Reply:
    """The meeting and others of its series: first all of their days are shown."""
    form = Form()
    change = together.SeriesChange(row, versions.of(row), wanted, facts, Scope(action.scope))
    planned = form.read("scope", lambda: together.plan(deps, session, turn, change))
    if planned is None:
        return _form(deps, session, turn, row, action, form)
    if action.sure != len(planned.changes):
        return _asking(deps, session, turn, row, action, planned)
    return together.carry_out(deps, session, turn, change, planned)


def _asking(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: tables.Meeting,
    action: SaveMeeting,
    planned: together.Planned,
) -> Reply:
    (meeting,) = meetings.described(session, [row])
    view = meeting_change.View(
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        typed=action,
        hosts=_hosts(deps, session, turn, row),
        in_series=True,
        asks=tuple(deps.calendar.day_of(step.version.starts_at) for step in planned.changes),
        stays=tuple(step.slot for step in planned.steps if step.stays),
    )
    return Reply(meeting_change.build(view, turn.words), private=True)


def undo(deps: Deps, turn: Turn, action: UndoChange) -> Reply:
    """«Angre» for the last change; when there was another since, the card as it stands now."""
    with deps.store.transaction() as session:
        row = own(session, turn, action.meeting)
        earlier = versions.undone(session, row) if row.sequence == action.sequence else None
        if earlier is None or row.state not in CHANGEABLE:
            return card.reply(deps, session, turn, row)
        versions.change(session, row, earlier, turn.now, deps.calendar)
        planning.replan(session, row.network_id, turn.now, deps.calendar)
        done = turn.words.text("Endringen er tatt tilbake")
        return card.reply(deps, session, turn, row, done=done)
