"""Microsoft's own models of the elements, asked the question that they do not ask themselves.

The models accept unknown properties, so each property is looked up on the class of its element.
"""

from collections.abc import Iterator
from typing import Any

import microsoft_teams.cards as models
from pydantic import BaseModel, ValidationError

from tests.cards.inspection import nodes

NOT_IN_THE_MODELS = {"$schema"}  # they call it "schema"; the published schema has the dollar


def _properties(model: type[BaseModel]) -> set[str]:
    return {field.serialization_alias or name for name, field in model.model_fields.items()}


def _by_type() -> Iterator[tuple[str, type[BaseModel]]]:
    for name in dir(models):
        model = getattr(models, name)
        if (
            isinstance(model, type)
            and issubclass(model, BaseModel)
            and "type" in model.model_fields
        ):
            yield str(model.model_fields["type"].default), model


MODELS = dict(_by_type())
PROPERTIES = {name: _properties(model) for name, model in MODELS.items()}
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


def wrong(card: dict[str, Any]) -> list[str]:
    """Each value of the wrong type or outside its set, as "TextBlock.weight".

    Element by element, because the model of a card takes anything for its body.
    """
    return [problem for node in nodes(card) for problem in _wrong(node)]


def _wrong(node: dict[str, Any]) -> Iterator[str]:
    try:
        MODELS[node["type"]].model_validate(node)
    except ValidationError as refused:
        for error in refused.errors():
            if not _differs_in_case_only(error["input"], error.get("ctx", {}).get("expected", "")):
                yield ".".join(map(str, [node["type"], *error["loc"]]))


def _differs_in_case_only(value: object, expected: str) -> bool:
    """The published schema takes "Small" and "small"; the models know the first only."""
    return isinstance(value, str) and f"'{value}'".lower() in expected.lower()
