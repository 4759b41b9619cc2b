"""A text that was taken back is gone: from the challenge, its remarks, and the agenda."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, delete, select

from bot.domain.challenge_texts import REMOVED
from bot.domain.challenges import BINDING, POSTED, ChallengeState
from storage import agenda
from storage.challenges import fagdager, group_meetings, reporting, solving
from storage.challenges.kinds import redraw
from storage.challenges.rows import parts_of
from storage.tables import (
    AgendaItem,
    Challenge,
    ChallengeConcerns,
    ChallengeRemark,
    ChallengeSupport,
    Meeting,
)

DRAFTS_KEPT = timedelta(days=7)  # a form that nobody has said yes to for so long


def withdraw(session: Session, row: Challenge, now: datetime) -> None:
    """Remove every word of it; what stands somewhere is drawn again without it.

    What each party has confirmed stays: it is the network's, and is used and kept by its agencies.
    Its state is still the one before: what was never posted is told as such from then on.
    """
    fagdager.withdraw(session, row, now)
    _remove_from_agenda(session, row, now)
    if row.state in BINDING:
        _rename_solution(session, row)
        solving.begun(session, row.id or 0).sender_why = ""
        row.text, row.raised_by_id, row.post_at = REMOVED, None, None
    else:
        _remove_solution(session, row, now)
        _forget(row)
    row.link = row.answer = row.reason = ""
    session.exec(delete(ChallengeRemark).where(col(ChallengeRemark.challenge_id) == row.id))
    session.exec(delete(ChallengeSupport).where(col(ChallengeSupport.challenge_id) == row.id))
    session.add(row)
    session.flush()
    for shown in (row, *parts_of(session, row)):
        redraw(session, shown, now)


def _forget(row: Challenge) -> None:
    if row.state not in POSTED:
        row.raised_on = row.post_at = None
    row.state, row.text = ChallengeState.WITHDRAWN, ""


def _remove_solution(session: Session, row: Challenge, now: datetime) -> None:
    """Meetings that were planned for it stay, without its words; tasks are what others promised."""
    found = solving.of(session, row.id or 0)
    if found is not None:
        reporting.withdraw(session, found, REMOVED, now)
        _rename_solution(session, row)
        solving.remove(session, row.id or 0)


def _rename_solution(session: Session, row: Challenge) -> None:
    """The group's meetings and their agendas bore the words of the challenge."""
    for meeting in group_meetings.listed(session, row.id or 0):
        meeting.theme = ""
        session.add(meeting)
    for item_id in group_meetings.item_ids(session, row.id or 0):
        item = session.get_one(AgendaItem, item_id)
        item.title = REMOVED
        session.add(item)
    session.flush()


def _remove_from_agenda(session: Session, row: Challenge, now: datetime) -> None:
    """What was already treated stays in the minutes, by another name."""
    item = session.get(AgendaItem, row.item_id) if row.item_id else None
    if item is None:
        return
    meeting = session.get(Meeting, item.meeting_id) if item.meeting_id else None
    item.title = REMOVED
    if not (item.note or item.agreed):
        agenda.withdraw(session, item)
    if meeting is not None:
        _remove_as_posted(session, meeting, item)
        agenda.changed(session, meeting, now)


def _remove_as_posted(session: Session, meeting: Meeting, item: AgendaItem) -> None:
    """The agenda that was posted is remembered in its own words, to tell what has changed."""
    meeting.agenda_posted = [
        {**line, "title": REMOVED} if line["item"] == item.id else line
        for line in meeting.agenda_posted
    ]
    session.add(meeting)
    session.flush()


def forget_drafts(session: Session, today: date) -> None:
    """Tick: what was written and never confirmed."""
    old = session.exec(
        select(Challenge.id).where(
            Challenge.state == ChallengeState.DRAFT,
            col(Challenge.raised_on) < today - DRAFTS_KEPT,
        )
    ).all()
    for table in (ChallengeConcerns, ChallengeSupport):
        session.exec(delete(table).where(col(table.challenge_id).in_(old)))
    session.exec(delete(Challenge).where(col(Challenge.id).in_(old)))
