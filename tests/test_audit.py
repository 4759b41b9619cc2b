"""A build is stopped by a known weakness, and by nothing that only could not be asked."""

import json

import pytest

from tests.audit import read

SAFE = {"name": "aiohttp", "version": "3.14.5", "vulns": []}
UNSAFE = {
    "name": "jinja2",
    "version": "2.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1", "3.0"]}, {"id": "X-2", "fix_versions": []}],
}
UNKNOWN = {"name": "ruff", "skip_reason": "Dependency not found on PyPI"}


def told(*packages: object) -> list[str]:
    return read(json.dumps({"dependencies": packages, "fixes": []})).lines()


def test_a_weakness_is_named_with_the_version_that_mends_it() -> None:
    assert told(SAFE, UNSAFE, UNKNOWN) == [
        "jinja2 2.0: PYSEC-1, mended in 2.1, 3.0",
        "jinja2 2.0: X-2, mended in no version yet",
        "2 known weaknesses in 2 packages, of 1 NOTHING IS KNOWN.",
    ]


def test_nothing_known_is_said_in_one_line() -> None:
    assert told(SAFE) == ["0 known weaknesses in 1 packages."]


@pytest.mark.parametrize("answer", ["", "Traceback", "[]", "{}", "null", '{"dependencies": []}'])
def test_nobody_to_ask_is_said_loudly_and_is_no_weakness(answer: str) -> None:
    verdict = read(answer)
    assert verdict.unsafe == ()
    assert verdict.lines() == ["NOT AUDITED: the list of known weaknesses could not be read."]


def test_neither_is_a_service_that_does_not_know_our_packages() -> None:
    assert told(UNKNOWN) == ["NOT AUDITED: the list of known weaknesses could not be read."]
