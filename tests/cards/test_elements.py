"""The vocabulary refuses what it does not know, and shows people's words as they were typed."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.language import Language
from cards import elements, samples
from cards.actions import PerformCommand
from cards.elements import Mark, TextBlock, button, card, clean, escape, fact, rendered, row
from cards.words import Words
from tests.cards import microsoft

WORDS = Words(Language.BOKMAL, samples.ZONE)
PUNCTUATION = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
HELP = PerformCommand(command="help")


def unescaped(markdown: str) -> str:
    """What a Markdown reader does with backslashes and paragraphs, and nothing else."""
    paragraphs = markdown.replace("\n\n", "\n")
    return re.sub(rf"\\([{re.escape(PUNCTUATION)}])", r"\1", paragraphs)


@given(st.text())
def test_an_escaped_text_reads_as_what_was_typed(typed: str) -> None:
    assert unescaped(escape(typed)) == clean(typed)


@given(st.text(alphabet=st.sampled_from("*_[]()`~#>-+|\\<&;:/{} 1.\na")))
def test_nothing_that_acts_is_left_without_a_backslash(typed: str) -> None:
    inert = re.sub(r"\\.", "¤", escape(typed))
    assert (
        re.search(r"[*_`\[\]<~|\\]|&#?\w+;|\{\{|://|(?m:^[-+#>=])|(?m:^\d+[.)](\s|$))", inert)
        is None
    )


@given(st.text())
def test_nothing_unseen_is_kept(typed: str) -> None:
    kept = {unicodedata.category(character) for character in clean(typed) if character != "\n"}
    joiners = {"\u200c", "\u200d"} & set(typed)
    assert kept.isdisjoint({"Cc", "Cs"} if joiners else {"Cc", "Cs", "Cf"})


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("18. mars", r"18\. mars"),
        ("3) punkt", r"3\) punkt"),
        ("Torsdag 18. mars kl. 09.00", "Torsdag 18. mars kl. 09.00"),
        ("Sak 12/19 (orientering), f.eks. rom", "Sak 12/19 (orientering), f.eks. rom"),
        ("<at>Alle</at>", r"\<at>Alle\</at>"),
        ("https://example.org", r"https\:\/\/example\.org"),
        ("en\n- to", "en\n\n\\- to"),
        ("\u202eabc\u202c", "abc"),
        ("{{DATE(x)}}", r"{\{DATE(x)}}"),
    ],
)
def test_only_what_would_act_gets_a_backslash(typed: str, written: str) -> None:
    assert escape(typed) == written


def test_the_core_of_a_fact_is_bold_and_the_rest_is_plain() -> None:
    assert fact("31 personer kan lese *alt*", core="31 personer").text == (
        r"**31 personer** kan lese \*alt\*"
    )
    assert fact("18. mars", core="finnes ikke").text == r"18\. mars"
    assert fact("Om 3*3 dager", core="3*3").text == r"Om **3\*3** dager"


def test_a_misspelt_property_is_refused() -> None:
    with pytest.raises(TypeError, match="TextBlock has no property 'txt'"):
        TextBlock(txt="hei")
    with pytest.raises(TypeError, match="Card has no property 'boddy'"):
        elements.Card(boddy=[])


def test_a_property_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(TypeError, match="wrap must be of type"):
        TextBlock(text="hei", wrap="ja")


def test_more_buttons_than_a_bar_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="7 actions in one bar, at most 6"):
        card(WORDS, [], [button("Hjelp", HELP)] * 7, fallback="hei")


def test_a_button_works_in_clients_without_universal_actions() -> None:
    assert rendered(button("Hjelp", HELP)) == {
        "type": "Action.Execute",
        "title": "Hjelp",
        "verb": "command/1",
        "data": {"command": "help"},
        "associatedInputs": "none",
        "fallback": {
            "type": "Action.Submit",
            "title": "Hjelp",
            "data": {"command": "help", "verb": "command/1"},
            "associatedInputs": "none",
        },
    }


def test_a_row_is_rendered_to_its_depths_without_anything_unset() -> None:
    drawn = rendered(row(Mark.OPEN, "Rom", "Frist i dag", button=button("Gjort", HELP)))
    assert [column["width"] for column in drawn["columns"]] == ["20px", "stretch", "auto"]
    assert "None" not in repr(drawn)
    assert microsoft.unknown(drawn) == []


def test_the_completed_library_knows_the_rest_of_the_form_elements() -> None:
    drawn = [
        rendered(elements.NumberInput(id="n", label="Antall", min=1, max=80, value=5)),
        rendered(elements.DateInput(id="d", label="Dag", value="2027-03-18")),
        rendered(elements.OpenUrl(title="Åpne", url="https://example.org")),
    ]
    assert microsoft.unknown(drawn) == []
    assert [node["type"] for node in drawn] == ["Input.Number", "Input.Date", "Action.OpenUrl"]


def test_microsofts_models_are_asked_about_every_depth() -> None:
    wrong = {"type": "Container", "items": [{"type": "TextBlock", "txt": "hei"}], "colour": "red"}
    assert microsoft.unknown(wrong) == ["Container.colour", "TextBlock.txt"]


@pytest.mark.parametrize(("count", "bar", "rows"), [(3, 3, []), (4, 0, [2, 2]), (5, 0, [2, 2, 1])])
def test_a_bar_that_is_too_long_for_a_phone_becomes_rows(
    count: int, bar: int, rows: list[int]
) -> None:
    ways = [button(f"Vei {number}", HELP) for number in range(count)]
    finished = card(WORDS, [TextBlock(text="Hvor?")], ways, fallback="Hvor?")
    assert len(finished.get("actions", [])) == bar
    sets = [part for part in finished["body"] if part["type"] == "ActionSet"]
    assert [len(part["actions"]) for part in sets] == rows
