"""References: codes and milestone dates. Every one of these verbs refuses while they are off."""

from datetime import date

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.errors import Refused, mark
from bot.domain.references import ReferenceTyped, forgotten_on, read
from bot.domain.typed import Form
from bot.features.rounds.permission import listed, require_party
from cards import reference as reference_card
from cards import reference_form, references_export
from cards.reference import (
    EditReference,
    FinishReference,
    MarkHeld,
    MeetingLine,
    RemoveReference,
)
from cards.reference_form import NONE, SaveReference
from cards.references import NewReference, ShowExport, ShowReference
from cards.references_export import HEADER
from storage import networks, references
from storage.tables import Reference


def _allowed(deps: Deps, session: Session, turn: Turn) -> None:
    """Raises Refused while references are off, and for who is not of an agency that takes part."""
    networks.locked(session, turn.known.network_id)
    references.require(session, turn.known.network_id, deps.calendar.day_of(turn.now))
    require_party(deps, session, turn)


def _found(deps: Deps, session: Session, turn: Turn, reference_id: int) -> Reference:
    _allowed(deps, session, turn)
    row = references.find(session, turn.known.network_id, reference_id)
    if row is None:
        raise Refused(mark("Den referansen finnes ikke lenger."))
    return row


def show(deps: Deps, turn: Turn, action: ShowReference) -> Reply:
    with deps.store.transaction() as session:
        return _shown(deps, session, turn, _found(deps, session, turn, action.reference))


def _shown(
    deps: Deps, session: Session, turn: Turn, row: Reference, *, removing: bool = False
) -> Reply:
    view = reference_card.View(
        id=row.id or 0,
        code=row.code,
        today=deps.calendar.day_of(turn.now),
        language=row.language,
        worry_on=row.worry_on,
        meetings=tuple(
            MeetingLine(each.id or 0, each.number, each.due_on, each.held_on)
            for each in references.meetings(session, row)
        ),
        forgotten_on=_forgotten_on(session, row),
        removing=removing,
    )
    return Reply(reference_card.build(view, turn.words), private=True)


def _forgotten_on(session: Session, row: Reference) -> date | None:
    permission = references.permission(session, row.network_id)
    if row.finished_on is None or permission is None:
        return None
    return forgotten_on(row.finished_on, permission.retention_months)


def new(deps: Deps, turn: Turn, _action: NewReference) -> Reply:
    with deps.store.transaction() as session:
        _allowed(deps, session, turn)
    return Reply(reference_form.build(reference_form.View(), turn.words), private=True)


def edit(deps: Deps, turn: Turn, action: EditReference) -> Reply:
    with deps.store.transaction() as session:
        row = _found(deps, session, turn, action.reference)
    days = (
        row.began_on,
        row.primary_ends_on,
        row.secondary_began_on,
        row.secondary_ends_on,
        row.worry_on,
    )
    typed = ReferenceTyped(row.language, *(day.isoformat() if day else "" for day in days))
    view = reference_form.View(typed, row.id, row.code)
    return Reply(reference_form.build(view, turn.words), private=True)


def save(deps: Deps, turn: Turn, action: SaveReference) -> Reply:
    """The meetings that were not held move with the dates."""
    with deps.store.transaction() as session:
        _allowed(deps, session, turn)
        there = action.reference
        row = _found(deps, session, turn, there) if there is not None else None
        typed, form = _typed(action), Form()
        told = read(form, typed)
        if told is None:
            code = row.code if row else ""
            view = reference_form.View(typed, there, code, turn.words.problems(form))
            return Reply(reference_form.build(view, turn.words), private=True)
        milestones, language = told
        if row is None:
            network = networks.locked(session, turn.known.network_id)
            row = references.add(session, network, milestones, language, deps.calendar)
        else:
            references.change(session, row, milestones, language, deps.calendar)
        return _shown(deps, session, turn, row)


def _typed(action: SaveReference) -> ReferenceTyped:
    return ReferenceTyped(
        "" if action.language == NONE else action.language,
        action.began,
        action.primary_ends,
        action.secondary_began,
        action.secondary_ends,
        action.worry,
    )


def mark_held(deps: Deps, turn: Turn, action: MarkHeld) -> Reply:
    with deps.store.transaction() as session:
        row = _found(deps, session, turn, action.reference)
        meeting = references.find_meeting(session, row, action.meeting)
        if meeting is None:
            raise Refused(mark("Det møtet finnes ikke lenger."))
        meeting.held_on = deps.calendar.day_of(turn.now) if action.held else None
        session.flush()
        return _shown(deps, session, turn, row)


def finish(deps: Deps, turn: Turn, action: FinishReference) -> Reply:
    with deps.store.transaction() as session:
        row = _found(deps, session, turn, action.reference)
        row.finished_on = deps.calendar.day_of(turn.now) if action.finished else None
        session.flush()
        return _shown(deps, session, turn, row)


def remove(deps: Deps, turn: Turn, action: RemoveReference) -> Reply:
    with deps.store.transaction() as session:
        row = _found(deps, session, turn, action.reference)
        if not action.sure:
            return _shown(deps, session, turn, row, removing=True)
        references.remove(session, [row])
        return listed(deps, session, turn)


def export(deps: Deps, turn: Turn, action: ShowExport) -> Reply:
    """Everything that is kept, in lines."""
    with deps.store.transaction() as session:
        _allowed(deps, session, turn)
        rows, more = references.exported(session, turn.known.network_id, action.page)
        lines = (HEADER, *(_line(session, row) for row in rows))
    view = references_export.View(lines, action.page, more)
    return Reply(references_export.build(view, turn.words), private=True)


def _line(session: Session, row: Reference) -> str:
    days = (
        row.began_on,
        row.primary_ends_on,
        row.secondary_began_on,
        row.secondary_ends_on,
        row.worry_on,
        row.finished_on,
    )
    meetings = ",".join(
        f"{each.number}:{each.due_on}:{each.held_on or ''}"
        for each in references.meetings(session, row)
    )
    return ";".join([row.code, row.language, *(str(day or "") for day in days), meetings])
