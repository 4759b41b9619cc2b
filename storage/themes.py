"""The theme bank: what people wish to hear about, who votes for it, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import delete
from sqlmodel import Session, col, select

from bot.domain import themes as rules
from bot.domain.calendar import WorkCalendar
from bot.domain.fagdag import FAGDAGER
from bot.domain.meetings import LIVE, MeetingState
from bot.domain.themes import ThemeSource, heir, pair_key
from storage.once import insert_if_absent
from storage.tables import Meeting, Theme, ThemesApart, ThemeVote

PLANNED = "theme-planned"  # the kind of delivery
MOST_FAGDAGER = 12  # that are offered to choose between


@dataclass(frozen=True)
class Bank:
    """All proposals of a network at once: `rows` by id, also those put together with others.

    A look at one moment: what is put together is read once, however many are asked for.
    """

    rows: Mapping[int, Theme]
    voters: Mapping[int, frozenset[int]]

    def root(self, theme_id: int) -> int:
        return heir(self._merged, theme_id)

    def group(self, theme_id: int) -> frozenset[int]:
        """Everything that is one theme with this one, itself among them."""
        return frozenset(self._groups.get(self.root(theme_id), ()))

    def voters_of(self, theme_id: int) -> frozenset[int]:
        """Who wants it, or what was put together with it: each person once."""
        return frozenset().union(*(self.voters.get(n, ()) for n in self.group(theme_id)))

    @cached_property
    def _merged(self) -> dict[int, int]:
        merged = {number: row.merged_into_id or 0 for number, row in self.rows.items()}
        return {number: into for number, into in merged.items() if into in self.rows}

    @cached_property
    def _groups(self) -> dict[int, set[int]]:
        groups = defaultdict(set)
        for number in self.rows:
            groups[self.root(number)].add(number)
        return groups


def bank(session: Session, network_id: int) -> Bank:
    """Every proposal that was not removed."""
    rows = session.exec(
        select(Theme).where(Theme.network_id == network_id, col(Theme.removed_at).is_(None))
    ).all()
    votes: dict[int, set[int]] = defaultdict(set)
    cast = session.exec(
        select(ThemeVote)
        .join(Theme, col(Theme.id) == col(ThemeVote.theme_id))
        .where(Theme.network_id == network_id)
    ).all()
    for vote in cast:
        votes[vote.theme_id].add(vote.person_id)
    voters = {number: frozenset(people) for number, people in votes.items()}
    return Bank({row.id or 0: row for row in rows}, voters)


def listed(
    session: Session, network_id: int, person_id: int, now: datetime, calendar: WorkCalendar
) -> tuple[rules.Theme, ...]:
    """What one can vote for and what is put on a fagdag to come: most votes first, then oldest.

    A theme whose fagdag is over has been heard, and is left out.
    """
    found = bank(session, network_id)
    taken = _fagdager_of(session, found.rows.values())
    days = {n: calendar.day_of(day.starts_at) for n, day in taken.items() if day.ends_at > now}
    open_ones = (
        row
        for row in found.rows.values()
        if found.root(row.id or 0) == row.id
        and (row.meeting_id not in taken or row.meeting_id in days)
    )
    themes = (_described(found, row, person_id, days) for row in open_ones)
    return tuple(sorted(themes, key=lambda theme: (-theme.votes, theme.proposed_on, theme.id)))


def _described(
    found: Bank, row: Theme, person_id: int, days: Mapping[int | None, date]
) -> rules.Theme:
    voters = found.voters_of(row.id or 0)
    return rules.Theme(
        id=row.id or 0,
        text=row.text,
        proposed_on=row.proposed_on,
        votes=len(voters),
        own=person_id in voters,
        planned_on=days.get(row.meeting_id),
    )


def _fagdager_of(session: Session, rows: Iterable[Theme]) -> dict[int | None, Meeting]:
    """The fagdager that these themes are, or were, heard on; one that was cancelled is not."""
    ids = {row.meeting_id for row in rows if row.meeting_id is not None}
    held = session.exec(
        select(Meeting).where(col(Meeting.id).in_(ids), Meeting.state != MeetingState.CANCELLED)
    ).all()
    return {row.id: row for row in held}


def find(session: Session, network_id: int, theme_id: int) -> Theme | None:
    """A proposal of this network, removed or not; those of others do not exist here."""
    return session.exec(
        select(Theme).where(Theme.id == theme_id, Theme.network_id == network_id)
    ).first()


def propose(
    session: Session,
    network_id: int,
    text: str,
    proposed_on: date,
    source: ThemeSource = ThemeSource.TYPED,
    source_id: int | None = None,
) -> Theme:
    """The proposal. In the very same words it is there already, and stays one."""
    rows = bank(session, network_id).rows.values()
    taken = _fagdager_of(session, rows)
    for row in rows:
        if row.text.casefold() == text.casefold() and row.meeting_id not in taken:
            row.meeting_id = None  # its fagdag, if there was one, was cancelled
            return row
    row = Theme(
        network_id=network_id,
        text=text,
        source=source,
        source_id=source_id,
        proposed_on=proposed_on,
    )
    session.add(row)
    session.flush()
    return row


def of_source(session: Session, source: ThemeSource, source_id: int) -> Sequence[Theme]:
    return session.exec(
        select(Theme).where(Theme.source == source, Theme.source_id == source_id)
    ).all()


def vote(session: Session, network_id: int, theme_id: int, person_id: int) -> None:
    """One vote each, however often it is pressed, and whatever was put together since."""
    found = bank(session, network_id)
    values = {"theme_id": found.root(theme_id), "person_id": person_id}
    if person_id not in found.voters_of(theme_id):
        insert_if_absent(session, ThemeVote, values)


def take_vote_back(session: Session, network_id: int, theme_id: int, person_id: int) -> None:
    group = bank(session, network_id).group(theme_id)
    session.exec(
        delete(ThemeVote).where(
            col(ThemeVote.theme_id).in_(group), col(ThemeVote.person_id) == person_id
        )
    )


# --- Put together, or kept apart -----------------------------------------------------------------


def apart(session: Session, network_id: int) -> frozenset[tuple[int, int]]:
    """The pairs that somebody has said are not the same."""
    rows = session.exec(
        select(ThemesApart)
        .join(Theme, col(Theme.id) == col(ThemesApart.first_id))
        .where(Theme.network_id == network_id)
    ).all()
    return frozenset((row.first_id, row.second_id) for row in rows)


def keep_apart(session: Session, one: int, other: int) -> None:
    first, second = pair_key(one, other)
    insert_if_absent(session, ThemesApart, {"first_id": first, "second_id": second})


def forget_apart(session: Session, one: int, other: int) -> None:
    row = session.get(ThemesApart, pair_key(one, other))
    if row is not None:
        session.delete(row)


def merge(session: Session, theme: Theme, into: Theme) -> None:
    """From now on the two are one; the votes stay where they were cast and count for both."""
    theme.merged_into_id = into.id
    session.add(theme)
    session.flush()


def part(session: Session, theme: Theme) -> None:
    """What was put together is two again, each with the votes that were cast for it."""
    theme.merged_into_id = None
    session.add(theme)
    session.flush()


# --- What becomes of them ------------------------------------------------------------------------


def remove(session: Session, theme: Theme, removed_at: datetime | None) -> None:
    """Take a proposal out of the bank, or (with None) put it back."""
    theme.removed_at = removed_at
    session.add(theme)
    session.flush()


def fagdager(session: Session, network_id: int, now: datetime) -> Sequence[Meeting]:
    """The fagdager to come, the next one first."""
    return session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            col(Meeting.activity).in_(FAGDAGER),
            col(Meeting.state).in_(LIVE),
            col(Meeting.starts_at) > now,
        )
        .order_by(col(Meeting.starts_at))
        .limit(MOST_FAGDAGER)
    ).all()


def put_on(session: Session, theme: Theme, meeting: Meeting) -> None:
    """The fagdag is about this theme now; what it was about before is remembered for «Angre»."""
    theme.meeting_id, theme.replaced, meeting.theme = meeting.id, meeting.theme, theme.text
    session.add_all([theme, meeting])
    session.flush()


def take_off(session: Session, theme: Theme, meeting: Meeting) -> None:
    """It goes back into the bank. A theme that the host has written since stays."""
    if meeting.theme == theme.text:
        meeting.theme = theme.replaced
    theme.meeting_id, theme.replaced = None, ""
    session.add_all([theme, meeting])
    session.flush()
