"""Walks through everything that can be typed and pressed, as a curious member would."""

import json
from collections import deque
from collections.abc import Iterator

from bot.routes import COMMANDS
from tests.features.bench import Member, Seen

DEEPEST = 4


def walk(member: Member) -> Iterator[Seen]:
    """Every card reached from the commands by pressing each kind of button once, breadth first.

    Forms are sent as they come: what is required and empty comes back with a sentence.
    """
    pressed: set[str] = set()
    waiting: deque[tuple[Seen, int]] = deque()
    for command in COMMANDS.values():
        seen = member.says(next(iter(command.phrases.values()))[0])
        yield seen
        waiting.append((seen, 0))
    while waiting:
        card, depth = waiting.popleft()
        for action in card._actions():
            kind = _kind(action)
            if kind in pressed or depth == DEEPEST:
                continue
            pressed.add(kind)
            data = {**action["data"], **card.inputs()}
            next_card = card.reader.press(action["verb"], data, card.activity_id)
            yield next_card
            waiting.append((next_card, depth + 1))


def _kind(action: dict[str, object]) -> str:
    """A verb, and which of its data are given: page 1 of a list is no other button than page 2."""
    data = action["data"]
    command = data.get("command", "") if isinstance(data, dict) else ""
    keys = sorted(data) if isinstance(data, dict) else []
    return json.dumps([action["verb"], keys, command])
