"""What an answer of Teams means for whoever sends: which failure it is, and how long to wait."""

import logging
import math
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TypeVar

from bot.domain.errors import TOO_LARGE, DeliveryFailed

log = logging.getLogger(__name__)

LONGEST_RETRY_AFTER = 3600.0
"""Seconds; a longer wish is cut to this."""
STOP = 300.0
"""Seconds of quiet when a fresh token was refused, too: no message can help, a person must."""
PATIENCE = 8.0
"""Seconds that a person's own answer may wait altogether; Teams gives up on us after 15."""

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    status: int
    retry_after: str | None
    body: bytes

    @property
    def ok(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


# The word for the sender where trying again is pointless; every other 4xx is "rejected".
_PERMANENT: dict[int, str] = {
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "gone",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TOO_LARGE,
}


def failure_of(answer: Answer, now: datetime) -> DeliveryFailed:
    status = answer.status
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return DeliveryFailed("server-error", ambiguous=True)
    return _not_now(answer, now) or DeliveryFailed(_refusal(answer), permanent=True)


def _not_now(answer: Answer, now: datetime) -> DeliveryFailed | None:
    """429 and 412 were not carried out, says Microsoft, and shall be sent again."""
    wish = retry_after(answer.retry_after, now)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return DeliveryFailed("throttled", retry_after=wish or 0.0)
    if answer.status == HTTPStatus.PRECONDITION_FAILED:
        return DeliveryFailed("precondition", retry_after=wish)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        log.error("Teams refuses this bot's token: look at its app id and its password")
        return DeliveryFailed("unauthorised", retry_after=STOP)
    return None


def _refusal(answer: Answer) -> str:
    if answer.status == HTTPStatus.FORBIDDEN and b"MessageWritesBlocked" in answer.body:
        return "blocked"
    if answer.status < HTTPStatus.BAD_REQUEST:
        return "redirected"
    return _PERMANENT.get(answer.status, "rejected")


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header (a number or an HTTP date); None when it says nothing."""
    seconds = None if header is None else _seconds(header, now)
    if seconds is None or not math.isfinite(seconds) or seconds <= 0:
        return None
    return min(seconds, LONGEST_RETRY_AFTER)


def _seconds(header: str, now: datetime) -> float | None:
    try:
        return float(header)
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now.timestamp()


async def patiently(
    send: Callable[[], Awaitable[T]], wait: Callable[[float], Awaitable[None]]
) -> T:
    """Send a person's own answer, waiting out what was surely not delivered (429, 412).

    wait: sleeps for so many seconds. Raises the last DeliveryFailed after PATIENCE seconds of
    waiting in all.
    """
    left, pause = PATIENCE, 1.0
    while True:
        try:
            return await send()
        except DeliveryFailed as failure:
            delay = (failure.retry_after or pause) * secrets.SystemRandom().uniform(1.0, 1.25)
            if failure.permanent or failure.ambiguous or delay > left:
                raise
        await wait(delay)
        left, pause = left - delay, pause * 2
