"""The pages tell the truth: what exists is named, and what is named exists.

Each rule is a function of a text; the tests in the second half break every rule once.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import checks
from bot.domain.language import Language
from bot.kinds import KINDS
from bot.routes import COMMANDS, Command
from bot.settings import Settings
from cards.gallery import CARDS
from cards.words import Words
from tests.manifest.menus import on_the_help_card

HOUSE = Path(__file__).parent.parent
README = HOUSE / "README.md"
REFERENCE = HOUSE / "docs" / "reference.md"
MUST_EXIST = ("README.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md")
HISTORY = HOUSE / "CHANGELOG.md"  # may speak of what is gone
SUFFIXES = {".py", ".md", ".json", ".toml", ".yml", ".lock", ".txt", ".po", ".html", ".png", ".cjs"}
MADE_HERE = {".venv", "node_modules", "var", "dist"}  # on the machine, not in the house
PLACEHOLDER = re.compile(r"[<>*{}…]")


# --- Reading a page ------------------------------------------------------------------------------


def pages() -> list[Path]:
    return sorted([*HOUSE.glob("*.md"), *HOUSE.glob("docs/**/*.md")])


def table(text: str, first: str) -> list[list[str]]:
    """The rows of the table whose first column is called `first`; nothing where there is none."""
    lines = iter(text.splitlines())
    for line in lines:
        if _cells(line)[:1] == [first]:
            next(lines)
            return [_cells(row) for row in _while_table(lines)]
    return []


def _while_table(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("|"):
            return
        yield line


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if "|" in line else []


def named(text: str, first: str) -> list[str]:
    """What the first column of a table names, each in backticks."""
    return [found for row in table(text, first) for found in re.findall(r"^`([^`]+)`", row[0])]


def code(text: str) -> list[str]:
    """What stands in backticks, in a line or as a block."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    without = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [*re.findall(r"`([^`\n]+)`", without), *blocks]


# --- The rules -----------------------------------------------------------------------------------


def dead_paths(text: str, house: Path) -> list[str]:
    spans = (span.partition("::")[0] for span in code(text))
    words = [word.rstrip(".,:;") for span in spans for word in span.split()]
    return [word for word in words if _is_path(word, house) and not (house / word).exists()]


def _is_path(word: str, house: Path) -> bool:
    first = word.split("/", maxsplit=1)[0]
    if PLACEHOLDER.search(word) or "://" in word or word[0] in "/@-" or first in MADE_HERE:
        return False
    in_a_folder = "/" in word and (word.endswith("/") or (house / first).is_dir())
    return in_a_folder or Path(word).suffix in SUFFIXES


def dead_links(page: Path) -> list[str]:
    targets = re.findall(r"\]\(([^()\s]+)\)", page.read_text(encoding="utf-8"))
    return [target for target in targets if "://" not in target and not _resolves(target, page)]


def _resolves(target: str, page: Path) -> bool:
    path, _, anchor = target.partition("#")
    found = page.parent / path if path else page
    if not found.exists():
        return False
    return not anchor or anchor in _anchors(found.read_text(encoding="utf-8"))


def _anchors(text: str) -> list[str]:
    """The headings as a link names them: lower case, hyphens for spaces, no punctuation."""
    headings = re.findall(r"^#+ +(.+?)\s*$", text, re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings]


def dead_targets(text: str, makefile: str) -> list[str]:
    """The `make …` of a page that the Makefile does not know."""
    known = re.findall(r"^([\w-]+):", makefile, re.MULTILINE)
    asked = [target for span in code(text) for target in re.findall(r"\bmake ([a-z][\w-]*)", span)]
    return [target for target in asked if target not in known]


def dead_commands(text: str, application: str) -> list[str]:
    """The `app.py …` of a page that the command line does not know."""
    known = re.findall(r"add_parser\(\s*\"([\w-]+)\"", application)
    asked = [name for span in code(text) for name in re.findall(r"\bapp\.py ([a-z][\w-]*)", span)]
    return [name for name in asked if name not in known]


def strange_settings(text: str) -> list[str]:
    return sorted(set(re.findall(r"RUNDEBORD_\w+", text)) - set(settings()))


def settings() -> dict[str, str]:
    """Every setting by its name in the environment, with its default as one would write it."""
    return {
        f"RUNDEBORD_{name.upper()}": _written(field.get_default())
        for name, field in Settings.model_fields.items()
    }


def is_told(default: str, row: list[str]) -> bool:
    return not default or f"`{default}`" in row


def _written(default: object) -> str:
    return "" if default == frozenset() else str(default)


def problem_ids() -> list[str]:
    """All ids that a start can be refused with, in order."""
    sources = [HOUSE / "app.py", Path(checks.__file__)]
    return sorted({i for path in sources for i in re.findall(r'"(R\d{3})\b', path.read_text())})


def phrases(commands: Iterable[Command]) -> list[str]:
    """What one types in bokmål."""
    return [command.phrases[Language.BOKMAL][0] for command in commands]


# --- The tests -----------------------------------------------------------------------------------


def test_the_pages_that_a_newcomer_looks_for_exist() -> None:
    assert [name for name in MUST_EXIST if not (HOUSE / name).exists()] == []


def test_the_readme_lists_the_commands_of_the_help_card_and_those_of_the_demo(
    tmp_path: Path,
) -> None:
    """The menu of the app package is held against the same card, in tests/manifest."""
    words = Words(Language.BOKMAL, ZoneInfo("Europe/Oslo"))
    on_the_card = [phrase for phrase, _ in on_the_help_card(words, tmp_path, everything=True)]
    in_the_demo = phrases(command for command in COMMANDS.values() if command.demo)
    listed = named(README.read_text(encoding="utf-8"), "Command")
    assert listed == [*on_the_card, *in_the_demo]


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    rows = {row[0].strip("`"): row for row in table(README.read_text(encoding="utf-8"), "Setting")}
    assert sorted(rows) == sorted(settings())
    assert [name for name in rows if not is_told(settings()[name], rows[name])] == []


