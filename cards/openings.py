"""The ways on from a meeting: buttons that several cards offer, each leading to another subject."""

from pydantic import Field

from cards.actions import CardAction, RowId


class ShowAgenda(CardAction):
    """The agenda of a meeting, to read or to order."""

    verb = "agenda/1"
    meeting: RowId


class ProposeItem(CardAction):
    """`meld sak` for this meeting."""

    verb = "agenda.propose/1"
    meeting: RowId


class ChangeMeeting(CardAction):
    """Move it, change place and link, cancel it."""

    verb = "meeting.change/1"
    meeting: RowId


class CallIn(CardAction):
    """The preview of the invitation to a meeting."""

    verb = "call-in/1"
    meeting: RowId


class ShowAttendance(CardAction):
    """Who comes; after the meeting: who came."""

    verb = "attendance/1"
    meeting: RowId


class WriteOutcomes(CardAction):
    """What came of each item."""

    verb = "outcomes/1"
    meeting: RowId


class OfferTurn(CardAction):
    """Offer the hosting of a meeting to another agency."""

    verb = "turn.offer/1"
    meeting: RowId


class ShowFagdag(CardAction):
    """What belongs to a fagdag: theme, programme, case, invitation, sign-ups."""

    verb = "fagdag/1"
    meeting: RowId


class SignUpForFagdag(CardAction):
    """How many come from the reader's agency."""

    verb = "fagdag.sign-up/1"
    meeting: RowId


class OpenEvaluation(CardAction):
    """The host opens part 1 before its time."""

    verb = "evaluation.open/1"
    meeting: RowId


class EditEvaluation(CardAction):
    """What part 1 or 2 of a fagdag's evaluation asks, for the host to change."""

    verb = "evaluation.edit/1"
    meeting: RowId
    part: int = Field(default=1, ge=1, le=2)


class BeginChallenge(CardAction):
    """`meld utfordring`, with the text of what it is about already in the form.

    What `key` means depends on `source`, see bot/features/challenges/sources.py: "" (nothing),
    "meeting", "note" (a row id), "evaluation" (a row id).
    """

    verb = "challenge.open/1"
    source: str
    key: str


class ShowWall(CardAction):
    """The code that leads to an evaluation's page, for the wall, and how many are in the room."""

    verb = "evaluation.wall/1"
    meeting: RowId
