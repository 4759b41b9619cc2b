"""`spol fram 14 dager`, in the demo only: the bot's clock is wound forward.

It stops where an evaluation opens, because that is the moment one wants to see.
"""

import re
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from bot.deps import Deps, Reply, Turn
from bot.domain.deliveries import DeliveryState
from bot.domain.errors import Refused, mark
from cards import clock
from storage import planning
from storage.tables import Delivery

FURTHEST = 400  # days
DAYS = re.compile(r"(\d{1,4})\s*(?:dag|dager|dagar|day|days)?$", re.IGNORECASE)


def wind(deps: Deps, turn: Turn) -> Reply:
    """Raises Refused without a number of days, and wherever the clock must not be moved."""
    if deps.advance is None:
        raise Refused(mark("Klokka kan bare spoles i demoen."))
    until = turn.now + timedelta(days=_days(turn.rest))
    with deps.store.transaction() as session:
        evaluation = _first_evaluation(session, turn.now, until)
        stop = evaluation or until
        due = _due_until(session, turn.now, stop)
    view = clock.View(now=stop, due=due, for_evaluation=evaluation is not None)
    afterwards = partial(deps.advance, stop - turn.now)
    return Reply(clock.build(view, turn.words), afterwards=afterwards)


def _days(rest: str) -> int:
    match = DAYS.match(rest.strip())
    days = int(match.group(1)) if match else 0
    if not 1 <= days <= FURTHEST:
        raise Refused(mark("Skriv for eksempel «spol fram 14 dager»."))
    return days


def _first_evaluation(session: Session, after: datetime, until: datetime) -> datetime | None:
    return session.exec(
        select(func.min(Delivery.due_at)).where(
            col(Delivery.kind) == planning.INVITATION, *_pending(after, until)
        )
    ).one()


def _due_until(session: Session, after: datetime, until: datetime) -> int:
    return session.exec(select(func.count()).where(*_pending(after, until))).one()


def _pending(after: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Delivery.state) == DeliveryState.PENDING,
        col(Delivery.due_at) > after,
        col(Delivery.due_at) <= until,
    )
