"""Where the text of a new challenge can come from. A key is looked up within the own network."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlmodel import Session

from bot.domain import typed
from bot.domain.challenges import ChallengeKind
from bot.domain.notes import NoteKind
from storage import meetings
from storage.challenges import origins


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What stands in the form when it opens."""

    text: str = ""
    kind: ChallengeKind | None = None
    link: str = ""
    meeting_id: int | None = None


EMPTY = Prefilled()


def prefilled(session: Session, network_id: int, source: str, key: str) -> Prefilled:
    """The beginning of a challenge; an empty one where there is nothing to begin with."""
    read = SOURCES.get(source)
    return read(session, network_id, key) if read else EMPTY


def _note(session: Session, network_id: int, key: str) -> Prefilled:
    number = typed.row_id(key)
    row = origins.note(session, network_id, number) if number else None
    if row is None:
        return EMPTY
    is_opportunity = row.kind is NoteKind.OPPORTUNITY
    return Prefilled(row.text, ChallengeKind.OPPORTUNITY if is_opportunity else None)


def _meeting(session: Session, network_id: int, key: str) -> Prefilled:
    number = typed.row_id(key)
    row = meetings.find(session, network_id, number) if number else None
    return Prefilled(meeting_id=row.id) if row else EMPTY


def _evaluation(session: Session, network_id: int, key: str) -> Prefilled:
    return Prefilled(origins.evaluated(session, network_id, key) or "")


SOURCES: Mapping[str, Callable[[Session, int, str], Prefilled]] = MappingProxyType(
    {"note": _note, "evaluation": _evaluation, "meeting": _meeting}
)
