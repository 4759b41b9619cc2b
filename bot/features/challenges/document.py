"""Challenges as a document that a person reads and an archive keeps."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from cards.words import Words

# What XML has no place for, wherever it came from: one odd character must not cost an archive.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
THE_SAME_EVERY_TIME = (1980, 1, 1, 0, 0, 0)  # the date of the files within: the sum must not move


def as_docx(title: str, records: Iterable[Mapping[str, Any]], words: Words) -> bytes:
    """Equal records make equal bytes, so that a checksum can be shown beside the link."""
    # python-docx takes a third of a second to load, and few ever ask for a document.
    from docx import Document  # noqa: PLC0415

    document = Document()
    document.core_properties.author = ""
    document.add_heading(title, level=1)
    for record in records:
        _challenge(document, record, words)
    written = io.BytesIO()
    document.save(written)
    return _steady(written.getvalue())


def _paragraph(document: Any, text: str, style: str | None = None) -> None:
    document.add_paragraph(_NOT_XML.sub("", text), style=style)


def _challenge(document: Any, record: Mapping[str, Any], words: Words) -> None:
    document.add_heading(f"{record['challenge']}", level=2)
    _paragraph(document, record["text"])
    facts = (
        (words.text("Meldt"), record["raised"]),
        (words.text("Gjelder"), ", ".join(record["concerns"])),
        (words.text("Svaret"), record["answer"]),
        (words.text("Begrunnelse"), record["reason"]),
        (words.text("Møter"), ", ".join(record["meetings"])),
        (words.text("Alternativer"), "; ".join(record["alternatives"])),
        (words.text("Avtalt"), record["agreed"]),
        (words.text("Tatt i bruk"), record["in_use"]),
        (words.text("Status"), record["status"]),
    )
    for name, value in facts:
        if value:
            _paragraph(document, f"{name}: {value}", style="List Bullet")
    for outcome in record["outcomes"]:
        _outcome(document, outcome, words)
    for task in record["tasks"]:
        told = " · ".join(part for part in (task["text"], task["agency"], task["due"]) if part)
        _paragraph(document, f"{words.text('Oppgave')}: {told}", style="List Bullet")


def _outcome(document: Any, outcome: Mapping[str, Any], words: Words) -> None:
    title = words.text("Resultatet, versjon {number}", number=outcome["version"])
    document.add_heading(title, level=3)
    _paragraph(document, outcome["what"])
    _paragraph(document, words.text("Hvem: {who}", who=outcome["who"]))
    _paragraph(document, words.text("Fra {day}", day=outcome["from"]))
    _paragraph(document, words.text("Skrevet av {name}", name=outcome["written_by"]))
    for answer in outcome["answers"]:
        told = (answer["question"], answer["answer"], answer["comment"], answer["by"], answer["at"])
        line = " · ".join(part for part in told if part)
        _paragraph(document, f"{answer['agency']}: {line}", style="List Bullet")


def _steady(package: bytes) -> bytes:
    steady = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as read,
        zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in sorted(read.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            entry = zipfile.ZipInfo(name, THE_SAME_EVERY_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, read.read(name))
    return steady.getvalue()
