"""The budget, over arbitrary things that wait for a person.

Nobody is called on more than once in seven days, nor more than three times about one meeting; what
comes together goes together; and what is never said is known to have found no room.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.budget import (
    ANSWERS,
    MOST_PER_MEETING,
    QUIET,
    Decision,
    Had,
    Slot,
    Times,
    Unsaid,
    Wish,
    decide,
    play,
)
from bot.domain.calendar import WorkCalendar
from bot.domain.hours import Hours
from bot.domain.preferences import Notices, Preference

CALENDAR = WorkCalendar(ZoneInfo("Europe/Oslo"), holidays.country_holidays("NO"))
MONDAY = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)  # 09.00 in Oslo
DAY, WEEK = timedelta(days=1), timedelta(days=7)
EVERYBODY = Times(CALENDAR)
NOTHING = Had()


def wish(number: int, days: float = 0, **facts: Any) -> Wish:
    """Due so many days after the Monday, and of use for three weeks."""
    due = MONDAY + timedelta(days=days)
    usual: dict[str, Any] = {"place": "1 person:5", "about": f"duty-reminder meeting:{number}"}
    return Wish(number, due, due + 3 * WEEK, **{**usual, **facts})


def slots(*wishes: Wish, had: Had = NOTHING, times: Times = EVERYBODY) -> list[tuple[str, ...]]:
    """The day of each message of the next ten weeks, and what is in it."""
    played, _ = play(wishes, had, times, MONDAY, MONDAY + 10 * WEEK)
    return [(f"{slot.at:%m-%d}", *map(str, slot.ids)) for slot in played]


# --- By example ----------------------------------------------------------------------------------


def test_one_thing_goes_when_it_is_due() -> None:
    assert slots(wish(1, 2)) == [("01-06", "1")]


def test_what_is_due_within_the_week_goes_along_the_longest_due_leading() -> None:
    assert slots(wish(3, 6), wish(1), wish(2, 3)) == [("01-04", "1", "2", "3")]


def test_what_is_due_later_is_the_next_message() -> None:
    assert slots(wish(1), wish(2, 7)) == [("01-04", "1"), ("01-11", "2")]


def test_what_comes_up_within_the_week_waits_for_its_end() -> None:
    had = Had(latest=MONDAY - 2 * DAY)
    assert slots(wish(1), had=had) == [("01-11", "1")]


def test_what_is_only_said_when_nothing_was_answered_never_goes_early() -> None:
    assert slots(wish(1), wish(2, 2, early=False)) == [("01-04", "1"), ("01-11", "2")]


def test_of_two_about_the_same_the_later_one_waits() -> None:
    again = replace(wish(2, 5), about=wish(1).about)
    assert slots(wish(1), again) == [("01-04", "1"), ("01-11", "2")]


def test_what_is_said_elsewhere_waits_for_another_week() -> None:
    assert slots(wish(1), wish(2, place="1 conversation:1")) == [("01-04", "1"), ("01-11", "2")]


def test_what_goes_alone_neither_leads_nor_goes_along() -> None:
    assert slots(wish(1), wish(2, alone=True), wish(3)) == [("01-04", "1", "3"), ("01-11", "2")]
    assert slots(wish(1, alone=True), wish(2)) == [("01-04", "1"), ("01-11", "2")]


def test_a_fourth_time_about_one_meeting_is_never() -> None:
    about = {"meeting": "meeting:9"}
    many = [wish(n, 8 * n, **about, about=f"kind{n} meeting:9") for n in range(5)]
    played, unsaid = play(many, NOTHING, EVERYBODY, MONDAY, MONDAY + 10 * WEEK)
    assert [slot.ids for slot in played] == [(0,), (1,), (2,)]
    assert unsaid == {3: Unsaid.ENOUGH, 4: Unsaid.ENOUGH}


def test_two_things_about_one_meeting_in_one_message_are_one_time() -> None:
    both = [wish(n, about=f"kind{n} meeting:9", meeting="meeting:9") for n in range(2)]
    told = NOTHING.and_then(Slot(MONDAY, tuple(both)))
    assert told == Had(MONDAY, {"meeting:9": 1})


def test_what_is_of_no_use_any_more_when_there_is_room_is_never_said() -> None:
    short = replace(wish(1), expires_at=MONDAY + 3 * DAY)
    decision = decide([short], Had(latest=MONDAY - DAY), EVERYBODY, MONDAY)
    assert decision == Decision(None, {1: Unsaid.NO_ROOM})


def test_the_weekend_belongs_to_the_week_before_it() -> None:
    """Nothing could be said then, so what is due on the Sunday after a week goes along, too."""
    friday = MONDAY + 4 * DAY
    late = wish(2, 12)
    assert decide([wish(1, 4), late], NOTHING, EVERYBODY, friday).slot == Slot(
        friday, (wish(1, 4),)
    )
    assert decide([wish(1, 5), late], NOTHING, EVERYBODY, friday + DAY).slot == Slot(
        MONDAY + 7 * DAY - timedelta(hours=1), (wish(1, 5), late)
    )


def test_a_weekly_summary_holds_all_of_the_week_on_its_monday() -> None:
    weekly = Times(CALENDAR, Preference(Notices.SUMMARY))
    assert slots(wish(1, 1), wish(2, 9), wish(3, 15), times=weekly) == [
        ("01-04", "1"),
        ("01-11", "2"),
        ("01-18", "3"),  # ahead of the Tuesday on which it is due
    ]


def test_nothing_is_said_before_a_pause_ends() -> None:
    away = Times(CALENDAR, Preference(paused_until=date(2027, 1, 18)))
    assert slots(wish(1), wish(2, 9), times=away) == [("01-18", "1", "2")]
    assert slots(replace(wish(3), expires_at=MONDAY + WEEK), times=away) == []


def test_each_answer_says_what_it_answers() -> None:
    assert all(reason.startswith(("they ", "a card ")) for reason in ANSWERS.values())


# --- Whatever waits ------------------------------------------------------------------------------

HOURS = st.sampled_from([Hours(), Hours(time(0), time(23, 59)), Hours(time(12), time(12, 20))])
STARTS = st.sampled_from(
    [
        MONDAY,
        datetime(2027, 3, 20, 3, 0, tzinfo=UTC),  # then Easter, with the short Sunday in it
        datetime(2027, 5, 12, 20, 0, tzinfo=UTC),  # then 17 May on a Monday
        datetime(2027, 10, 28, 12, 0, tzinfo=UTC),  # then the long Sunday
        datetime(2027, 12, 17, 12, 0, tzinfo=UTC),  # then Christmas
    ]
)
PREFERENCES = st.builds(
    Preference,
    st.sampled_from(Notices),
    st.none() | st.dates(date(2027, 1, 1), date(2028, 1, 15)),
)


@dataclass(frozen=True)
class Life:
    """Somebody, what is planned for them, and from when on it is known."""

    start: datetime
    wishes: tuple[Wish, ...]
    known: dict[int, datetime]
    times: Times
    had: Had = field(default_factory=Had)

    @property
    def end(self) -> datetime:
        return self.start + 20 * WEEK


@st.composite
def wishes_of(draw: st.DrawFn, number: int, start: datetime, hours: Hours) -> Wish:
    due = start + timedelta(hours=draw(st.integers(-48, 24 * 40)))
    meeting = draw(st.none() | st.integers(1, 2))
    subject = f"meeting:{meeting}" if meeting else f"agreement:{draw(st.integers(1, 3))}"
    return Wish(
        id=number,
        due_at=due,
        expires_at=due + timedelta(hours=draw(st.integers(1, 24 * 30))),
        place=draw(st.sampled_from(["1 person:5", "1 conversation:1"])),
        about=f"{draw(st.sampled_from(['duty-reminder', 'minutes-missing']))} {subject}",
        hours=hours,
        meeting=subject if meeting else None,
        early=draw(st.booleans()),
        alone=draw(st.sampled_from([False, False, False, True])),
    )


@st.composite
def lives(draw: st.DrawFn) -> Life:
    start, hours = draw(STARTS), draw(HOURS)
    count = draw(st.integers(1, 9))
    listed = tuple(draw(wishes_of(number, start, hours)) for number in range(count))
    known = {w.id: min(w.due_at, start + draw(st.integers(0, 30)) * DAY) for w in listed}
    latest = draw(st.none() | st.integers(0, 200).map(lambda h: start - timedelta(hours=h)))
    told = {"meeting:1": draw(st.integers(0, 3))}
    return Life(start, listed, known, Times(CALENDAR, draw(PREFERENCES)), Had(latest, told))


def lived(life: Life) -> tuple[list[Slot], dict[int, Unsaid]]:
    """What the gate does at every moment at which something is due or has been held until."""
    had, now, sent, unsaid = life.had, life.start, list[Slot](), dict[int, Unsaid]()
    while now <= life.end:
        gone = {*unsaid, *(number for slot in sent for number in slot.ids)}
        left = [w for w in life.wishes if w.id not in gone]
        there = [w for w in left if life.known[w.id] <= now < w.expires_at]
        held = [now + WEEK]
        decision = decide(there, had, life.times, now)
        due = {w.id for w in there if w.due_at <= now}
        unsaid |= {key: why for key, why in decision.unsaid.items() if key in due}
        if decision.slot is not None and decision.slot.at <= now:
            sent.append(decision.slot)
            had = had.and_then(decision.slot)
            continue
        held += [decision.slot.at] if decision.slot else []
        now = min([*held, *(t for w in left for t in (w.due_at, life.known[w.id]) if t > now)])
    return sent, unsaid


@given(lives())
def test_nobody_is_called_on_twice_in_seven_days(life: Life) -> None:
    sent, _ = lived(life)
    moments = [*([life.had.latest] if life.had.latest else []), *(slot.at for slot in sent)]
    assert all(later - earlier >= QUIET for earlier, later in pairwise(moments))


@given(lives())
def test_nobody_is_told_of_a_meeting_more_than_three_times(life: Life) -> None:
    sent, _ = lived(life)
    told = life.had
    for slot in sent:
        told = told.and_then(slot)
    assert max(told.of_meeting.values()) <= MOST_PER_MEETING


@given(lives())
def test_everybody_is_told_within_the_hours_and_never_in_a_pause(life: Life) -> None:
    sent, _ = lived(life)
    for slot in sent:
        local, hours = CALENDAR.local(slot.at), slot.wishes[0].hours
        assert CALENDAR.is_workday(local.date())
        assert hours.opens <= local.time() < hours.closes
        assert not life.times.preference.paused(local.date())
        if life.times.preference.notices is Notices.SUMMARY:
            monday = local.date() - timedelta(days=local.weekday())
            assert local.date() == CALENDAR.on_or_after(monday)


@given(lives())
def test_a_message_holds_what_belongs_together_and_is_of_use(life: Life) -> None:
    sent, _ = lived(life)
    for slot in sent:
        assert len({wish.place for wish in slot.wishes}) == 1
        assert len({wish.about for wish in slot.wishes}) == len(slot.wishes)
        assert len(slot.wishes) == 1 or not any(wish.alone for wish in slot.wishes)
        assert all(wish.expires_at > slot.at for wish in slot.wishes)
        assert all(wish.due_at <= slot.at for wish in slot.wishes if not wish.early)


@given(lives())
def test_everything_is_said_once_or_is_known_to_have_found_no_room(life: Life) -> None:
    sent, unsaid = lived(life)
    said = [number for slot in sent for number in slot.ids]
    assert len(said) == len(set(said))
    assert not set(said) & set(unsaid)
    for left in (w for w in life.wishes if w.id not in {*said, *unsaid}):
        assert left.expires_at <= left.due_at + DAY or left.expires_at < life.start


@given(lives())
def test_what_had_room_was_said(life: Life) -> None:
    """Whatever is given up could not have been said: enough was said, or somebody had just been
    told something when it came up, or nothing may be said at that time.
    """
    sent, unsaid = lived(life)
    for number in unsaid:
        lost = next(w for w in life.wishes if w.id == number)
        first = life.times.next(max(lost.due_at, life.start), lost.hours)
        near = [life.had.latest] if life.had.latest else []
        near += [slot.at for slot in sent]
        assert (
            unsaid[number] is Unsaid.ENOUGH
            or first >= lost.expires_at
            or any(at > first - QUIET for at in near if at < lost.expires_at)
        )


@given(lives())
def test_what_is_foretold_is_what_happens_if_nobody_does_anything(life: Life) -> None:
    known = replace(life, known={w.id: life.start for w in life.wishes})
    useful = [w for w in life.wishes if w.expires_at > life.start]
    foretold, _ = play(useful, life.had, life.times, life.start, life.end)
    sent, _ = lived(known)
    assert list(foretold) == sent


def ids(found: Iterable[Slot]) -> list[tuple[int, ...]]:
    return [slot.ids for slot in found]


@given(lives(), st.randoms(use_true_random=False))
@example(Life(MONDAY, (wish(1), wish(2)), {}, EVERYBODY), None)
def test_the_order_in_which_things_are_listed_changes_nothing(
    life: Life, random: Random | None
) -> None:
    shuffled = list(life.wishes)
    if random is not None:
        random.shuffle(shuffled)
    assert decide(shuffled, life.had, life.times, life.start) == decide(
        life.wishes, life.had, life.times, life.start
    )


@pytest.mark.parametrize("chosen", Notices)
def test_nothing_that_waits_is_no_message(chosen: Notices) -> None:
    times = Times(CALENDAR, Preference(chosen))
    assert decide([], NOTHING, times, MONDAY) == Decision(None, {})
