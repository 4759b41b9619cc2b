"""Who has the floor in a conversation: while the bot answers somebody there, nothing else is said.

Otherwise a reminder that happens to be due would come between a question and its answer.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Floor:
    """Taken by the door, waited for by the sender. Lives on one event loop."""

    def __init__(self) -> None:
        self._answering: dict[str, list[asyncio.Event]] = {}

    @contextmanager
    def taken(self, conversation_id: str) -> Iterator[None]:
        """For as long as an answer to this conversation is on its way."""
        given_back = asyncio.Event()
        turns = self._answering.setdefault(conversation_id, [])
        turns.append(given_back)
        try:
            yield
        finally:
            given_back.set()
            turns.remove(given_back)
            if not turns and self._answering.get(conversation_id) is turns:
                del self._answering[conversation_id]

    async def free(self, conversation_id: str) -> None:
        """Wait for the answers that are under way now, not for those to come: somebody who types
        without a pause must not keep a reminder away for ever.
        """
        for turn in list(self._answering.get(conversation_id, ())):
            await turn.wait()
