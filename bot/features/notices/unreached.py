"""«Hvem jeg ikke når»: for those who administer the network, with what helps."""

from datetime import timedelta

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.deliveries import DeliveryState
from bot.domain.errors import Refused, mark
from cards import notices_unreached
from cards.notices import ShowUnreached
from cards.notices_unreached import PAGE, Trouble, Unreached
from storage import notices, places
from storage.notices import Silent
from storage.places import Purpose

LATELY = timedelta(days=30)  # what did not arrive before that is no news


def show(deps: Deps, turn: Turn, action: ShowUnreached) -> Reply:
    """Raises Refused for everybody else: it is about people."""
    if not turn.known.administers:
        raise Refused(mark("Det er den som styrer nettverket, som ser hvem jeg ikke når."))
    first = action.page * PAGE
    with deps.store.transaction() as session:
        listed = notices.silent(session, turn.known.network_id, turn.now - LATELY)
        view = notices_unreached.View(
            bot=turn.incoming.bot_name,
            today=deps.calendar.day_of(turn.now),
            people=tuple(_person(deps, one) for one in listed[first : first + PAGE]),
            channel=_channel(session, turn.known.network_id),
            page=action.page,
            has_more=len(listed) > first + PAGE,
        )
    return Reply(notices_unreached.build(view, turn.words), private=True)


def _channel(session: Session, network_id: int) -> str:
    place = places.channel(session, network_id, Purpose.REMINDERS)
    return place.name if place else ""


def _person(deps: Deps, one: Silent) -> Unreached:
    if one.person.unreachable or one.last is None:
        return Unreached(one.person.name, Trouble.REFUSED)
    unsure = one.last.state is DeliveryState.UNKNOWN
    trouble = Trouble.UNSURE if unsure else Trouble.FAILED
    return Unreached(one.person.name, trouble, deps.calendar.day_of(one.last.due_at))
