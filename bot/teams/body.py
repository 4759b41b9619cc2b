"""From bytes to a JSON object we dare to hand on: the odd is refused before any model is built."""

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from bot.teams.refusals import Malformed

MAX_BYTES = 256 * 1024
MAX_DEPTH = 40
"""Teams' activities nest about ten levels; the models behind us recurse."""
MAX_ITEMS = 2_000
"""Of one list; the models behind us take a tenth of a millisecond for each, on the event loop."""
MAX_ID = 1_024
"""Bytes. Teams' ids are a quarter of it; two stand in one address, and in one key of PostgreSQL's,
which takes 2 700.
"""
_IDS = ("id", "replyToId", "serviceUrl", "aadObjectId", "tenantId")

# NUL, which PostgreSQL cannot store, and halves of characters, which UTF-8 cannot.
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Envelope:
    """What the checks at the door need to know of an activity, and the activity itself.

    tenants: every tenant the activity names; more than one is a contradiction.
    """

    payload: dict[str, Any]
    type: str
    service_url: str
    channel_id: str | None
    tenants: frozenset[str]


def parse(body: bytes) -> Envelope:
    """Raises Malformed for anything but a JSON object shaped like an activity."""
    payload = _json(body)
    if not isinstance(payload, dict):
        raise Malformed("not an object")
    _check_values(payload)
    conversation = _object(payload, "conversation")
    _text(conversation, "id")
    _check_ids(payload)
    return Envelope(
        payload=payload,
        type=_text(payload, "type"),
        service_url=_text(payload, "serviceUrl"),
        channel_id=_optional_text(payload, "channelId"),
        tenants=_tenants(payload, conversation),
    )


def _check_ids(payload: dict[str, Any]) -> None:
    """What we keep, look up and address by is as short as an id is."""
    told = _optional_object(payload, "channelData")
    named = [payload, *(payload.get(name) for name in ("conversation", "from", "recipient"))]
    named += [told.get(name) for name in ("team", "channel", "tenant")]
    for each in named:
        if isinstance(each, dict) and any(_is_too_long(each.get(name)) for name in _IDS):
            raise Malformed("an id too long")


def _is_too_long(identifier: object) -> bool:
    return isinstance(identifier, str) and len(identifier.encode()) > MAX_ID


def _tenants(payload: dict[str, Any], conversation: dict[str, Any]) -> frozenset[str]:
    """Two places may name the tenant: channelData.tenant.id and conversation.tenantId."""
    tenant = _optional_object(_optional_object(payload, "channelData"), "tenant")
    named = (_optional_text(tenant, "id"), _optional_text(conversation, "tenantId"))
    return frozenset(name for name in named if name)


def _json(body: bytes) -> Any:
    try:
        return json.loads(
            body.decode(),
            object_pairs_hook=_without_duplicates,
            parse_float=_finite,
            parse_constant=_finite,
        )
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two readers may each believe another of two equal keys; nobody honest sends them."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("not a number we can keep")
    return number


def _check_values(value: Any) -> None:
    """Level by level, so that depth costs no recursion of ours."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    raise Malformed("nested too deep")


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, list):
        if len(value) > MAX_ITEMS:
            raise Malformed("a list too long")
        return value
    if isinstance(value, str) and _NOT_STORABLE.search(value):
        raise Malformed("a text holds what cannot be stored")
    return []


def _object(parent: dict[str, Any], name: str) -> dict[str, Any]:
    found = parent.get(name)
    if not isinstance(found, dict):
        raise Malformed("no object where one is needed")
    return found


def _optional_object(parent: dict[str, Any], name: str) -> dict[str, Any]:
    return {} if parent.get(name) is None else _object(parent, name)


def _text(parent: dict[str, Any], name: str) -> str:
    found = parent.get(name)
    if not isinstance(found, str) or not found:
        raise Malformed("no text where one is needed")
    return found


def _optional_text(parent: dict[str, Any], name: str) -> str | None:
    return None if parent.get(name) is None else _text(parent, name)
