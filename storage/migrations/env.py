"""What Alembic needs to know. Run through `storage.migrate`, which opens the transaction."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from storage.tables import Delivery


def _plain_type(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write a column of ours as the plain type below it: a migration must outlive our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Delivery.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    render_item=_plain_type,
)
context.run_migrations()
