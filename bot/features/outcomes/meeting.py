"""The meeting whose outcomes are written, and who may write them."""

from sqlmodel import Session

from bot.deps import Deps, Turn
from bot.domain.errors import Refused, mark
from bot.domain.meetings import MeetingState, may_change
from storage import meetings, outcomes, versions
from storage.tables import Meeting


def found(session: Session, turn: Turn, meeting_id: int) -> Meeting:
    """A meeting of this network. Raises Refused for drafts and for those of others."""
    row = meetings.find(session, turn.known.network_id, meeting_id)
    if row is None or row.state is MeetingState.DRAFT:
        raise Refused(mark("Det møtet finnes ikke lenger."))
    return row


def may_write(session: Session, turn: Turn, row: Meeting) -> bool:
    """The host's people, whoever administers the network, and the chair of the body that meets."""
    return may_change(turn.known, row.host_id) or outcomes.chairs(session, turn.known, row.body_id)


def to_write(deps: Deps, session: Session, turn: Turn, meeting_id: int) -> Meeting:
    """The same, held against others who write. Raises Refused where nothing can be written."""
    known = found(session, turn, meeting_id)
    row = versions.locked(session, turn.known.network_id, known.id or 0)
    if row is None or row.state is MeetingState.CANCELLED:
        raise Refused(mark("Møtet er avlyst."))
    if not may_write(session, turn, row):
        raise Refused(mark("Det er verten eller lederen som skriver hva dere ble enige om."))
    if deps.calendar.day_of(turn.now) < deps.calendar.day_of(row.starts_at):
        raise Refused(mark("Møtet har ikke vært ennå. Kom tilbake når det er i gang."))
    if row.minutes_approved_on is not None:
        raise Refused(mark("Referatet er godkjent. Meld heller en sak til neste møte."))
    return row
