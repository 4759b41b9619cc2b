"""The shape of an activity: what we, or the SDK when it decides what an activity is, look at.

Read by pydantic: the SDK's own reader takes a seventh of a turn. All else in an activity stays
outside; a model of a card that somebody attached would cost more than the answer.
"""

from datetime import datetime
from typing import Any

from botbuilder.schema import Activity
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class _Part(BaseModel):
    """Nothing is guessed from a value of another kind, and no value stands in an error."""

    model_config = ConfigDict(strict=True, alias_generator=to_camel, hide_input_in_errors=True)


class Account(_Part):
    id: str = ""
    name: str | None = None
    aad_object_id: str | None = None


class Conversation(_Part):
    id: str
    conversation_type: str | None = None
    is_group: bool | None = None
    tenant_id: str | None = None


class Entity(_Part):
    """mentioned: of an entity that is a mention; `text` is how it stands in the message."""

    mentioned: Account | None = None
    text: str | None = None


class Read(_Part):
    """The names are those of the SDK's model."""

    type: str
    id: str | None = None
    name: str | None = None
    action: str | None = None
    text: str | None = None
    locale: str | None = None
    timestamp: datetime | None = Field(None, strict=False)
    reply_to_id: str | None = None
    channel_id: str | None = None
    service_url: str | None = None
    from_property: Account | None = Field(None, alias="from")
    recipient: Account | None = None
    conversation: Conversation
    entities: list[Entity] | None = None
    members_added: list[Account] | None = None
    members_removed: list[Account] | None = None


def activity(payload: dict[str, Any]) -> Activity:
    """What may hold any JSON is handed on as it is. Raises ValueError for another shape."""
    read = dict(Read.model_validate(payload))
    return Activity(**read, value=payload.get("value"), channel_data=payload.get("channelData"))
