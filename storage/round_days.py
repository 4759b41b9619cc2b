"""Which meetings are days of a round, and what the day needs."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, select

from bot.domain.rounds import RoundState
from storage.tables import Round


def of_meeting(session: Session, network_id: int, meeting_id: int) -> Round | None:
    """The round that a meeting is a day of."""
    rows = _planned(session, network_id)
    return next(
        (row for row in rows if any(slot["meeting"] == meeting_id for slot in row.slots)), None
    )


def languages(session: Session, network_id: int) -> Mapping[int, tuple[str, ...]]:
    """The interpreters that each day of the rounds needs, by meeting, in the order of the day."""
    found: dict[int, dict[str, None]] = {}
    for row in _planned(session, network_id):
        for slot in row.slots:
            if slot["language"]:
                found.setdefault(slot["meeting"], {})[slot["language"]] = None
    return {meeting_id: tuple(spoken) for meeting_id, spoken in found.items()}


def _planned(session: Session, network_id: int) -> Sequence[Round]:
    return session.exec(
        select(Round).where(Round.network_id == network_id, Round.state == RoundState.PLANNED)
    ).all()
