"""Deadlines as days in a calendar: of a meeting, for whoever has its key, and in one's own feed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.duties import AFTER, DutyState
from bot.domain.meetings import MeetingState
from storage import bundles
from storage.tables import Duty, Meeting, Person
from tests.web.bench import Site
from tests.web.test_khal import Khal

SQLITE = pytest.mark.parametrize("demo_databases", ["sqlite"], indirect=True)


def add(site: Site) -> str:
    """A network meeting that NAV hosts, with what has to be done for it; its key."""
    site.empty_calendar()
    key = site.add_meeting(host_id=site.agency("NAV Lindesnes"), theme="Norskprøver")
    follow(site, key)
    return key


def follow(site: Site, key: str, **changes: Any) -> None:
    """The meeting changes, and its duties with it."""
    with site.deps.store.transaction() as session:
        row = session.exec(select(Meeting).where(Meeting.key == key)).one()
        for name, value in changes.items():
            setattr(row, name, value)
        session.add(row)
        session.flush()
        bundles.follow(session, [row], site.deps.calendar)


def duties(site: Site, key: str) -> list[Duty]:
    with site.deps.store.transaction() as session:
        return list(
            session.exec(
                select(Duty)
                .join(Meeting, col(Meeting.id) == col(Duty.meeting_id))
                .where(Meeting.key == key)
                .order_by(col(Duty.id))
            )
        )


async def test_every_deadline_is_a_day_that_keeps_nobody_and_rings_before(site: Site) -> None:
    key = add(site)
    found = await site.get(f"/d/{key}.ics")
    expected = {f"{key}-{row.kind}@rundebord": row.due_on for row in duties(site, key)}
    events = found.calendar.contents["vevent"]
    assert {each.uid.value: each.dtstart.value for each in events} == expected
    assert len(expected) >= 3
    for event in events:
        assert event.dtend.value - event.dtstart.value == timedelta(days=1)
        assert event.transp.value == "TRANSPARENT"
        assert event.summary.value.startswith("Frist: ")
        assert event.valarm.action.value == "DISPLAY"
        assert event.valarm.trigger.value < timedelta()


async def test_the_file_says_nothing_of_who_does_it(site: Site) -> None:
    found = await site.get(f"/d/{add(site)}.ics")
    with site.deps.store.transaction() as session:
        names = session.exec(select(Person.name)).all()
    assert [name for name in names if name in found.text] == []
    assert "NAV Lindesnes" not in found.text


async def test_what_is_finished_is_gone_and_what_moved_is_the_same_one_on_another_day(
    site: Site,
) -> None:
    key = add(site)
    before = (await site.get(f"/d/{key}.ics")).calendar.contents["vevent"]
    done = duties(site, key)[0]
    with site.deps.store.transaction() as session:
        session.get_one(Duty, done.id).state = DutyState.DONE
    later = site.clock() + timedelta(days=44)
    follow(site, key, starts_at=later, ends_at=later + timedelta(hours=2), sequence=1)
    after = (await site.get(f"/d/{key}.ics")).calendar.contents["vevent"]
    assert {e.uid.value for e in after} == {e.uid.value for e in before} - {
        f"{key}-{done.kind}@rundebord"
    }
    assert {e.sequence.value for e in before} == {"0"}
    assert {e.sequence.value for e in after} == {"1"}
    days = {e.uid.value: e.dtstart.value for e in before}
    assert all(e.dtstart.value > days[e.uid.value] for e in after)


@pytest.mark.parametrize("key", ["x" * 22, "nope"])
async def test_what_is_no_meeting_has_no_file(site: Site, key: str) -> None:
    assert (await site.get(f"/d/{key}.ics")).status == 404


async def test_ones_own_feed_holds_the_deadlines_of_ones_agency(site: Site) -> None:
    key = add(site)
    now = {f"{key}-{row.kind}@rundebord" for row in duties(site, key) if row.kind not in AFTER}

    async def deadlines(first_name: str) -> set[str]:
        events = (await site.feed_of(first_name)).calendar.contents["vevent"]
        found = {event.uid.value for event in events}
        assert f"{key}@rundebord" in found
        return found - {f"{key}@rundebord"}

    assert await deadlines("Kari") == now
    assert await deadlines("Amina") == set()


@SQLITE
@pytest.mark.khal
async def test_a_calendar_program_takes_the_deadlines_in(site: Site, tmp_path: Path) -> None:
    key = add(site)
    khal = Khal(tmp_path)
    khal.take_in((await site.get(f"/d/{key}.ics")).body)
    days = sorted(row.due_on for row in duties(site, key))
    listed = khal.listed(str(days[0]), str(days[-1]))
    assert sorted(line.split()[0] for line in listed) == [f"{day}" for day in days]
    assert all("Frist: " in line for line in listed)


async def test_a_meeting_that_was_called_off_has_no_deadlines(site: Site) -> None:
    key = add(site)
    assert (await site.get(f"/d/{key}.ics")).status == 200
    site.change_meeting(key, state=MeetingState.CANCELLED)
    assert (await site.get(f"/d/{key}.ics")).status == 404
