"""A message as Teams wants it: an activity with a card, a summary, and a mention."""

import html
from typing import Any

from bot.deps import Mention, Message

CARD_TYPE = "application/vnd.microsoft.card.adaptive"


def activity(message: Message) -> dict[str, Any]:
    """The message as Teams wants it: with a mention the text must hold the very same `<at>` tag."""
    body: dict[str, Any] = {"type": "message"}
    if not message.bare:
        body["attachments"] = [{"contentType": CARD_TYPE, "content": message.card}]
    if message.summary:
        body["summary"] = message.summary
    if message.bare:
        body |= {"text": message.summary, "textFormat": "plain"}
    if message.mention is not None:
        tag = _at(message.mention)
        body["text"] = f"{tag} {html.escape(message.summary, quote=False)}".strip()
        body["entities"] = [_mention_entity(message.mention, tag)]
    return body


def _at(mention: Mention) -> str:
    name = "".join(character for character in mention.name if character.isprintable())
    return f"<at>{html.escape(name, quote=False)}</at>"


def _mention_entity(mention: Mention, tag: str) -> dict[str, Any]:
    mentioned = {"id": mention.teams_id, "name": mention.name}
    return {"type": "mention", "text": tag, "mentioned": mentioned}
