"""What can be changed about a meeting, and which of the changes others are told of."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from bot.domain import typed
from bot.domain.errors import Refused, mark
from bot.domain.meetings import LIVE, Meeting, MeetingState, Paper

MOST_PAPERS = 6
GATHERED = timedelta(minutes=5)  # from the last change until it is told, with those before it


@dataclass(frozen=True, slots=True)
class Version:
    """Everything about a meeting that somebody can change. Times are UTC."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    theme: str = ""
    open_to_all: bool = False
    host_id: int | None = None
    papers: tuple[Paper, ...] = ()
    state: MeetingState = MeetingState.PLANNED
    reason: str = ""
    moved_on: date | None = None  # since when the time is another than was announced

    def of(self, meeting: Meeting, host: str | None) -> Meeting:
        """The meeting as it was, or would be, in this version."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(meeting, **values, host=host)


def changed(before: Version, after: Version) -> tuple[str, ...]:
    """The names of the facts that differ."""
    names = (field.name for field in fields(before))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def with_facts(version: Version, other: Version, names: Iterable[str]) -> Version:
    """The version, with some of its facts as they are in the other one."""
    return replace(version, **{name: getattr(other, name) for name in names})


def moved(version: Version, starts_at: datetime, ends_at: datetime, today: date) -> Version:
    """The same at another time, which the cards tell of what was announced."""
    if (version.starts_at, version.ends_at) == (starts_at, ends_at):
        return version
    announced = version.state in LIVE
    return replace(
        version,
        starts_at=starts_at,
        ends_at=ends_at,
        moved_on=today if announced else version.moved_on,
    )


class Topic(StrEnum):
    """What a change is about, in the order in which it is told."""

    STATE = "state"
    TIME = "time"
    PLACE = "place"
    LINK = "link"
    HOST = "host"
    THEME = "theme"


def news(before: Version | Meeting, after: Version | Meeting) -> tuple[Topic, ...]:
    """What others must be told; nothing about what was never announced.

    New papers, and whether outsiders may come, stand on the meeting's card: they are worth no post.
    """
    if not {before.state, after.state} & LIVE:
        return ()
    if after.state is MeetingState.CANCELLED:
        return (Topic.STATE,)
    told = {
        Topic.STATE: before.state is MeetingState.CANCELLED,
        Topic.TIME: (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at),
        Topic.PLACE: before.place != after.place,
        Topic.LINK: before.link != after.link,
        Topic.HOST: before.host_id != after.host_id,
        Topic.THEME: before.theme != after.theme,
    }
    return tuple(topic for topic, changed in told.items() if changed)


def papers(value: str) -> tuple[Paper, ...]:
    """One paper in each line: its title, then its address. Raises Refused, naming the line."""
    lines = [line for line in typed.text(value, longest=5_000).splitlines() if line.strip()]
    if len(lines) > MOST_PAPERS:
        raise Refused(mark("Legg inn høyst {count} lenker."), count=MOST_PAPERS)
    return tuple(_paper(number, line) for number, line in enumerate(lines, start=1))


def _paper(number: int, line: str) -> Paper:
    *title, address = line.split()
    try:
        url = typed.web_address(address)
        return Paper(typed.line(" ".join(title)) or urlsplit(url).hostname or url, url)
    except Refused:
        raise Refused(
            mark("Linje {number}: skriv tittelen, og så hele lenka. Den begynner med https://."),
            number=number,
        ) from None


def as_lines(listed: Iterable[Paper]) -> str:
    """The papers as one types them; `papers` reads them again."""
    return "\n".join(f"{paper.title} {paper.url}" for paper in listed)


# --- As the database keeps them ------------------------------------------------------------------


def to_data(version: Version) -> dict[str, Any]:
    """As JSON; `from_data` reads it again."""
    moments = {
        "starts_at": version.starts_at.isoformat(),
        "ends_at": version.ends_at.isoformat(),
        "moved_on": version.moved_on.isoformat() if version.moved_on else None,
    }
    return asdict(version) | moments | {"papers": [asdict(paper) for paper in version.papers]}


def from_data(kept: Mapping[str, Any]) -> Version:
    read = {
        "starts_at": datetime.fromisoformat(kept["starts_at"]),
        "ends_at": datetime.fromisoformat(kept["ends_at"]),
        "papers": tuple(Paper(**paper) for paper in kept["papers"]),
        "state": MeetingState(kept["state"]),
        "moved_on": date.fromisoformat(kept["moved_on"]) if kept["moved_on"] else None,
    }
    return Version(**{**kept, **read})
