"""What has changed about a network's meetings is told in one post, some minutes after the last."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, func, select

from bot.domain import deliveries, versions
from bot.domain.deliveries import A_WEEK, WITHDRAWABLE, Planned
from bot.domain.meetings import Meeting as Described
from bot.domain.versions import GATHERED
from storage import deliveries as outbox
from storage import meetings, networks, reach
from storage.tables import Delivery, Meeting, MeetingVersion

CHANGED = "meeting-changed"  # the kind of delivery


def gather(session: Session, network_id: int, now: datetime) -> int | None:
    """The notice that waits, put off once more, or a new one; its delivery id.

    None in a network without a channel: there is nowhere to tell it.
    """
    waiting = _waiting(session, network_id)
    if waiting is not None and waiting.due_at == now + GATHERED:
        return waiting.id  # put off already, by another change of this moment
    planned = _put_off(waiting, now) if waiting else _first(session, network_id, now)
    if planned is None:
        return None
    outbox.reconcile(
        session, network_id, kinds=(CHANGED,), wanted=(planned,), subjects={planned.subject}
    )
    return session.exec(
        select(Delivery.id).where(
            Delivery.kind == CHANGED,
            Delivery.subject == planned.subject,
            Delivery.audience == planned.audience,
            Delivery.occurrence == planned.occurrence,
        )
    ).one()


def _waiting(session: Session, network_id: int) -> Delivery | None:
    return session.exec(
        select(Delivery)
        .where(
            Delivery.kind == CHANGED,
            Delivery.subject == _subject(network_id),
            col(Delivery.state).in_(WITHDRAWABLE),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def _put_off(waiting: Delivery, now: datetime) -> Planned:
    due_at = now + GATHERED
    return replace(outbox.planned_of(waiting), due_at=due_at, expires_at=due_at + A_WEEK)


def _first(session: Session, network_id: int, now: datetime) -> Planned | None:
    audience, subject = reach.channel(session, network_id), _subject(network_id)
    if audience is None:
        return None
    number = session.exec(
        select(func.count()).where(col(Delivery.kind) == CHANGED, col(Delivery.subject) == subject)
    ).one()
    due_at = now + GATHERED
    return Planned(CHANGED, subject, audience, number, due_at, due_at + A_WEEK)


def _subject(network_id: int) -> str:
    return deliveries.subject("network", network_id)


def told_by(session: Session, notice: Delivery) -> Sequence[tuple[Described, Described]]:
    """Each meeting of a notice as it was before the first of the changes, and as it is now."""
    rows = session.exec(
        select(MeetingVersion, Meeting)
        .join(Meeting, col(Meeting.id) == col(MeetingVersion.meeting_id))
        .where(MeetingVersion.delivery_id == notice.id)
        .order_by(col(MeetingVersion.sequence).desc())
    ).all()
    first = {row.id: (versions.from_data(kept.facts), row) for kept, row in rows}
    names = {a.id: a.name for a in networks.agencies(session, notice.network_id or 0)}
    now = meetings.described(session, (row for _, row in first.values()))
    was = (version for version, _ in first.values())
    pairs = [(v.of(m, names.get(v.host_id or 0)), m) for v, m in zip(was, now, strict=True)]
    return sorted(pairs, key=lambda pair: (pair[1].starts_at, pair[1].id))
