"""The rules of an agenda: times, sums, typed lines, who speaks when, what changed, what goes on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agencies import Agency
from bot.domain.agenda import (
    Balance,
    Item,
    ItemKind,
    ItemState,
    balance,
    left_over,
    stamp,
    timetable,
)
from bot.domain.agenda_changes import AgendaChange, ChangeKind, as_posted, changes
from bot.domain.agenda_lines import Line, arranged, kind_of, read, written
from bot.domain.errors import Refused
from bot.domain.table_round import speaking_order

NINE = datetime(2027, 6, 3, 7, 0, tzinfo=UTC)  # 09.00 in Oslo


def item(place: int, title: str = "", minutes: int | None = 10, **more: Any) -> Item:
    kind = more.pop("kind", ItemKind.DISCUSSION)
    return Item(place, title or f"Sak {place}", kind, minutes=minutes, **more)


# --- Times and sums ------------------------------------------------------------------------------


def test_each_item_begins_when_the_one_before_it_ends() -> None:
    slots = timetable([item(1, minutes=15), item(2, minutes=30), item(3)], NINE)
    minutes = [(slot.starts_at - NINE) // timedelta(minutes=1) for slot in slots if slot.starts_at]
    assert minutes == [0, 15, 45]


def test_after_an_item_without_minutes_nobody_knows() -> None:
    slots = timetable([item(1, minutes=None), item(2)], NINE)
    assert [(slot.place, slot.starts_at) for slot in slots] == [(1, NINE), (2, None)]


def test_a_meeting_of_which_only_the_day_is_known_has_no_times() -> None:
    assert [slot.starts_at for slot in timetable([item(1), item(2)], None)] == [None, None]


@pytest.mark.parametrize(
    ("minutes", "expected", "overrun"),
    [
        ((), Balance(0, 180, 0), 0),
        ((60, 120), Balance(180, 180, 0), 0),
        ((120, 80, None), Balance(200, 180, 1), 20),
    ],
)
def test_the_sum_is_laid_beside_the_time_there_is(
    minutes: tuple[int | None, ...], expected: Balance, overrun: int
) -> None:
    items = [item(number, minutes=m) for number, m in enumerate(minutes)]
    found = balance(items, NINE, NINE + timedelta(hours=3))
    assert (found, found.overrun) == (expected, overrun)


@pytest.mark.parametrize(
    ("year", "number", "case"), [(2027, 12, "12/27"), (2009, 1, "1/09"), (None, None, "")]
)
def test_a_case_is_said_by_number_and_year(year: int | None, number: int | None, case: str) -> None:
    assert item(1, year=year, number=number).case == case


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Annet"},
        {"minutes": 11},
        {"kind": ItemKind.DECISION},
        {"noted": True},
        {"state": ItemState.TREATED},
    ],
)
def test_a_stamp_tells_every_change_and_nothing_else(change: dict[str, Any]) -> None:
    one = item(1)
    assert stamp([one]) == stamp([replace(one, note="skrevet i møtet")])
    assert stamp([one]) != stamp([replace(one, **change)])


# --- Lines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("10 Velkommen", [Line("Velkommen", 10)]),
        ("10 min Velkommen", [Line("Velkommen", 10)]),
        ("10 min. Velkommen", [Line("Velkommen", 10)]),
        ("10 – Velkommen", [Line("Velkommen", 10)]),
        ("Velkommen", [Line("Velkommen")]),
        ("- Velkommen", [Line("Velkommen")]),
        ("• Velkommen", [Line("Velkommen")]),
        ("\n  10   Velkommen   alle \r\n\n", [Line("Velkommen alle", 10)]),
        ("1. Velkommen\n2. Runde", [Line("Velkommen"), Line("Runde")]),
        ("1. 10 Velkommen\n2. Runde", [Line("Velkommen", 10), Line("Runde")]),
        ("- 3. juni: hvem gjør hva", [Line("3. juni: hvem gjør hva")]),
        ("3. juni: hvem gjør hva", [Line("3. juni: hvem gjør hva")]),
        ("10 17. mai", [Line("17. mai", 10)]),
        ("- 17 mai", [Line("17 mai")]),
        ("2021-avtalen", [Line("2021-avtalen")]),
        ("2027 blir året", [Line("2027 blir året")]),
        ("15", [Line("15")]),
    ],
)
def test_a_line_is_read_as_one_means_it(typed: str, lines: list[Line]) -> None:
    assert list(read(typed)) == lines


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Skriv minst én sak, én på hver linje."),
        ("\n \n", "Skriv minst én sak, én på hver linje."),
        ("A\n" * 31, "Det er 31 saker. Det er plass til 30, så del dem på flere møter."),
        ("A\n" + "b" * 121, "Linje 2 er på 121 tegn. Kort den ned til 120."),
        ("0 A", "Linje 1: skriv fra 1 til 480 minutter foran saken."),
        ("A\n481 B", "Linje 2: skriv fra 1 til 480 minutter foran saken."),
    ],
)
def test_a_line_that_cannot_be_taken_is_named(typed: str, problem: str) -> None:
    with pytest.raises(Refused) as refused:
        read(typed)
    assert refused.value.text.format(**refused.value.values) == problem


TITLES = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=120
).map(str.strip)
MINUTES = st.none() | st.integers(1, 480)


@given(st.lists(st.tuples(TITLES, MINUTES), min_size=1, max_size=30))
def test_what_is_written_is_read_back_as_the_same_items(
    facts: list[tuple[str, int | None]],
) -> None:
    items = [item(n, title, minutes) for n, (title, minutes) in enumerate(facts, start=1)]
    found = arranged(read(written(items)), items)
    assert [(p.item.title, p.line.minutes) for p in found.placed if p.item] == facts
    assert found.taken_out == ()


def test_lines_find_their_items_whatever_their_order() -> None:
    items = [item(1, "Velkommen"), item(2, "Diskusjon"), item(3, "Diskusjon")]
    found = arranged(read("5 diskusjon\nNoe helt annet\n9 Diskusjon\n"), items)
    assert [placed.item and placed.item.id for placed in found.placed] == [2, None, 3]
    assert [gone.id for gone in found.taken_out] == [1]


def test_a_corrected_title_is_the_same_item_but_the_right_one_comes_first() -> None:
    items = [item(1, "Erfaringer med tolk på skjerm"), item(2, "Erfaringer med tolk")]
    found = arranged(read("Erfaringar med tolk på skjerm\nErfaringer med tolk"), items)
    assert [placed.item and placed.item.id for placed in found.placed] == [1, 2]


@given(
    st.lists(TITLES, max_size=12),
    st.lists(TITLES, min_size=1, max_size=12).map("\n- ".join),
)
def test_no_item_is_lost_and_none_is_there_twice(titles: list[str], typed: str) -> None:
    items = [item(n, title) for n, title in enumerate(titles)]
    found = arranged(read(f"- {typed}"), items)
    kept = [placed.item.id for placed in found.placed if placed.item]
    assert sorted([*kept, *(gone.id for gone in found.taken_out)]) == [i.id for i in items]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Runde rundt «bordet»", ItemKind.ROUND),
        ("Velkommen og orienteringer", ItemKind.ORIENTATION),
        ("Avgjøres: tema for fagdagen", ItemKind.DECISION),
        ("Diskusjon og pause", ItemKind.DISCUSSION),
        ("Noe annet", ItemKind.DISCUSSION),
    ],
)
def test_a_new_line_says_its_kind(title: str, kind: ItemKind) -> None:
    assert kind_of(title) is kind


# --- Changes -------------------------------------------------------------------------------------


def test_what_changed_is_said_and_nothing_else() -> None:
    before = [item(1, "A"), item(2, "B"), item(3, "C"), item(4, "D")]
    now = [item(4, "D"), item(1, "A", 20), item(5, "Ny"), item(3, "Nytt navn")]
    assert changes(as_posted(before), now) == (
        AgendaChange(ChangeKind.MOVED, "D"),
        AgendaChange(ChangeKind.RETIMED, "A", minutes=20),
        AgendaChange(ChangeKind.ADDED, "Ny"),
        AgendaChange(ChangeKind.RENAMED, "Nytt navn", was="C"),
        AgendaChange(ChangeKind.TAKEN_OUT, "B"),
    )


@given(st.lists(st.integers(1, 9), unique=True))
def test_an_agenda_as_it_was_posted_has_no_changes(numbers: list[int]) -> None:
    items = [item(number) for number in numbers]
    assert changes(as_posted(items), items) == ()


@given(st.permutations(range(6)))
def test_moving_names_the_moved_and_not_everything_after_them(order: list[int]) -> None:
    found = changes(as_posted([item(n) for n in range(6)]), [item(n) for n in order])
    assert {change.kind for change in found} <= {ChangeKind.MOVED}
    assert (found == ()) == (order == list(range(6)))
    assert len(found) < 6


# --- What goes on --------------------------------------------------------------------------------

FRAME = (
    item(1, kind=ItemKind.ORIENTATION),
    item(2, kind=ItemKind.ROUND),
    item(3, standing="Løsningsgrupper"),
)
OWN = item(4)
PROPOSED = item(5, kind=ItemKind.ORIENTATION, proposed_by_id=7)
MOVED = item(6, kind=ItemKind.ORIENTATION, times_moved=1)
TREATED = item(7, state=ItemState.TREATED)
AGENDA = (*FRAME, OWN, PROPOSED, MOVED)


def test_where_outcomes_are_written_all_but_the_frame_goes_on() -> None:
    assert left_over((*AGENDA, TREATED)) == (OWN, PROPOSED, MOVED)


def test_where_nobody_wrote_only_what_somebody_proposed_goes_on() -> None:
    assert left_over(AGENDA) == (PROPOSED, MOVED)


def test_a_cancelled_meeting_knows_that_it_reached_nothing() -> None:
    assert left_over(AGENDA, knowing=True) == (OWN, PROPOSED, MOVED)


# --- The round -----------------------------------------------------------------------------------

START = date(2020, 1, 1)


def agency(number: int, name: str, **more: Any) -> Agency:
    return Agency(number, name, START, **more)


A, B, C = agency(1, "A"), agency(2, "B"), agency(3, "C")


def order(agencies: list[Agency], earlier: int, day: date = date(2027, 6, 1)) -> list[str]:
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(earlier)]
    return [agency.name for agency in speaking_order(agencies, days, day)[0]]


@pytest.mark.parametrize(
    ("earlier", "names"), [(0, "ABC"), (1, "BCA"), (2, "CAB"), (3, "ABC"), (7, "BCA")]
)
def test_whoever_opened_comes_last_next_time(earlier: int, names: str) -> None:
    assert order([C, A, B], earlier) == list(names)


def test_why_is_told_when_there_was_a_meeting_before() -> None:
    assert speaking_order([A, B], [], START) == ((A, B), None)
    assert speaking_order([A, B], [START], date(2021, 1, 1)) == ((B, A), A)


def test_an_agency_that_took_another_over_speaks_in_its_place() -> None:
    gone = agency(1, "A", valid_to=date(2027, 1, 1), successor_id=4)
    heir = Agency(4, "Å", date(2027, 1, 2))
    assert order([gone, B, C, heir], 1) == ["B", "C", "Å"]


def test_observers_and_agencies_that_left_do_not_speak() -> None:
    left = agency(1, "A", valid_to=date(2027, 1, 5))
    assert order([left, B, agency(3, "C", observer=True)], 3) == ["B"]


@given(st.integers(1, 8), st.integers(0, 60))
def test_everybody_speaks_once_and_opens_as_often_as_the_others(count: int, earlier: int) -> None:
    agencies = [agency(n, f"Etat {n}") for n in range(count)]
    openers = [order(agencies, n)[0] for n in range(earlier)]
    times = [openers.count(a.name) for a in agencies]
    assert max(times) - min(times) <= 1
    assert sorted(order(agencies, earlier)) == [a.name for a in agencies]
