"""Who acts, where, and in which networks: in one look, because every turn begins with it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, String, and_, bindparam, select

from bot.domain.language import Language
from bot.domain.people import Member
from storage import people
from storage.once import columns_of
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


_PERSON, _PLACE, _TENANT, _NETWORK, _MEMBERSHIP, _ROLE, _LISTED = (
    columns_of(table)
    for table in (Person, Conversation, Tenant, Network, Membership, Role, Delivery)
)
_OF_PLACE, _LEAD = _NETWORK.alias(), _LISTED.alias()
_LIST = (
    select(_LEAD.c.id)
    .join_from(_LEAD, _LISTED, _LISTED.c.lead_id == _LEAD.c.id)
    .where(
        _LEAD.c.network_id == _MEMBERSHIP.c.network_id,
        _LEAD.c.activity_id == bindparam("card", type_=String),
    )
    .limit(1)
    .correlate(_MEMBERSHIP)
    .scalar_subquery()
)
_COLUMNS: tuple[Any, ...] = (
    *(_PERSON.c[name] for name in ("id", "teams_id", "name", "language")),
    *(_PERSON.c[name] for name in ("unreachable", "network_id")),
    *(_PLACE.c[name] for name in ("id", "network_id", "person_id", "team_id", "name", "gone")),
    _OF_PLACE.c.team_id,
    *(_TENANT.c[name] for name in ("service_url", "bot_id", "bot_name")),
    *(_LIST, _MEMBERSHIP.c.network_id, _MEMBERSHIP.c.organisation_id, _NETWORK.c.owner_id),
    _ROLE.c.kind,
)
# A row for each network and role of the person, if any. Written once, because every turn asks.
_KNOWN = (
    select(*_COLUMNS)
    .join_from(_PERSON, _TENANT, _TENANT.c.tenant_id == _PERSON.c.tenant_id)
    .join(_PLACE, _PLACE.c.tenant_id == _PERSON.c.tenant_id)
    .outerjoin(_OF_PLACE, _OF_PLACE.c.id == _PLACE.c.network_id)
    .outerjoin(_MEMBERSHIP, _MEMBERSHIP.c.person_id == _PERSON.c.id)
    .outerjoin(_NETWORK, _NETWORK.c.id == _MEMBERSHIP.c.network_id)
    .outerjoin(
        _ROLE,
        and_(
            _ROLE.c.network_id == _MEMBERSHIP.c.network_id,
            _ROLE.c.person_id == _MEMBERSHIP.c.person_id,
        ),
    )
    .where(
        _PERSON.c.tenant_id == bindparam("tenant"),
        _PERSON.c.object_id == bindparam("object"),
        _PLACE.c.conversation_id == bindparam("conversation"),
    )
    .order_by(_MEMBERSHIP.c.id)
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
