"""Look inside a rendered card: tests elsewhere use this to ask which buttons a card has."""

from collections.abc import Iterator
from typing import Any


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every element and action of a card, `fallback` included."""
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for key, value in node.items():
            if key != "data":
                yield from nodes(value)
    if isinstance(node, list):
        for item in node:
            yield from nodes(item)


def executes(card: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in nodes(card) if node["type"] == "Action.Execute"]


def verbs(card: dict[str, Any]) -> list[str]:
    """The verb of every button, in reading order."""
    return [action["verb"] for action in executes(card)]


def inputs(card: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in nodes(card) if node["type"].startswith("Input.")]


def bars(card: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The rows of buttons."""
    return [node["actions"] for node in nodes(card) if "actions" in node]
