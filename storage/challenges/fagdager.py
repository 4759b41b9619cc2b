"""A challenge becomes the theme of a fagdag, or waits for one in the theme bank.

Where it stands is what the bank says: a host may put it on another fagdag there, or take it off.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain import challenges as rules
from bot.domain import deliveries
from bot.domain.calendar import WorkCalendar
from bot.domain.challenge_texts import REMOVED, agenda_title
from bot.domain.challenges import ChallengeMove, ChallengeState, Hand
from bot.domain.deliveries import Planned
from bot.domain.errors import mark
from bot.domain.meetings import MeetingState
from bot.domain.themes import ThemeSource
from storage import deliveries as outbox
from storage import themes
from storage.challenges import returning
from storage.challenges.kinds import DECIDED, redraw, subject
from storage.challenges.rows import due
from storage.fagdag import BEHIND_US
from storage.tables import Challenge, Meeting, Theme

CANCELLED = mark("Fagdagen ble avlyst.")
REMOVED_FROM_BANK = mark("Temaet ble tatt ut av temabanken.")
_CLOCK = frozenset({Hand.CLOCK})
TOLD = (ChallengeState.THEME, ChallengeState.NOT_NOW, ChallengeState.MERGED)


def free(session: Session, network_id: int, now: datetime) -> Sequence[Meeting]:
    """The fagdager to come that have no theme yet. What is taken is changed in the theme bank,
    where its host is asked.
    """
    return [meeting for meeting in themes.fagdager(session, network_id, now) if not meeting.theme]


def decide(
    session: Session, row: Challenge, text: str, meeting: Meeting | None, now: datetime
) -> None:
    """It is in the bank in these words, and on the fagdag. The same words are one theme."""
    today = row.raised_on or now.date()
    theme = themes.propose(session, row.network_id, text, today, ThemeSource.CHALLENGE, row.id)
    row.theme_id = theme.id
    if meeting is not None:
        themes.put_on(session, theme, meeting)
        meeting.changed_at = now
    session.add(row)
    session.flush()


def drop(session: Session, row: Challenge, now: datetime) -> None:
    """It is no theme after all. A proposal that others made, or vote for, stays in the bank."""
    theme = theme_of(session, row)
    if theme is not None:
        meeting = session.get(Meeting, theme.meeting_id) if theme.meeting_id else None
        if meeting is not None:
            themes.take_off(session, theme, meeting)
            meeting.changed_at = now
        wanted = themes.bank(session, row.network_id).voters_of(theme.id or 0)
        if (theme.source, theme.source_id) == (ThemeSource.CHALLENGE, row.id) and not wanted:
            themes.remove(session, theme, now)
    row.theme_id = None
    session.add(row)
    session.flush()


def theme_of(session: Session, row: Challenge) -> Theme | None:
    """What it is in the bank, or what that was put together with."""
    if row.theme_id is None:
        return None
    return session.get(Theme, themes.bank(session, row.network_id).root(row.theme_id))


def fagdag_of(session: Session, row: Challenge) -> Meeting | None:
    theme = theme_of(session, row)
    return session.get(Meeting, theme.meeting_id) if theme and theme.meeting_id else None


# --- Who hears of it -----------------------------------------------------------------------------


def tell_sender(session: Session, row: Challenge, now: datetime) -> None:
    """Whoever gave a name hears each decision, once; and nothing of what was undone before."""
    wanted = []
    if row.raised_by_id is not None and row.state in TOLD:
        audience, expires = deliveries.person(row.raised_by_id), now + deliveries.A_WEEK
        number = outbox.departed(session, DECIDED, subject(row))
        wanted = [Planned(DECIDED, subject(row), audience, number, now, expires)]
    outbox.reconcile(session, row.network_id, (DECIDED,), wanted, {subject(row)})


def theme_moved(session: Session, theme: Theme, now: datetime) -> None:
    """Its fagdag was chosen or changed in the bank: the cards say which, and its sender hears."""
    group = themes.bank(session, theme.network_id).group(theme.id or 0)
    about = col(Challenge.theme_id).in_(group), Challenge.state == ChallengeState.THEME
    for row in session.exec(select(Challenge).where(*about).order_by(col(Challenge.id))).all():
        tell_sender(session, row, now)
        redraw(session, row, now)


# --- By the clock --------------------------------------------------------------------------------


def follow_due(session: Session, now: datetime, calendar: WorkCalendar) -> None:
    """Tick: the fagdag took it up; or it never will, and the network decides anew."""
    for row in due(session, Challenge.state == ChallengeState.THEME):
        theme, meeting = theme_of(session, row), fagdag_of(session, row)
        if theme is None or theme.removed_at is not None:
            _back(session, row, REMOVED_FROM_BANK, now)
        elif meeting is not None and meeting.state is MeetingState.CANCELLED:
            _back(session, row, CANCELLED, now)
        elif meeting is not None and meeting.state in BEHIND_US:
            row.state = rules.moved(row.state, ChallengeMove.HEAR, _CLOCK) or row.state
            row.closed_on = calendar.day_of(meeting.starts_at)
            session.add(row)
            redraw(session, row, now)


def _back(session: Session, row: Challenge, why: str, now: datetime) -> None:
    drop(session, row, now)
    row.state = rules.moved(row.state, ChallengeMove.TAKE_OFF_FAGDAG, _CLOCK) or row.state
    returning.take_up_again(session, row, why, now)
    tell_sender(session, row, now)


def withdraw(session: Session, row: Challenge, now: datetime) -> None:
    """A theme in the sender's own words goes; of one that a fagdag took up, only those words."""
    theme, meeting = theme_of(session, row), fagdag_of(session, row)
    if theme is None:
        return
    if meeting is None or meeting.state not in BEHIND_US:
        drop(session, row, now)
    own = (theme.source, theme.source_id) == (ThemeSource.CHALLENGE, row.id)
    if own and (theme.removed_at is not None or theme.text == agenda_title(row.text)):
        if meeting is not None and meeting.theme == theme.text:
            meeting.theme = ""
        theme.text = REMOVED
        session.add_all([theme, *([meeting] if meeting else [])])
        session.flush()
