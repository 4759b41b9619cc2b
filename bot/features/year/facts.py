"""What a year is proposed from, and what is said about each date of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session

from bot import schools
from bot.deps import Deps, Turn
from bot.domain.agreements import represents_party
from bot.domain.errors import Refused, mark
from bot.domain.meetings import LIVE
from bot.domain.meetings import Meeting as MeetingFacts
from bot.domain.people import RoleKind
from bot.domain.year_days import Arranged, Facts, Obstacle, obstacle
from cards.year import Proposed
from storage import meetings, networks, turns
from storage import year as drafted
from storage.tables import Meeting, Network


def gathered(deps: Deps, session: Session, turn: Turn, year: int) -> Facts:
    """Everything a proposal needs, in a handful of queries whatever the size of the year."""
    network_id, calendar = turn.known.network_id, deps.calendar
    first, last = drafted.bounds(year, calendar)
    county = session.get_one(Network, network_id).county
    rows = drafted.arranged(session, network_id, min(first, turn.now), last)
    rotations = turns.rotations(session, network_id, calendar, turn.now)
    for row in rows:
        if row.state in LIVE and row.host_id is not None:
            rotations[row.activity].take(row.host_id, calendar.day_of(row.starts_at))
    return Facts(
        year=year,
        today=calendar.day_of(turn.now),
        calendar=calendar,
        closed=schools.closed_days(county, year),
        school_start=schools.school_start(county, year),
        agencies={agency.id: agency for agency in networks.agencies(session, network_id)},
        rotations=rotations,
        arranged=tuple(
            Arranged(row.activity, calendar.day_of(row.starts_at))
            for row in rows
            if row.starts_at >= first
        ),
    )


def described(
    session: Session, rows: Sequence[Meeting], facts: Facts, shown: Iterable[Meeting]
) -> tuple[Proposed, ...]:
    """Some dates of the draft `rows`, each with what one should know about its day."""
    days = Counter(arranged.day for arranged in facts.arranged)
    days.update(facts.calendar.day_of(row.starts_at) for row in rows)
    listed = list(shown)
    return tuple(
        _proposed(row, meeting, facts, days)
        for row, meeting in zip(listed, meetings.described(session, listed), strict=True)
    )


def _proposed(row: Meeting, meeting: MeetingFacts, facts: Facts, days: Counter[date]) -> Proposed:
    day = facts.calendar.day_of(row.starts_at)
    others = frozenset((days - Counter({day: 1})).keys())
    wished = None if row.changed_at else row.wished_day
    return Proposed(
        meeting=meeting,
        passed_over=_passed_over(wished, day, facts, others),
        against=obstacle(day, facts, others),
    )


def _passed_over(
    wished: date | None, day: date, facts: Facts, others: frozenset[date]
) -> tuple[date, Obstacle] | None:
    """Where the agreement would have had it, and what was in the way there."""
    if wished is None or wished == day or wished <= facts.today:
        return None
    return wished, obstacle(wished, facts, others) or Obstacle.CLOSE


# --- Rights --------------------------------------------------------------------------------------


def require_party(deps: Deps, session: Session, turn: Turn) -> None:
    """Any member of a party may draw up a year: a draft does nobody any harm."""
    if not (turn.known.administers or _of_a_party(deps, session, turn)):
        raise Refused(mark("Det er etatene i avtalen som legger årsplanen."))


def may_confirm(deps: Deps, session: Session, turn: Turn) -> bool:
    """Confirming gives agencies duties, so it is for those who get the reminders of an agency.

    That is any contact or deputy, not only those of the hosting agencies: with turns, a year has
    nearly all of them as hosts. And whoever administers the network.
    """
    spokesperson = turn.known.roles & {RoleKind.CONTACT, RoleKind.DEPUTY}
    return turn.known.administers or (bool(spokesperson) and _of_a_party(deps, session, turn))


def _of_a_party(deps: Deps, session: Session, turn: Turn) -> bool:
    agencies = networks.agencies(session, turn.known.network_id)
    return represents_party(turn.known, agencies, deps.calendar.day_of(turn.now))
