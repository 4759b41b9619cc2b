"""Which of the three languages somebody reads, from what their client or browser says."""

import pytest

from bot.domain.language import Language, accepted, known, language_of

BOKMAL, NYNORSK, ENGLISH = Language.BOKMAL, Language.NYNORSK, Language.ENGLISH


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("nb-NO", BOKMAL),
        ("no", BOKMAL),
        ("NN_no", NYNORSK),
        ("en-US", ENGLISH),
        (" en ", ENGLISH),
        ("da", None),
        ("", None),
        (None, None),
    ],
)
def test_a_tag_names_one_of_our_languages_or_none(
    tag: str | None, language: Language | None
) -> None:
    assert known(tag) is language
    assert language_of(tag, NYNORSK) is (language or NYNORSK)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("nn", NYNORSK),
        ("nn-NO,nn;q=0.9,no;q=0.8,en;q=0.5", NYNORSK),
        ("da, nn;q=0.9, en;q=0.8", NYNORSK),
        ("en;q=0.8, nb;q=0.9", BOKMAL),
        ("en, nb", ENGLISH),
        ("en; q=0.1, nn ; q=0.2", NYNORSK),
        ("en;q=0", None),
        ("sv, da", None),
        ("*", None),
        ("", None),
        ("en;q=most", None),
        (",,;;q=,=", None),
        ("en;q=nan, nn", NYNORSK),
    ],
)
def test_the_language_wished_for_most_among_ours(header: str, language: Language | None) -> None:
    assert accepted(header) is language
