"""The page of a result, for whoever has its link: only what everybody may see."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.deps import Deps
from bot.domain.meetings import Meeting
from bot.domain.notes import Note
from bot.domain.results import Comparison, Report
from bot.features.results.shown import compared
from storage import meetings, notes, results, tables


@dataclass(frozen=True, slots=True)
class OtherPart:
    key: str
    part: int


@dataclass(frozen=True, slots=True)
class Page:
    """report: None where too few answered. sent_on: challenges, by nobody. other: the other part of
    the same day, once that has closed.
    """

    network: str
    meeting: Meeting
    part: int
    answered: int
    minimum: int
    report: Report | None
    comparisons: tuple[Comparison, ...]
    sent_on: tuple[str, ...]
    notes: tuple[Note, ...]
    other: OtherPart | None


def page(deps: Deps, key: str) -> Page | None:
    """None for a key that is nobody's, and as long as the evaluation is open."""
    with deps.store.transaction() as session:
        row = results.by_key(session, key)
        return _page(deps, session, row) if row else None


def _page(deps: Deps, session: Session, row: tables.Evaluation) -> Page:
    meeting = session.get_one(tables.Meeting, row.meeting_id)
    report = results.report(session, row)
    return Page(
        network=session.get_one(tables.Network, row.network_id).name,
        meeting=meetings.described(session, [meeting])[0],
        part=row.part,
        answered=row.answered or 0,
        minimum=row.minimum,
        report=report,
        comparisons=compared(deps, session, row, report) if report else (),
        sent_on=tuple(sent.text for sent in results.challenges(session, [row])),
        notes=tuple(reversed(notes.of_meeting(session, row.meeting_id))),
        other=_other(session, row),
    )


def _other(session: Session, row: tables.Evaluation) -> OtherPart | None:
    for other in results.of_meeting(session, row.meeting_id):
        key = results.key_of(session, other.id or 0)
        if other.id != row.id and key:
            return OtherPart(key, other.part)
    return None
