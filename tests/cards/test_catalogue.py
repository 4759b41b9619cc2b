"""Both catalogues hold exactly the texts of the code, translated, with the same braces."""

import re

import pytest
from babel.messages.catalog import Catalog, Message

from bot.domain.language import Language
from cards import catalogue
from cards.catalogue import TRANSLATED


def _forms(message: Message, of: str) -> tuple[str, ...]:
    text = getattr(message, of)
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def _messages(found: Catalog) -> dict[object, Message]:
    return {message.id: message for message in found if message.id}


def _braces(text: str) -> set[str]:
    return set(re.findall(r"\{\w*\}", text))


@pytest.fixture(scope="module")
def extracted() -> dict[object, Message]:
    return _messages(catalogue.extracted())


@pytest.fixture(params=TRANSLATED, scope="module")
def stored(request: pytest.FixtureRequest) -> dict[object, Message]:
    language: Language = request.param
    return _messages(catalogue.stored(language))


def test_the_texts_of_cards_and_features_are_found(extracted: dict[object, Message]) -> None:
    assert "Velg ett svar." in extracted  # cards
    assert "Velg ett av svarene i lista." in extracted  # a rule's refusal
    assert ("{count} person", "{count} personer") in extracted


def test_a_catalogue_holds_exactly_the_texts_of_the_code(
    extracted: dict[object, Message], stored: dict[object, Message]
) -> None:
    assert set(stored) == set(extracted), "run `python -m cards.catalogue`"


def test_every_text_is_translated_with_the_braces_of_the_original(
    stored: dict[object, Message],
) -> None:
    for message in stored.values():
        for original, translation in zip(
            _forms(message, "id"), _forms(message, "string"), strict=True
        ):
            assert translation.strip(), original
            assert _braces(translation) == _braces(original), original
