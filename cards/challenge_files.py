"""Files for an agency's own archive, each with its checksum."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from cards.actions import CardAction
from cards.elements import Checked, card, context, eyebrow, heading, link, link_row
from cards.words import Words


class ShowChallengeFiles(CardAction):
    """One challenge, or (0) all of a year."""

    verb = "challenge.files/1"
    challenge: int = Field(default=0, ge=0, lt=2**31)
    year: int = Field(default=0, ge=0, le=2100)


@dataclass(frozen=True, slots=True)
class File:
    """kind: "docx" or "json". checksum: SHA-256, in hexadecimal digits."""

    kind: str
    url: str
    checksum: str


@dataclass(frozen=True, slots=True)
class View:
    """No files: there is nothing to export, or no address under which a file could lie."""

    challenge: int
    year: int
    files: tuple[File, ...] = ()


def build(view: View, words: Words) -> dict[str, Any]:
    title = (
        words.text("Til arkivet deres") if view.files else words.text("Det er ingenting å hente")
    )
    about = words.text("Utfordringer fra {year}", year=view.year) if view.year else ""
    body: list[Checked] = [
        eyebrow(about or words.text("Utfordring")),
        heading(title),
    ]
    if not view.files:
        body.append(context(words.text("Prøv igjen når noe er meldt.")))
        return card(words, body, fallback=title)
    body.append(
        context(
            words.text("Hver etat tar vare på sitt eget. Lenkene virker i en time."),
            words.text("Kontrollsummen viser at fila er uendret."),
        )
    )
    body += [_file(file, words) for file in view.files]
    return card(words, body, fallback=title)


def _file(file: File, words: Words) -> Checked:
    names = {
        "docx": words.text("Dokument til å lese (DOCX)"),
        "json": words.text("Data til arkivsystemet (JSON)"),
    }
    summed = words.text("SHA-256: {checksum}", checksum=file.checksum)
    return link_row(names[file.kind], summed, link(words.text("Hent"), file.url))


_ADDRESS = "https://example.org/utfordringer/AAAA"
_FILES = (
    File(
        "docx",
        f"{_ADDRESS}.docx",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ),
    File(
        "json",
        f"{_ADDRESS}.json",
        "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    ),
)
SAMPLES: dict[str, View] = {
    "year": View(0, 2027, _FILES),
    "one": View(12, 0, _FILES),
    "empty": View(0, 2026),
}
