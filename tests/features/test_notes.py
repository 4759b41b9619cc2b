"""`noter`: what comes up on the day, a line at a time, by the host and those the host asks.

The open day is Ola's, in eleven days.
"""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from storage import notes, people
from storage.tables import Note, Theme
from tests.features.bench import Network, Seen, parts
from tests.features.evaluated import fagdag

CHALLENGE = {"text": "Praksis kolliderer med undervisning", "kind": "challenge"}


@pytest.fixture
def day(network: Network) -> Network:
    """On the day, at noon."""
    network.clock.moment = fagdag(network).starts_at + timedelta(hours=3)
    return network


def written(network: Network, name: str = "Ola", **line: str) -> Seen:
    return network.member(name).says("noter").press("Legg til", **(line or CHALLENGE))


def kept(network: Network) -> list[str]:
    with network.deps.store.transaction() as session:
        rows = session.exec(select(Note).order_by(col(Note.id))).all()
    return [row.text for row in rows if row.removed_at is None]


def ask(network: Network, name: str) -> Seen:
    with network.deps.store.transaction() as session:
        named = people.names(session, 1)
    number = next(n for n, full in named.items() if full.startswith(name))
    form = network.member("Ola").says("noter").press("Hvem skriver?")
    return form.press("Legg til", person=str(number))


def test_a_line_is_written_and_stands_below_the_empty_field(day: Network) -> None:
    card = written(day)
    assert CHALLENGE["text"] in card.texts
    assert card.inputs() == {"text": "", "kind": "challenge"}
    assert kept(day) == [CHALLENGE["text"]]


def test_the_newest_line_stands_first(day: Network) -> None:
    written(day)
    card = written(day, text="Flere bedrifter vil ha praksis", kind="opportunity")
    shown = [text for text in card.texts if text in kept(day)]
    assert shown == ["Flere bedrifter vil ha praksis", CHALLENGE["text"]]


def test_pressed_twice_it_stands_there_once(day: Network) -> None:
    form = day.member("Ola").says("noter")
    form.press("Legg til", **CHALLENGE)
    form.press("Legg til", **CHALLENGE)
    assert kept(day) == [CHALLENGE["text"]]


def test_several_write_at_once_and_nothing_is_lost(day: Network) -> None:
    ask(day, "Amina")
    forms = {name: day.member(name).says("noter") for name in ("Ola", "Amina", "Kari")}
    for name, form in forms.items():
        form.press("Legg til", text=f"Linje fra {name[0]}", kind="theme")
    assert sorted(kept(day)) == ["Linje fra A", "Linje fra K", "Linje fra O"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "", "kind": "challenge"},
        {"text": "Ring 90 12 34 56", "kind": "challenge"},
        {"text": "x" * 301, "kind": "theme"},
        {"text": "Tolk", "kind": "elephant"},
    ],
)
def test_what_cannot_be_taken_comes_back_as_it_was_typed(
    day: Network, wrong: dict[str, str]
) -> None:
    again = written(day, **wrong)
    assert again.inputs()["text"] == wrong["text"]
    assert kept(day) == []


def test_a_line_is_taken_away_and_put_back(day: Network) -> None:
    gone = written(day).press("Ta bort")
    assert kept(day) == []
    back = gone.press("Angre")
    assert kept(day) == [CHALLENGE["text"]]
    assert CHALLENGE["text"] in back.texts


def test_a_theme_goes_into_the_theme_bank_and_out_again_with_its_line(day: Network) -> None:
    card = written(day, text="Tolk på skjerm", kind="theme")
    assert "Tolk på skjerm" in day.member("Amina").says("temabank").texts
    gone = card.press("Ta bort")
    assert "Tolk på skjerm" not in day.member("Amina").says("temabank").texts
    gone.press("Angre")
    assert "Tolk på skjerm" in day.member("Amina").says("temabank").texts
    with day.deps.store.transaction() as session:
        assert len(session.exec(select(Theme)).all()) == 1


