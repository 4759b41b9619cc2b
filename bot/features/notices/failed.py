"""`hva feilet`: what did not arrive as it should, for those who administer the network."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlmodel import Session

from bot.deps import Deps, Message, Reply, Turn
from bot.domain import deliveries
from bot.domain.budget import ALONE
from bot.domain.deliveries import DeliveryState
from bot.domain.errors import Refused, mark
from bot.features.notices import reasons
from cards import failed
from cards.failed import AcceptFailure, Cause, Failure, SendAgain, ShowFailed
from cards.words import Words
from storage import deliveries as outbox
from storage import failures, notices, people
from storage.tables import Delivery, Person

CAUSES: Mapping[str, Cause] = MappingProxyType(
    {"blocked": Cause.REFUSED, "forbidden": Cause.REFUSED, "gone": Cause.GONE}
)
BOT = "Rundebord"


def show(deps: Deps, turn: Turn) -> Reply:
    """`hva feilet`"""
    return turn_page(deps, turn, ShowFailed())


def turn_page(deps: Deps, turn: Turn, action: ShowFailed) -> Reply:
    """Raises Refused for everybody else: it is about people."""
    _check(turn)
    with deps.store.transaction() as session:
        return _page(deps, session, turn, action.page)


def send_again(deps: Deps, turn: Turn, action: SendAgain) -> Reply:
    """Pressed twice, the second finds it gone and shows what is left."""
    _check(turn)
    with deps.store.transaction() as session:
        failure = failures.find(session, turn.known.network_id, action.delivery)
        if failure is not None:
            failures.send_again(session, failure, turn.now)
        return _page(deps, session, turn, 0)


def accept(deps: Deps, turn: Turn, action: AcceptFailure) -> Reply:
    _check(turn)
    with deps.store.transaction() as session:
        failure = failures.find(session, turn.known.network_id, action.delivery)
        if failure is not None:
            failures.accept(session, failure)
        return _page(deps, session, turn, 0)


def notify(deps: Deps) -> None:
    """Tick: see storage/failures.py."""
    with deps.store.transaction() as session:
        failures.tell_of_new(session, deps.now())


def tell(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The card, unasked; None when somebody has looked at everything meanwhile."""
    person = session.get_one(Person, deliveries.row_id(delivery.audience))
    words = Words(person.language or deps.language, deps.zone)
    view = _view(deps, session, delivery.network_id or 0, BOT, 0, words)
    if view.shown is None:
        return None
    return Message(failed.build(view, words), failed.summary(view, words))


def _check(turn: Turn) -> None:
    if not turn.known.administers:
        raise Refused(mark("Det er den som styrer nettverket, som ser hva som feilet."))


def _page(deps: Deps, session: Session, turn: Turn, page: int) -> Reply:
    network_id, bot = turn.known.network_id, turn.incoming.bot_name
    view = _view(deps, session, network_id, bot, page, turn.words)
    return Reply(failed.build(view, turn.words), private=True)


def _view(
    deps: Deps, session: Session, network_id: int, bot: str, page: int, words: Words
) -> failed.View:
    listed = failures.unseen(session, network_id)
    page = max(0, min(page, len(listed) - 1))
    shown = _failure(deps, session, listed[page], words) if listed else None
    today = deps.calendar.day_of(deps.now())
    return failed.View(bot, today, shown, count=len(listed), page=page)


def _failure(deps: Deps, session: Session, row: Delivery, words: Words) -> Failure:
    planned = outbox.planned_of(row)
    about = reasons.read(session, row.network_id or 0, [planned])
    return Failure(
        id=row.id or 0,
        what=about.what(planned, words),
        to=_to(session, row, words),
        day=deps.calendar.day_of(row.due_at),
        cause=_cause(row),
        code=(row.error or "").removeprefix("internal error "),
    )


def _to(session: Session, row: Delivery, words: Words) -> str:
    """Nobody: who is asked again for an evaluation has not answered it."""
    if row.kind in ALONE:
        return ""
    if row.audience.startswith("conversation:"):
        name = notices.channels(session, [row.audience]).get(row.audience, "")
        return words.text("«{channel}»", channel=name)
    return people.names(session, row.network_id or 0).get(deliveries.row_id(row.audience), "")


def _cause(row: Delivery) -> Cause:
    if row.state is DeliveryState.UNKNOWN:
        return Cause.UNKNOWN
    if row.state is DeliveryState.EXPIRED:
        return Cause.TOO_LATE
    return CAUSES.get(row.error or "", Cause.BROKEN)
