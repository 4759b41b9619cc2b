"""Who acts, where, and in which networks: in one look, because every turn begins with it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, String, and_, bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.domain.language import Language
from bot.domain.people import Member
from storage import people
from storage.tables import Conversation, Delivery, Membership, Network, Person, Role, Tenant


class KnownPerson(NamedTuple):
    """`chosen`: the network they mean in their chat, when they have said."""

    id: int
    teams_id: str
    name: str
    language: Language | None
    unreachable: bool
    chosen: int | None


class KnownPlace(NamedTuple):
    """`network_team_id`: the Team of the place's network."""

    id: int
    network_id: int | None
    person_id: int | None
    team_id: str | None
    name: str
    gone: bool
    network_team_id: str | None


class KnownTenant(NamedTuple):
    service_url: str
    bot_id: str
    bot_name: str


class Known(NamedTuple):
    """`members`: the person as their networks know them, the longest membership first. `lists`: the
    delivery that leads the message with the pressed card, where several things went out in it, by
    network.
    """

    person: KnownPerson
    place: KnownPlace
    tenant: KnownTenant
    members: Mapping[int, Member]
    lists: Mapping[int, int | None]


_OF_PLACE = aliased(Network)
_LEAD = aliased(Delivery)
_LIST = (
    select(col(_LEAD.id))
    .join_from(_LEAD, Delivery, col(Delivery.lead_id) == col(_LEAD.id))
    .where(
        col(_LEAD.network_id) == col(Membership.network_id),
        col(_LEAD.activity_id) == bindparam("card", type_=String),
    )
    .limit(1)
    .correlate(Membership)
    .scalar_subquery()
)
_COLUMNS: tuple[Any, ...] = (
    *(col(Person.id), col(Person.teams_id), col(Person.name), col(Person.language)),
    *(col(Person.unreachable), col(Person.network_id)),
    *(col(Conversation.id), col(Conversation.network_id), col(Conversation.person_id)),
    *(col(Conversation.team_id), col(Conversation.name), col(Conversation.gone)),
    col(_OF_PLACE.team_id),
    *(col(Tenant.service_url), col(Tenant.bot_id), col(Tenant.bot_name)),
    *(_LIST, col(Membership.network_id), col(Membership.organisation_id), col(Network.owner_id)),
    col(Role.kind),
)
# A row for each network and role of the person, if any. Written once, as columns: every turn asks.
_KNOWN = (
    select(*_COLUMNS)
    .join_from(Person, Tenant, col(Tenant.tenant_id) == col(Person.tenant_id))
    .join(Conversation, col(Conversation.tenant_id) == col(Person.tenant_id))
    .outerjoin(_OF_PLACE, col(_OF_PLACE.id) == col(Conversation.network_id))
    .outerjoin(Membership, col(Membership.person_id) == col(Person.id))
    .outerjoin(Network, col(Network.id) == col(Membership.network_id))
    .outerjoin(
        Role,
        and_(
            col(Role.network_id) == col(Membership.network_id),
            col(Role.person_id) == col(Membership.person_id),
        ),
    )
    .where(
        col(Person.tenant_id) == bindparam("tenant"),
        col(Person.object_id) == bindparam("object"),
        col(Conversation.conversation_id) == bindparam("conversation"),
    )
    .order_by(col(Membership.id))
)


def look(
    connection: Connection, tenant_id: str, object_id: str, conversation_id: str, card: str | None
) -> Known | None:
    """`card`: the message that holds the pressed one. None where the person or place is new."""
    values = {"tenant": tenant_id, "object": object_id, "conversation": conversation_id}
    rows = connection.execute(_KNOWN, values | {"card": card}).all()
    if not rows:
        return None
    person, place = KnownPerson(*rows[0][:6]), KnownPlace(*rows[0][6:13])
    lists = {row[17]: row[16] for row in rows if row[17] is not None}
    return Known(
        person,
        place,
        KnownTenant(*rows[0][13:16]),
        {
            network: people.as_member(
                person.id, person.name, network, [row[18:] for row in rows if row[17] == network]
            )
            for network in lists
        },
        lists,
    )
