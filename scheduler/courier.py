"""One delivery's way to Teams. Between `begin_sending` and its result stands exactly one request,
never inside a transaction; what is not known to have arrived is not sent again.
"""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot.deps import Deps, Kind, Messenger, Outgoing, Posted, Target
from bot.domain.errors import TOO_LARGE, DeliveryFailed
from scheduler.floor import Floor
from scheduler.pace import Turn, Turns, Wish
from storage import failures, passing, reach, sending
from storage.delivery_rows import LEASE
from storage.sending import Claim
from storage.store import UNAVAILABLE
from storage.tables import Delivery

log = logging.getLogger(__name__)

LONGEST_WAIT = 3600.0  # seconds, whatever Teams asks for
LONGEST_BACKOFF = 30.0
DOUBLINGS = 5

_random = secrets.SystemRandom()


# A delivery and the message it would be alone. The first of several leads.
Piece = tuple[Delivery, Outgoing]


@dataclass(frozen=True, slots=True)
class Errand:
    """What leaves in one request: a delivery, and the ids of what goes along in its message."""

    outgoing: Outgoing
    along: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Courier:
    """Takes a claimed delivery to Teams and writes down how it went.

    gather: makes one message of several.
    clock: real time, aware. remember_chat: stores the 1:1 that was opened for a delivery.
    owner: this process, by a name that no other process ever had.
    floor: who is being answered right now.
    patience: seconds to wait for a conversation that is full before the others are let past.
    """

    deps: Deps
    messenger: Messenger
    kinds: Mapping[str, Kind]
    gather: Callable[[Deps, Session, Sequence[Piece]], Outgoing]
    pacer: Turns
    clock: Callable[[], datetime]
    remember_chat: Callable[[Session, Delivery, str], None]
    owner: str
    floor: Floor = field(default_factory=Floor)
    lease: timedelta = LEASE
    patience: float = 1.0
    random: Callable[[float, float], float] = field(default=_random.uniform)

    async def deliver(self, delivery: Delivery) -> None:
        """Whatever goes wrong with one delivery does not keep the others waiting.

        Raises storage.store.UNAVAILABLE when the database fails: then the end of the lease decides.
        """
        held = Claim(delivery.id or 0, self.owner)
        try:
            errand = await self.deps.store.run_together(self.prepare, delivery, held)
            if errand is not None:
                await self._send(delivery, held, errand)
        except UNAVAILABLE:
            raise
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("delivery %s went wrong, reference %s", held.delivery_id, reference)
            await self.deps.store.run(self._record_bug, held, f"internal error {reference}")

    def prepare(self, delivery: Delivery, held: Claim) -> Errand | None:
        """What leaves, built from the facts of this moment; None when nothing is to be said."""
        with self.deps.store.transaction() as session:
            outgoing = self.kinds[delivery.kind].prepare(self.deps, session, delivery)
            if outgoing is None:
                not_yet = delivery.due_at > self.deps.now()
                (sending.put_off if not_yet else sending.cancel)(session, held)
                return None
            # What calls on nobody has no place of its own, and nothing goes along with it.
            along = self._along(session, delivery) if delivery.allotted_at else ()
            if not along:
                return Errand(outgoing)
            together = self.gather(self.deps, session, [(delivery, outgoing), *along])
            return Errand(together, tuple(row.id or 0 for row, _ in along))

    def _along(self, session: Session, lead: Delivery) -> list[Piece]:
        """What goes along and is still true; the rest is left out."""
        found: list[Piece] = []
        for row in sending.going_along(session, lead.id or 0):
            outgoing = self._part(session, row)
            if outgoing is None:
                sending.leave_out(session, row, self.deps.now())
            else:
                found.append((row, outgoing))
        return found

    def _part(self, session: Session, row: Delivery) -> Outgoing | None:
        """One that cannot be built is left out, as it would have failed alone."""
        try:
            with session.begin_nested():
                return self.kinds[row.kind].prepare(self.deps, session, row)
        except UNAVAILABLE:
            raise
        except Exception:
            log.exception("delivery %s could not go along", row.id)
            return None

    async def _send(self, delivery: Delivery, held: Claim, errand: Errand) -> None:
        target = await self._opened(delivery, held, errand.outgoing.target)
        turn = await self._turn(delivery, held, target) if target else None
        if target is None or turn is None:
            return
        await self.floor.free(target.conversation_id or "")
        if not await self.deps.store.run_together(self._begin, held, errand.along):
            return
        if await self._come(held, target, turn):
            await self._post(delivery, held, errand, target)

    async def _post(self, delivery: Delivery, held: Claim, errand: Errand, target: Target) -> None:
        outgoing = replace(errand.outgoing, target=target)
        try:
            posted = await self._request_at_any_length(outgoing)
        except DeliveryFailed as failure:
            repeatable = outgoing.activity_id is not None  # an update twice is the same update
            await self._not_sent(delivery, held, target, failure, repeatable=repeatable)
        else:
            await self.deps.store.run_together(self._record_sent, held, errand.along, posted)

    async def _opened(self, delivery: Delivery, held: Claim, target: Target) -> Target | None:
        """The conversation to post to, opened when there is none yet; None when that failed."""
        if target.conversation_id is not None:
            return target
        turn = await self._turn(delivery, held, target)
        if turn is None or not await self._come(held, target, turn):
            return None
        try:
            chat = await self.messenger.open(target)
        except DeliveryFailed as failure:
            await self._not_sent(delivery, held, target, failure, repeatable=True)
            return None
        await self.deps.store.run(self._remember, delivery, chat)
        return replace(target, conversation_id=chat, teams_user_id=None)

    async def _turn(self, delivery: Delivery, held: Claim, target: Target) -> Turn | None:
        """Wait for the pace; None when that is too long, or nothing can be sent there at all, and
        that is written down.
        """
        try:
            await self.messenger.ready(target)
        except DeliveryFailed as failure:
            await self._not_sent(delivery, held, target, failure, repeatable=True)
            return None
        return await self._or_back(held, await self.pacer.wait(self._wish(target)))

    async def _come(self, held: Claim, target: Target, turn: Turn) -> bool:
        """Wait for the turn itself; False when it was missed, the next is too far away, and the
        delivery was put back.
        """
        turn = await self.pacer.come(self._wish(target), turn)
        return await self._or_back(held, turn) is not None

    async def _or_back(self, held: Claim, turn: Turn) -> Turn | None:
        """The turn; None when it is too far away and the delivery was put back."""
        if not turn.away:
            return turn
        await self.deps.store.run(self._retry, held, None, turn.away, counted=False)
        return None

    def _wish(self, target: Target) -> Wish:
        """In its conversation, or with whom it opens one."""
        conversation = target.conversation_id or target.teams_user_id or ""
        return Wish(target.tenant_id, conversation, self.patience)

    async def _request_at_any_length(self, outgoing: Outgoing) -> Posted:
        """What Teams finds too large was not carried out: its text goes alone, once.

        Raises DeliveryFailed.
        """
        try:
            return await self._request(outgoing)
        except DeliveryFailed as failure:
            if failure.reason != TOO_LARGE or not outgoing.message.summary:
                raise
        log.error("a card was too large for Teams; its text is sent alone")
        bare = replace(outgoing.message, bare=True)
        return await self._request(replace(outgoing, message=bare))

    async def _request(self, outgoing: Outgoing) -> Posted:
        """The one request, and where the message stands; an update stands nowhere of its own.

        Raises DeliveryFailed.
        """
        target = outgoing.target
        if outgoing.activity_id is not None:
            await self.messenger.update(target, outgoing.activity_id, outgoing.message)
            return Posted("", "")
        posted = await self.messenger.post(target, outgoing.message)
        where = posted.conversation_id or target.conversation_id or ""
        return replace(posted, conversation_id=where)

    async def _not_sent(
        self,
        delivery: Delivery,
        held: Claim,
        target: Target,
        failure: DeliveryFailed,
        *,
        repeatable: bool,
    ) -> None:
        """The whole policy. repeatable: this request does no harm twice."""
        run = self.deps.store.run
        if failure.permanent:
            await run(self._record_refused, delivery, held, failure.reason)
        elif failure.ambiguous and not repeatable:
            await run(self._record_ambiguous, delivery, held, failure.reason)
        elif failure.retry_after is not None:
            wait = self._wait(failure.retry_after, delivery.attempts)
            await self.pacer.be_quiet(target.tenant_id, wait)
            await run(self._retry, held, failure.reason, wait, counted=False)
        else:
            wait = self._backoff(delivery.attempts)
            await run(self._retry, held, failure.reason, wait, counted=True)

    def _wait(self, asked: float, attempts: int) -> float:
        """What Teams asks for, unless it is nonsense. Seconds."""
        return min(asked, LONGEST_WAIT) if asked > 0 else self._backoff(attempts)

    def _backoff(self, attempts: int) -> float:
        """From one second, longer each time, spread so that not all come back at once."""
        return self.random(1.0, min(2.0 ** min(attempts + 1, DOUBLINGS), LONGEST_BACKOFF))

    # ---- what is written down, each in a transaction of its own

    def _begin(self, held: Claim, along: tuple[int, ...]) -> bool:
        with self.deps.store.writing(whole=not along) as connection:
            return sending.begin_sending(
                connection, held, along, now_real=self.clock(), lease=self.lease
            )

    def _remember(self, delivery: Delivery, chat: str) -> None:
        with self.deps.store.transaction() as session:
            self.remember_chat(session, delivery, chat)

    def _record_sent(self, held: Claim, along: tuple[int, ...], posted: Posted) -> None:
        with self.deps.store.writing(whole=not along) as connection:
            sending.sent(
                connection,
                held,
                along,
                conversation_id=posted.conversation_id,
                activity_id=posted.activity_id,
                sent_at=self.deps.now(),
            )

    def _retry(self, held: Claim, error: str | None, wait: float, *, counted: bool) -> None:
        with self.deps.store.writing() as connection:
            after = timedelta(seconds=wait)
            sending.retry(
                connection, held, error, now_real=self.clock(), wait=after, counted=counted
            )

    def _record_ambiguous(self, delivery: Delivery, held: Claim, reason: str) -> None:
        with self.deps.store.transaction() as session:
            again = self.kinds[delivery.kind].repeats and sending.repeat(session, held, reason)
            if not again:
                sending.unknown(session, held, reason)

    def _record_refused(self, delivery: Delivery, held: Claim, reason: str) -> None:
        refused = self.kinds[delivery.kind].refused
        with self.deps.store.transaction() as session:
            if refused is None:
                sending.failed(session, held, reason)
                return
            reach.hold(session, delivery)
            hook = partial(refused, self.deps, session, delivery, reason)
            if sending.failed(session, held, reason) and _followed_by(session, hook, delivery):
                failures.went_another_way(session, held.delivery_id)

    def pass_on(self, session: Session, given_up: Delivery) -> None:
        """There was no room for it with the person it calls on."""
        hook = partial(passing.pass_on, session, given_up, self.deps.now())
        _followed_by(session, hook, given_up)

    def _record_bug(self, held: Claim, error: str) -> None:
        """Unknown when the request had begun; failed when it had not."""
        with self.deps.store.transaction() as session:
            if not sending.unknown(session, held, error):
                sending.failed(session, held, error)


def _followed_by(session: Session, hook: Callable[[], None], delivery: Delivery) -> bool:
    """Whether the hook did its work; one that fails takes back only its own changes."""
    try:
        with session.begin_nested():
            hook()
    except Exception:
        log.exception("what follows the end of delivery %s failed", delivery.id)
        return False
    return True
