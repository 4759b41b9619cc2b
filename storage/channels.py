"""The channels of a network's Team: what Teams tells of them, and what they are used for."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from bot.domain.networks import TeamChannel
from storage.once import insert_if_absent
from storage.places import GENERAL, Purpose, is_general
from storage.tables import Conversation, Network


def learn(session: Session, network: Network, told: Iterable[TeamChannel]) -> None:
    """Store what Teams told. A standard channel that it does not name any more is gone."""
    listed = tuple(told)
    if not listed or network.team_id is None:
        return
    for channel in listed:
        _remember(session, network, channel)
    named = {channel.channel_id for channel in listed}
    for row in of(session, network.id or 0):
        if row.conversation_id not in named and row.channel_type == "standard":
            row.gone = True
            session.add(row)


def _remember(session: Session, network: Network, told: TeamChannel) -> None:
    known = (
        Conversation.tenant_id == network.tenant_id,
        Conversation.conversation_id == told.channel_id,
    )
    facts = {
        "network_id": network.id,
        "team_id": network.team_id,
        "name": told.name or GENERAL,
        "channel_type": told.kind,
        "readers": told.readers,
        "gone": False,
    }
    row = session.exec(select(Conversation).where(*known)).first()
    if row is None:
        identity = {"tenant_id": network.tenant_id, "conversation_id": told.channel_id}
        insert_if_absent(session, Conversation, {**identity, "kind": "channel", **facts})
        return
    if told.readers is None:
        del facts["readers"]  # what was known is nearer the truth than nothing
    row.sqlmodel_update(facts)
    session.add(row)


def of(session: Session, network_id: int) -> Sequence[Conversation]:
    """The Team's channels: General first, then by name. Those that are gone are left out."""
    rows = session.exec(
        select(Conversation).where(
            Conversation.network_id == network_id,
            Conversation.kind == "channel",
            col(Conversation.gone).is_(False),
        )
    ).all()
    return sorted(rows, key=lambda row: (not is_general(row), row.name.casefold(), row.id or 0))


def use(session: Session, network_id: int, reminders: int | None, solutions: int | None) -> None:
    """Choose by row id what each purpose is served by; a purpose without channel has none."""
    for row in of(session, network_id):
        row.purpose = _purpose(row.id, reminders, solutions)
        session.add(row)
    session.flush()


def _purpose(row_id: int | None, reminders: int | None, solutions: int | None) -> Purpose | None:
    if row_id == reminders == solutions:
        return Purpose.BOTH
    if row_id == reminders:
        return Purpose.REMINDERS
    return Purpose.SOLUTION_GROUP if row_id == solutions else None
