"""What messages are about and why they are sent, read for many of them at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from bot.domain import deliveries, reminders
from bot.domain.deliveries import Planned
from bot.domain.duties import Duty
from bot.domain.meetings import Meeting
from cards import notices_words
from cards.words import Words
from storage import meetings, notices


@dataclass(frozen=True, slots=True)
class Reasons:
    """The meetings that some messages are about, by id, with their duties."""

    meetings: Mapping[int, Meeting]
    duties: Mapping[int, tuple[Duty, ...]]

    def what(self, message: Planned, words: Words) -> str:
        return notices_words.what(message.kind, self.meeting(message), words)

    def because(self, message: Planned, words: Words) -> str:
        meeting = self.meeting(message)
        duties = self.duties.get(meeting.id, ()) if meeting else ()
        after = reminders.step_of(message.occurrence) in reminders.REPORT
        return notices_words.because(message.kind, meeting, duties, words, after=after)

    def meeting(self, message: Planned) -> Meeting | None:
        return self.meetings.get(meeting_id(message) or 0)


def meeting_id(message: Planned) -> int | None:
    """The meeting that a message is about, if any."""
    about_meeting = message.subject.startswith("meeting:")
    return deliveries.row_id(message.subject) if about_meeting else None


def read(session: Session, network_id: int, messages: Iterable[Planned]) -> Reasons:
    ids = {number for message in messages if (number := meeting_id(message)) is not None}
    return Reasons(notices.about(session, network_id, ids), meetings.duties_of(session, ids))
