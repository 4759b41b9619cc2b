"""No expression of ours takes longer than its text is long, squared: none repeats what repeats.

«(a+)+» is how a short text keeps a computer busy for years. Read from the expressions themselves.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import bot
import cards
import storage

PARSER: Any = importlib.import_module("re._parser")  # Python's own; it has no public name
HARMLESS = {  # and why
    "bot.domain.person_names._WORD": "each round begins with a mark that stands in no word",
}
ENDLESS = 100  # repetitions from which it makes no difference that there is an end


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled expression that a module of ours keeps, with where it is."""
    for room in (bot, cards, storage):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if ".versions." in module.name:
                continue
            held = vars(importlib.import_module(module.name))
            yield from (
                (f"{module.name}.{name}", value)
                for name, value in held.items()
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
            )


def nested(pattern: str) -> bool:
    """Whether an endless repetition stands within another."""
    return _within(PARSER.parse(pattern), repeated=False)


def _within(parsed: Any, *, repeated: bool) -> bool:
    return any(_repeats(str(kind), value, repeated) for kind, value in parsed)


def _repeats(kind: str, value: Any, repeated: bool) -> bool:
    if kind in {"MAX_REPEAT", "MIN_REPEAT"}:
        _, most, body = value
        endless = most >= ENDLESS
        return (repeated and endless) or _within(body, repeated=repeated or endless)
    return any(_within(body, repeated=repeated) for body in _bodies(value))


def _bodies(value: Any) -> Iterator[Any]:
    """The expressions within one: of a group, a choice, a look ahead."""
    if isinstance(value, PARSER.SubPattern):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _bodies(part)


def test_no_repetition_stands_within_another() -> None:
    found = dict(patterns())
    assert len(found) > 20
    assert {name for name, each in found.items() if nested(each.pattern)} == HARMLESS.keys()


def test_a_nested_repetition_is_found() -> None:
    assert [nested(p) for p in ("(a+)+", "(?:x*y?)*", "(a|b+)*", "(?:(?=a+))*")] == [True] * 4
    assert [nested(p) for p in ("a+b+", "(ab){2,5}c*", "[a-z]+", "(?:a{3}){9}")] == [False] * 4
