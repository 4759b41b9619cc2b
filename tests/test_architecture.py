"""The house keeps its rooms: who may know whom, and what only one of them may touch.

Read from the sources, also what stands inside functions. `test_a_planted_violation_is_found` breaks
every rule once, in a tree of its own.
"""

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
OUTSIDE = {"tests", "node_modules", "var", "dist", "docs"}

# From the ground up: a floor may import the floors below it. `|` stands between rooms that know
# nothing of each other; the modules of one room may, except the features.
FLOORS = """
bot.domain
cards | storage | bot.schools | bot.matching
bot.deps | bot.bugs | bot.limits
bot.features
bot.recognition bot.routes bot.kinds bot.dispatch bot.settings bot.checks | scheduler
bot.teams | bot.web | bot.demo | manifest
app
"""

SMALLEST = {  # modules that were really looked at: a test that reads nothing never fails
    "bot.domain": 10,
    "cards": 20,
    "storage": 15,
    "bot.features": 7,
    "scheduler": 4,
    "bot.teams": 8,
    "bot.demo": 3,
    "bot.web": 8,
    "manifest": 3,
}

ONLY_IN = {  # foreign packages that one room keeps from all others
    "adaptivecards": "cards.elements",
    "alembic": "storage",
    "apscheduler": "scheduler",
    "aiohttp_jinja2": "bot.web.pages",
    "babel": "cards",
    "botbuilder": "bot.teams",
    "botframework": "bot.teams",
    "icalendar": "bot.web.calendar_files",
    "jinja2": "bot.web.pages",
    "jwt": "bot.teams",
    "matplotlib": "bot.web.drawing",
    "msal": "bot.teams",
    "rapidfuzz": "bot.matching",
    "segno": "bot.web",
}

# Slow to load and seldom used: imported by the function that needs them, so that no start waits.
HEAVY = {"docx", "matplotlib"}

CLOCKS = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    *(f"time.{name}" for name in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter")),
}
NOT_PURE = {"asyncio", "sqlite3", "threading", "time"}  # of the standard library
ASYNCHRONOUS = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)
IMPORTS = (ast.Import, ast.ImportFrom)


# --- The plan and the sources --------------------------------------------------------------------


@dataclass(frozen=True)
class Room:
    floor: int
    packages: tuple[str, ...]


ROOMS = [
    Room(floor, tuple(room.split()))
    for floor, line in enumerate(FLOORS.strip().splitlines())
    for room in line.split("|")
]


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def room_of(name: str) -> Room | None:
    return next((r for r in ROOMS if any(within(name, package) for package in r.packages)), None)


@dataclass(frozen=True)
class Module:
    """A source of the house. `name` is dotted; that of a folder stands for its __init__."""

    name: str
    tree: ast.Module

    @classmethod
    def read(cls, path: Path, house: Path) -> "Module":
        parts = path.relative_to(house).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        return cls(name, ast.parse(path.read_text(encoding="utf-8")))

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def named(self) -> list[tuple[str, str]]:
        """The name that an import gets here, and what is imported, as `package.module.name`."""
        return [pair for node in self.nodes for pair in _named(node)]

    @property
    def imports(self) -> list[str]:
        return [imported for _, imported in self.named]

    @cached_property
    def uses(self) -> list[str]:
        """Every name and chain of attributes, in full as it is called where it comes from."""
        origins = dict(self.named)
        chains = [chain for node in self.nodes if (chain := _chain(node))]
        return [".".join([origins.get(first, first), *rest]) for first, *rest in chains]


