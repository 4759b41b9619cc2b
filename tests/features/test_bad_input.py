"""Bad input, as one table: a sentence at the field, and what was typed is still there.

What is merely odd is stored as it is and shown without doing anything.
"""

from collections.abc import Callable
from itertools import pairwise

import pytest
from sqlmodel import select

from bot.domain.language import Language
from cards import elements
from cards.words import Words
from storage.tables import Meeting
from tests.features.bench import Member, Network, Seen

# It is Monday 4 January 2027, 09.00 in Oslo.

GOOD = {
    "activity": "network-meeting",
    "day": "2027-03-18",
    "starts": "09:00",
    "ends": "11:30",
    "place": "Rådhuset",
}
LONG = "x" * 10_000


def new(member: Member) -> tuple[Seen, str]:
    return member.says("nytt møte"), "Legg i planen"


def changed(member: Member) -> tuple[Seen, str]:
    card = member.press("meeting/1", {"meeting": _id(member.network), "more": True})
    return card.press("Endre"), "Lagre"


def _id(network: Network) -> int:
    with network.deps.store.transaction() as session:
        row = session.exec(select(Meeting).where(Meeting.place == "NAV Lindesnes, Mandal")).all()[1]
    return row.id or 0


FORMS = {"new": new, "changed": changed}
Form = Callable[[Member], tuple[Seen, str]]
Cases = dict[str, tuple[dict[str, str], str, str]]