def test_challenges_and_opportunities_lead_to_the_form_and_themes_do_not(day: Network) -> None:
    written(day)
    written(day, text="Tolk på skjerm", kind="theme")
    raised = day.member("Ola").says("noter").press("Ta opp noe")
    begins = [p["data"] for p in parts(raised.card) if p.get("verb") == "challenge.open/1"]
    assert begins == [{"source": "note", "key": "1"}]


def test_who_is_asked_writes_and_who_is_not_does_not(day: Network) -> None:
    refused = day.member("Amina").says("noter")
    assert refused.heading == "Det er verten, og de verten velger, som skriver noter."
    asked = ask(day, "Amina")
    assert "Amina Yusuf" in asked.texts
    assert written(day, "Amina").heading == "Hva kom opp?"
    assert "Hvem skriver?" not in day.member("Amina").says("noter").buttons
    asked.press("Ta bort")
    assert day.member("Amina").says("noter").heading == refused.heading


def test_only_the_host_chooses_who_writes(day: Network) -> None:
    ask(day, "Amina")
    number = fagdag_of(day)
    refused = day.member("Amina").press("note.takers/1", {"meeting": number})
    assert refused.heading == "Det er verten som velger hvem som skriver."


def test_nobody_from_elsewhere_is_chosen(day: Network) -> None:
    number = fagdag_of(day)
    for chosen in ("99999", "", "Amina"):
        form = day.member("Ola").press("note.taker.add/1", {"meeting": number, "person": chosen})
        assert form.heading == "Velg en person fra lista."


def test_notes_are_written_from_the_morning_until_a_week_after(network: Network) -> None:
    meeting = fagdag(network)
    late = "Dere kan skrive noter på fagdagen og i uka etter."
    for moment, may in (
        (meeting.starts_at - timedelta(days=1), False),
        (meeting.starts_at - timedelta(hours=1), True),
        (meeting.ends_at + timedelta(days=7), True),
        (meeting.ends_at + timedelta(days=8), False),
    ):
        network.clock.moment = moment
        heading = network.member("Ola").press("notes/1", {"meeting": meeting.id}).heading
        assert heading == ("Hva kom opp?" if may else late), moment


def test_a_note_of_another_network_does_not_exist(day: Network) -> None:
    written(day)
    with day.deps.store.transaction() as session:
        session.get_one(Note, 1).network_id = 2
    foreign = day.member("Ola").press("note.remove/1", {"note": 1})
    unknown = day.member("Ola").press("note.remove/1", {"note": 99_999})
    assert foreign.card == unknown.card
    assert foreign.heading == "Den linja finnes ikke lenger."


def test_typed_in_a_channel_it_is_taken_to_the_chat(day: Network) -> None:
    answer = day.member("Ola").in_channel().says("noter")
    assert answer.heading == "Noter skriver vi på tomannshånd. Skriv «noter» i chatten vår."


def test_many_lines_have_pages(day: Network) -> None:
    for number in range(10):
        written(day, text=f"Linje {number}", kind="challenge")
    first = day.member("Ola").says("noter")
    second = first.press("Eldre linjer")
    shown = [text for text in (*first.texts, *second.texts) if text.startswith("Linje")]
    assert shown == [f"Linje {number}" for number in reversed(range(10))]


def fagdag_of(network: Network) -> int:
    with network.deps.store.transaction() as session:
        found = notes.latest_fagdag(session, 1, network.clock())
    assert found is not None
    return found.id or 0


def test_on_the_day_the_fagdag_leads_to_the_notes_and_the_theme_bank(network: Network) -> None:
    data, begins = {"meeting": fagdag(network).id}, fagdag(network).starts_at
    ways = {"Noter", "Temabank"}
    assert ways.isdisjoint(network.member("Ola").press("fagdag/1", data).buttons)
    network.clock.moment = begins + timedelta(hours=3)
    assert ways <= set(network.member("Ola").press("fagdag/1", data).buttons)
    assert ways & set(network.member("Amina").press("fagdag/1", data).buttons) == {"Temabank"}
