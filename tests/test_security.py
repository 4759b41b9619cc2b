"""SECURITY.md tells the truth: what it names is there, each requirement has a place and a test."""

import re
from pathlib import Path

from tests.teams.test_refusals import FORBIDDEN, MALFORMED, UNAUTHORISED
from tests.test_docs import dead_links, dead_paths, table

HOUSE = Path(__file__).parent.parent
PAGE = HOUSE / "SECURITY.md"
TEXT = PAGE.read_text("utf-8")
ROWS = table(TEXT, "ASVS")


def files(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_each_requirement_is_met_somewhere_and_tested() -> None:
    assert len(ROWS) >= 40
    for number, _, where, tested in ROWS:
        assert re.fullmatch(r"\d+\.\d+\.\d+(, \d+\.\d+\.\d+)*", number), number
        assert files(where), number
        assert files(tested), number


def test_what_it_names_is_there() -> None:
    named = {file for row in ROWS for cell in row[2:] for file in files(cell)}
    assert {file for file in named if not (HOUSE / file).exists()} == set()
    assert dead_paths(TEXT, HOUSE) == []
    assert dead_links(PAGE) == []


def test_each_test_that_it_names_holds_a_test() -> None:
    tests = {file for row in ROWS for file in files(row[3])}
    without = {file for file in tests if "def test_" not in (HOUSE / file).read_text("utf-8")}
    assert without == set()


def test_no_requirement_stands_there_twice() -> None:
    numbers = [number for row in ROWS for number in row[0].split(", ")]
    assert sorted({number for number in numbers if numbers.count(number) > 1}) == []


def test_its_figures_are_those_of_the_list() -> None:
    """As many requests as there are rows in the tests, and none of ours let in."""
    ours = [row for row in table(TEXT, "Door") if row[0] == "Rundebord"]
    counted = [len(UNAUTHORISED), len(FORBIDDEN), len(MALFORMED)]
    assert [int(row[2]) for row in ours] == counted
    assert {(row[5], row[6]) for row in ours} == {("0", "0")}
