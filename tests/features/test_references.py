"""References: refused until everything is recorded and confirmed; then codes and dates, no text."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from sqlmodel import select

from bot.domain.calendar import WorkCalendar
from bot.domain.references import Milestones, due, months_after, next_code
from bot.features import upkeep
from cards.reference_form import SaveReference
from storage.tables import Reference, ReferenceMeeting
from tests.features.bench import Member, Network, Seen, parts

CALENDAR = WorkCalendar(ZoneInfo("Europe/Oslo"), holidays.country_holidays("NO"))
RECORDED = {"agreed_on": "2026-12-01", "assessed_on": "2026-12-15", "months_kept": "12"}
DATES = {"began": "2026-10-05", "primary_ends": "2028-06-16", "language": "tigrinja"}
CONTACTS = ("Kari", "Amina", "Ola", "Ingrid")
VERBS: tuple[tuple[str, dict[str, object]], ...] = (
    ("reference/1", {"reference": 1}),
    ("reference.new/1", {}),
    ("reference.edit/1", {"reference": 1}),
    ("reference.save/1", {"began": "2026-10-05"}),
    ("reference.save/1", {"reference": 1, "began": "2026-10-05"}),
    ("reference.held/1", {"reference": 1, "meeting": 1}),
    ("reference.finish/1", {"reference": 1}),
    ("reference.remove/1", {"reference": 1, "sure": True}),
    ("references.export/1", {"page": 0}),
)


def recorded(network: Network, **changed: str) -> Seen:
    form = network.member("Kari").says("referanser").press("Avtale og vurdering")
    return form.press("Lagre", **{**RECORDED, **changed})


def switched_on(network: Network) -> Member:
    recorded(network)
    for name in CONTACTS:
        network.member(name).says("referanser").press("Vi bekrefter")
    return network.member("Kari")


def added(network: Network) -> Seen:
    form = switched_on(network).says("referanser").press("Ny referanse")
    return form.press("Lagre", **DATES)


def kept(network: Network) -> list[Reference]:
    with network.deps.store.transaction() as session:
        return list(session.exec(select(Reference)))


def refused_everything(member: Member) -> bool:
    answers = [member.press(verb, dict(data)).heading for verb, data in VERBS]
    return all(answer.startswith("Referanser er ikke slått på.") for answer in answers)


def test_off_every_verb_refuses_and_nothing_is_stored(network: Network) -> None:
    kari = network.member("Kari")
    assert kari.says("referanser").heading == "Referanser er ikke slått på"
    assert refused_everything(kari)
    assert kept(network) == []


def test_recorded_is_not_enough_without_the_last_party(network: Network) -> None:
    recorded(network)
    for name in CONTACTS[:-1]:
        assert refused_everything(network.member(name))
        network.member(name).says("referanser").press("Vi bekrefter")
    assert refused_everything(network.member("Kari"))
    network.member("Ingrid").says("referanser").press("Vi bekrefter")
    assert not refused_everything(network.member("Kari"))


def test_one_party_takes_it_back_and_all_is_off(network: Network) -> None:
    added(network)
    network.member("Ola").says("referanser").press("Trekk bekreftelsen")
    assert refused_everything(network.member("Kari"))


def test_recording_anew_asks_everybody_again(network: Network) -> None:
    added(network)
    recorded(network, months_kept="6")
    assert refused_everything(network.member("Kari"))


def test_only_a_contact_confirms_and_only_who_sets_up_records(network: Network) -> None:
    recorded(network)
    siri = network.member("Siri")
    assert siri.press("references.agree/1", {}).heading == (
        "Referansene er bare for etatene som er med."
    )
    before = kept(network)
    network.member("Ola").press("references.record/1", RECORDED)
    assert kept(network) == before


def test_a_form_that_cannot_be_taken_keeps_what_was_typed(network: Network) -> None:
    card = recorded(network, agreed_on="2027-05-01", agreement_link="avtalen")
    assert "Velg dagen det ble gjort, ikke en som kommer." in card.text
    assert "Lim inn hele lenka, den begynner med" in card.text
    assert card.inputs()["agreement_link"] == "avtalen"


def test_a_reference_has_no_field_for_text() -> None:
    assert set(Reference.model_fields) == {
        "id",
        "network_id",
        "code",
        "language",
        "began_on",
        "primary_ends_on",
        "secondary_began_on",
        "secondary_ends_on",
        "worry_on",
        "finished_on",
    }
    assert set(SaveReference.model_fields) == {
        "reference",
        "language",
        "began",
        "primary_ends",
        "secondary_began",
        "secondary_ends",
        "worry",
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"language": "Fatima Hussein"}, "Velg et språk fra lista."),
        ({"began": "Fatima Hussein"}, "Den datoen finnes ikke."),
        ({"primary_ends": "2026-01-01"}, "Dette må komme etter starten."),
    ],
)
def test_no_name_gets_into_it(network: Network, typed: dict[str, str], said: str) -> None:
    form = switched_on(network).says("referanser").press("Ny referanse")
    assert said in form.press("Lagre", **{**DATES, **typed}).text
    assert kept(network) == []


def test_the_code_and_the_meetings_come_from_the_dates(network: Network) -> None:
    card = added(network)
    assert card.heading == "KMV-2026-001"
    assert "innen 5. januar" in card.texts
    assert "innen 16. juni" in card.texts
    assert "innen 16. desember" in card.texts


def test_meetings_move_with_the_dates_and_those_that_were_held_stay(network: Network) -> None:
    held = added(network).press("Holdt")
    assert "holdt 4. januar" in held.texts
    moved = held.press("Endre datoene").press("Lagre", **{**DATES, "primary_ends": "2029-06-15"})
    assert "holdt 4. januar" in moved.texts
    with network.deps.store.transaction() as session:
        days = [row.due_on for row in session.exec(select(ReferenceMeeting))]
    assert sorted(days) == [date(2027, 1, 5), date(2028, 6, 15), date(2028, 12, 15)]


def test_a_round_proposes_what_the_references_ask_for(network: Network) -> None:
    added(network)
    form = network.member("Kari").says("runde").press("Planlegg ny runde")
    asked = form.press("Spør om tallene", first="2027-02-01", last="2027-02-26")
    assert "Jeg har talt opp fra referansene." in asked.text
    assert (asked.inputs()["people_1"], asked.inputs()["languages_1"]) == (1, "tigrinja 1")


def test_a_finished_one_is_deleted_after_its_time(network: Network) -> None:
    finished = added(network).press("Ferdig")
    assert "Slettes 4. januar 2028." in finished.text
    network.clock.moment += timedelta(days=364)
    upkeep.forget(network.deps)
    assert len(kept(network)) == 1
    network.clock.moment += timedelta(days=1)
    upkeep.forget(network.deps)
    assert kept(network) == []
    with network.deps.store.transaction() as session:
        assert session.exec(select(ReferenceMeeting)).all() == []


def test_switching_off_asks_and_deletes_everything(network: Network) -> None:
    added(network)
    question = network.member("Kari").says("referanser").press("Avtale og vurdering")
    asked = question.press("Slå av")
    assert "1 referanse slettes for godt." in asked.text
    assert len(kept(network)) == 1
    assert asked.press("Slett og slå av").heading == "Referanser er ikke slått på"
    assert kept(network) == []


def test_the_export_is_all_there_is(network: Network) -> None:
    added(network)
    card = network.member("Kari").says("referanser").press("Hva er lagret?")
    (rows,) = [part["value"] for part in parts(card.card) if part.get("id") == "rows"]
    assert rows.splitlines()[1] == (
        "KMV-2026-001;tigrinja;2026-10-05;2028-06-16;;;;;1:2027-01-05:,2:2027-06-16:,3:2027-12-16:"
    )


def test_references_of_another_network_do_not_exist(network: Network) -> None:
    added(network)
    with network.deps.store.transaction() as session:
        session.exec(select(Reference)).one().network_id = 2
    kari = network.member("Kari")
    number = kept(network)[0].id
    foreign = kari.press("reference/1", {"reference": number})
    assert foreign.heading == "Den referansen finnes ikke lenger."
    assert kari.press("reference/1", {"reference": 4711}).card == foreign.card


# --- The dates -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 3, 31), -6, date(2026, 9, 30)),
        (date(2027, 1, 15), -12, date(2026, 1, 15)),
        (date(2027, 1, 15), 11, date(2027, 12, 15)),
    ],
)
def test_months_are_counted_as_one_says_them(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def dues(milestones: Milestones) -> list[tuple[int, date]]:
    return [(each.number, each.day) for each in due(milestones, CALENDAR)]


def test_upper_secondary_has_one_every_half_year_and_one_before_the_end() -> None:
    path = Milestones(date(2024, 1, 8), date(2026, 6, 16), date(2026, 8, 17), date(2029, 6, 15))
    assert [day for number, day in dues(path) if number == 4] == [
        date(2027, 2, 17),
        date(2027, 8, 17),
        date(2028, 2, 17),
        date(2028, 8, 17),
        date(2028, 12, 15),
    ]


def test_a_worry_brings_the_next_meeting_forward_and_no_other() -> None:
    calm = Milestones(date(2026, 10, 5), date(2028, 6, 16))
    worried = Milestones(date(2026, 10, 5), date(2028, 6, 16), worry_on=date(2027, 3, 1))
    assert dues(calm)[1:] == [(2, date(2027, 6, 16)), (3, date(2027, 12, 16))]
    assert dues(worried)[1:] == [(2, date(2027, 3, 1)), (3, date(2027, 12, 16))]


def test_meetings_are_due_on_working_days() -> None:
    (first,) = dues(Milestones(date(2026, 12, 28)))
    assert first == (1, date(2027, 3, 24))  # the 28th is Easter Sunday


def test_codes_count_on_within_a_year() -> None:
    taken = {"LK-2027-013", "LK-2026-040", "X-2027-099"}
    assert next_code("LK", 2027, taken) == "LK-2027-014"
    assert next_code("nettverket", 2027, taken) == "RG-2027-001"
