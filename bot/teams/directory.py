"""What Teams tells about a Team: its channels, and how many people can read each.

Asked with the bot's own roster calls, which need no consent of an administrator. Names of members
are not kept: only how many there are.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from bot.deps import Directory
from bot.domain.errors import DeliveryFailed
from bot.domain.networks import TeamChannel
from bot.teams.connector import Connector, quoted

PAGE = 500  # members at a time; Teams gives no more
MOST_PAGES = 20
"""Then we stop counting: 10 000 members are more than a Team of this kind will ever have."""


class TeamDirectory(Directory):
    """Asks the connector."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def channels(self, service_url: str, team_id: str) -> tuple[TeamChannel, ...]:
        """A standard channel is read by the whole Team; the others have readers of their own."""
        path = f"v3/teams/{quoted(team_id)}/conversations"
        told, everybody = await asyncio.gather(
            self._connector.get(service_url, path), self._readers(service_url, team_id)
        )
        listed = _list(told, "conversations")
        channels = [_channel(each, everybody) for each in listed if _names_one(each)]
        return tuple(
            await asyncio.gather(*(self._counted(service_url, channel) for channel in channels))
        )

    async def _counted(self, service_url: str, channel: TeamChannel) -> TeamChannel:
        if channel.kind == "standard":
            return channel
        return replace(channel, readers=await self._readers(service_url, channel.channel_id))

    async def _readers(self, service_url: str, conversation_id: str) -> int | None:
        """How many members a conversation has; None where Teams does not let us see them."""
        try:
            return sum([count async for count in self._pages(service_url, conversation_id)])
        except DeliveryFailed:
            return None

    async def _pages(self, service_url: str, conversation_id: str) -> AsyncIterator[int]:
        """The number of members on each page of the roster."""
        path = f"v3/conversations/{quoted(conversation_id)}/pagedmembers?pageSize={PAGE}"
        further = ""
        for _ in range(MOST_PAGES):
            page = await self._connector.get(service_url, path + further)
            yield len(_list(page, "members"))
            if not (token := page.get("continuationToken")):
                return
            further = f"&continuationToken={quoted(str(token))}"


def _list(told: dict[str, Any], name: str) -> list[Any]:
    """An empty list where Teams says something else."""
    found = told.get(name)
    return found if isinstance(found, list) else []


def _names_one(told: Any) -> bool:
    return isinstance(told, dict) and isinstance(told.get("id"), str) and bool(told["id"])


def _channel(told: dict[str, Any], everybody: int | None) -> TeamChannel:
    """`name` is absent for General, `type` in the answers of older versions of Teams."""
    name, kind = told.get("name"), told.get("type")
    channel = TeamChannel(
        channel_id=told["id"],
        name=name if isinstance(name, str) else "",
        kind=kind.lower() if isinstance(kind, str) and kind else "standard",
    )
    return replace(channel, readers=everybody) if channel.kind == "standard" else channel
