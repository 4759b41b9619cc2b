"""«Temaet du stemte på er satt opp»: once to each who voted, in their own chat."""

from sqlmodel import Session

from bot.deps import Deps, Message
from bot.domain import deliveries
from bot.domain.meetings import LIVE
from cards import theme_news
from cards.words import Words
from storage import meetings
from storage.tables import Delivery, Meeting, Person, Theme


def tell(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """None when it was taken off again, or the fagdag was moved behind us or cancelled."""
    theme = session.get_one(Theme, deliveries.row_id(delivery.subject))
    row = session.get(Meeting, delivery.occurrence)
    if row is None or theme.meeting_id != row.id or theme.removed_at is not None:
        return None
    if row.state not in LIVE or row.starts_at <= deps.now():
        return None
    person = session.get_one(Person, deliveries.row_id(delivery.audience))
    words = Words(person.language or deps.language, deps.zone)
    (meeting,) = meetings.described(session, [row])
    view = theme_news.View(theme.text, meeting, deps.calendar.day_of(deps.now()))
    return Message(theme_news.build(view, words), theme_news.summary(view, words))
