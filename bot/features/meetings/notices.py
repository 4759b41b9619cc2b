"""What has changed is told once, in the network's channel."""

from sqlmodel import Session

from bot.deps import Deps, Message
from bot.domain.versions import news
from cards import meeting_changed
from cards.meeting_changed import Changed
from cards.words import Words
from storage import announcements
from storage.tables import Delivery


def tell(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """What is different from what people knew; None where everything was taken back."""
    changes = tuple(
        Changed(was, now)
        for was, now in announcements.told_by(session, delivery)
        if news(was, now) and max(was.ends_at, now.ends_at) > deps.now()
    )
    if not changes:
        return None
    words = Words(deps.language, deps.zone)
    view = meeting_changed.View(
        changes, deps.calendar.day_of(deps.now()), _calendar_file(deps, changes)
    )
    return Message(meeting_changed.build(view, words), meeting_changed.summary(view, words))


def _calendar_file(deps: Deps, changes: tuple[Changed, ...]) -> str:
    key = changes[0].now.key
    return f"{deps.public_url}/m/{key}.ics" if deps.public_url and len(changes) == 1 else ""
