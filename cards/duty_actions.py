"""What one can press about a duty. The buttons stand on several cards: each says which it was."""

from enum import StrEnum

from pydantic import Field

from cards.actions import CardAction, RowId


class Shown(StrEnum):
    """The card that a button stands on, to answer with the same one. PRESSED: a card that was sent
    unasked.
    """

    PRESSED = "pressed"
    ALL = "all"
    AGENCY = "agency"


class DutyAction(CardAction):
    """page: of the agency's list, where the button stands on that."""

    duty: RowId
    shown: Shown = Shown.PRESSED
    page: int = Field(default=0, ge=0, le=1000)


class MarkDuty(DutyAction):
    """«Gjort»."""

    verb = "duty.done/1"


class ReopenDuty(DutyAction):
    """«Angre»: the last move is taken back, unless another one was made since (`move`)."""

    verb = "duty.undo/1"
    move: RowId | None = None


class ShowDuty(DutyAction):
    """«Mer» about one duty: everything one can do with it."""

    verb = "duty/1"


class StartDuty(DutyAction):
    """«I gang»."""

    verb = "duty.start/1"


class AskHelp(DutyAction):
    """«Trenger hjelp»: the next in the chain of the agency is asked."""

    verb = "duty.help/1"


class TakeDuty(DutyAction):
    """«Jeg tar den»: it is the presser's by name."""

    verb = "duty.take/1"


class BeginPass(DutyAction):
    """«Gi videre»: to whom?"""

    verb = "duty.pass/1"


class PassDuty(DutyAction):
    """To a member of the agency, "person:5", or to another agency that must accept, "agency:3"."""

    verb = "duty.pass-on/1"
    to: str = ""


class BeginDrop(DutyAction):
    """«Ikke aktuelt»: why?"""

    verb = "duty.not-needed/1"


class DropDuty(DutyAction):
    """It is not needed, and why."""

    verb = "duty.drop/1"
    reason: str = ""


class AcceptDuty(DutyAction):
    """«Vi tar den», said by the agency that was asked. `move`: the asking."""

    verb = "duty.accept/1"
    move: RowId


class DeclineDuty(DutyAction):
    """«Vi kan ikke»."""

    verb = "duty.decline/1"
    move: RowId


class ShowDuties(CardAction):
    """All duties of a meeting at a glance."""

    verb = "duties/1"
    meeting: RowId


class ShowAgencyDuties(CardAction):
    """A page of what an agency has to do."""

    verb = "duties.agency/1"
    agency: RowId
    page: int = Field(default=0, ge=0, le=1000)


class UnfoldReminder(CardAction):
    """«Mer» on a reminder."""

    verb = "reminder.more/1"
    meeting: RowId


class SnoozeDuties(CardAction):
    """«Minn meg igjen»: the presser says when they want to hear of the meeting's duties again."""

    verb = "duties.snooze/1"
    meeting: RowId
