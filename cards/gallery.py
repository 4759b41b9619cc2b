"""Every card with every sample, for the tests and for the eye."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from bot.domain.language import Language
from cards import (
    challenge,
    challenge_answered,
    challenge_form,
    challenge_preview,
    challenge_receipt,
    clock,
    evaluation_closed,
    evaluation_form,
    evaluation_thanks,
    help,  # noqa: A004 - the card's name is the command's name
    language,
    meeting,
    notice,
    plan,
    reminder,
    samples,
    suggestion,
    turns,
    welcome,
)
from cards.words import Words

_MODULES = (
    help,
    suggestion,
    welcome,
    plan,
    meeting,
    turns,
    reminder,
    evaluation_form,
    evaluation_thanks,
    evaluation_closed,
    challenge_form,
    challenge_preview,
    challenge_receipt,
    challenge,
    challenge_answered,
    language,
    notice,
    clock,
)
CARDS: Mapping[str, ModuleType] = MappingProxyType(
    {module.__name__.rpartition(".")[2]: module for module in _MODULES}
)

PAGE = Path(__file__).parent / "gallery.html"
_NODE_MODULES = Path(__file__).parent.parent / "node_modules"
_SCRIPTS = {
    "adaptivecards": _NODE_MODULES / "adaptivecards/dist/adaptivecards.min.js",
    "markdown-it": _NODE_MODULES / "markdown-it/dist/browser/markdown-it.umd.min.js",
}


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One card × sample × language, built."""

    card: str
    sample: str
    language: Language
    content: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.card}/{self.sample}.{self.language}"


def exhibits() -> Iterator[Exhibit]:
    for name, module in CARDS.items():
        for sample, view in module.SAMPLES.items():
            for spoken in Language:
                content = module.build(view, Words(spoken, samples.ZONE))
                yield Exhibit(name, sample, spoken, content)


def write_html(path: Path) -> None:
    """All cards on one page that needs nothing else, drawn by Microsoft's JavaScript SDK.

    Raises FileNotFoundError where the packages of package.json are not installed.
    """
    page = PAGE.read_text(encoding="utf-8")
    for place, script in _SCRIPTS.items():
        page = page.replace(f"/*{place}*/", script.read_text(encoding="utf-8"))
    listed = json.dumps([(shown.name, shown.content) for shown in exhibits()], ensure_ascii=False)
    path.write_text(page.replace("/*exhibits*/", listed.replace("</", "<\\/")), encoding="utf-8")
