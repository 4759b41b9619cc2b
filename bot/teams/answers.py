"""What is answered in the HTTP response itself, in the shapes that Teams wants.

A typed message and an Action.Submit are answered by a message of their own: None for those.
"""

from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.deps import Card, Chosen, Incoming, Pressed
from bot.teams.messages import CARD_TYPE

DIALOG_TITLE = "Rundebord"
NOTICE_TYPE = "application/vnd.microsoft.activity.message"


def with_card(incoming: Incoming, card: Card | None) -> web.Response | None:
    """Teams shows the card instead of the one pressed; without a card it wants some text."""
    if card is None:
        return with_words(incoming, "OK")
    if _opens_dialog(incoming):
        return _dialog_response(card)
    return _invoke_response(CARD_TYPE, card) if _invoked(incoming) else None


def with_words(incoming: Incoming, text: str) -> web.Response | None:
    """A sentence beside the card that was pressed, or one that closes the dialog."""
    if _opens_dialog(incoming):
        return web.json_response({"task": {"type": "message", "value": text}})
    return _invoke_response(NOTICE_TYPE, text) if _invoked(incoming) else None


def _invoked(incoming: Incoming) -> bool:
    return isinstance(incoming, Pressed) and incoming.invoke


def _opens_dialog(incoming: Incoming) -> bool:
    return isinstance(incoming, Chosen) or (isinstance(incoming, Pressed) and incoming.dialog)


def _invoke_response(kind: str, value: Card | str) -> web.Response:
    return web.json_response({"statusCode": HTTPStatus.OK, "type": kind, "value": value})


def _dialog_response(card: Card) -> web.Response:
    """The card in a dialog of the client."""
    attachment = {"contentType": CARD_TYPE, "content": for_dialog(card)}
    shown = {"title": DIALOG_TITLE, "height": "large", "width": "medium", "card": attachment}
    return web.json_response({"task": {"type": "continue", "value": shown}})


def for_dialog(node: Any) -> Any:
    """The card with what a dialog takes: its buttons are those of the older kind, Action.Submit.

    Every Action.Execute of ours carries the same button as its fallback.
    """
    if isinstance(node, list):
        return [for_dialog(part) for part in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "Action.Execute":
        return node["fallback"]
    return {key: for_dialog(part) for key, part in node.items()}
