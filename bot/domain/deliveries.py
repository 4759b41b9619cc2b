"""What should be sent, and the states of a sending. Teams takes no idempotency key, so a request
that left and was never answered is *unknown*, and is shown to a person instead of repeated.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# kind, subject, audience, occurrence
Identity = tuple[str, str, str, int]


A_WEEK = timedelta(days=7)  # news that could not be delivered for a week is no news


class DeliveryState(StrEnum):
    """pending → claimed → sending → sent, or one of the ends below it."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"  # the request left, and nobody knows whether it arrived
    FAILED = "failed"  # refused for good
    CANCELLED = "cancelled"  # no longer wanted before it was sent
    EXPIRED = "expired"  # too late to be of use


MOVES: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.PENDING: frozenset(
        {DeliveryState.CLAIMED, DeliveryState.CANCELLED, DeliveryState.EXPIRED}
    ),
    DeliveryState.CLAIMED: frozenset(
        {
            DeliveryState.PENDING,
            DeliveryState.SENDING,
            DeliveryState.FAILED,
            DeliveryState.CANCELLED,
        }
    ),
    DeliveryState.SENDING: frozenset(
        {
            DeliveryState.PENDING,  # Teams said "not now", or a repeatable kind was cut off
            DeliveryState.SENT,
            DeliveryState.UNKNOWN,
            DeliveryState.FAILED,
        }
    ),
    DeliveryState.SENT: frozenset(),
    DeliveryState.UNKNOWN: frozenset(
        {DeliveryState.SENT, DeliveryState.PENDING}  # only slow to say so; a person wants it again
    ),
    DeliveryState.FAILED: frozenset({DeliveryState.PENDING}),  # a person wants it again
    DeliveryState.CANCELLED: frozenset({DeliveryState.PENDING}),  # wanted again by a new plan
    DeliveryState.EXPIRED: frozenset(),
}


def person(person_id: int) -> str:
    return f"person:{person_id}"


def conversation(conversation_id: int) -> str:
    return f"conversation:{conversation_id}"


def subject(kind: str, row_id: int) -> str:
    return f"{kind}:{row_id}"


def called_on(audience: str) -> int | None:
    """Whose chat an audience is; None for a channel, where only a mention calls on somebody."""
    return row_id(audience) if audience.startswith("person:") else None


def row_id(address: str) -> int:
    """The row id in an audience or a subject such as "person:5"."""
    return int(address.rpartition(":")[2])


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that should be sent. The four first are its identity; the times may move.

    due_at, expires_at: aware, by the clock of the rules; at expires_at it is too late.
    person_id: whom it calls on; filled in for somebody's own chat, said for a mention in a channel,
    None for what is for all.
    early: it may go along in a message up to a week before it is due; not so for what is only sent
    when an earlier one found no answer.
    """

    kind: str
    subject: str
    audience: str
    occurrence: int
    due_at: datetime
    expires_at: datetime
    person_id: int | None = None
    early: bool = True

    def __post_init__(self) -> None:
        person_id = self.person_id or called_on(self.audience)
        object.__setattr__(self, "person_id", person_id)  # the class is frozen

    @property
    def identity(self) -> Identity:
        return (self.kind, self.subject, self.audience, self.occurrence)


@dataclass(frozen=True, slots=True)
class Stored:
    """A delivery as the database has it."""

    planned: Planned
    state: DeliveryState


@dataclass(frozen=True, slots=True)
class Changes:
    """What reconciling a plan with the stored deliveries asks for.

    insert: is not there yet. renew: becomes pending with these times. cancel: is not sent.
    """

    insert: tuple[Planned, ...] = ()
    renew: tuple[Planned, ...] = ()
    cancel: tuple[Identity, ...] = ()


WITHDRAWABLE = frozenset({DeliveryState.PENDING, DeliveryState.CLAIMED})


def differences(wanted: Iterable[Planned], stored: Iterable[Stored]) -> Changes:
    """How to get from what is stored to what is wanted; planning twice changes nothing.

    `stored` holds every delivery of the planned kinds and subjects, in whatever state: what has an
    end (sent, unknown, failed, expired) or is on its way is left alone, wanted or not.
    """
    want = {planned.identity: planned for planned in wanted}
    have = {row.planned.identity: row for row in stored}
    return Changes(
        insert=tuple(planned for key, planned in want.items() if key not in have),
        renew=tuple(p for key, p in want.items() if key in have and _needs_renewal(p, have[key])),
        cancel=tuple(k for k, row in have.items() if k not in want and row.state in WITHDRAWABLE),
    )


def _needs_renewal(wanted: Planned, row: Stored) -> bool:
    """Cancelled but wanted again, or waiting for a moment that has moved.

    A claimed one that moved is taken back from its worker: it may be due later now.
    """
    if row.state is DeliveryState.CANCELLED:
        return True
    return row.state in WITHDRAWABLE and row.planned != wanted
