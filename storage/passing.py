"""What is asked of whom while somebody's week is full: the next in the same agency is asked, for
the kinds that are for any of its people.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from sqlmodel import Session

from bot.domain import deliveries
from storage import attendance, confidential, duties, offers, people, reach, rounds
from storage import deliveries as outbox
from storage.tables import Delivery, Person

Chain = Callable[[Session, Delivery], Sequence[Person]]


def pass_on(session: Session, unsaid: Delivery, now: datetime) -> None:
    """There was no room for it with the one it was meant for. Of a kind that nobody else can
    answer, nothing more is said.
    """
    chain = CHAINS.get(unsaid.kind)
    heir = _after(chain(session, unsaid), unsaid.person_id) if chain else None
    if heir is None:
        return
    to = _audience(session, unsaid, heir)
    if to is not None:
        planned = outbox.planned_of(unsaid)
        again = replace(planned, audience=to, person_id=heir.id, due_at=max(planned.due_at, now))
        outbox.add(session, unsaid.network_id, again)


def _after(chain: Sequence[Person], person_id: int | None) -> Person | None:
    others = iter(chain)
    before = any(person.id == person_id for person in others)
    return next(others, None) if before else None


def _audience(session: Session, unsaid: Delivery, heir: Person) -> str | None:
    if unsaid.kind in ONLY_IN_CHATS:
        return confidential.audience([heir])
    return reach.audience(session, unsaid.network_id or 0, heir)


def _colleagues(session: Session, unsaid: Delivery) -> Sequence[Person]:
    """All who could be asked for the agency of the person it was meant for."""
    network_id = unsaid.network_id or 0
    belongs = people.membership(session, network_id, unsaid.person_id or 0)
    return people.spokespeople(session, network_id, belongs.organisation_id if belongs else None)


def _helpers(session: Session, unsaid: Delivery) -> Sequence[Person]:
    return duties.helpers(session, deliveries.row_id(unsaid.subject), unsaid.occurrence)


def _absence(session: Session, unsaid: Delivery) -> Sequence[Person]:
    return attendance.asked(session, deliveries.row_id(unsaid.subject))


CHAINS: Mapping[str, Chain] = MappingProxyType(
    {
        offers.OFFERED: _colleagues,
        rounds.COUNTS: _colleagues,
        duties.OFFERED: _colleagues,
        duties.HELP: _helpers,
        attendance.ABSENCE: _absence,
    }
)
ONLY_IN_CHATS = frozenset({attendance.ABSENCE})
