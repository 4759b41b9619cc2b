"""What looks like personal data is refused, and what only resembles it is not.

The numbers are made here from their control digits: none is copied from anywhere.
"""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Refused
from bot.domain.guard import refuse_birth_numbers, refuse_personal_data


def made(first_six: str, serial: int, rest: int = 0) -> Iterator[str]:
    """Birth numbers of that day; `rest` is what the first control digit leaves (from 2032)."""
    nine = [int(digit) for digit in f"{first_six}{serial:03}"]
    first = sum(d * w for d, w in zip(nine, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True))
    ten = [*nine, (rest - first) % 11]
    second = sum(d * w for d, w in zip(ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True))
    whole = [*ten, -second % 11]
    if max(whole) < 10:
        yield "".join(str(digit) for digit in whole)


def one(first_six: str, rest: int = 0) -> str:
    numbers = (n for serial in range(1000) for n in made(first_six, serial, rest))
    return next(numbers)


BORN = one("010190")
DATES = ("010190", "311299", "410190", "710300", "014190", "018190", "419290")


@pytest.mark.parametrize("first_six", DATES)  # also D-numbers, and those of health and of tests
@pytest.mark.parametrize("rest", [0, 1, 2, 3])
def test_every_kind_of_birth_number_is_refused(first_six: str, rest: int) -> None:
    with pytest.raises(Refused, match="fødselsnummer"):
        refuse_birth_numbers(f"Hun har {one(first_six, rest)} og norsk A2.")


@pytest.mark.parametrize(
    "written",
    [
        f"{BORN[:6]} {BORN[6:]}",
        f"{BORN[:6]}-{BORN[6:]}",
        f"{BORN[:6]} - {BORN[6:]}",
        f"{BORN[:2]}.{BORN[2:4]}.{BORN[4:6]} {BORN[6:]}",
        f"{BORN[:6]}\u00a0{BORN[6:]}",
        f"{BORN[:6]}\u200b{BORN[6:]}",
        " ".join(BORN),
        f"f.nr.{BORN}.",
        f"({BORN})",
        f"12345 {BORN}",
        f"9 {BORN} 9",
        BORN.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),  # full width
        BORN.translate({ord(str(n)): chr(0x0660 + n) for n in range(10)}),  # Arabic digits
    ],
)
def test_however_it_is_written(written: str) -> None:
    with pytest.raises(Refused, match="fødselsnummer"):
        refuse_personal_data(written)


@pytest.mark.parametrize(
    "harmless",
    [
        BORN[:10] + str((int(BORN[10]) + 1) % 10),  # wrong control digit
        f"{BORN}1",
        f"9{BORN}",
        "32019012345",  # no such day
        "01139012345",  # no such month
        "12345678901",
    ],
)
def test_eleven_digits_that_nobody_was_born_with_are_no_birth_number(harmless: str) -> None:
    refuse_birth_numbers(harmless)


@pytest.mark.parametrize(
    "written",
    [
        "91234567",
        "912 34 567",
        "91 23 45 67",
        "38.27.00.00",
        "+47 912 34 567",
        "+4791234567",
        "0047 91 23 45 67",
        "+46 70-123 45 67",
        "Ring 91234567, spør etter læreren",
        "tlf:91234567",
        "91234567/91234568",
    ],
)
def test_a_telephone_number_is_refused(written: str) -> None:
    with pytest.raises(Refused, match="telefonnummer"):
        refuse_personal_data(written)


@pytest.mark.parametrize(
    "written",
    [
        "kari.nilsen@nav.no",
        "Skriv til <kari@lindesnes.kommune.no>.",
        "mailto:a+b@x.example",
        "kåre@mållag.no",
        "kari\uff20nav.no",
    ],
)
def test_an_address_for_mail_is_refused(written: str) -> None:
    with pytest.raises(Refused, match="e-postadresse"):
        refuse_personal_data(written)


@pytest.mark.parametrize(
    "harmless",
    [
        "",
        "En deltaker på 34 år med 12 års skole vil bli helsefagarbeider.",
        "09.15 Velkommen (NAV)\n09.30 Nytt om lover og regler\n10.15 Pause",
        "18.03.2027 kl. 09.00-15.00",
        "2026 2027, 2026-2027 og 2027-03-18",
        "20270318",
        "Vi har bosatt 12 000 000 i regionen",
        "organisasjonsnummer 912 345 678",
        "Rom B 203, 4515 Mandal",
        "Se https://www.regjeringen.no/id/91234567/ for loven",
        "@alle møtes i auditoriet",
        "Klokka 9 @ auditoriet",
        "LK-2027-014",
        "Praksis 2-3 dager, 40 50 60 prosent",
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11",
        "👩🏽‍🏫 مرحبا **18. mars**",
    ],
)
def test_what_one_writes_about_a_case_passes(harmless: str) -> None:
    refuse_personal_data(harmless)


def test_the_refusal_does_not_repeat_what_was_typed() -> None:
    for typed in (BORN, "91234567", "kari@nav.no"):
        with pytest.raises(Refused) as refused:
            refuse_personal_data(typed)
        assert typed not in f"{refused.value} {refused.value.values}"


def test_an_agency_may_give_its_own_address_where_only_birth_numbers_are_refused() -> None:
    refuse_birth_numbers("Spørsmål? Skriv til post@lindesnes.kommune.no eller ring 38 25 51 00.")


@given(st.dates(), st.integers(0, 999), st.sampled_from(["", " ", "-"]), st.text(max_size=20))
def test_no_valid_number_slips_through(day: object, serial: int, between: str, around: str) -> None:
    words = "".join(c for c in around if not c.isdigit())
    for number in itertools.islice(made(f"{day:%d%m%y}", serial), 1):
        with pytest.raises(Refused):
            refuse_birth_numbers(f"{words} {number[:6]}{between}{number[6:]} {words}")
