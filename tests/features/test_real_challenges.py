"""The three solution groups that the region's reports tell of, from the flag to a solution in use.

Six people of four agencies; one cannot come, and one says no to the first outcome.
"""

from dataclasses import dataclass

import pytest
from sqlmodel import select

from storage.tables import Person
from tests.features.bench import Network, Seen
from tests.features.raised import KARRIERE, NAV, posted, stored

CONCERNS = f"{NAV},{KARRIERE}"


@dataclass(frozen=True)
class Case:
    """What the reports say. meetings: that the group needed; the third took far more than two."""

    kind: str
    text: str
    outcome: str
    meetings: int
    in_use_before: str


CASES = (
    Case(
        "sand",
        "Krav til ukentlig praksis i introduksjonsprogrammet kolliderer med modulbasert "
        "undervisning (FVO)",
        "Praksis lagt til ferier og uken før ferie; praksisplassen ble læringsarena for fag",
        2,
        "vinterferien 2018",
    ),
    Case(
        "sand",
        "Egenerklæring for engelsk godtas ikke lenger ved søknad til videregående opplæring",
        "Delt oversikt over kandidater og fordeling av realkompetansevurderinger",
        2,
        "søknadsbehandling skoleåret 2018/19",
    ),
    Case(
        "elephant",
        "Svake norsk- og engelskkunnskaper gjør at kandidater ikke fullfører videregående "
        "opplæring; samkjøre ordensreglement",
        "Ekstra undervisning i engelsk; ekstra tiltak hos NAV og videregående skole 2020",
        4,
        "2020",
    ),
)


def seen(network: Network, name: str) -> Seen:
    return network.member(name).press("solution/1", {"challenge": 1})


@pytest.mark.parametrize("case", CASES, ids=["praksis", "engelsk", "norsk"])
def test_a_real_case_is_played_from_flag_to_use(network: Network, case: Case) -> None:
    card = posted(network, by="Ingrid", text=case.text, kind=case.kind, concerns=CONCERNS)
    card.press("Svar").press("Send svaret", answer="Vi setter ned en løsningsgruppe.")
    _group(network, card)
    _meetings(network, case)
    _agreement(network, case)
    _use(network, case)


def _group(network: Network, card: Seen) -> None:
    """Amina hosts the next meeting, and asks three; Kari cannot, so Nils comes."""
    with network.deps.store.transaction() as session:
        known = {p.name.split()[0]: str(p.id) for p in session.exec(select(Person))}
    form = card.press("Mer", network.member("Amina")).press("Løsningsgruppe")
    form.press("Spør dem", people=",".join(known[name] for name in ("Kari", "Ola", "Amina")))
    yes, no = "Ja, jeg blir med", "Kan ikke"
    for name, answer in {"Kari": no, "Nils": yes, "Ola": yes, "Amina": yes}.items():
        seen(network, name).press(answer)
    assert "Med: Amina Yusuf, Nils Dahl og Ola Berg." in seen(network, "Siri").text


def _meetings(network: Network, case: Case) -> None:
    for _ in range(case.meetings):
        form = seen(network, "Nils").press("Finn et møte")
        form.press(form.buttons[0])
    assert f"Møte {case.meetings}" in seen(network, "Ola").texts
    lines = f"La det være som nå\n{case.outcome}"
    seen(network, "Nils").press("Alternativer").press("Lagre", alternatives=lines, chosen="2")
    seen(network, "Ola").press("Fungerer det hos oss?").press("Lagre", said="yes")
    task = seen(network, "Nils").press("Ny oppgave")
    task.press("Lagre", task="Skriver til de andre", agency=KARRIERE, due="2027-03-01")


def _agreement(network: Network, case: Case) -> None:
    """Ola says no first, and yes to what is then written."""
    for version, answer in enumerate(("no", "reserved"), start=1):
        what = case.outcome if version > 1 else "Vi prøver noe annet."
        form = seen(network, "Amina").press("Skriv resultatet")
        form.press("Lagre", what=what, who="Alle etatene", starts="2027-03-01")
        for name, said in (("Nils", "yes"), ("Ola", answer), ("Amina", "yes")):
            why = "" if said == "yes" else "Ikke uten rektor."
            confirm = seen(network, name).press("Bekreft resultatet")
            confirm.press("Lagre", said=said, text=why)
        expected = "agreed" if version > 1 else "solving"
        assert [str(row.state) for row in stored(network)] == [expected]


def _use(network: Network, case: Case) -> None:
    said = f"I bruk før {case.in_use_before}."
    seen(network, "Nils").press("Skriv status").press("Lagre", text=said)
    for name in ("Kari", "Ola", "Amina"):
        seen(network, name).press("Tatt i bruk hos oss").press("Lagre", text="Det går.")
    assert [(str(row.state), row.text) for row in stored(network)] == [("in-use", case.text)]
    listed = network.member("Ingrid").says("utfordringer")
    assert any(text.startswith("Tatt i bruk · ") for text in listed.texts)
