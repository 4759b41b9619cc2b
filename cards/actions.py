"""What comes back from a card: the button and its handler share one class.

A verb carries a version ("duty.done/1"), because cards live for months in a channel. The data of a
button holds ids only; what was typed into the card's inputs joins it on the way back.
"""

import re
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

# What a database takes for an id; anything else never came from a card of ours.
RowId = Annotated[int, Field(ge=1, lt=2**31)]

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")  # what PostgreSQL, or UTF-8, has no place for


class CardAction(BaseModel):
    """One button. Fields set when the card is built are its ids; the rest are the card's inputs."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_max_length=20_000, coerce_numbers_to_str=True
    )

    verb: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def without_unstorable(cls, data: dict[str, Any]) -> dict[str, Any]:
        """A zero byte or half an emoji in what was pasted is no reason to lose the rest."""
        return {
            name: _UNSTORABLE.sub("", value) if isinstance(value, str) else value
            for name, value in data.items()
        }

    def data(self) -> dict[str, object]:
        """What the button carries: only what was set when it was made."""
        return self.model_dump(mode="json", exclude_unset=True)


class PerformCommand(CardAction):
    """A button that does what a typed command does."""

    verb = "command/1"
    command: str
