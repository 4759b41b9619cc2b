"""A network with deliveries, and the few sentences that tests speak of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.domain.deliveries import DeliveryState, Planned, conversation, subject
from storage import deliveries, queue, sending
from storage.sending import Claim
from storage.store import Store
from storage.tables import Delivery, Network
from tests.clock import Clock

KIND = "reminder"
LEASE = timedelta(seconds=60)
DAY = timedelta(days=1)


@dataclass
class Bench:
    """`clock` is the rules' time; `real` is what leases follow on SQLite."""

    store: Store
    clock: Clock
    real: Clock
    network_id: int

    @classmethod
    def open(cls, store: Store, clock: Clock, real: Clock) -> "Bench":
        with store.transaction() as session:
            network = Network(tenant_id="tenant", name="Nettverket", short="NV")
            session.add(network)
            session.flush()
            return cls(store, clock, real, network.id or 0)

    def planned(self, number: int, due_at: datetime | None = None, kind: str = KIND) -> Planned:
        """Due now and useful for a day, unless it is said otherwise."""
        due = due_at or self.clock()
        return Planned(kind, subject("meeting", number), conversation(1), 0, due, due + DAY)

    def add(self, *numbers: int, due_at: datetime | None = None, kind: str = KIND) -> None:
        with self.store.transaction() as session:
            for number in numbers:
                deliveries.add(session, self.network_id, self.planned(number, due_at, kind))

    def claim(self, owner: str = "one", limit: int = 10, lease: timedelta = LEASE) -> list[Claim]:
        with self.store.transaction() as session:
            taken = self.claim_in(session, owner, limit, lease)
            return [Claim(delivery.id or 0, owner) for delivery in taken]

    def claim_in(
        self, session: Session, owner: str, limit: int = 10, lease: timedelta = LEASE
    ) -> list[Delivery]:
        return queue.claim(
            session,
            now_rules=self.clock(),
            now_real=self.real(),
            owner=owner,
            limit=limit,
            lease=lease,
        )

    def begin(self, held: Claim) -> bool:
        with self.store.transaction() as session:
            return sending.begin_sending(session, held, now_real=self.real(), lease=LEASE)

    def sent(self, held: Claim, along: Collection[int] = ()) -> bool:
        where = {"conversation_id": "a:1", "activity_id": "7"}
        with self.store.transaction() as session:
            return sending.sent(session, held, along, sent_at=self.clock(), **where)

    def recover(self, *repeatable: str, only_worker: bool = False) -> int:
        with self.store.transaction() as session:
            return queue.recover(
                session, now_real=self.real(), repeatable=repeatable, only_worker=only_worker
            )

    def rows(self) -> list[Delivery]:
        with self.store.transaction() as session:
            return list(session.exec(select(Delivery).order_by(col(Delivery.id))))

    def states(self) -> dict[str, DeliveryState]:
        return {row.subject.removeprefix("meeting:"): row.state for row in self.rows()}
