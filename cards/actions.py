"""What comes back from a card: the button and its handler share one class.

A verb carries a version ("duty.done/1"), because cards live for months in a channel. The data of a
button holds ids only; what was typed into the card's inputs joins it on the way back.
"""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

# What a database takes for an id; anything else never came from a card of ours.
RowId = Annotated[int, Field(ge=1, lt=2**31)]


class CardAction(BaseModel):
    """One button. Fields set when the card is built are its ids; the rest are the card's inputs."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=20_000)

    verb: ClassVar[str]

    def data(self) -> dict[str, object]:
        """What the button carries: only what was set when it was made."""
        return self.model_dump(mode="json", exclude_unset=True)


class PerformCommand(CardAction):
    """A button that does what a typed command does."""

    verb = "command/1"
    command: str
