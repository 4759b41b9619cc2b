"""Text from people lands in many places, and is text in each: the whole corpus, all at once.

The pages and the calendar files have the same done to them in tests/web/test_inert.py.
"""

import csv
import io
import logging
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx import Document

from bot import bugs
from bot.deps import Mention, Message
from bot.domain import cells
from bot.domain.language import Language
from bot.features.challenges.document import as_docx
from bot.features.results.export import Line
from bot.teams.messages import activity
from bot.web.drawing import Bars, bars
from bot.web.results import as_csv
from cards import elements
from cards.words import Words
from tests.demo_network import calendar
from tests.hostile import CORPUS

ACTS = re.compile(
    r"<\w|</|\]\(|\{\{|\w://|\bwww\.|\*\*fet|_skrå_|~~|`|^#|^>|^---|^===|^[-+*] |^\d+[.)] |\|",
    re.MULTILINE,
)
HIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def test_there_are_enough_of_them() -> None:
    assert len(set(CORPUS)) >= 200


def test_on_a_card_nothing_acts_and_nothing_hides() -> None:
    shown = {text: elements.escape(text) for text in CORPUS}
    acting = [text for text, card in shown.items() if ACTS.search(re.sub(r"\\.", "·", card))]
    assert acting == []
    assert [text for text, card in shown.items() if HIDDEN.search(card)] == []


@pytest.mark.parametrize("where", ["name", "summary"])
def test_a_mention_mentions_one_person_whatever_they_are_called(where: str) -> None:
    for text in CORPUS:
        name, summary = (text, "hei") if where == "name" else ("Kari", text)
        sent = activity(Message({}, summary=summary, mention=Mention("29:kari", name)))
        told = ET.fromstring(f"<text>{clean(sent['text'])}</text>")
        assert [each.tag for each in told.iter()] == ["text", "at"], text
        assert sent["entities"][0]["text"] in sent["text"]
        assert sent["entities"][0]["mentioned"]["id"] == "29:kari"


def clean(text: str) -> str:
    """Without what XML, but not JSON, refuses."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)


def test_in_a_table_no_cell_is_a_formula_and_every_row_stays_one() -> None:
    lines = [Line(1, "2027-01-04", text, 1, 5, text, "text", text) for text in storable()]
    rows = list(csv.reader(io.StringIO(as_csv(lines), newline=""), delimiter=";"))
    assert len(rows) == 1 + len(lines)
    assert {len(row) for row in rows} == {9}
    for line, row in zip(lines, rows[1:], strict=True):
        assert [row[2], row[5], row[7]] == [cells.safe(line.theme)] * 3
        assert not row[2].lstrip(" \n\u00a0").startswith(("=", "+", "-", "@", "\t", "\r")), row[2]


def storable() -> list[str]:
    """What gets as far as the database: PostgreSQL has no zero byte, UTF-8 no half a character."""
    return [text for text in CORPUS if not re.search("[\x00\ud800-\udfff]", text)]


def test_in_a_document_every_text_is_a_paragraph_of_its_own() -> None:
    typed = [elements.clean(text) for text in CORPUS]
    records = [record(text) for text in typed]
    written = as_docx("Utfordringer", records, Words(Language.BOKMAL, calendar().zone))
    paragraphs = [each.text for each in Document(io.BytesIO(written)).paragraphs]
    assert paragraphs[2::2] == [clean(text) for text in typed]
    body = Document(io.BytesIO(written)).element.body
    kinds = {each.tag.rpartition("}")[2] for each in body.iter()}
    assert kinds & {"hyperlink", "fldSimple", "instrText", "object", "altChunk"} == set()


def record(text: str) -> dict[str, Any]:
    nothing = ("raised", "answer", "reason", "agreed", "in_use", "status")
    lists = ("concerns", "meetings", "alternatives", "outcomes", "tasks")
    return {
        "challenge": 1,
        "text": text,
        **dict.fromkeys(nothing, ""),
        **{name: [] for name in lists},
    }


def test_in_a_drawing_it_is_a_name() -> None:
    """Two dollar signs would begin a formula, which cannot be drawn when it is none."""
    names = ["$" + "\\frac{" * 3 + "$", "x" * 19 + "$" + "y" * 19 + "$\\bad{", "a $x$ b", "^_{}$$"]
    for name in names:
        assert bars(Bars(name, ((name, 3), ("b", 2)), 5)).startswith(b"\x89PNG")


def test_in_the_log_there_is_nothing_of_it(caplog: pytest.LogCaptureFixture) -> None:
    for text in CORPUS:
        caplog.clear()
        bugs.report(logging.getLogger("bot"), "Said", ValueError(f"kanari{text}"))
        assert "kanari" not in caplog.text
        assert len(caplog.records) == 1
