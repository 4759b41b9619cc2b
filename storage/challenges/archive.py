"""What an agency keeps in its own archive of a challenge, and when ours is forgotten."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import or_
from sqlmodel import Session, col, delete, select, update

from bot.domain.challenges import POSTED
from bot.domain.people import Roster
from storage import rosters, tasks
from storage.challenges import adding, fagdager, group_meetings, solving
from storage.challenges.rows import concerns
from storage.networks import name_of_agency
from storage.tables import (
    Challenge,
    ChallengeConcerns,
    ChallengeRemark,
    ChallengeSupport,
    Meeting,
    Network,
    PartyAnswer,
    SolutionOutcome,
)


def record(session: Session, row: Challenge) -> dict[str, Any]:
    """The whole course of a challenge as plain values: who by role and agency, when, and in which
    version. Whoever raised it is not in it.
    """
    number, roster = row.id or 0, rosters.read(session, row.network_id)
    found = solving.of(session, number)
    return {
        "challenge": number,
        "text": row.text,
        "kind": row.kind.value if row.kind else "",
        "state": row.state.value,
        "raised": _day(row.raised_on),
        "came_up_on": _came_up(session, row),
        "concerns": [agency.name for agency in concerns(session, number)],
        "agencies_that_have_it_too": adding.supporters(session, number),
        "theme_of_fagdag": _theme(session, row),
        "answer": row.answer,
        "answered_by": _role(session, roster, row.answered_by_id) if row.answer else "",
        "answered": row.answered_at.date().isoformat() if row.answered_at else "",
        "reason": row.reason,
        "remarks": [
            {"kind": remark.kind.value, "text": remark.text, "agency": _agency(session, remark)}
            for remark in adding.remarks(session, number)
        ],
        "meetings": [
            m.starts_at.date().isoformat() for m in group_meetings.listed(session, number)
        ],
        "alternatives": list(found.alternatives) if found else [],
        "outcomes": [
            _outcome(session, roster, outcome)
            for outcome in session.exec(
                select(SolutionOutcome)
                .where(SolutionOutcome.challenge_id == number)
                .order_by(col(SolutionOutcome.version))
            )
        ],
        "version_in_force": found.version if found else 0,
        "agreed": _day(found.agreed_on) if found else "",
        "in_use": _day(found.used_on) if found else "",
        "status": found.status if found else "",
        "tasks": [
            {
                "text": task.text,
                "agency": task.agency,
                "due": _day(task.due_on),
                "done": task.done_at.date().isoformat() if task.done_at else "",
            }
            for task in tasks.of_items(session, group_meetings.item_ids(session, number))
        ],
    }


def _came_up(session: Session, row: Challenge) -> str:
    meeting = session.get(Meeting, row.meeting_id) if row.meeting_id else None
    return meeting.starts_at.date().isoformat() if meeting else ""


def _theme(session: Session, row: Challenge) -> dict[str, str]:
    theme, meeting = fagdager.theme_of(session, row), fagdager.fagdag_of(session, row)
    day = meeting.starts_at.date().isoformat() if meeting else ""
    return {"theme": theme.text, "fagdag": day} if theme else {}


def _agency(session: Session, remark: Any) -> str:
    return name_of_agency(session, remark.agency_id) or ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _role(session: Session, roster: Roster, person_id: int | None) -> str:
    """By role and agency, as an archive needs it; not by name."""
    if person_id is None:
        return ""
    posts = roster.posts_of(person_id)
    kind = posts[0].kind.value if posts else "member"
    agency = name_of_agency(session, roster.members.get(person_id))
    return f"{kind}, {agency}" if agency else kind


def _outcome(session: Session, roster: Roster, outcome: SolutionOutcome) -> dict[str, Any]:
    answers = session.exec(
        select(PartyAnswer)
        .where(
            PartyAnswer.challenge_id == outcome.challenge_id,
            PartyAnswer.version == outcome.version,
            PartyAnswer.step != "try",
        )
        .order_by(col(PartyAnswer.id))
    ).all()
    return {
        "version": outcome.version,
        "what": outcome.what,
        "who": outcome.who,
        "from": outcome.starts_on.isoformat(),
        "written_by": _role(session, roster, outcome.written_by_id),
        "written": outcome.written_at.isoformat(),
        "answers": [
            {
                "agency": name_of_agency(session, answer.organisation_id) or "",
                "question": answer.step.value,
                "answer": answer.said.value,
                "comment": answer.comment,
                "by": _role(session, roster, answer.person_id),
                "at": answer.said_at.isoformat(),
            }
            for answer in answers
        ],
    }


def exported(session: Session, rows: Sequence[Challenge], today: date) -> None:
    """Somebody has fetched these for an archive."""
    session.exec(
        update(Challenge)
        .where(col(Challenge.id).in_([row.id for row in rows]))
        .values(exported_on=today)
    )


def not_exported(session: Session, network_id: int) -> tuple[tuple[int, int], ...]:
    """How many are settled, and not fetched since: by the year they were raised, oldest first."""
    waiting = session.exec(
        select(Challenge).where(
            Challenge.network_id == network_id,
            col(Challenge.state).in_(POSTED),
            col(Challenge.closed_on).is_not(None),
            or_(
                col(Challenge.exported_on).is_(None),
                col(Challenge.exported_on) < col(Challenge.closed_on),
            ),
        )
    ).all()
    return tuple(sorted(Counter(row.raised_on.year for row in waiting if row.raised_on).items()))


def forget_settled(session: Session, today: date) -> None:
    """Tick: what was settled so many years ago, and exported since. What was not, is kept."""
    settled = session.exec(
        select(Challenge, Network.challenge_years)
        .join(Network, col(Network.id) == col(Challenge.network_id))
        .where(
            col(Challenge.closed_on).is_not(None),
            col(Challenge.exported_on) >= col(Challenge.closed_on),
        )
    ).all()
    old = [
        row.id
        for row, years in settled
        if row.closed_on is not None and row.closed_on < _years_before(today, years)
    ]
    for number in old:
        solving.remove(session, number or 0)
    for table in (ChallengeConcerns, ChallengeSupport, ChallengeRemark):
        session.exec(delete(table).where(col(table.challenge_id).in_(old)))
    others = update(Challenge).where(col(Challenge.merged_into_id).in_(old))
    session.exec(others.values(merged_into_id=None))
    session.exec(delete(Challenge).where(col(Challenge.id).in_(old)))


def _years_before(day: date, years: int) -> date:
    """28 February for 29 February, where that year had none."""
    return day - relativedelta(years=years)
