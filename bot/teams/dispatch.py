"""botbuilder decides what an activity is; we only take down what it found.

The SDK's `ActivityHandler` knows the many kinds of activities and events. Its way of answering
(`send_activity`, msrest, a client per turn) is not used: the adapter below cannot send.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity
from botbuilder.schema.teams import ChannelInfo, TeamInfo

from bot.deps import Incoming
from bot.teams import activities, shapes
from bot.teams.refusals import Malformed, UnknownInvoke
from bot.teams.shapes import Account

_FOUND = "rundebord.incoming"


class Dispatcher(BotAdapter):
    """One for the process; it keeps nothing between two activities."""

    def __init__(self) -> None:
        super().__init__()
        self._handler = _Handler()

    async def read(self, payload: dict[str, Any]) -> Incoming | None:
        """What happened, or None for what we do not act on. Raises Malformed and UnknownInvoke."""
        try:
            turn = TurnContext(self, shapes.activity(payload))
            await self.run_pipeline(turn, self._handler.on_turn)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            # How it is said that a part has a wrong shape. The bot has not been asked yet.
            raise Malformed("not shaped like an activity") from error
        found: Incoming | None = turn.turn_state.get(_FOUND)
        return found

    async def send_activities(self, context: TurnContext, activities: object) -> NoReturn:
        raise NotImplementedError("answers leave through the Connector")

    async def update_activity(self, context: TurnContext, activity: object) -> NoReturn:
        raise NotImplementedError("answers leave through the Connector")

    async def delete_activity(self, context: TurnContext, reference: object) -> NoReturn:
        raise NotImplementedError("nothing is deleted")


class _Handler(TeamsActivityHandler):
    """What is not overridden here is an activity that we leave alone."""

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        _take_down(turn_context, activities.read_message(turn_context.activity))

    async def on_invoke_activity(self, turn_context: TurnContext) -> None:
        """Returns None, so that the SDK does not answer: the edge does, in the HTTP response."""
        read = _INVOKES.get(turn_context.activity.name)
        if read is None:
            raise UnknownInvoke("invoke name")
        _take_down(turn_context, read(turn_context.activity))

    async def on_installation_update_add(self, turn_context: TurnContext) -> None:
        _take_down(turn_context, activities.read_arrival(turn_context.activity))

    async def on_installation_update_remove(self, turn_context: TurnContext) -> None:
        _take_down(turn_context, activities.read_departure(turn_context.activity))

    async def on_teams_members_added_dispatch(
        self, members_added: list[Account], team_info: TeamInfo, turn_context: TurnContext
    ) -> None:
        """The SDK's own version asks the connector about every new member, within the turn."""
        if activities.names_the_bot(members_added, turn_context.activity):
            _take_down(turn_context, activities.read_arrival(turn_context.activity))

    async def on_teams_members_removed_dispatch(
        self, members_removed: list[Account], team_info: TeamInfo, turn_context: TurnContext
    ) -> None:
        if activities.names_the_bot(members_removed, turn_context.activity):
            _take_down(turn_context, activities.read_departure(turn_context.activity))

    async def on_teams_channel_created(
        self, channel_info: ChannelInfo, team_info: TeamInfo, turn_context: TurnContext
    ) -> None:
        _take_down(turn_context, activities.read_channel(turn_context.activity))

    async def on_teams_channel_renamed(
        self, channel_info: ChannelInfo, team_info: TeamInfo, turn_context: TurnContext
    ) -> None:
        _take_down(turn_context, activities.read_channel(turn_context.activity))

    async def on_teams_channel_restored(
        self, channel_info: ChannelInfo, team_info: TeamInfo, turn_context: TurnContext
    ) -> None:
        _take_down(turn_context, activities.read_channel(turn_context.activity))

    async def on_teams_channel_deleted(
        self, channel_info: ChannelInfo, team_info: TeamInfo, turn_context: TurnContext
    ) -> None:
        _take_down(turn_context, activities.read_lost_channel(turn_context.activity))

    async def on_teams_team_renamed(self, team_info: TeamInfo, turn_context: TurnContext) -> None:
        _take_down(turn_context, activities.read_team_name(turn_context.activity))


# What Teams wants an answer to in the same breath, by its name for it.
_INVOKES: Mapping[str | None, Callable[[Activity], Incoming]] = MappingProxyType(
    {
        "adaptiveCard/action": activities.read_card_action,
        "composeExtension/fetchTask": activities.read_chosen_message,
        "composeExtension/submitAction": activities.read_dialog_action,
    }
)


def _take_down(turn_context: TurnContext, incoming: Incoming) -> None:
    turn_context.turn_state[_FOUND] = incoming
