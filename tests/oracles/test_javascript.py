"""Microsoft's JavaScript SDK reads every approved card, a CommonMark parser every escaped text.

One run of Node for the whole session.
"""

import json
import random
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from cards import gallery
from cards.elements import clean, escape

ROOT = Path(__file__).parent.parent.parent
ORACLE = ROOT / "tests" / "oracles" / "cards.cjs"
APPROVED = ROOT / "tests" / "cards" / "approved"  # what test_cards.py holds every card to
PACKAGES = [ROOT / "node_modules" / name for name in ("adaptivecards", "markdown-it")]
BROKEN = {
    "unknown element": {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TxtBlock"}]},
    "input without id": {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [{"type": "Input.Text"}],
    },
    "chart without a fallback": {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [{"type": "Chart.HorizontalBar", "data": []}],
    },
}
TYPED = (
    "18. mars",
    "18.",
    "7) sju",
    "2027-03-18",
    "12/19 Orienteringssak",
    "- strek",
    "+ pluss",
    "# tittel",
    "> sitat",
    "---",
    "===",
    "***",
    "**fet** og *kursiv* og __understrek__ og snake_case",
    "~~strøket~~ `kode` ```blokk```",
    "[lenke](https://example.org)",
    "![bilde](https://example.org/x.png)",
    "[a]: https://example.org",
    "<https://example.org> <b>fet</b> <!-- skjult -->",
    "https://example.org/a_b?c=d&e=f http://192.0.2.1/ www.x.no example.org ola.nordmann@nav.no",
    "<at>Alle</at> @everyone",
    "{{DATE(2027-02-14T06:08:39Z,LONG)}} {{TIME(x)}} ${navn}",
    "&amp; &#35; &copy; AT&T R&D",
    "\\ bakstrek \\* \\\\ til slutt\\",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "første\nandre\n\ntredje\r\nfjerde\u2028femte",
    "    innrykk\n\tog tabulator",
    "Tittel\n===\nUndertittel\n---",
    "f.eks. kl. 10.12, m.m. og bl.a. 3.b",
    "\u202eomvendt\u202c \u2066skjult\u2069 nul\x00bjelle\x07",
    "👩‍👩‍👧 æøå ÆØÅ čŋđ ar:العربية",
    "«anførsel» “quotes” 'enkel'",
)
_PIECES = [*"abø19 .)(-+*_`~#>[]!\\|&;:/={}<\n", "18. ", "://", "{{", "&lt;", "www.", ".no", "\n\n"]


def _noise(count: int) -> list[str]:
    """Typed texts that nobody thought of, the same in every run."""
    chance = random.Random(1814)
    return ["".join(chance.choices(_PIECES, k=chance.randint(1, 14))) for _ in range(count)]


@dataclass(frozen=True)
class Verdict:
    problems: dict[str, list[str]]
    shown: dict[str, str]


def _approved() -> dict[str, object]:
    return {
        str(path.relative_to(APPROVED)): json.loads(path.read_text(encoding="utf-8"))
        for path in APPROVED.rglob("*.json")
    }


@pytest.fixture(scope="session")
def verdict() -> Verdict:
    node = shutil.which("node")
    if node is None or not all(package.exists() for package in PACKAGES):
        pytest.skip("Node.js or its packages are missing: install Node.js 20, then `make setup`")
    texts = [*TYPED, *_noise(3000)]
    asked = {
        "cards": BROKEN | _approved(),
        "texts": [escape(text) for text in texts],
    }
    answer = subprocess.run(
        [node, str(ORACLE)], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    told = json.loads(answer.stdout)
    return Verdict(told["problems"], dict(zip(texts, told["shown"], strict=True)))


@pytest.mark.node
def test_the_sdk_finds_nothing_wrong_with_any_card(verdict: Verdict) -> None:
    wrong = {name: found for name, found in verdict.problems.items() if found}
    assert set(wrong) == set(BROKEN)
    assert len(verdict.problems) == len(BROKEN) + len(list(gallery.exhibits()))


@pytest.mark.node
def test_what_was_typed_is_what_is_shown(verdict: Verdict) -> None:
    expected = {text: clean(text) for text in verdict.shown}
    assert verdict.shown == expected
