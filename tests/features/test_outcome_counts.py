"""`styringstall`: what came of it by year, in numbers alone, and who stands for them."""

from sqlmodel import select

from storage.tables import Change, OutcomeCount
from tests.features.bench import Network, Seen


def saved(network: Network, name: str = "Kari", year: str = "", **typed: str) -> Seen:
    form = network.member(name).says(f"styringstall {year}").press("Skriv inn tall")
    filled = {field: str(value) for field, value in form.inputs().items()}
    return form.press("Lagre", **{**filled, **typed})


def stored(network: Network) -> dict[str, int]:
    with network.deps.store.transaction() as session:
        return {str(row.kind): row.people for row in session.exec(select(OutcomeCount))}


def test_a_year_is_filled_in_and_shown_with_those_before_it(network: Network) -> None:
    saved(network, year="2026", settled="15", in_work="7")
    card = saved(network, settled="16", in_work="5", not_passed="0")
    assert card.heading == "Tallene er lagret"
    assert {"Bosatt: 16", "2026: 15", "I arbeid: 5", "Ikke bestått: 0", "Sluttet: –"} <= set(
        card.texts
    )
    assert "Sist endret av Kari Nilsen, i dag kl. 09.00." in card.texts
    shown = network.member("Ola").says("styringstall")
    assert shown.heading == "2027: 16 bosatt, 5 i arbeid"


def test_bad_input_is_kept_and_nothing_is_stored(network: Network) -> None:
    card = saved(network, settled="-1", due="3", held="28")
    assert "Skriv et tall fra 0 til 9999." in card.text
    assert "Dette er flere enn de 3 som skulle vært holdt." in card.text
    assert card.inputs()["held"] == 28
    assert stored(network) == {}


def test_a_correction_is_logged_and_a_first_number_is_not(network: Network) -> None:
    saved(network, settled="16", held="")
    with network.deps.store.transaction() as session:
        before = len(session.exec(select(Change)).all())
    saved(network, "Ola", settled="17")
    saved(network, "Ola", settled="")
    with network.deps.store.transaction() as session:
        logged = session.exec(select(Change)).all()[before:]
    assert [(row.values["before"], row.values["after"]) for row in logged] == [
        ("16", "17"),
        ("17", "–"),
    ]
    assert stored(network) == {}


def test_a_number_that_is_sent_again_keeps_who_stands_for_it(network: Network) -> None:
    saved(network, settled="16")
    card = saved(network, "Ola", settled="16")
    assert "Sist endret av Kari Nilsen, i dag kl. 09.00." in card.texts


def test_researchers_read_and_do_not_write(network: Network) -> None:
    siri = network.member("Siri")
    assert "Skriv inn tall" not in siri.says("styringstall").buttons
    refused = siri.press("counts.save/1", {"year": 2027, "settled": "3"})
    assert refused.heading == "Det er etatene i nettverket som skriver inn tall."
    assert stored(network) == {}


def test_a_year_that_has_not_begun_has_no_numbers(network: Network) -> None:
    refused = network.member("Kari").press("counts.save/1", {"year": 2028, "settled": "3"})
    assert refused.heading == "Velg et år som har begynt."
    assert network.member("Kari").says("styringstall 3000").heading == "Ingen tall for 2027 ennå"
