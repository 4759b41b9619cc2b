"""Who is reminded of a meeting's duties on which day, who is passed over, and who never is."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import reminders
from bot.domain.circle import Circle, Matter
from bot.domain.escalation import calls, calls_after
from bot.domain.meetings import LIVE, Activity, Meeting, MeetingState
from bot.domain.people import Post, RoleKind, Roster
from bot.domain.situation import Asked, Call, Situation, Snooze
from tests.domain.test_calendar import OSLO

NAV, SCHOOL = 1, 2
KARI, NILS, LIV, AMINA, OLA = 11, 12, 13, 14, 15
ROSTER = Roster(
    members={KARI: NAV, NILS: NAV, LIV: NAV, AMINA: SCHOOL, OLA: None},
    posts=(
        Post(KARI, RoleKind.CONTACT, NAV),
        Post(NILS, RoleKind.DEPUTY, NAV),
        Post(AMINA, RoleKind.CONTACT, SCHOOL),
        Post(OLA, RoleKind.COORDINATOR),
    ),
    owner_id=KARI,
)
EVERYBODY = Circle(ROSTER)
EARLY = date(2027, 1, 4)
# In 2027 Easter is 25-29 March, summer time is from 28 March to 31 October, and 17 May is a
# Monday. 18 March is a Thursday; its call-in is due on 4 March.
MEETS, DUE = date(2027, 3, 18), date(2027, 3, 4)
NAMES = {KARI: "Kari", NILS: "Nils", LIV: "Liv", AMINA: "Amina", OLA: "Ola"}
STEPS = {
    reminders.FIRST: "first",
    reminders.DEPUTY: "deputy",
    reminders.POST: "post",
    reminders.LAST: "last",
    reminders.WEEK_BEFORE: "week before",
    reminders.AGAIN: "again",
}

Told = list[tuple[date, str, str]]


def meeting(day: date = MEETS, **changed: Any) -> Meeting:
    starts = OSLO.at(day, time(9))
    usual = Meeting(1, Activity.NETWORK_MEETING, starts, starts + timedelta(hours=2), host_id=NAV)
    return replace(usual, **changed)


def situation(
    day: date = MEETS, due: date = DUE, *, answered: bool = False, **rest: Any
) -> Situation:
    known = Situation(meeting(day), (Matter(NAV, due, answered),))
    return replace(known, **rest)


def told(found: Situation, circle: Circle = EVERYBODY, today: date = EARLY) -> Told:
    listed = sorted(calls(found, circle, OSLO, today), key=lambda call: call.day)
    return [(call.day, NAMES[call.person_id], STEPS[call.rule]) for call in listed]


def sent(person_id: int, rule: reminders.Rule, day: date) -> Asked:
    return Asked(reminders.Occurrence(person_id, 0, rule.number), day)


@pytest.mark.parametrize(
    ("meets", "due", "days"),
    [
        (MEETS, DUE, [(2, 25), (3, 1), (3, 1), (3, 3), (3, 11)]),
        # three weeks before is Maundy Thursday, and Easter follows
        (date(2027, 4, 15), date(2027, 4, 1), [(3, 24), (3, 31), (3, 31), (4, 2), (4, 8)]),
        # three weeks before is 17 May
        (date(2027, 6, 7), date(2027, 5, 24), [(5, 14), (5, 19), (5, 19), (5, 21), (5, 31)]),
        # over the night when summer time begins
        (date(2027, 4, 8), date(2027, 3, 24), [(3, 17), (3, 19), (3, 19), (3, 23), (4, 1)]),
        # and over the one when it ends
        (date(2027, 11, 15), date(2027, 11, 1), [(10, 25), (10, 27), (10, 27), (10, 29), (11, 8)]),
    ],
)
def test_unanswered_it_goes_from_the_contact_to_the_deputy_to_the_end_of_the_chain(
    meets: date, due: date, days: list[tuple[int, int]]
) -> None:
    steps = ["first", "deputy", "post", "last", "week before"]
    people = ["Kari", "Nils", "Nils", "Ola", "Kari"]
    assert told(situation(meets, due)) == [
        (date(2027, *day), person, step)
        for day, person, step in zip(days, people, steps, strict=True)
    ]


def test_an_answer_leaves_the_deputy_in_peace_but_what_is_open_is_asked_for_again() -> None:
    assert told(situation(answered=True)) == [
        (date(2027, 2, 25), "Kari", "first"),
        (date(2027, 3, 11), "Kari", "week before"),
    ]


def test_nothing_is_said_when_nothing_is_open() -> None:
    assert told(situation(matters=())) == []


@pytest.mark.parametrize("state", sorted(set(MeetingState) - LIVE))
def test_nothing_is_said_of_a_meeting_that_is_not_going_to_happen(state: MeetingState) -> None:
    assert told(situation(meeting=meeting(state=state))) == []


# --- Late ----------------------------------------------------------------------------------------


def test_a_meeting_planned_late_starts_now_and_passes_nobody_over() -> None:
    assert told(situation(), today=date(2027, 3, 6)) == [  # a Saturday, 12 days before
        (date(2027, 3, 8), "Kari", "first"),
        (date(2027, 3, 10), "Nils", "deputy"),
        (date(2027, 3, 10), "Nils", "post"),
        (date(2027, 3, 12), "Ola", "last"),
    ]


def test_a_meeting_tomorrow_has_room_for_one_question_only() -> None:
    assert told(situation(), today=date(2027, 3, 17)) == [(date(2027, 3, 17), "Kari", "first")]


def test_the_next_steps_count_from_the_day_the_one_before_was_asked() -> None:
    late = situation(sent=(sent(KARI, reminders.FIRST, date(2027, 3, 2)),))
    assert told(late, today=date(2027, 3, 2))[:3] == [
        (date(2027, 3, 4), "Nils", "deputy"),
        (date(2027, 3, 4), "Nils", "post"),
        (date(2027, 3, 8), "Ola", "last"),
    ]


def test_after_days_of_silence_the_deputy_and_the_last_are_not_asked_at_once() -> None:
    asleep = situation(sent=(sent(KARI, reminders.FIRST, date(2027, 2, 25)),))
    assert told(asleep, today=date(2027, 3, 5))[:3] == [
        (date(2027, 3, 5), "Nils", "deputy"),
        (date(2027, 3, 5), "Nils", "post"),
        (date(2027, 3, 9), "Ola", "last"),
    ]


# --- Moved ---------------------------------------------------------------------------------------


def test_a_meeting_that_moves_well_ahead_is_asked_about_anew() -> None:
    moved = meeting(date(2027, 4, 15), moved_on=date(2027, 2, 26))
    found = situation(
        meeting=moved,
        matters=(Matter(NAV, date(2027, 4, 1)),),
        sent=(sent(KARI, reminders.FIRST, date(2027, 2, 25)),),
    )
    assert told(found, today=date(2027, 2, 26))[0] == (date(2027, 3, 24), "Kari", "first")
    (first, *_) = calls(found, EVERYBODY, OSLO, date(2027, 2, 26))
    assert first.round == 1


@pytest.mark.parametrize(
    ("moved_on", "due"),
    [
        (date(2027, 2, 26), date(2027, 3, 11)),  # moved by a week
        (None, date(2027, 4, 1)),  # not moved: what was due first is done
    ],
)
def test_otherwise_it_is_not(moved_on: date | None, due: date) -> None:
    found = situation(
        meeting=meeting(date(2027, 4, 15), moved_on=moved_on),
        matters=(Matter(NAV, due, answered=True),),
        sent=(sent(KARI, reminders.FIRST, date(2027, 2, 25)),),
    )
    assert told(found, today=date(2027, 2, 26)) == [(date(2027, 4, 8), "Kari", "week before")]


# --- People --------------------------------------------------------------------------------------


def test_whoever_is_away_is_passed_over_until_they_are_back() -> None:
    assert told(situation(), Circle(ROSTER, away={KARI: date(2027, 3, 10)})) == [
        (date(2027, 2, 25), "Nils", "first"),
        (date(2027, 3, 1), "Ola", "last"),
        (date(2027, 3, 11), "Kari", "week before"),
    ]


def test_somebody_always_remains_even_when_all_are_away() -> None:
    away = dict.fromkeys(ROSTER.members, date.max)
    assert told(situation(), Circle(ROSTER, away)) == [
        (date(2027, 2, 25), "Kari", "first"),
        (date(2027, 3, 11), "Kari", "week before"),
    ]


def test_nobody_is_asked_whom_no_message_reaches_while_somebody_else_is_there() -> None:
    assert told(situation(), Circle(ROSTER, out_of_reach={KARI}))[0][1] == "Nils"


def test_without_a_deputy_the_end_of_the_chain_is_next() -> None:
    roster = replace(ROSTER, posts=tuple(p for p in ROSTER.posts if p.person_id != NILS))
    assert told(situation(), Circle(roster)) == [
        (date(2027, 2, 25), "Kari", "first"),
        (date(2027, 3, 1), "Ola", "last"),
        (date(2027, 3, 11), "Kari", "week before"),
    ]


def test_where_nobody_else_is_left_nobody_is_asked_twice() -> None:
    alone = Roster(members={KARI: NAV}, posts=(Post(KARI, RoleKind.CONTACT, NAV),), owner_id=KARI)
    assert told(situation(), Circle(alone)) == [
        (date(2027, 2, 25), "Kari", "first"),
        (date(2027, 3, 11), "Kari", "week before"),
    ]


def test_a_new_contact_is_asked_though_the_former_one_was() -> None:
    left = replace(ROSTER, members={p: a for p, a in ROSTER.members.items() if p != KARI})
    found = situation(answered=True, sent=(sent(KARI, reminders.FIRST, date(2027, 2, 25)),))
    assert told(found, Circle(left), today=date(2027, 3, 2)) == [
        (date(2027, 3, 2), "Nils", "first"),
        (date(2027, 3, 11), "Nils", "week before"),
    ]


def test_what_was_given_to_somebody_by_name_is_theirs_and_then_the_contacts() -> None:
    found = situation(matters=(Matter(NAV, DUE, person_id=LIV),))
    assert told(found) == [
        (date(2027, 2, 25), "Liv", "first"),
        (date(2027, 3, 1), "Nils", "deputy"),
        (date(2027, 3, 1), "Nils", "post"),
        (date(2027, 3, 3), "Ola", "last"),
        (date(2027, 3, 11), "Liv", "week before"),
    ]


def test_what_was_given_to_somebody_who_went_elsewhere_is_the_agencys_again() -> None:
    assert told(situation(matters=(Matter(NAV, DUE, person_id=AMINA),)))[0][1] == "Kari"


def test_two_matters_of_one_person_are_one_question() -> None:
    both = (Matter(NAV, DUE, answered=True), Matter(NAV, date(2027, 3, 11), person_id=KARI))
    assert told(situation(matters=both))[0] == (date(2027, 2, 25), "Kari", "first")
    assert [step for _, _, step in told(situation(matters=both))].count("first") == 1


def test_another_agency_that_took_over_a_duty_is_asked_beside_the_host() -> None:
    both = (Matter(NAV, DUE, answered=True), Matter(SCHOOL, DUE, answered=True))
    assert told(situation(matters=both))[:2] == [
        (date(2027, 2, 25), "Kari", "first"),
        (date(2027, 2, 25), "Amina", "first"),
    ]


# --- Reminded again ------------------------------------------------------------------------------


def test_who_asks_to_be_reminded_again_leaves_the_deputy_in_peace() -> None:
    found = situation(
        snoozes=(Snooze(KARI, date(2027, 3, 6)),),  # a Saturday
        sent=(sent(KARI, reminders.FIRST, date(2027, 2, 25)),),
    )
    assert told(found, today=date(2027, 2, 26)) == [
        (date(2027, 3, 8), "Kari", "again"),
        (date(2027, 3, 11), "Kari", "week before"),
    ]


def test_nobody_is_reminded_before_the_day_they_chose() -> None:
    found = situation(
        snoozes=(Snooze(KARI, date(2027, 3, 15)),),
        sent=(sent(KARI, reminders.FIRST, date(2027, 2, 25)),),
    )
    assert told(found, today=date(2027, 2, 26)) == [(date(2027, 3, 15), "Kari", "again")]


def test_three_messages_are_enough_also_for_who_wants_to_be_reminded_again() -> None:
    found = situation(
        snoozes=(Snooze(NILS, date(2027, 3, 8), number=2),),
        sent=(
            sent(NILS, reminders.FIRST, date(2027, 2, 25)),
            sent(NILS, reminders.AGAIN, date(2027, 3, 1)),
            sent(NILS, reminders.WEEK_BEFORE, date(2027, 3, 3)),
        ),
    )
    assert (date(2027, 3, 8), "Nils", "again") not in told(found, today=date(2027, 3, 4))


def test_a_post_that_names_somebody_and_what_they_never_got_are_no_messages_to_them() -> None:
    unsaid = replace(sent(NILS, reminders.LAST, date(2027, 3, 3)), unsaid=True)
    found = situation(
        snoozes=(Snooze(NILS, date(2027, 3, 8)),),
        sent=(
            sent(KARI, reminders.FIRST, date(2027, 2, 25)),
            sent(NILS, reminders.DEPUTY, date(2027, 3, 1)),
            sent(NILS, reminders.POST, date(2027, 3, 1)),
            unsaid,
        ),
    )
    assert (date(2027, 3, 8), "Nils", "again") in told(found, today=date(2027, 3, 4))


def test_what_somebody_of_another_agency_wished_changes_nothing() -> None:
    assert told(situation(snoozes=(Snooze(AMINA, date(2027, 3, 6)),))) == told(situation())


# --- After the meeting ---------------------------------------------------------------------------


def after(found: Situation, rules: tuple[reminders.Rule, ...], circle: Circle = EVERYBODY) -> Told:
    return [
        (call.day, NAMES[call.person_id], str(call.round))
        for call in calls_after(found, rules, circle, OSLO)
    ]


HELD = situation(due=date(2027, 3, 22))


def test_short_minutes_are_asked_for_after_three_and_seven_days_and_never_again() -> None:
    assert after(HELD, reminders.MINUTES) == [
        (date(2027, 3, 22), "Kari", "0"),
        (date(2027, 3, 30), "Nils", "0"),  # Easter lies between
    ]


def test_where_the_deputy_is_away_the_next_in_the_chain_is_asked_for_the_minutes() -> None:
    circle = Circle(ROSTER, away={NILS: date.max})
    assert after(HELD, reminders.MINUTES, circle)[1] == (date(2027, 3, 30), "Liv", "0")


def test_what_went_out_about_the_minutes_is_not_asked_again() -> None:
    asked = replace(HELD, sent=(sent(KARI, reminders.MINUTES[0], date(2027, 3, 22)),))
    assert after(asked, reminders.MINUTES) == [(date(2027, 3, 30), "Nils", "0")]


def test_what_came_of_it_is_asked_for_twice() -> None:
    assert after(situation(due=date(2027, 3, 24)), reminders.REPORT) == [
        (date(2027, 3, 24), "Kari", "0"),
        (date(2027, 4, 5), "Kari", "1"),
    ]


# --- Always --------------------------------------------------------------------------------------

DAYS = st.dates(date(2027, 1, 1), date(2030, 1, 1))
AWAY = st.dictionaries(st.sampled_from(sorted(ROSTER.members)), DAYS)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Situation, Circle, date]:
    today, ahead = draw(DAYS), draw(st.integers(0, 60))
    meets = OSLO.on_or_after(today + timedelta(days=ahead))
    due = OSLO.on_or_before(meets - timedelta(days=draw(st.sampled_from([7, 14, 21]))))
    matter = Matter(NAV, due, draw(st.booleans()), draw(st.sampled_from([None, LIV, KARI])))
    return situation(meets, due, matters=(matter,)), Circle(ROSTER, draw(AWAY)), today


def listed(given_: tuple[Situation, Circle, date]) -> list[Call]:
    found, circle, today = given_
    return sorted(calls(found, circle, OSLO, today), key=lambda call: call.day)


@given(situations())
def test_somebody_is_asked_first_and_on_a_working_day(case: tuple[Situation, Circle, date]) -> None:
    found = listed(case)
    assert found[0].rule is reminders.FIRST
    assert [call for call in found if not OSLO.is_workday(call.day)] == []


@given(situations())
def test_nobody_is_called_on_twice_on_a_day_nor_more_than_twice_by_the_plan(
    case: tuple[Situation, Circle, date],
) -> None:
    ringing = [call for call in listed(case) if call.rule is not reminders.POST]
    assert len({call.day for call in ringing}) == len(ringing) <= 4
    asked = [call.person_id for call in ringing]
    assert max(map(asked.count, asked)) <= 2


@given(situations())
def test_what_went_out_is_never_wanted_again(case: tuple[Situation, Circle, date]) -> None:
    found, circle, today = case
    for number, call in enumerate(listed(case)):
        gone = tuple(
            Asked(reminders.Occurrence.of(c.occurrence), c.day) for c in listed(case)[: number + 1]
        )
        later = max(today, call.day)
        again = calls(replace(found, sent=gone), circle, OSLO, later)
        assert {asked.occurrence.number for asked in gone} & {c.occurrence for c in again} == set()