def test_every_card_is_in_the_reference() -> None:
    assert named(REFERENCE.read_text(encoding="utf-8"), "Card") == list(CARDS)


def test_every_kind_of_delivery_is_in_the_reference_and_whether_it_is_repeated() -> None:
    rows = table(REFERENCE.read_text(encoding="utf-8"), "Kind")
    told = [(row[0].strip("`"), row[-1]) for row in rows]
    assert told == [(name, "once" if kind.repeats else "no") for name, kind in KINDS.items()]


def test_every_problem_is_in_the_reference() -> None:
    found = problem_ids()
    assert named(REFERENCE.read_text(encoding="utf-8"), "Problem") == found
    assert found[0] == "R000"


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_names_only_what_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert dead_links(page) == []
    if page != HISTORY:
        assert dead_paths(text, HOUSE) == []
        assert dead_targets(text, (HOUSE / "Makefile").read_text(encoding="utf-8")) == []
        assert dead_commands(text, (HOUSE / "app.py").read_text(encoding="utf-8")) == []
        assert strange_settings(text) == []


# --- Each rule, broken ---------------------------------------------------------------------------


def test_a_table_is_found_by_its_first_column() -> None:
    page = "| A | B |\n| --- | --- |\n| `x` | 1 |\n\n| C |\n| --- |\n| `y` or `z` |\n| no |\n"
    assert (named(page, "A"), named(page, "C"), named(page, "D")) == (["x"], ["y"], [])
    assert table(page, "A") == [["`x`", "1"]]


def test_a_path_that_does_not_exist_is_found(tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "routes.py").touch()
    alive = "`bot/routes.py`, `bot/`, `python bot/routes.py --now` and bot/gone.py"
    not_ours = (
        "`Europe/Oslo` `https://x.no/y.py` `/api/messages` `bot/<name>.py` `var/x.db` `@a/b.py`"
    )
    dead = "`bot/gone.py` `atic/` `python gone.py`\n```sh\ncat bot/no\n```\n"
    assert dead_paths(alive, tmp_path) == dead_paths(not_ours, tmp_path) == []
    assert dead_paths(dead, tmp_path) == ["bot/gone.py", "atic/", "gone.py", "bot/no"]


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# One *two*: three\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "# Here\n[a](other.md) [b](#here) [c](other.md#one-two-three) [d](https://x.no)\n"
        "[e](gone.md) [f](#there) [g](other.md#four) ![h](gone.png)\n",
        encoding="utf-8",
    )
    assert dead_links(page) == ["gone.md", "#there", "other.md#four", "gone.png"]


def test_a_target_that_make_does_not_know_is_found() -> None:
    makefile = ".PHONY: run\nrun: setup\n\tpython app.py\n"
    assert dead_targets("`make run`, `make sure`, make no", makefile) == ["sure"]


def test_a_command_that_the_application_does_not_know_is_found() -> None:
    application = 'commands.add_parser("demo", help="…")\ncommands.add_parser(\n    "check")'
    page = "`python app.py demo`, `app.py check`\n```\npython app.py dance\n```\n"
    assert dead_commands(page, application) == ["dance"]


def test_a_setting_that_does_not_exist_is_found() -> None:
    assert strange_settings("RUNDEBORD_PORT and RUNDEBORD_HARBOUR") == ["RUNDEBORD_HARBOUR"]


def test_a_default_that_is_not_the_real_one_is_found() -> None:
    assert settings()["RUNDEBORD_PORT"] == "3978"
    assert is_told("3978", ["`RUNDEBORD_PORT`", "`3978`", "where the bot listens"])
    assert not is_told("3978", ["`RUNDEBORD_PORT`", "`3979`", "not 3978 any more"])
    assert is_told("", ["`RUNDEBORD_APP_ID`", "", "no default, so anything may stand here"])


# --- What a page says is tested, is ---------------------------------------------------------------


def missing_tests(text: str, house: Path) -> list[str]:
    """The `tests/….py::name` of a page that are no tests."""
    named_tests = [span for span in code(text) if "::" in span and span.startswith("tests/")]
    return [name for name in named_tests if not _is_test(name, house)]


def _is_test(name: str, house: Path) -> bool:
    path, *_, function = name.split("::")
    source = house / path
    return source.exists() and f"def {function}(" in source.read_text(encoding="utf-8")


def test_every_test_that_a_page_names_exists() -> None:
    page = (HOUSE / "docs" / "delivery.md").read_text(encoding="utf-8")
    assert page.count("::") > 40
    assert missing_tests(page, HOUSE) == []


def test_a_test_that_does_not_exist_is_noticed() -> None:
    page = "`tests/test_docs.py::test_nothing`, `tests/none.py::test_docs`"
    assert missing_tests(page, HOUSE) == page.replace("`", "").split(", ")
