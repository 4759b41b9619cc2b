"""Microsoft's own models of the elements, asked the question that they do not ask themselves.

The models accept unknown properties, so each property is looked up on the class of its element.
"""

from collections.abc import Iterator
from typing import Any

import microsoft_teams.cards as models
from pydantic import BaseModel

NOT_IN_THE_MODELS = {"$schema"}  # they call it "schema"; the published schema has the dollar


def _properties(model: type[BaseModel]) -> set[str]:
    return {field.serialization_alias or name for name, field in model.model_fields.items()}


def _by_type() -> Iterator[tuple[str, set[str]]]:
    for name in dir(models):
        model = getattr(models, name)
        if (
            isinstance(model, type)
            and issubclass(model, BaseModel)
            and "type" in model.model_fields
        ):
            yield str(model.model_fields["type"].default), _properties(model)


PROPERTIES = dict(_by_type())
PROPERTIES["Choice"] = _properties(models.Choice)


def unknown(node: Any, kind: str | None = None) -> list[str]:
    """What Microsoft's models do not know, as "TextBlock.txt"."""
    if isinstance(node, list):
        return [problem for item in node for problem in unknown(item, kind)]
    if not isinstance(node, dict):
        return []
    element = str(node.get("type", kind))
    known = PROPERTIES.get(element, set()) | NOT_IN_THE_MODELS
    here = [f"{element}.{key}" for key in node if key not in known]
    return here + [
        problem
        for key, value in node.items()
        if key != "data"
        for problem in unknown(value, "Choice" if key == "choices" else None)
    ]


def validate(card: dict[str, Any]) -> None:
    """Raises pydantic's ValidationError for a value of the wrong type or outside its set."""
    models.AdaptiveCard.model_validate(card)