# What is typed in which fields, the field at which it is told, and the sentence, in bokmål.
REFUSED: Cases = {
    "end before start": ({"starts": "11:00", "ends": "09:00"}, "ends", AFTER := "Slutten må komme"),
    "end at start": ({"starts": "11:00", "ends": "11:00"}, "ends", AFTER),
    "31 February": ({"day": "2027-02-31"}, "day", NO_DAY := "Den datoen finnes ikke."),
    "29 February of a usual year": ({"day": "2027-02-29"}, "day", NO_DAY),
    "no day": ({"day": ""}, "day", NO_DAY),
    "words for a day": ({"day": "neste torsdag"}, "day", NO_DAY),
    "02:30 on the March Sunday": (
        {"day": "2027-03-28", "starts": "02:30", "ends": "04:00"},
        "starts",
        "Klokka stilles fram denne natta, så 02.30 finnes ikke.",
    ),
    "an end that the clock skips": (
        {"day": "2027-03-28", "starts": "01:30", "ends": "02:30"},
        "ends",
        "Klokka stilles fram denne natta, så 02.30 finnes ikke.",
    ),
    "a year in the past": ({"day": "2019-03-18"}, "day", PAST := "Den dagen har vært."),
    "yesterday": ({"day": "2027-01-03"}, "day", PAST),
    "an hour ago": (
        {"day": "2027-01-04", "starts": "08:00"},
        "starts",
        "Den tida har vært i dag.",
    ),
    "another century": ({"day": "1899-03-18"}, "day", "Velg en dag i vårt århundre."),
    "no clock": ({"starts": "ni"}, "starts", NO_CLOCK := "Skriv et klokkeslett"),
    "25 o'clock": ({"ends": "25:00"}, "ends", NO_CLOCK),
    "an unknown agency": ({"host": "4711"}, "host", NO_AGENCY := "Velg en etat fra lista."),
    "an agency of another network": ({"host": "x"}, "host", NO_AGENCY),
    "10 000 characters of theme": (
        {"theme": LONG},
        "theme",
        TOO_LONG := "Dette er 10000 tegn. Kort det ned til 200.",
    ),
    "10 000 characters of place": ({"place": LONG}, "place", TOO_LONG),
    "somebody's address as a theme": (
        {"theme": "ola@example.org"},
        "theme",
        "Her ligner noe på en e-postadresse.",
    ),
    "somebody's address as a place": (
        {"place": "ola@example.org"},
        "place",
        "Her ligner noe på en e-postadresse.",
    ),
    "Markdown for a link": (
        {"link": "[x](https://example.org)"},
        "link",
        NO_LINK := "Lim inn hele",
    ),
    "a script for a link": ({"link": "javascript:alert(1)"}, "link", NO_LINK),
    "a link with a password": ({"link": "https://ola:x@example.org"}, "link", NO_LINK),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_cannot_be_taken_is_told_at_its_field(network: Network, form: str) -> None:
    before = stored(network)
    assert taken_otherwise(network, FORMS[form], REFUSED) == {}
    assert stored(network) == before


def taken_otherwise(network: Network, form: Form, cases: Cases) -> dict[str, Seen]:
    """The answers in which it is not exactly that field that has that sentence, or not all that
    was typed is still there; by case.
    """
    answers = {case: filled(network.member("Kari"), form, cases[case][0]) for case in cases}
    return {case: seen for case, seen in answers.items() if not told(seen, *cases[case])}


def told(again: Seen, typed: dict[str, str], field: str, sentence: str) -> bool:
    found = problems(again)
    kept = {name: str(again.inputs()[name]) for name in typed}
    return list(found) == [field] and found[field].startswith(sentence) and kept == typed


def filled(member: Member, form: Form, typed: dict[str, str]) -> Seen:
    """The answer to a form in which everything is right but what is typed."""
    shown, title = form(member)
    usable = {name: value for name, value in GOOD.items() if name in shown.inputs()}
    return shown.press(title, **{**shown.inputs(), **usable, **typed})


def stored(network: Network) -> int:
    """Grows with every meeting, and with every change of one."""
    with network.deps.store.transaction() as session:
        return sum(row.sequence + 1 for row in session.exec(select(Meeting)).all())


def problems(card: Seen) -> dict[str, str]:
    """What is said right above each field, by the field's id."""
    return {
        field["id"]: str(above["columns"][1]["items"][0]["text"]).replace("\\", "")
        for above, field in pairwise(card.card["body"])
        if above["type"] == "ColumnSet" and field["type"].startswith("Input.")
    }


ONLY_NEW: Cases = {
    "an unknown activity": ({"activity": "party"}, "activity", "Velg hva slags møte det er."),
    "no end of a series": ({"repeats": "weeks"}, "count", "Skriv hvor mange ganger"),
    "two ends of a series": (
        {"repeats": "weeks", "count": "3", "until": "2027-12-31"},
        "until",
        "Velg enten antall ganger eller siste dag.",
    ),
    "a series that ends before it begins": (
        {"repeats": "weeks", "until": "2027-03-01"},
        "until",
        "Siste dag må komme etter den første.",
    ),
    "a series without end": (
        {"repeats": "weeks", "until": "2099-12-31"},
        "until",
        "Det blir flere enn 60 møter.",
    ),
    "a series of one": (
        {"repeats": "weeks", "until": "2027-03-20"},
        "until",
        "Det blir bare ett møte.",
    ),
    "61 meetings": (
        {"repeats": "weeks", "count": "61"},
        "count",
        "Skriv et tall fra 2 til 60.",
    ),
    "every 0 weeks": (
        {"repeats": "weeks", "every": "0", "count": "3"},
        "every",
        "Skriv et tall fra 1 til 12.",
    ),
    "31 February at the end": (
        {"repeats": "months", "until": "2027-02-31"},
        "until",
        NO_DAY,
    ),
}


def test_a_series_that_cannot_be_taken(network: Network) -> None:
    before = stored(network)
    assert taken_otherwise(network, new, ONLY_NEW) == {}
    assert stored(network) == before


@pytest.mark.parametrize("typed", ["bare en tittel", "A [x](https://example.org)", LONG])
def test_papers_that_cannot_be_taken(network: Network, typed: str) -> None:
    again = filled(network.member("Kari"), changed, {"papers": typed})
    assert list(problems(again)) == ["papers"]
    assert again.inputs()["papers"] == typed


@pytest.mark.parametrize("typed", ["", "   ", "\u202e", LONG, "Syk: ola@example.org"])
def test_a_reason_that_cannot_be_taken(network: Network, typed: str) -> None:
    form, _ = changed(network.member("Kari"))
    asked = form.press("Avlys")
    again = asked.press("Avlys", reason=typed)
    assert list(problems(again)) == ["reason"]
    assert again.inputs()["reason"] == typed
    assert again.heading == "Avlyse møtet?"


def test_several_mistakes_are_told_at_once_each_at_its_field(network: Network) -> None:
    typed = {"day": "2027-02-31", "link": "x", "theme": LONG, "host": "4711"}
    again = filled(network.member("Kari"), new, typed)
    assert set(problems(again)) >= {"day", "link", "theme"}


def test_the_sentence_is_in_the_readers_language(network: Network) -> None:
    kari, words = network.member("Kari"), Words(Language.ENGLISH, network.deps.zone)
    kari.says("språk").press("English")
    form = kari.says("new meeting")
    typed = {**form.inputs(), **GOOD, "ends": "08:00"}
    again = form.press(words.text("Legg i planen"), **typed)
    assert problems(again) == {"ends": words.text("Slutten må komme etter starten.")}


# What is odd but harmless: kept as it was typed, and shown inertly.
ODD = {
    "emoji": "Fagdag 🎉👩‍🏫",
    "right to left": "اجتماع الشبكة",
    "Markdown": "**Praksis** [x](https://example.org) # 1. _a_",
    "a mention": "<at>alle</at> <b>hei</b>",
    "template braces": "{{DATE(2027-01-01)}} {theme}",
    "a list": "18. mars",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", ODD)
def test_what_is_only_odd_is_kept_and_does_nothing(network: Network, form: str, case: str) -> None:
    typed = {"theme": ODD[case], "place": ODD[case]}
    card = filled(network.member("Kari"), FORMS[form], typed)
    assert problems(card) == {}
    with network.deps.store.transaction() as session:
        row = session.exec(select(Meeting).where(Meeting.theme == ODD[case])).one()
    assert row.place == ODD[case]
    assert elements.escape(ODD[case]) in card.texts


def test_characters_that_turn_the_text_around_are_taken_out(network: Network) -> None:
    filled(network.member("Kari"), new, {"theme": "a\u202eb\x00c", "place": "x\ny"})
    with network.deps.store.transaction() as session:
        row = session.exec(select(Meeting).where(Meeting.theme == "abc")).one()
    assert row.place == "x y"
