"""What is written about a challenge: its text, reasons, and what others add to it."""

import textwrap
from dataclasses import dataclass
from enum import StrEnum

from bot.domain import guard
from bot.domain.agenda import LONGEST_TITLE
from bot.domain.errors import Refused, mark

SHORTEST, LONGEST = 10, 1000  # characters of a challenge
LONGEST_REASON = 300
REMOVED = mark("En utfordring som er trukket tilbake")


def checked_text(text: str) -> str:
    """The text as it will be posted.

    Raises Refused when it is too short or too long, and for personal data.
    """
    stripped = text.strip()
    if len(stripped) < SHORTEST:
        raise Refused(mark("Skriv litt mer, så andre forstår hva du mener."))
    if len(stripped) > LONGEST:
        raise Refused(mark("Teksten er for lang. Kort den ned til {limit} tegn."), limit=LONGEST)
    guard.refuse_personal_data(stripped)
    return stripped


def agenda_title(text: str) -> str:
    """A challenge as an item of an agenda: its beginning, on one line."""
    return textwrap.shorten(text, LONGEST_TITLE, placeholder=" …")


def checked_reason(text: str) -> str:
    """Why a challenge is put off, or comes back. Raises Refused for none, and as `checked_text`."""
    return guard.line(text, longest=LONGEST_REASON, required=True)


# --- What is added -------------------------------------------------------------------------------


class RemarkKind(StrEnum):
    """What is added to a challenge: an agency's view, a question to its sender, their reply."""

    VIEW = "view"
    QUESTION = "question"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Remark:
    """by: the agency of a view, the person of a question; nobody for a reply."""

    id: int
    kind: RemarkKind
    text: str
    by: str = ""
    agency_id: int | None = None


def open_question(remarks: tuple[Remark, ...]) -> Remark | None:
    """The question that waits for the sender, if the last one has no reply."""
    asked = [r for r in remarks if r.kind in {RemarkKind.QUESTION, RemarkKind.REPLY}]
    return asked[-1] if asked and asked[-1].kind is RemarkKind.QUESTION else None
