"""`noter`: the host and those the host asked write down what comes up, several at a time."""

from typing import Any

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import notes as rules
from bot.domain import typed
from bot.domain.errors import Refused, mark
from bot.domain.meetings import may_change
from bot.domain.notes import NoteKind
from bot.domain.themes import LONGEST, ThemeSource
from cards import notes as notes_card
from cards.notes import AddNote, RemoveNote, RestoreNote, ShowNotes
from storage import meetings, notes, tables, themes

PAGE = 8


def command(deps: Deps, turn: Turn) -> Reply:
    """`noter`: those of today's fagdag, or of the last one. Raises Refused when it is too late,
    and where others would read who may write.
    """
    if turn.read_by_others:
        raise Refused(mark("Noter skriver vi på tomannshånd. Skriv «noter» i chatten vår."))
    with deps.store.transaction() as session:
        row = notes.latest_fagdag(session, turn.known.network_id, turn.now)
        if row is None:
            raise _not_now()
        return reply(session, turn, _written_by(deps, session, turn, row))


def show(deps: Deps, turn: Turn, action: ShowNotes) -> Reply:
    with deps.store.transaction() as session:
        row = find_own(deps, session, turn, action.meeting)
        return reply(session, turn, row, page=action.page)


def find_own(deps: Deps, session: Session, turn: Turn, meeting_id: int) -> tables.Meeting:
    """A fagdag that the reader writes down. Raises Refused."""
    row = meetings.find(session, turn.known.network_id, meeting_id)
    if row is None:
        raise Refused(mark("Det møtet finnes ikke lenger."))
    return _written_by(deps, session, turn, row)


def _written_by(deps: Deps, session: Session, turn: Turn, row: tables.Meeting) -> tables.Meeting:
    """The same row, when the reader may write and it is time to. Raises Refused."""
    asked = notes.takes(session, row.id or 0, turn.known.person_id)
    if not asked and not may_change(turn.known, row.host_id):
        raise Refused(mark("Det er verten, og de verten velger, som skriver noter."))
    (meeting,) = meetings.described(session, [row])
    if not rules.may_be_written(meeting, turn.now, deps.calendar):
        raise _not_now()
    return row


def _not_now() -> Refused:
    return Refused(mark("Dere kan skrive noter på fagdagen og i uka etter."))


def add(deps: Deps, turn: Turn, action: AddNote) -> Reply:
    """«Legg til». What cannot be taken comes back as it was typed."""
    form = typed.Form()
    with deps.store.transaction() as session:
        row = find_own(deps, session, turn, action.meeting)
        text = form.read("text", lambda: rules.checked(action.text))
        kind = form.read("kind", lambda: rules.checked_kind(action.kind))
        if text is None or kind is None:
            again: dict[str, Any] = {"typed": action.text, "kind": action.kind}
            return reply(session, turn, row, problems=turn.words.problems(form), **again)
        note, is_new = notes.add(session, row, kind, text)
        if is_new and kind is NoteKind.THEME:
            _propose(deps, session, turn, note)
        return reply(session, turn, row, kind=str(kind))


def _propose(deps: Deps, session: Session, turn: Turn, note: tables.Note) -> None:
    """A theme that came up goes into the theme bank; its name there is as long as names are."""
    themes.propose(
        session,
        note.network_id,
        note.text[:LONGEST].rstrip(),
        deps.calendar.day_of(turn.now),
        ThemeSource.NOTE,
        note.id,
    )


def remove(deps: Deps, turn: Turn, action: RemoveNote) -> Reply:
    """«Ta bort»."""
    return _turn(deps, turn, action.note, action.page, removed=True)


def restore(deps: Deps, turn: Turn, action: RestoreNote) -> Reply:
    """«Angre»."""
    return _turn(deps, turn, action.note, action.page, removed=False)


def _turn(deps: Deps, turn: Turn, note_id: int, page: int, *, removed: bool) -> Reply:
    """A theme that it brought into the bank goes and comes with it."""
    with deps.store.transaction() as session:
        note = notes.find(session, turn.known.network_id, note_id)
        if note is None:
            raise Refused(mark("Den linja finnes ikke lenger."))
        row = find_own(deps, session, turn, note.meeting_id)
        at = turn.now if removed else None
        notes.turn(session, note, at)
        for theme in themes.of_source(session, ThemeSource.NOTE, note_id):
            themes.remove(session, theme, at)
        gone = rules.Note(note_id, note.kind, note.text) if removed else None
        return reply(session, turn, row, page=page, removed=gone)


def reply(session: Session, turn: Turn, row: tables.Meeting, page: int = 0, **said: Any) -> Reply:
    """The card as it stands. `said`: what was just done, as `cards.notes.View` tells it."""
    (meeting,) = meetings.described(session, [row])
    written = notes.of_meeting(session, meeting.id)
    view = notes_card.View(
        meeting=meeting,
        notes=written[page * PAGE : (page + 1) * PAGE],
        count=len(written),
        takers=tuple(person.name for person in notes.takers(session, meeting.id)),
        page=page,
        has_more=len(written) > (page + 1) * PAGE,
        may_appoint=may_change(turn.known, row.host_id),
        **said,
    )
    return Reply(notes_card.build(view, turn.words), private=True)
