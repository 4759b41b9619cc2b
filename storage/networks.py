"""Networks, their tenants and their agencies."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from bot.domain.agencies import Agency
from bot.domain.hours import Hours
from bot.domain.networks import Template
from storage.once import insert_if_absent
from storage.tables import Network, Organisation, Tenant


def of_team(session: Session, tenant_id: str, team_id: str) -> Network | None:
    return session.exec(
        select(Network).where(Network.tenant_id == tenant_id, Network.team_id == team_id)
    ).first()


def founded(session: Session, tenant_id: str, team_id: str, name: str) -> Network:
    """The network of a Team, made when it is new: with a name, and nothing else yet."""
    network = of_team(session, tenant_id, team_id)
    if network is None:
        values = {"tenant_id": tenant_id, "team_id": team_id, "name": name, "short": name}
        empty = {"template": Template.EMPTY, "county": "", "minutes_days": 14, "skipped": []}
        insert_if_absent(session, Network, values | empty)
        network = of_team(session, tenant_id, team_id)
    if network is None:
        raise LookupError("a network was removed while it was founded")
    return network


def hours(session: Session, network_id: int) -> Hours:
    """Between which wall times the network is told anything unasked."""
    network = session.get_one(Network, network_id)
    return Hours.read(network.hours_from, network.hours_to)


def locked(session: Session, network_id: int) -> Network:
    """The network, held against everybody else who changes its set-up until this is committed.

    Rows that point at the network are still written meanwhile: two that did so and then ask for
    this would otherwise wait for each other for ever.
    """
    return session.exec(
        select(Network)
        .where(Network.id == network_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def slug_taken(session: Session, network_id: int, slug: str) -> bool:
    """Whether another network has its public page there."""
    owner = session.exec(select(Network.id).where(Network.slug == slug)).first()
    return owner not in (None, network_id)


def ids(session: Session) -> Sequence[int]:
    """Of every network."""
    return [number or 0 for number in session.exec(select(Network.id).order_by(col(Network.id)))]


def every(session: Session) -> Sequence[Network]:
    return session.exec(select(Network).order_by(col(Network.id))).all()


def remember_tenant(
    session: Session, *, tenant_id: str, service_url: str, bot_id: str, bot_name: str
) -> None:
    """Where the tenant's connector is now: it is stable, but it can change."""
    seen = Tenant(tenant_id=tenant_id, service_url=service_url, bot_id=bot_id, bot_name=bot_name)
    if session.get(Tenant, tenant_id) != seen:
        session.merge(seen)


def tenant(session: Session, tenant_id: str) -> Tenant | None:
    return session.get(Tenant, tenant_id)


def agencies(session: Session, network_id: int) -> tuple[Agency, ...]:
    rows = session.exec(
        select(Organisation)
        .where(Organisation.network_id == network_id)
        .order_by(col(Organisation.name))
    ).all()
    return tuple(agency(row) for row in rows)


def agency(row: Organisation) -> Agency:
    """The row as the rules see it."""
    return Agency(
        id=row.id or 0,
        name=row.name,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        successor_id=row.successor_id,
        observer=row.observer,
    )


def name_of_agency(session: Session, organisation_id: int | None) -> str | None:
    row = session.get(Organisation, organisation_id) if organisation_id else None
    return row.name if row else None
