"""The feed in a real calendar program, khal: taken in, listed, changed and cancelled."""

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.meetings import MeetingState
from tests.web.bench import Site

pytestmark = [
    pytest.mark.khal,
    pytest.mark.parametrize("demo_databases", ["sqlite"], indirect=True),
]

CONFIGURATION = """\
[calendars]
[[rundebord]]
path = {folder}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {zone}
default_timezone = {zone}
[sqlite]
path = {folder}/khal.db
"""


class Khal:
    """A calendar on somebody's machine, in the zone of where they are."""

    def __init__(self, folder: Path, zone: str = "Europe/Oslo") -> None:
        self.folder = folder
        (folder / "calendar").mkdir(parents=True)
        (folder / "config").write_text(CONFIGURATION.format(folder=folder, zone=zone))

    def take_in(self, calendar: bytes) -> None:
        path = self.folder / "feed.ics"
        path.write_bytes(calendar)
        self._run("import", "--batch", str(path))

    def listed(self, first: str, last: str) -> list[str]:
        """Start, end, title, status and place of what is between two days, both included."""
        shown = "{start-long-full}|{end-long-full}|{title}|{status}|{location}"
        told = self._run("list", "--format", shown, "--day-format", "", first, last)
        lines = [line.split("|") for line in told.splitlines() if line]
        return ["|".join(part.strip() for part in line) for line in lines]

    def _run(self, *arguments: str) -> str:
        command = ["khal", "--config", str(self.folder / "config"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def khal(tmp_path: Path) -> Khal:
    return Khal(tmp_path / "khal")


async def test_hours_are_right_across_both_changes_of_the_clocks(site: Site, khal: Khal) -> None:
    site.empty_calendar()
    for day in ((2027, 3, 26), (2027, 3, 28), (2027, 3, 30), (2027, 10, 29), (2027, 11, 1)):
        wall = datetime.min.time().replace(hour=9)
        site.add_meeting(starts_at=site.deps.calendar.at(date(*day), wall), place="Mandal")
    khal.take_in((await site.feed_of("Kari")).body)
    assert khal.listed("2027-03-26", "2027-11-01") == [
        f"{day} 09:00|{day} 11:00|Nettverksmøte|CONFIRMED|Mandal"
        for day in ("2027-03-26", "2027-03-28", "2027-03-30", "2027-10-29", "2027-11-01")
    ]


async def test_who_is_elsewhere_sees_the_hours_there(site: Site, tmp_path: Path) -> None:
    """Half an hour before and after Oslo changes its clocks, where nobody does."""
    site.empty_calendar()
    site.add_meeting(starts_at=datetime(2027, 3, 28, 1, 30, tzinfo=UTC))
    site.add_meeting(starts_at=datetime(2027, 3, 28, 0, 30, tzinfo=UTC))
    khal = Khal(tmp_path / "lagos", zone="Africa/Lagos")  # always an hour before UTC
    khal.take_in((await site.feed_of("Kari")).body)
    starts = [line.partition("|")[0] for line in khal.listed("2027-03-28", "2027-03-28")]
    assert starts == ["2027-03-28 01:30", "2027-03-28 02:30"]


async def test_a_change_replaces_and_a_cancellation_stays(site: Site, khal: Khal) -> None:
    site.empty_calendar()
    key = site.add_meeting(starts_at=datetime(2027, 3, 18, 8, 0, tzinfo=UTC), theme="Norskprøver")
    token = site.token_of("Kari")
    khal.take_in((await site.get(f"/kalender/{token}.ics")).body)
    site.change_meeting(
        key,
        starts_at=datetime(2027, 4, 15, 11, 0, tzinfo=UTC),
        ends_at=datetime(2027, 4, 15, 12, 0, tzinfo=UTC),
        sequence=1,
        changed_at=site.clock(),
    )
    khal.take_in((await site.get(f"/kalender/{token}.ics")).body)
    moved = "2027-04-15 13:00|2027-04-15 14:00|Nettverksmøte: Norskprøver|CONFIRMED|"
    assert khal.listed("2027-01-01", "2027-12-31") == [moved]

    site.change_meeting(key, state=MeetingState.CANCELLED, sequence=2)
    khal.take_in((await site.get(f"/kalender/{token}.ics")).body)
    cancelled = "2027-04-15 13:00|2027-04-15 14:00|Avlyst: Nettverksmøte: Norskprøver|CANCELLED|"
    assert khal.listed("2027-01-01", "2027-12-31") == [cancelled]


async def test_a_single_file_and_then_the_feed_are_one_meeting(site: Site, khal: Khal) -> None:
    site.empty_calendar()
    key = site.add_meeting(starts_at=datetime(2027, 3, 18, 8, 0, tzinfo=UTC))
    khal.take_in((await site.get(f"/m/{key}.ics")).body)
    khal.take_in((await site.feed_of("Kari")).body)
    assert len(khal.listed("2027-03-18", "2027-03-18")) == 1
