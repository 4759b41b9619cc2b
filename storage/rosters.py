"""Everybody in a network at once, and what they do: read whole, changed by a rule, written back."""

from sqlmodel import Session, col, delete, select, update

from bot.domain.people import Post, Roster
from storage import networks
from storage.once import insert_if_absent
from storage.tables import Membership, Network, Role


def read(session: Session, network_id: int) -> Roster:
    """Who belongs to a network and who does what in it, in three queries however many they are."""
    members = session.exec(
        select(Membership.person_id, Membership.organisation_id)
        .where(Membership.network_id == network_id)
        .order_by(col(Membership.id))
    ).all()
    posts = session.exec(
        select(Role).where(Role.network_id == network_id).order_by(col(Role.id))
    ).all()
    owner_id = session.exec(select(Network.owner_id).where(Network.id == network_id)).one()
    return Roster(dict(members), tuple(_post(row) for row in posts), owner_id)


def _post(row: Role) -> Post:
    return Post(row.person_id, row.kind, row.organisation_id, row.body_id)


def read_to_change(session: Session, network_id: int) -> Roster:
    """The same, locked: two who leave at once cannot each hand over to the other."""
    networks.locked(session, network_id)
    return read(session, network_id)


def save(session: Session, network_id: int, before: Roster, after: Roster) -> None:
    """Write what differs. `before` must come from `read_to_change` in this transaction."""
    _save_members(session, network_id, before, after)
    _save_posts(session, network_id, before, after)
    if after.owner_id != before.owner_id:
        session.get_one(Network, network_id).owner_id = after.owner_id
    session.flush()


def _save_members(session: Session, network_id: int, before: Roster, after: Roster) -> None:
    gone = before.members.keys() - after.members.keys()
    session.exec(
        delete(Membership).where(
            col(Membership.network_id) == network_id, col(Membership.person_id).in_(gone)
        )
    )
    for person_id, organisation_id in after.members.items():
        if person_id not in before.members:
            values = {"network_id": network_id, "person_id": person_id}
            insert_if_absent(session, Membership, values)
        if organisation_id != before.members.get(person_id):
            _represent(session, network_id, person_id, organisation_id)


def _represent(
    session: Session, network_id: int, person_id: int, organisation_id: int | None
) -> None:
    session.exec(
        update(Membership)
        .where(col(Membership.network_id) == network_id, col(Membership.person_id) == person_id)
        .values(organisation_id=organisation_id)
    )


def _save_posts(session: Session, network_id: int, before: Roster, after: Roster) -> None:
    rows = session.exec(select(Role).where(Role.network_id == network_id)).all()
    for row in rows:
        if _post(row) not in after.posts:
            session.delete(row)
    for post in after.posts:
        if post not in before.posts:
            session.add(_role(network_id, post))


def _role(network_id: int, post: Post) -> Role:
    return Role(
        network_id=network_id,
        person_id=post.person_id,
        kind=post.kind,
        organisation_id=post.agency_id,
        body_id=post.body_id,
    )
