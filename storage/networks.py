"""Networks, their tenants and their agencies."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from bot.domain.agencies import Agency
from storage.tables import Network, Organisation, Tenant


def of_team(session: Session, tenant_id: str, team_id: str) -> Network | None:
    return session.exec(
        select(Network).where(Network.tenant_id == tenant_id, Network.team_id == team_id)
    ).first()


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
    return tuple(_agency(row) for row in rows)


def _agency(row: Organisation) -> Agency:
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
