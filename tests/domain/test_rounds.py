"""Rounds are planned from counts: judged by rules of their own, not by how the plan is made."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import WorkCalendar
from bot.domain.resource_groups import Part
from bot.domain.rounds import Frame, Group, Programme, Slot, hours, information_day, plan

CALENDAR = WorkCalendar(ZoneInfo("Europe/Oslo"), holidays.country_holidays("NO"))
MONDAY = date(2027, 3, 1)
USUAL = Frame(
    first=MONDAY,
    last=date(2027, 3, 26),
    begins=time(9),
    ends=time(15, 30),
    length=timedelta(minutes=45),
    pause=timedelta(minutes=15),
    lunch=time(11, 45),
)
# Who sits at the table, written down once more from the routine.
TABLE: Mapping[int, set[str]] = {
    1: {"programme", "career", "adult-education"},
    2: {"programme", "career", "adult-education"},
    3: {"programme", "career", "adult-education"},
    4: {"follow-up", "upper-secondary"},
}


def planned(*groups: Group, frame: Frame = USUAL, **unable: Iterable[date]) -> Programme:
    days = {Part(name.replace("_", "-")): set(listed) for name, listed in unable.items()}
    found = plan(groups, frame, days, CALENDAR)
    assert found is not None
    return found


def on(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall)


# --- By example ----------------------------------------------------------------------------------


def test_a_usual_day_has_six_meetings_around_lunch() -> None:
    starts = [f"{begins:%H:%M}" for begins, _ in hours(USUAL)]
    assert starts == ["09:00", "10:00", "11:00", "12:15", "13:15", "14:15"]


def test_one_interpreter_after_the_other_and_meeting_4_last() -> None:
    programme = planned(
        Group(1, "tigrinja", 2), Group(3, "tigrinja", 1), Group(2, "arabisk", 1), Group(4, "", 1)
    )
    assert programme.days == (MONDAY,)
    assert [(slot.number, slot.language) for slot in programme.slots] == [
        (1, "tigrinja"),
        (1, "tigrinja"),
        (3, "tigrinja"),
        (2, "arabisk"),
        (4, ""),
    ]


def test_a_language_is_not_split_over_two_days() -> None:
    programme = planned(Group(1, "tigrinja", 4), Group(1, "arabisk", 4), Group(2, "", 4))
    days = defaultdict(set)
    for slot in programme.slots:
        days[slot.language].add(slot.day)
    assert (len(days["tigrinja"]), len(days["arabisk"])) == (1, 1)
    assert programme.left == ()
    assert len(programme.slots) == 12


def test_too_much_for_two_days_is_said() -> None:
    programme = planned(Group(2, "", 15))
    assert len(programme.slots) == 12
    assert programme.left == (Group(2, "", 3),)


def test_blocked_days_and_holidays_are_passed_over() -> None:
    holy_week = Frame(
        date(2027, 3, 22), date(2027, 4, 2), USUAL.begins, USUAL.ends, USUAL.length, USUAL.pause
    )
    days = [date(2027, 3, 22), date(2027, 3, 23), date(2027, 3, 24)]
    programme = planned(Group(1, "", 3), frame=holy_week, career=days)
    assert programme.days == (date(2027, 3, 30),)  # 25 and 26 March, and 29 March, are holidays


def test_those_who_are_not_at_the_table_may_be_away() -> None:
    assert planned(Group(1, "", 2), upper_secondary=[MONDAY]).days == (MONDAY,)
    assert planned(Group(4, "", 2), adult_education=[MONDAY]).days == (MONDAY,)


def test_one_day_serves_some_and_the_next_the_others() -> None:
    everything_but_tuesday = [MONDAY + timedelta(days=n) for n in range(26) if n != 1]
    programme = planned(
        Group(1, "", 2),
        Group(4, "", 2),
        follow_up=everything_but_tuesday,
        career=[date(2027, 3, 2)],
    )
    assert {(slot.day, slot.number) for slot in programme.slots} == {
        (MONDAY, 1),
        (date(2027, 3, 2), 4),
    }


def test_nobody_who_can_is_no_programme() -> None:
    every = [MONDAY + timedelta(days=n) for n in range(26)]
    assert plan([Group(1, "", 2)], USUAL, {Part.CAREER: every}, CALENDAR) is None


def test_with_two_rooms_meeting_4_is_beside_the_others() -> None:
    two = Frame(
        USUAL.first, USUAL.last, USUAL.begins, USUAL.ends, USUAL.length, USUAL.pause, rooms=2
    )
    programme = planned(Group(1, "", 2), Group(4, "", 2), frame=two)
    told = [(slot.starts, slot.number, slot.room) for slot in programme.slots]
    assert told == [(time(9), 1, 1), (time(9), 4, 2), (time(10), 1, 1), (time(10), 4, 2)]


def test_the_information_meeting_is_a_week_before_meeting_3() -> None:
    not_before = date(2027, 2, 25)
    programme = plan([Group(3, "", 2)], USUAL, {}, CALENDAR, informed_from=not_before)
    assert programme is not None
    assert programme.days == (date(2027, 3, 4),)
    assert programme.information == not_before
    without = plan([Group(2, "", 2)], USUAL, {}, CALENDAR, informed_from=not_before)
    assert without is not None
    assert (without.days, without.information) == ((MONDAY,), None)


def test_the_information_meeting_needs_both_who_hold_it() -> None:
    unable = {Part.CAREER: {date(2027, 3, 8)}, Part.ADULT_EDUCATION: {date(2027, 3, 5)}}
    found = information_day(date(2027, 3, 15), MONDAY, unable, CALENDAR)
    assert found == date(2027, 3, 4)
    assert information_day(date(2027, 3, 5), MONDAY, unable, CALENDAR) is None


# --- By the rules, whatever is asked --------------------------------------------------------------


def complaints(
    programme: Programme,
    groups: Iterable[Group],
    frame: Frame,
    unable: Mapping[Part, Iterable[date]],
) -> list[str]:
    """What is wrong with a programme. Knows the rules, and nothing of how it was made."""
    slots = programme.slots
    return [
        *_wrong_days(programme, frame, unable),
        *_wrong_hours(slots, frame),
        *_in_two_places(slots),
        *_torn_languages(slots),
        *_miscounted(programme, groups),
    ]


def _wrong_days(
    programme: Programme, frame: Frame, unable: Mapping[Part, Iterable[date]]
) -> list[str]:
    days = programme.days
    told = [f"{day} is no working day" for day in days if not CALENDAR.is_workday(day)]
    told += [f"{day} is not possible" for day in days if not frame.first <= day <= frame.last]
    if len(days) > 2 or (len(days) == 2 and CALENDAR.add_workdays(days[0], 1) != days[1]):
        told.append(f"{days} are not one or two consecutive days")
    blocked = {(str(part), day) for part, listed in unable.items() for day in listed}
    return told + [
        f"{part} cannot on {slot.day}"
        for slot in programme.slots
        for part in TABLE[slot.number]
        if (part, slot.day) in blocked
    ]


def _wrong_hours(slots: Iterable[Slot], frame: Frame) -> list[str]:
    told = []
    for slot in slots:
        begins, ends = on(slot.day, slot.starts), on(slot.day, slot.ends)
        if ends - begins != frame.length:
            told.append(f"{slot} is not as long as it should be")
        if begins < on(slot.day, frame.begins) or ends > on(slot.day, frame.ends):
            told.append(f"{slot} is outside of the day")
        if frame.lunch:
            lunch = on(slot.day, frame.lunch)
            if begins < lunch + timedelta(minutes=30) and ends > lunch:
                told.append(f"{slot} is during lunch")
    return told


def _in_two_places(slots: Iterable[Slot]) -> list[str]:
    """People, interpreters and rooms are in one meeting at a time."""
    told, listed = [], list(slots)
    for place, one in enumerate(listed):
        for other in listed[place + 1 :]:
            together = one.day == other.day and one.starts < other.ends and other.starts < one.ends
            people = TABLE[one.number] & TABLE[other.number]
            spoken = one.language and one.language == other.language
            if together and (people or spoken or one.room == other.room):
                told.append(f"{one} and {other} at the same time")
    return told


def _torn_languages(slots: Iterable[Slot]) -> list[str]:
    told, listed = [], list(slots)
    for language in {slot.language for slot in listed} - {""}:
        own = [slot for slot in listed if slot.language == language]
        if len({slot.day for slot in own}) > 1:
            told.append(f"{language} on two days")
            continue
        first, last = min(slot.starts for slot in own), max(slot.ends for slot in own)
        between = [
            slot
            for slot in listed
            if slot.day == own[0].day
            and slot.room == own[0].room
            and first <= slot.starts < last
            and slot.language != language
        ]
        told += [f"{slot} while the interpreter for {language} waits" for slot in between]
    return told


def _miscounted(programme: Programme, groups: Iterable[Group]) -> list[str]:
    """Everybody has a meeting or is left over, and nobody twice."""
    wanted: Counter[tuple[int, str]] = Counter()
    for group in groups:
        wanted[group.number, group.language] += group.count
    found = Counter((slot.number, slot.language) for slot in programme.slots)
    found.update({(group.number, group.language): group.count for group in programme.left})
    return [] if +found == +wanted else [f"wanted {wanted}, found {found}"]


LANGUAGES = ("tigrinja", "arabisk", "dari", "somali")
GROUPS = st.lists(
    st.builds(Group, st.integers(1, 3), st.sampled_from(("", *LANGUAGES)), st.integers(0, 9)),
    max_size=12,
).flatmap(lambda listed: st.builds(lambda last: [*listed, Group(4, "", last)], st.integers(0, 9)))
WALL = st.builds(time, st.integers(8, 11), st.sampled_from((0, 15, 30)))
FRAMES = st.builds(
    Frame,
    first=st.just(date(2027, 3, 15)),
    last=st.dates(date(2027, 3, 16), date(2027, 4, 9)),
    begins=st.builds(time, st.integers(8, 10)),
    ends=st.builds(time, st.integers(12, 17)),
    length=st.builds(lambda n: timedelta(minutes=n), st.integers(20, 90)),
    pause=st.builds(lambda n: timedelta(minutes=n), st.integers(0, 30)),
    lunch=st.none() | WALL,
    rooms=st.integers(1, 2),
)
DAYS = st.frozensets(st.dates(date(2027, 3, 15), date(2027, 4, 9)), max_size=12)
UNABLE = st.dictionaries(st.sampled_from(Part), DAYS)


@settings(max_examples=150, deadline=None)
@given(GROUPS, FRAMES, UNABLE)
def test_every_programme_keeps_every_rule(
    groups: list[Group], frame: Frame, unable: dict[Part, frozenset[date]]
) -> None:
    programme = plan(groups, frame, unable, CALENDAR)
    if programme is not None:
        assert complaints(programme, groups, frame, unable) == []


@settings(max_examples=80, deadline=None)
@given(GROUPS, FRAMES, UNABLE)
def test_nobody_is_left_over_while_there_is_room_for_them(
    groups: list[Group], frame: Frame, unable: dict[Part, frozenset[date]]
) -> None:
    """Those without an interpreter fit into any free cell of a day on which their people can."""
    programme = plan(groups, frame, unable, CALENDAR)
    for group in programme.left if programme else ():
        if group.language or programme is None:
            continue
        for day in programme.days:
            free = not any(day in unable.get(Part(part), ()) for part in TABLE[group.number])
            room = 2 if frame.rooms == 2 and group.number == 4 else 1
            taken = [s for s in programme.slots if (s.day, s.room) == (day, room)]
            assert not free or len(taken) == len(hours(frame)), (group, day)


def test_the_verifier_finds_every_kind_of_fault() -> None:
    """A verifier that never complains proves nothing: each rule is broken once."""
    groups = [Group(1, "tigrinja", 2), Group(2, "", 2), Group(4, "", 1)]
    good = planned(*groups)
    first, second, third, *rest = good.slots

    def told(*slots: Slot, blocked: Mapping[Part, Iterable[date]] | None = None) -> bool:
        return bool(complaints(Programme(slots), groups, USUAL, blocked or {}))

    def changed(slot: Slot, **values: object) -> Slot:
        facts = {name: getattr(slot, name) for name in Slot.__dataclass_fields__}
        return Slot(**{**facts, **values})

    assert not told(*good.slots)
    assert told(first, second, third)  # somebody is missing
    assert told(*good.slots, good.slots[-1])  # and somebody is there twice
    assert told(changed(first, starts=time(8), ends=time(8, 45)), second, third, *rest)
    assert told(changed(first, ends=time(9, 30)), second, third, *rest)
    assert told(changed(first, starts=time(11, 30), ends=time(12, 15)), second, third, *rest)
    assert told(first, second, changed(third, starts=time(9), ends=time(9, 45)), *rest)
    assert told(
        first,
        changed(third, starts=second.starts, ends=second.ends),
        changed(second, starts=third.starts, ends=third.ends),
        *rest,
    )
    assert told(*(changed(slot, day=date(2027, 3, 6)) for slot in good.slots))  # a Saturday
    assert told(*(changed(slot, day=date(2027, 5, 3)) for slot in good.slots))
    assert told(first, changed(second, day=date(2027, 3, 4)), third, *rest)
    assert told(*good.slots, blocked={Part.CAREER: [MONDAY]})


@pytest.mark.parametrize("rooms", [1, 2])
def test_planning_twice_gives_the_same(rooms: int) -> None:
    frame = Frame(
        USUAL.first, USUAL.last, USUAL.begins, USUAL.ends, USUAL.length, USUAL.pause, None, rooms
    )
    groups = [Group(n, language, 3) for n in (1, 2, 3) for language in LANGUAGES]
    assert planned(*groups, frame=frame) == planned(*reversed(groups), frame=frame)
