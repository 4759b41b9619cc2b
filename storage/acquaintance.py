"""Who acts, and where, as far as they are known: in one look, because every turn begins with it."""

from typing import NamedTuple

from sqlalchemy import and_, bindparam
from sqlmodel import Session, col, select

from storage.tables import Conversation, Person, Tenant


class Known(NamedTuple):
    """`tenant` is only looked up here; nothing asks the database for it again in this session."""

    person: Person | None = None
    place: Conversation | None = None
    tenant: Tenant | None = None


_KNOWN = (
    select(Person, Conversation, Tenant)
    .join(
        Conversation,
        and_(
            col(Conversation.tenant_id) == col(Person.tenant_id),
            col(Conversation.conversation_id) == bindparam("conversation"),
        ),
        isouter=True,
    )
    .join(Tenant, col(Tenant.tenant_id) == col(Person.tenant_id), isouter=True)
    .where(Person.tenant_id == bindparam("tenant"), Person.object_id == bindparam("object"))
)


def look(session: Session, tenant_id: str, object_id: str, conversation_id: str) -> Known:
    """For a stranger nothing is known, not even the place: it is looked up by itself then."""
    values = {"tenant": tenant_id, "object": object_id, "conversation": conversation_id}
    found = session.exec(_KNOWN, params=values).first()
    return Known(*found) if found else Known()
