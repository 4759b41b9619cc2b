"""What may be somebody's full name is asked about, and what only looks like one is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.person_names import suspected

KNOWN = ("NAV Lindesnes", "Karriere Agder Lyngdal", "Mandal videregående skole")
MEMBERS = ("Kari Nilsen", "Amina Yusuf")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Fatima Hussein trenger tolk.", ("Fatima Hussein",)),
        ("Vi snakket med Amanuel Tesfay Gebre om skolen.", ("Amanuel Tesfay Gebre",)),
        ("Hva gjør vi for Ali M. Hussein?", ("Ali M. Hussein",)),
        ("Olena Kovalenko-Berg og Yusuf Abdi", ("Olena Kovalenko-Berg", "Yusuf Abdi")),
        ("Yusuf Abdi og Kari Berg", ("Yusuf Abdi", "Kari Berg")),
        ("Åse Ødegård begynner i august", ("Åse Ødegård",)),
        ("Fatima Hussein. Fatima Hussein", ("Fatima Hussein",)),
        ("kandidaten Fatima\u00a0Hussein", ("Fatima Hussein",)),
        ("N'Diaye O’Brien kommer", ("N'Diaye O’Brien",)),
    ],
)
def test_a_full_name_is_suspected(text: str, names: tuple[str, ...]) -> None:
    assert suspected(text, KNOWN, MEMBERS) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ukentlig praksis kolliderer med undervisningen.",
        "Fatima trenger tolk.",
        "NAV Lindesnes og Karriere Agder Lyngdal tar saken.",
        "Møte i Mandal 18. mars",
        "Hos Mandal videregående skole. Elevene venter.",
        "KMV NVK NAV",
        "Kari Nilsen kaller inn.",
        "Vi møtes i Teams. Agder fylkeskommune er vert.",
        "Vi venter på IMDi. Udir har svart.",
        "Hussein, Fatima",  # a list: what is beside a comma is not told apart from places
        "Praksis\nSpråk",
        "fatima hussein",
        "Fase 2 Mandal 3 Lyngdal",
    ],
)
def test_what_is_known_or_stands_alone_is_not(text: str) -> None:
    assert suspected(text, KNOWN, MEMBERS) == ()


def test_what_is_known_in_one_network_may_be_a_name_in_another() -> None:
    assert suspected("Kari Nilsen kaller inn.") == ("Kari Nilsen",)


@given(st.text(max_size=200))
def test_every_suspicion_can_be_read_in_the_text(text: str) -> None:
    for name in suspected(text):
        for word in name.split():
            assert word in text
