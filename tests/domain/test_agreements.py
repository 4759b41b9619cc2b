"""The agreement as data: what differs, who hosts by rule, how answers end, what a form may say."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import typed
from bot.domain.agencies import Agency
from bot.domain.agenda import ItemKind
from bot.domain.agreement_form import read_term, standing_items
from bot.domain.agreements import (
    AgreementState,
    ConsentAnswer,
    Difference,
    Responsible,
    StandingItem,
    Term,
    answers_for,
    by_activity,
    differences,
    from_data,
    host_by_rule,
    outcome,
    represents_party,
    to_data,
    with_term,
)
from bot.domain.errors import Refused
from bot.domain.meetings import Activity
from bot.domain.networks import Template
from bot.domain.people import Member, Post, RoleKind, Roster
from bot.domain.standard_terms import standard_terms

YES, NO, WAITING = ConsentAnswer.YES, ConsentAnswer.NO, ConsentAnswer.WAITING
FIRST = date(2020, 1, 1)
MEETING = Term(Activity.NETWORK_MEETING, 4, (2, 5, 9, 11), 3, time(9), time(11, 30))
FIELDS = {
    "count": "3",
    "months": "5,2",
    "weekday": "1",
    "starts": "12:00",
    "ends": "14.30",
    "responsible": "turn",
    "standing": "Runde rundt bordet 30 min\n\n  Økonomi  ",
}

texts = st.text(st.characters(codec="utf-8"), max_size=30)
items = st.builds(StandingItem, texts, st.sampled_from(ItemKind), st.none() | st.integers(1, 480))
terms = st.builds(
    Term,
    st.sampled_from(Activity),
    st.integers(1, 60),
    st.sets(st.integers(1, 12)).map(lambda months: tuple(sorted(months))),
    st.none() | st.integers(0, 4),
    st.times().map(lambda wall: wall.replace(second=0, microsecond=0)),
    st.times().map(lambda wall: wall.replace(second=0, microsecond=0)),
    st.sampled_from(Responsible) | st.integers(1, 99),
    st.lists(items, max_size=3).map(tuple),
)


@given(st.lists(terms, unique_by=lambda term: term.activity))
def test_what_is_stored_is_read_back(agreed: list[Term]) -> None:
    assert from_data(to_data(agreed)) == tuple(agreed)


@pytest.mark.parametrize("template", Template)
def test_the_standard_terms_can_be_stored_and_changed(template: Template) -> None:
    standard = standard_terms(template)
    assert from_data(to_data(standard)) == standard
    assert len(by_activity(standard)) == len(standard)
    assert differences(standard, standard) == ()


def counts(template: Template) -> dict[str, int]:
    return {str(term.activity): term.count for term in standard_terms(template)}


def test_the_templates_begin_with_what_the_models_say() -> None:
    one_body = {
        "network-meeting": 4,
        "open-day": 1,
        "cooperation-day": 2,
        "information-meeting": 1,
    }
    assert counts(Template.KMV) == one_body
    assert counts(Template.KMV_PROJECT) == {**one_body, "steering-group": 4, "working-group": 4}
    assert counts(Template.EMPTY) == {}
    (nvk,) = standard_terms(Template.NVK)
    assert (nvk.count, nvk.starts, nvk.ends, len(nvk.standing)) == (4, time(9), time(12), 8)
    assert sum(item.minutes or 0 for item in nvk.standing) == 180
    assert [i.title for i in nvk.standing if i.kind is ItemKind.ROUND] == ["Runde rundt bordet"]


def test_differences_name_what_is_changed_added_and_gone() -> None:
    fewer, webinar = replace(MEETING, count=3), replace(MEETING, activity=Activity.WEBINAR)
    open_day = replace(MEETING, activity=Activity.OPEN_DAY)
    assert differences((MEETING, open_day), (fewer, webinar)) == (
        Difference(Activity.NETWORK_MEETING, MEETING, fewer),
        Difference(Activity.OPEN_DAY, open_day, None),
        Difference(Activity.WEBINAR, None, webinar),
    )


def test_a_count_of_none_takes_an_activity_out() -> None:
    assert with_term((MEETING,), replace(MEETING, count=0)) == ()
    assert with_term((), MEETING) == (MEETING,)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([], AgreementState.IN_FORCE),
        ([YES, YES], AgreementState.IN_FORCE),
        ([YES, WAITING], AgreementState.PROPOSED),
        ([WAITING], AgreementState.PROPOSED),
        ([NO, WAITING], AgreementState.REJECTED),
        ([YES, NO], AgreementState.REJECTED),
    ],
)
def test_all_must_say_yes_and_one_no_is_enough(
    answers: list[ConsentAnswer], state: AgreementState
) -> None:
    assert outcome(answers) is state


AGENCIES = {
    agency.id: agency
    for agency in (
        Agency(1, "Mandal", FIRST, date(2020, 12, 31), successor_id=2),
        Agency(2, "Lindesnes", date(2021, 1, 1)),
        Agency(3, "Audnedal", FIRST, date(2020, 12, 31)),
        Agency(4, "Forskerne", FIRST, observer=True),
    )
}


@pytest.mark.parametrize(
    ("responsible", "day", "host"),
    [
        (1, date(2020, 6, 1), 1),
        (1, date(2021, 6, 1), 2),  # the successor
        (3, date(2021, 6, 1), None),  # left without one: the turn decides
        (4, date(2021, 6, 1), None),  # an observer
        (99, date(2021, 6, 1), None),
        (Responsible.TURN, date(2021, 6, 1), None),
        (Responsible.NETWORK, date(2021, 6, 1), None),
    ],
)
def test_an_agency_that_always_hosts_does_so_while_it_is_there(
    responsible: Responsible | int, day: date, host: int | None
) -> None:
    assert host_by_rule(replace(MEETING, responsible=responsible), AGENCIES, day) == host


def test_agencies_that_succeed_each_other_in_a_ring_do_not_hang() -> None:
    ring = {number: Agency(number, "x", FIRST, FIRST, successor_id=3 - number) for number in (1, 2)}
    assert host_by_rule(replace(MEETING, responsible=1), ring, date(2021, 6, 1)) is None


@pytest.mark.parametrize(("agency_id", "party"), [(2, True), (1, False), (4, False), (None, False)])
def test_only_agencies_that_take_part_today_are_parties(agency_id: int | None, party: bool) -> None:
    member = Member(1, "Kari", 1, agency_id)
    assert represents_party(member, AGENCIES.values(), date(2021, 6, 1)) is party


def test_contact_and_deputy_answer_and_without_them_whoever_is_asked_instead() -> None:
    posts = (Post(1, RoleKind.CONTACT, agency_id=2), Post(2, RoleKind.DEPUTY, agency_id=2))
    roster = Roster({1: 2, 2: 2, 3: 2, 4: 5, 5: 5}, posts)
    assert [answers_for(roster, person, 2) for person in range(1, 6)] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert [answers_for(roster, person, 5) for person in range(1, 6)] == [
        False,
        False,
        False,
        True,
        False,
    ]


# --- The form ------------------------------------------------------------------------------------


def read(**changed: str) -> tuple[Term | None, dict[str, str]]:
    form = typed.Form()
    term = read_term(Activity.NETWORK_MEETING, {**FIELDS, **changed}, MEETING, {7}, form)
    return term, {name: refused.text for name, refused in form.problems.items()}


def test_a_form_becomes_a_term() -> None:
    standing = (
        StandingItem("Runde rundt bordet", ItemKind.ROUND, 30),
        StandingItem("Økonomi", ItemKind.DISCUSSION),
    )
    term = Term(
        Activity.NETWORK_MEETING,
        3,
        (2, 5),
        1,
        time(12),
        time(14, 30),
        Responsible.TURN,
        standing,
    )
    assert read() == (term, {})
    assert read(weekday="any", months="", responsible="7", standing="") == (
        replace(term, weekday=None, months=(), responsible=7, standing=()),
        {},
    )


def test_taking_an_activity_out_asks_for_nothing_else() -> None:
    term, problems = read(count="0", starts="", ends="", responsible="")
    assert problems == {}
    assert term is not None
    assert term.count == 0


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("count", "", "Skriv et helt tall."),
        ("count", "61", "Skriv et tall fra {least} til {most}."),
        ("count", "-1", "Skriv et tall fra {least} til {most}."),
        ("months", "13", "Velg måneder i lista."),
        ("weekday", "6", "Skriv et tall fra {least} til {most}."),
        ("starts", "25:00", "Skriv et klokkeslett, for eksempel 09.00."),
        ("ends", "11:59", "Slutten må komme etter starten."),
        ("ends", "12:00", "Slutten må komme etter starten."),
        ("responsible", "8", "Velg en vert i lista."),
        ("responsible", "<at>alle</at>", "Velg en vert i lista."),
        ("standing", "x" * 10_000, "Dette er {count} tegn. Kort det ned til {longest}."),
        ("standing", "En sak\n" * 16, "Dette er {count} saker. Velg høyst {most}."),
        (
            "standing",
            "Ring 911 23 456",
            "Her ligner noe på et telefonnummer. Ta det bort, og skriv etaten.",
        ),
        ("standing", "Møte 9999 min", "Skriv et tall fra {least} til {most}."),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field(field: str, value: str, problem: str) -> None:
    assert read(**{field: value}) == (None, {field: problem})


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("Økonomi", StandingItem("Økonomi")),
        ("Økonomi 20 min", StandingItem("Økonomi", minutes=20)),
        ("Økonomi 20 minutter.", StandingItem("Økonomi", minutes=20)),
        ("Runde rundt «bordet»", StandingItem("Runde rundt «bordet»", ItemKind.ROUND)),
        ("status FRA gruppene", StandingItem("status FRA gruppene", ItemKind.ORIENTATION)),
        ("**20 min**", StandingItem("**20 min**")),
        ("مرحبا 🙂", StandingItem("مرحبا 🙂")),
    ],
)
def test_a_line_becomes_an_item(line: str, item: StandingItem) -> None:
    known = (StandingItem("Status fra gruppene", ItemKind.ORIENTATION),)
    assert standing_items(line, known) == (item,)


def test_a_birth_number_is_refused() -> None:
    with pytest.raises(Refused, match="fødselsnummer"):
        standing_items("Sak om 01010750160", ())
