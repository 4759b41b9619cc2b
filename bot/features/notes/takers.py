"""Whom the host asks to write down what comes up. They are not told: the host is beside them."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.errors import Refused, mark
from bot.domain.meetings import may_change
from bot.features.notes.writing import find_own
from cards import note_takers
from cards.note_takers import AppointNoteTaker, RelieveNoteTaker
from cards.notes import ShowNoteTakers
from storage import meetings, notes, people, tables


def show(deps: Deps, turn: Turn, action: ShowNoteTakers) -> Reply:
    with deps.store.transaction() as session:
        return _listed(session, turn, _hosted(deps, session, turn, action.meeting))


def appoint(deps: Deps, turn: Turn, action: AppointNoteTaker) -> Reply:
    with deps.store.transaction() as session:
        row = _hosted(deps, session, turn, action.meeting)
        person_id = typed.row_id(action.person)
        if person_id not in people.names(session, row.network_id):
            raise Refused(mark("Velg en person fra lista."))
        notes.appoint(session, row.id or 0, person_id or 0)
        return _listed(session, turn, row)


def relieve(deps: Deps, turn: Turn, action: RelieveNoteTaker) -> Reply:
    with deps.store.transaction() as session:
        row = _hosted(deps, session, turn, action.meeting)
        notes.relieve(session, row.id or 0, action.person)
        return _listed(session, turn, row)


def _hosted(deps: Deps, session: Session, turn: Turn, meeting_id: int) -> tables.Meeting:
    """Raises Refused for whoever only writes."""
    row = find_own(deps, session, turn, meeting_id)
    if not may_change(turn.known, row.host_id):
        raise Refused(mark("Det er verten som velger hvem som skriver."))
    return row


def _listed(session: Session, turn: Turn, row: tables.Meeting) -> Reply:
    (meeting,) = meetings.described(session, [row])
    named = {person.id or 0: person.name for person in notes.takers(session, meeting.id)}
    others = people.names(session, row.network_id)
    view = note_takers.View(
        meeting=meeting,
        takers=tuple(named.items()),
        people=tuple((number, name) for number, name in others.items() if number not in named),
    )
    return Reply(note_takers.build(view, turn.words), private=True)
