"""`runde`: counts in, a programme out; nothing about anybody is ever asked for."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlmodel import col, select

from bot.domain.deliveries import DeliveryState
from bot.domain.duties import DutyState
from bot.domain.meetings import Activity, MeetingState
from bot.domain.rounds import RoundState
from bot.features.rounds import files
from storage import round_days, rounds
from storage.tables import (
    BlockedDay,
    Change,
    Delivery,
    Duty,
    Meeting,
    Organisation,
    Round,
    RoundCount,
)
from tests.features.bench import Network, Seen, parts

# The clock stands at Monday 4 January 2027, 09.00 in Oslo.

FRAME = {"first": "2027-02-01", "last": "2027-02-26"}
COUNTS = {
    "people_1": "4",
    "languages_1": "tigrinja 3, arabisk 1",
    "people_2": "2",
    "people_3": "1",
    "languages_3": "tigrinja 1",
    "people_4": "2",
}


def begun(network: Network, name: str = "Kari", **frame: str) -> Seen:
    form = network.member(name).says("runde").press("Planlegg ny runde")
    return form.press("Spør om tallene", **{**form.inputs(), **FRAME, **frame})


def counted(network: Network, **changed: str) -> Seen:
    form = begun(network)
    return form.press("Send tallene", **{**form.inputs(), **COUNTS, **changed})


def confirmed(network: Network) -> Seen:
    return counted(network).press("Bekreft runden").press("Bekreft runden")


def unfolded(network: Network, name: str) -> Seen:
    """What that member can change about the next round."""
    return network.member(name).says("runde").press("Vis neste runde").press("Endre")


def the_round(network: Network) -> Round:
    with network.deps.store.transaction() as session:
        return session.exec(select(Round)).one()


def meetings(network: Network, activity: Activity) -> list[Meeting]:
    with network.deps.store.transaction() as session:
        statement = select(Meeting).where(Meeting.activity == activity, Meeting.network_id == 1)
        return list(session.exec(statement.order_by(col(Meeting.starts_at))))


def sent(network: Network, kind: str) -> list[Seen]:
    found = [(row, out) for row, out in network.send_due() if row.kind == kind]
    return [Seen(network.member("Kari"), out.message.card, row.activity_id) for row, out in found]


# --- Asking for the numbers ----------------------------------------------------------------------


def test_without_a_round_the_card_says_what_to_do(network: Network) -> None:
    card = network.member("Kari").says("runde")
    assert card.heading == "Ingen runde er planlagt"
    assert card.buttons == ["Planlegg ny runde"]


def test_two_days_are_enough_and_the_rest_is_there_on_request(network: Network) -> None:
    form = network.member("Amina").says("runde").press("Planlegg ny runde")
    assert set(form.inputs()) == {"first", "last"}
    assert "spør NAV Lindesnes om tallene" in form.text
    more = form.press("Tider og etater", **FRAME)
    assert more.inputs()["first"] == "2027-02-01"
    assert more.inputs()["length"] == 45
    assert len(more.inputs()) == 13


def test_another_agency_has_nav_asked_and_once_reminded(network: Network) -> None:
    card = begun(network, "Amina")
    assert "Kari Nilsen er spurt om tallene." in card.texts
    (asked,) = sent(network, rounds.COUNTS)
    assert asked.heading == "To ting venter på deg"  # a meeting's duties, too
    assert asked.press("Vis").heading == "Hvor mange skal ha ressursgruppemøte?"
    later = [row for row, _ in network.pass_days(40) if row.kind == rounds.COUNTS]
    assert [(row.occurrence, row.due_at.date()) for row in later] == [(1, date(2027, 1, 7))]


def test_who_answers_is_not_reminded_and_the_question_shows_the_answer(network: Network) -> None:
    begun(network, "Amina")
    (message,) = sent(network, rounds.COUNTS)
    question = message.press("Vis")
    answer = question.press("Send tallene", **{**question.inputs(), **COUNTS})
    assert answer.heading == "Kan runden være 1. februar og 2. februar?"
    (refreshed,) = [out for row, out in network.send_due() if row.kind == "refresh"]
    assert refreshed.message.summary.startswith("Én ting venter på deg. Kan du ")
    assert "Tallene er kommet" in message.press("Vis").text
    assert [row for row, _ in network.pass_days(40) if row.kind == rounds.COUNTS] == []


def test_nav_itself_is_not_asked_but_shown_the_form(network: Network) -> None:
    form = begun(network, "Nils")
    assert form.heading == "Hvor mange skal ha ressursgruppemøte?"
    assert [d for d in network.deliveries() if d.kind == rounds.COUNTS] == []


def test_the_same_form_sent_twice_is_one_round(network: Network) -> None:
    form = network.member("Amina").says("runde").press("Planlegg ny runde")
    for _ in range(2):
        form.press("Spør om tallene", **{**form.inputs(), **FRAME})
    assert the_round(network).number == 1
    with network.deps.store.transaction() as session:
        asked = session.exec(select(Delivery).where(Delivery.kind == rounds.COUNTS)).all()
    assert len(asked) == 2  # the question and its reminder


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"people_1": "mange"}, "Skriv et helt tall."),
        ({"people_1": "61"}, "Skriv et tall fra 0 til 60."),
        ({"languages_1": "tigrinja 5"}, "Her er det tolk til 5, men bare 4 til møtet."),
        ({"languages_1": "Fatima Hussein 1"}, "Det språket har jeg ikke på lista."),
        ({"languages_1": "01019012345"}, "Skriv språk og antall"),
        (dict.fromkeys(COUNTS, ""), "Skriv hvor mange til minst ett av møtene."),
    ],
)
def test_what_cannot_be_counted_comes_back_and_nothing_is_stored(
    network: Network, typed: dict[str, str], said: str
) -> None:
    card = counted(network, **typed)
    assert card.heading == "Hvor mange skal ha ressursgruppemøte?"
    assert said in card.text
    assert card.inputs()["languages_3"] == typed.get("languages_3", COUNTS["languages_3"])
    assert the_round(network).state is RoundState.ASKED
    with network.deps.store.transaction() as session:
        assert session.exec(select(RoundCount)).all() == []


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"first": "2027-02-31"}, "first", "Den datoen finnes ikke."),
        ({"first": "2027-01-04"}, "first", "Velg en dag som kommer, innen et år."),
        ({"last": "2027-01-20"}, "last", "Siste dag må komme etter første dag."),
        ({"last": "2027-03-05"}, "last", "Velg høyst fire uker."),
        ({"first": "2027-02-06", "last": "2027-02-07"}, "last", "Det er ingen arbeidsdag"),
        ({"begins": "16:00"}, "ends", "Slutten må komme etter starten."),
        ({"begins": "15:00"}, "ends", "Det er ikke plass til et eneste møte."),
        ({"length": "5"}, "length", "Skriv et tall fra 15 til 180."),
        ({"rooms": "2"}, "rooms", "Samme etat kan ikke sitte i to rom samtidig."),
        ({"career": "4711"}, "career", "Velg en etat fra lista."),
    ],
)
def test_a_frame_that_cannot_be_is_told_at_its_field(
    network: Network, typed: dict[str, str], field: str, said: str
) -> None:
    form = network.member("Kari").says("runde").press("Planlegg ny runde")
    more = form.press("Tider og etater", **FRAME)
    filled = {name: str(value) for name, value in more.inputs().items()}
    card = more.press("Spør om tallene", **{**filled, **typed})
    assert said in card.text
    assert str(card.inputs()[field]) == {**filled, **typed}[field] or not typed.get(field)
    with network.deps.store.transaction() as session:
        assert session.exec(select(Round)).all() == []


# --- The programme -------------------------------------------------------------------------------


def test_the_programme_is_slots_with_one_interpreter_after_the_other(network: Network) -> None:
    card = counted(network)
    assert card.heading == "Kan runden være 1. februar og 2. februar?"
    assert "09.00" in card.texts
    first, second = card.text, card.press("2. februar").text
    assert first.count("tolk tigrinja") + second.count("tolk tigrinja") == 4
    assert 0 in (first.count("tolk tigrinja"), second.count("tolk tigrinja"))
    assert "Felles informasjonsmøte før møte 3: mandag 25. januar." in card.texts


def test_nobody_is_told_of_a_proposal(network: Network) -> None:
    before = network.deliveries()
    counted(network)
    assert network.deliveries() == before
    assert meetings(network, Activity.RESOURCE_GROUP) == []


def test_an_agency_blocks_its_days_and_the_proposal_moves(network: Network) -> None:
    counted(network)
    form = unfolded(network, "Ola").press("Sperrede dager")
    days = [choice["value"] for part in parts(form.card) for choice in part.get("choices", ())]
    assert (len(days), days[0], days[-1]) == (20, "2027-02-01", "2027-02-26")
    card = form.press("Lagre", days="2027-02-01,2027-02-02,2027-02-03")
    assert card.heading == "Kan runden være 4. februar og 5. februar?"
    assert "Karriere Agder Lyngdal kan ikke 1. februar, 2. februar og 3. februar." in card.text
    again = card.press("Endre").press("Sperrede dager").press("Lagre", days="")
    assert again.heading == "Kan runden være 1. februar og 2. februar?"


def test_only_the_days_of_the_list_can_be_blocked(network: Network) -> None:
    counted(network)
    form = unfolded(network, "Ola").press("Sperrede dager")
    for typed in ("2027-02-06", "2027-03-01", "i morgen"):
        assert form.press("Lagre", days=typed).heading == "Hvilke dager kan dere ikke?"
    with network.deps.store.transaction() as session:
        assert session.exec(select(BlockedDay)).all() == []


def test_too_many_for_two_days_propose_a_second_round(network: Network) -> None:
    card = counted(network, people_2="10")
    assert "5 møter får ikke plass på to dager: 5 til møte 2." in card.text


def test_when_nobody_can_the_card_says_what_to_do(network: Network) -> None:
    counted(network)
    form = unfolded(network, "Ola").press("Sperrede dager")
    days = ",".join(c["value"] for part in parts(form.card) for c in part.get("choices", ()))
    card = form.press("Lagre", days=days)
    assert card.heading == "Kan runden være 1. februar?"  # meeting 4 needs no career adviser
    alone = counted_again(network, people_4="0")
    assert alone.heading == "Ingen dager passer for alle"
    assert "Velg andre dager, eller endre de sperrede dagene." in alone.text


def counted_again(network: Network, **changed: str) -> Seen:
    form = unfolded(network, "Kari").press("Tallene")
    filled = {name: str(value) for name, value in form.inputs().items()}
    return form.press("Send tallene", **{**filled, **changed})


def test_the_numbers_come_back_as_they_were_typed(network: Network) -> None:
    form = counted(network).press("Endre").press("Tallene")
    assert form.inputs()["people_1"] == 4
    assert form.inputs()["languages_1"] == "arabisk 1, tigrinja 3"


# --- Confirmed -----------------------------------------------------------------------------------


def test_confirming_asks_first_and_says_what_follows(network: Network) -> None:
    card = counted(network).press("Bekreft runden")
    assert card.heading == "Skal runden i kalenderen?"
    assert "Mandag 1. februar og tirsdag 2. februar" in card.texts
    assert "9 møter" in card.texts
    assert meetings(network, Activity.RESOURCE_GROUP) == []


def test_each_day_becomes_a_meeting_with_duties_and_the_network_is_told_once(
    network: Network,
) -> None:
    card = confirmed(network)
    assert card.heading == "Runden er bekreftet"
    days = meetings(network, Activity.RESOURCE_GROUP)
    assert [network.deps.calendar.day_of(row.starts_at) for row in days] == [
        date(2027, 2, 1),
        date(2027, 2, 2),
    ]
    with network.deps.store.transaction() as session:
        duties = session.exec(select(Duty).where(Duty.meeting_id == days[0].id)).all()
        changes = session.exec(select(Change)).all()
    assert duties
    assert changes[-1].values == {"number": "1", "count": "9"}
    (told,) = sent(network, rounds.PLANNED)
    assert told.heading == "Runden med ressursgruppemøter er lagt"
    assert "Tolk: tigrinja og arabisk." in told.text
    card.press("Vis", agency="0")
    assert sent(network, rounds.PLANNED) == []


def test_the_information_meeting_comes_a_week_before_meeting_3(network: Network) -> None:
    confirmed(network)
    (row,) = meetings(network, Activity.INFORMATION_MEETING)
    assert network.deps.calendar.day_of(row.starts_at) == date(2027, 1, 25)
    with network.deps.store.transaction() as session:
        host = session.get_one(Organisation, row.host_id)
    assert host.key == "karriere-agder"


def test_pressing_twice_confirms_once(network: Network) -> None:
    question = counted(network).press("Bekreft runden")
    for _ in range(2):
        question.press("Bekreft runden")
    assert len(meetings(network, Activity.RESOURCE_GROUP)) == 2


def test_days_that_changed_meanwhile_are_asked_about_again(network: Network) -> None:
    question = counted(network).press("Bekreft runden")
    form = unfolded(network, "Ola").press("Sperrede dager")
    form.press("Lagre", days="2027-02-01")
    again = question.press("Bekreft runden")
    assert again.heading == "Skal runden i kalenderen?"
    assert "Tirsdag 2. februar og onsdag 3. februar" in again.texts
    assert meetings(network, Activity.RESOURCE_GROUP) == []


def test_a_moved_day_moves_its_slots_and_a_cancelled_one_is_said(network: Network) -> None:
    confirmed(network)
    first, second = meetings(network, Activity.RESOURCE_GROUP)
    with network.deps.store.transaction() as session:
        moved, cancelled = (session.get_one(Meeting, row.id) for row in (first, second))
        length = moved.ends_at - moved.starts_at
        moved.starts_at = network.deps.calendar.at(date(2027, 2, 1), time(10))
        moved.ends_at = moved.starts_at + length
        cancelled.state = MeetingState.CANCELLED
    card = network.member("Kari").says("runde").press("Vis neste runde").press("Vis", agency="0")
    assert "10.00" in card.texts
    assert "09.00" not in card.texts
    assert "Avlyst" in card.press("2. februar").texts


def test_each_agency_sees_and_takes_along_its_own_meetings(network: Network) -> None:
    network.deps = replace(network.deps, public_url="https://rundebord.example.org")
    confirmed(network)
    key = the_round(network).key
    card = network.member("Ingrid").says("runde").press("Vis neste runde")
    assert "Møte 4" in card.text + card.press("2. februar").text
    assert "tolk" not in card.text + card.press("2. februar").text
    addresses = [p["url"] for p in parts(card.card) if p.get("type") == "Action.OpenUrl"]
    assert addresses == [f"https://rundebord.example.org/r/{key}/mandal-vgs.ics"]
    school = files.file_for(network.deps, key, "mandal-vgs")
    nav = files.file_for(network.deps, key, "nav")
    assert school is not None
    assert nav is not None
    assert [entry.meeting.theme for entry in school.entries] == ["møte 4", "møte 4"]
    assert len(nav.entries) == 9
    assert files.file_for(network.deps, key, "norce") is None
    assert files.file_for(network.deps, "x" * 22, "nav") is None


def test_the_interpreters_of_a_day_are_known_to_its_duties(network: Network) -> None:
    confirmed(network)
    with network.deps.store.transaction() as session:
        days = [
            round_days.languages(session, 1).get(row.id or 0, ())
            for row in session.exec(
                select(Meeting).where(Meeting.activity == Activity.RESOURCE_GROUP)
            )
        ]
    assert sorted(language for day in days for language in day) == ["arabisk", "tigrinja"]


def duties_of_days(network: Network) -> list[tuple[str, DutyState]]:
    with network.deps.store.transaction() as session:
        rows = session.exec(
            select(Duty)
            .join(Meeting, col(Meeting.id) == col(Duty.meeting_id))
            .where(Meeting.activity == Activity.RESOURCE_GROUP)
            .order_by(col(Duty.due_on), col(Duty.id))
        ).all()
    return [(str(row.kind), row.state) for row in rows]


def test_who_posts_the_round_has_called_in_and_the_interpreters_are_still_to_be_booked(
    network: Network,
) -> None:
    confirmed(network)
    found = duties_of_days(network)
    assert {state for kind, state in found if kind == "call-in"} == {DutyState.DONE}
    assert {state for kind, state in found if kind == "interpreter"} == {DutyState.OPEN}
    told = [each for pair in network.pass_days(20) for each in network.received(*pair)]
    asked = [seen for row, seen in told if row.kind == "duty-reminder"]
    assert any("Tolk" in seen.texts for seen in asked)


# --- Dropped, and who may ------------------------------------------------------------------------


def test_a_dropped_round_can_be_taken_up_again(network: Network) -> None:
    dropped = counted(network).press("Endre").press("Forkast").press("Forkast")
    assert dropped.heading == "Runden er forkastet"
    assert network.member("Kari").says("runde").heading == "Ingen runde er planlagt"
    assert dropped.press("Angre").heading == "Kan runden være 1. februar og 2. februar?"


def test_a_confirmed_round_is_changed_in_the_calendar(network: Network) -> None:
    card = counted(network)
    proposal = card.press("Endre")
    card.press("Bekreft runden").press("Bekreft runden")
    assert proposal.press("Tallene").heading == "Runden står i kalenderen. Endre møtene der."
    assert proposal.press("Forkast").heading == "Runden står i kalenderen. Endre møtene der."


def test_only_the_responsible_unit_knows_the_numbers_and_confirms(network: Network) -> None:
    card = counted(network)
    ola = network.member("Ola")
    assert card.press("Bekreft runden", ola).heading == (
        "Det er NAV Lindesnes som har tallene, og som bekrefter."
    )
    assert "Bekreft runden" not in ola.says("runde").press("Vis neste runde").buttons


def test_researchers_plan_nothing(network: Network) -> None:
    siri = network.member("Siri")
    assert siri.says("runde").buttons == []
    assert siri.press("round.begin/1", {}).heading == (
        "Det er etatene i nettverket som planlegger runder."
    )


def test_rounds_of_another_network_do_not_exist(network: Network) -> None:
    confirmed(network)
    with network.deps.store.transaction() as session:
        row = session.exec(select(Round)).one()
        row.network_id = 2
        number = row.id
    for verb in ("round/1", "round.edit/1", "round.counts/1", "round.ask/1", "round.confirm/1"):
        card = network.member("Kari").press(verb, {"round": number})
        assert card.heading == "Den runden finnes ikke lenger."
        unknown = network.member("Kari").press(verb, {"round": 4711})
        assert unknown.card == card.card


# --- The routine ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "who", "theme"),
    [
        (1, "Programrådgiver i NAV", "Norsk og engelsk nå"),
        (2, "Karriereveileder", "Er dokumentasjonen godkjent"),
        (3, "Lærer eller inspektør i voksenopplæringen", "Eksamen"),
        (4, "Oppfølging og formidling i NAV", "Læreplass"),
    ],
)
def test_each_of_the_four_meetings_has_its_people_and_its_themes(
    network: Network, number: int, who: str, theme: str
) -> None:
    card = network.member("Kari").says(f"ressursgruppe {number}")
    assert {who, theme} <= set(card.texts)
    assert ("Lærer eller inspektør i voksenopplæringen" in card.texts) is (number != 4)
    assert "NAV Lindesnes, ansvarlig" in card.texts


def test_a_question_that_is_no_longer_open_is_not_sent(network: Network) -> None:
    begun(network, "Amina").press("Forkast").press("Forkast")
    assert sent(network, rounds.COUNTS) == []
    settled = network.deliveries(DeliveryState.CANCELLED)
    assert rounds.COUNTS in {row.kind for row in settled}
