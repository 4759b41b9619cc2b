"""What comes of an evaluation that has closed: its page, the news of it, its place at a meeting.

Nobody presses anything for it, so a tick looks for what has closed since; doing it twice changes
nothing, and a crash in between is made good by the next one.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.domain import deliveries
from bot.domain import results as rules
from bot.domain.agenda import ItemKind, ItemState
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import A_WEEK, Planned
from bot.domain.results import Report
from bot.domain.themes import LONGEST, ThemeSource
from bot.domain.typed import line
from storage import agenda, evaluation_rows, evaluations, networks, places, themes
from storage import deliveries as outbox
from storage.once import insert_if_absent
from storage.places import Purpose
from storage.tables import (
    AgendaItem,
    Evaluation,
    EvaluationChallenge,
    Meeting,
    Result,
)

SUMMARY = "evaluation-summary"  # the kind of delivery
PAGE = 8
MINUTES = 15  # as proposed on the agenda
_KEY_BYTES = 16


# --- Reading -------------------------------------------------------------------------------------


def find(session: Session, network_id: int, evaluation_id: int) -> Evaluation | None:
    """A closed evaluation of this network; open ones and those of others do not exist here."""
    return session.exec(
        select(Evaluation).where(
            Evaluation.id == evaluation_id,
            Evaluation.network_id == network_id,
            col(Evaluation.closed).is_(True),
        )
    ).first()


def by_key(session: Session, key: str) -> Evaluation | None:
    """The evaluation whose page has this key."""
    return session.exec(
        select(Evaluation)
        .join(Result, col(Result.evaluation_id) == col(Evaluation.id))
        .where(Result.key == key, col(Evaluation.closed).is_(True))
    ).first()


def key_of(session: Session, evaluation_id: int) -> str:
    """The secret of its page; "" before the network has been told."""
    row = session.get(Result, evaluation_id)
    return row.key if row else ""


def report(session: Session, row: Evaluation) -> Report | None:
    """What it says; None while it is open, and where fewer answered than its minimum."""
    found = evaluations.results(session, row.id or 0)
    return rules.report(evaluation_rows.form(row), found, row.minimum) if found else None


def page(
    session: Session, network_id: int, number: int
) -> tuple[Sequence[tuple[Evaluation, Meeting]], bool]:
    """The closed evaluations, the latest first, and whether there are more."""
    rows = session.exec(
        select(Evaluation, Meeting)
        .join(Meeting, col(Meeting.id) == col(Evaluation.meeting_id))
        .where(Evaluation.network_id == network_id, col(Evaluation.closed).is_(True))
        .order_by(col(Evaluation.closes_at).desc(), col(Evaluation.id).desc())
        .offset(number * PAGE)
        .limit(PAGE + 1)
    ).all()
    return rows[:PAGE], len(rows) > PAGE


def others(session: Session, row: Evaluation) -> Sequence[tuple[Evaluation, Meeting]]:
    """What it is compared with: the other part of the same day, and the last fagdag before it."""
    meeting = session.get_one(Meeting, row.meeting_id)
    closed = (
        select(Evaluation, Meeting)
        .join(Meeting, col(Meeting.id) == col(Evaluation.meeting_id))
        .where(Evaluation.network_id == row.network_id, col(Evaluation.closed).is_(True))
    )
    same_day = closed.where(Evaluation.meeting_id == row.meeting_id, Evaluation.id != row.id)
    before = closed.where(Evaluation.part == row.part, Meeting.starts_at < meeting.starts_at)
    last = before.order_by(col(Meeting.starts_at).desc()).limit(1)
    return [*session.exec(same_day).all(), *session.exec(last).all()]


def of_meeting(session: Session, meeting_id: int) -> Sequence[Evaluation]:
    """The closed evaluations of a fagdag, part 1 first."""
    return session.exec(
        select(Evaluation)
        .where(Evaluation.meeting_id == meeting_id, col(Evaluation.closed).is_(True))
        .order_by(col(Evaluation.part))
    ).all()


def challenges(session: Session, rows: Sequence[Evaluation]) -> tuple[EvaluationChallenge, ...]:
    """What was sent on from closed evaluations, by their random keys: an order without a meaning.

    None where too few answered: of them nothing is told but their number.
    """
    enough = [row.id or 0 for row in rows if row.closed and (row.answered or 0) >= row.minimum]
    found = [sent for number in enough for sent in evaluations.challenges(session, number)]
    return tuple(sorted(found, key=lambda sent: sent.key))


# --- At closing ----------------------------------------------------------------------------------


def settle(session: Session, now: datetime, calendar: WorkCalendar) -> None:
    """Tick: what has closed is told, its themes are kept, and it comes up at the next meeting."""
    unsettled = session.exec(
        select(Evaluation)
        .join(Result, col(Result.evaluation_id) == col(Evaluation.id), isouter=True)
        .where(col(Evaluation.closed).is_(True), col(Result.evaluation_id).is_(None))
    ).all()
    for row in unsettled:
        _settle(session, row, now, calendar)
    for result in session.exec(select(Result).where(col(Result.placed).is_(False))).all():
        _place(session, result, now, calendar)


def _settle(session: Session, row: Evaluation, now: datetime, calendar: WorkCalendar) -> None:
    """What closed long ago gets its page, and nobody is told of it any more; nor of no answers."""
    is_news = bool(row.answered) and row.closes_at > now - rules.TOLD_WITHIN
    closed_on = calendar.day_of(min(row.closes_at, now))
    values = {
        "evaluation_id": row.id,
        "network_id": row.network_id,
        "key": secrets.token_urlsafe(_KEY_BYTES),
        "closed_on": closed_on,
        "placed": not is_news,
    }
    if not insert_if_absent(session, Result, values):
        return
    _keep_themes(session, row, closed_on)
    if is_news:
        _tell(session, row, now, calendar)


def _keep_themes(session: Session, row: Evaluation, closed_on: date) -> None:
    """Each proposal, parted from the answer it stood in, in the order that chance gave them."""
    found = report(session, row)
    proposed = [said for said in found.said if said.name == rules.THEME] if found else []
    for text in (text for said in proposed for text in said.texts):
        title = " ".join(text.split())[:LONGEST].rstrip()
        themes.propose(
            session,
            row.network_id,
            line(title, longest=LONGEST),
            closed_on,
            ThemeSource.EVALUATION,
            row.id,
        )


def _tell(session: Session, row: Evaluation, now: datetime, calendar: WorkCalendar) -> None:
    place = places.channel(session, row.network_id, Purpose.REMINDERS)
    if place is None:
        return
    due = networks.hours(session, row.network_id).next_open(now, calendar)
    subject = deliveries.subject("evaluation", row.id or 0)
    audience = deliveries.conversation(place.id or 0)
    planned = Planned(SUMMARY, subject, audience, 0, due_at=due, expires_at=due + A_WEEK)
    outbox.add(session, row.network_id, planned)


def _place(session: Session, result: Result, now: datetime, calendar: WorkCalendar) -> None:
    """On the agenda of whichever meeting discusses evaluations next. Once: see `Result.placed`."""
    networks.locked(session, result.network_id)
    session.refresh(result)
    if result.placed:
        return
    coming = [agenda.coming(session, result.network_id, now, a) for a in rules.DISCUSSED_AT]
    following = min(filter(None, coming), key=lambda meeting: meeting.starts_at, default=None)
    if following is None:
        return
    row = session.get_one(Evaluation, result.evaluation_id)
    fagdag = session.get_one(Meeting, row.meeting_id)
    item = AgendaItem(
        network_id=result.network_id,
        title=rules.agenda_title(fagdag.theme, calendar.day_of(fagdag.starts_at), row.part),
        kind=ItemKind.DISCUSSION,
        state=ItemState.OPEN,
        standing=rules.standing(result.evaluation_id),
        minutes=MINUTES,
        proposed_at=now,
    )
    agenda.place(session, item, following)
    agenda.changed(session, following, now)
    result.placed = True
    session.add(result)
    session.flush()