def _named(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield (alias.asname or alias.name), alias.name
    if isinstance(node, ast.ImportFrom):
        package = "." * node.level + (f"{node.module}." if node.module else "")
        for alias in node.names:
            yield (alias.asname or alias.name), f"{package}{alias.name}"


def _chain(node: ast.AST) -> list[str]:
    """`a.b.c` in its parts; nothing where a call or an index stands in it."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute) and (before := _chain(node.value)):
        return [*before, node.attr]
    return []


@cache
def modules(house: Path) -> list[Module]:
    folders = [f for f in house.iterdir() if f.name not in OUTSIDE and not f.name.startswith(".")]
    paths = [path for folder in folders for path in folder.rglob("*.py")]
    return [Module.read(path, house) for path in sorted([*house.glob("*.py"), *paths])]


# --- The rules -----------------------------------------------------------------------------------


def everything_has_a_room(module: Module) -> Iterator[str]:
    if room_of(module.name) is None and module.tree.body:
        yield "has no room in FLOORS"


def the_way_is_down(module: Module) -> Iterator[str]:
    here = room_of(module.name)
    for name in module.imports:
        there = room_of(name)
        if here and there and there != here and there.floor >= here.floor:
            yield f"must not know {name}"


def features_are_strangers(module: Module) -> Iterator[str]:
    if not within(module.name, "bot.features"):
        return
    subject = ".".join(module.name.split(".")[:3])
    for name in module.imports:
        if within(name, "bot.features") and not within(name, subject):
            yield f"must not know {name}"


def nothing_depends_on_tests(module: Module) -> Iterator[str]:
    yield from (f"must not know {name}" for name in module.imports if within(name, "tests"))


def foreign_packages_stay_in_their_room(module: Module) -> Iterator[str]:
    for name in module.imports:
        owner = ONLY_IN.get(name.split(".")[0])
        if owner and not within(module.name, owner):
            yield f"only {owner} may import {name}"


def the_domain_is_pure(module: Module) -> Iterator[str]:
    if not within(module.name, "bot.domain"):
        return
    for name in module.imports:
        package = name.split(".")[0]
        foreign = room_of(name) is None and package not in sys.stdlib_module_names
        if foreign or package in NOT_PURE:
            yield f"the domain must not import {name}"
    if any(isinstance(node, ASYNCHRONOUS) for node in module.nodes):
        yield "the domain must not be asynchronous"


def imports_stand_in_their_place_and_in_full(module: Module) -> Iterator[str]:
    """At the top; what is heavy, where it is used."""
    for node in module.nodes:
        if isinstance(node, IMPORTS) and (node in module.tree.body) is _is_heavy(node):
            place = "at the top" if _is_heavy(node) else "in the middle"
            yield f"imports {place}, on line {node.lineno}"
    for name in module.imports:
        if name.startswith(".") or within(name, "importlib"):
            yield f"imports in a roundabout way: {name}"
    yield from ("imports in a roundabout way: __import__" for u in module.uses if u == "__import__")


def _is_heavy(node: ast.AST) -> bool:
    return any(name.split(".")[0] in HEAVY for _, name in _named(node))


def only_the_root_has_a_clock(module: Module) -> Iterator[str]:
    if module.name != "app":
        yield from (f"must be given its clock: {use}" for use in module.uses if use in CLOCKS)


def only_the_root_prints(module: Module) -> Iterator[str]:
    if module.name != "app":
        yield from ("must not print" for use in module.uses if use == "print")


RULES: tuple[Callable[[Module], Iterator[str]], ...] = (
    everything_has_a_room,
    the_way_is_down,
    features_are_strangers,
    nothing_depends_on_tests,
    foreign_packages_stay_in_their_room,
    the_domain_is_pure,
    imports_stand_in_their_place_and_in_full,
    only_the_root_has_a_clock,
    only_the_root_prints,
)


def violations(house: Path) -> list[str]:
    return [
        f"{module.name}: {found}"
        for module in modules(house)
        for rule in RULES
        for found in rule(module)
    ]


def too_few(house: Path) -> list[str]:
    """The packages of which fewer modules were found than there must be."""
    names = [module.name for module in modules(house)]
    wanted = {package: 1 for room in ROOMS for package in room.packages} | SMALLEST
    found = Counter(package for package in wanted for name in names if within(name, package))
    return [package for package, least in wanted.items() if found[package] < least]


# --- The tests -----------------------------------------------------------------------------------


def test_the_house_is_as_planned() -> None:
    assert violations(HOUSE) == []


def test_every_room_was_looked_at() -> None:
    assert too_few(HOUSE) == []


def test_an_empty_house_is_not_a_good_one(tmp_path: Path) -> None:
    assert violations(tmp_path) == []
    assert too_few(tmp_path) == [package for room in ROOMS for package in room.packages]


PLANTED = [
    ("bot/domain/turns.py", "from storage import tables", "must not know storage.tables"),
    ("bot/domain/turns.py", "import bot.deps as d", "must not know bot.deps"),
    ("cards/plan.py", "from storage.tables import Meeting", "must not know storage.tables.Meeting"),
    ("storage/store.py", "from cards.words import Words", "must not know cards.words.Words"),
    ("bot/deps.py", "from bot.features import help", "must not know bot.features.help"),
    ("bot/features/help.py", "from bot import routes", "must not know bot.routes"),
    ("bot/features/help.py", "from bot.features import plan", "must not know bot.features.plan"),
    ("bot/routes/year.py", "from scheduler.ticks import Job", "must not know scheduler.ticks.Job"),
    ("scheduler/ticks.py", "from bot import routes", "must not know bot.routes"),
    ("bot/kinds.py", "from bot.teams import edge", "must not know bot.teams.edge"),
    ("bot/web/health.py", "from bot.teams import edge", "must not know bot.teams.edge"),
    ("bot/teams/edge.py", "from bot.web import health", "must not know bot.web.health"),
    ("manifest/package.py", "from bot.demo import clock", "must not know bot.demo.clock"),
    ("bot/web/health.py", "import app", "must not know app"),
    ("bot/web/health.py", "from tests.clock import Clock", "must not know tests.clock.Clock"),
    ("bot/cellar.py", "x = 1", "has no room in FLOORS"),
    ("attic/boxes.py", "x = 1", "has no room in FLOORS"),
    ("bot/__init__.py", "x = 1", "has no room in FLOORS"),
    (
        "bot/web/health.py",
        "from botbuilder.schema import Activity",
        "only bot.teams may import botbuilder.schema.Activity",
    ),
    ("cards/plan.py", "import adaptivecards", "only cards.elements may import adaptivecards"),
    ("bot/domain/turns.py", "import pydantic", "the domain must not import pydantic"),
    ("bot/domain/turns.py", "from time import sleep", "the domain must not import time.sleep"),
    ("bot/domain/turns.py", "async def f(): ...", "the domain must not be asynchronous"),
    (
        "storage/store.py",
        "def f():\n    import json",
        "imports in the middle, on line 2",
    ),
    (
        "storage/store.py",
        "if True:\n    from json import dumps",
        "imports in the middle, on line 2",
    ),
    ("bot/web/drawing.py", "from matplotlib.figure import Figure", "imports at the top, on line 1"),
    ("storage/export.py", "import docx", "imports at the top, on line 1"),
    ("storage/store.py", "from . import tables", "imports in a roundabout way: .tables"),
    (
        "storage/store.py",
        "from importlib import import_module",
        "imports in a roundabout way: importlib.import_module",
    ),
    ("storage/store.py", "__import__('app')", "imports in a roundabout way: __import__"),
    (
        "scheduler/pace.py",
        "from datetime import datetime as d\nd.now()",
        "must be given its clock: datetime.datetime.now",
    ),
    (
        "scheduler/pace.py",
        "import datetime\ndatetime.date.today()",
        "must be given its clock: datetime.date.today",
    ),
    (
        "scheduler/pace.py",
        "from time import monotonic\nf(clock=monotonic)",
        "must be given its clock: time.monotonic",
    ),
    ("scheduler/pace.py", "print()", "must not print"),
]


@pytest.mark.parametrize(("path", "source", "found"), PLANTED)
def test_a_planted_violation_is_found(tmp_path: Path, path: str, source: str, found: str) -> None:
    _plant(tmp_path, path, source)
    name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert violations(tmp_path) == [f"{name}: {found}"]


ALLOWED = [
    ("bot/__init__.py", ""),
    ("bot/domain/turns.py", "from bot.domain import people\nfrom datetime import time"),
    ("cards/elements.py", "from adaptivecards.elements import TextBlock"),
    ("bot/features/help/steps.py", "from bot.features.help import words"),
    ("bot/dispatch.py", "from bot.routes import COMMANDS\nfrom bot.features import help"),
    ("bot/teams/edge.py", "import botbuilder.schema\nfrom bot.dispatch import receive"),
    ("bot/web/drawing.py", "def f():\n    from matplotlib.figure import Figure"),
    ("bot/web/evaluations/wall.py", "import segno"),
    ("bot/features/themes/likeness.py", "from bot.matching import likeness"),
    ("bot/routes/people.py", "deps.now()\nclock.time()\npainter.print()"),
    ("app.py", "from bot import web\nfrom datetime import datetime\nprint(datetime.now())"),
]


@pytest.mark.parametrize(("path", "source"), ALLOWED)
def test_what_is_allowed_is_left_alone(tmp_path: Path, path: str, source: str) -> None:
    _plant(tmp_path, path, source)
    assert violations(tmp_path) == []


def _plant(house: Path, path: str, source: str) -> None:
    (house / path).parent.mkdir(parents=True, exist_ok=True)
    (house / path).write_text(source, encoding="utf-8")
