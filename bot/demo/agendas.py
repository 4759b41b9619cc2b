"""What the demo's meetings are about: NVK's eight points of June 2021, and what is proposed now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.domain.agenda import ItemKind, ItemState
from bot.domain.agenda_lines import kind_of
from bot.domain.meetings import Activity
from storage import agenda
from storage.tables import AgendaItem, Meeting


@dataclass(frozen=True, slots=True)
class Proposal:
    """`later`: it waits, and is offered when the host orders the agenda."""

    activity: Activity
    title: str
    kind: ItemKind
    minutes: int | None
    by: str
    later: bool = False


PROPOSALS = (
    Proposal(
        Activity.NETWORK_MEETING,
        "Praksisplasser utenom undervisningsdagene",
        ItemKind.DECISION,
        20,
        "Ola Berg",
    ),
    Proposal(
        Activity.NETWORK_MEETING,
        "Erfaringer med tolk på skjerm",
        ItemKind.ORIENTATION,
        15,
        "Ingrid Moen",
    ),
    Proposal(
        Activity.NETWORK_MEETING,
        "Felles mal for kvalifiseringsplan",
        ItemKind.DISCUSSION,
        30,
        "Amina Yusuf",
        later=True,
    ),
    Proposal(
        Activity.STEERING_GROUP,
        "Budsjett for fagdagene neste år",
        ItemKind.DECISION,
        20,
        "Kari Nilsen",
    ),
)


def was_about(session: Session, meeting: Meeting, titles: Iterable[str]) -> None:
    """The agenda of a meeting that is over."""
    for title in titles:
        row = _row(meeting, title, kind_of(title), meeting.starts_at)
        agenda.place(session, row, meeting)
        row.state = ItemState.TREATED


def propose(session: Session, network_id: int, people: Mapping[str, int], now: datetime) -> None:
    """What members have proposed for the coming meetings, after the standing items."""
    for proposal in PROPOSALS:
        meeting = agenda.coming(session, network_id, now, proposal.activity)
        if meeting is None:
            continue
        agenda.lay_standing(session, meeting, now)
        body = agenda.body_for(session, meeting)
        row = _row(meeting, proposal.title, proposal.kind, now)
        row.minutes, row.proposed_by_id = proposal.minutes, people[proposal.by]
        row.body_id = body.id if body else None
        agenda.add(session, row, None if proposal.later else meeting)


def _row(meeting: Meeting, title: str, kind: ItemKind, proposed_at: datetime) -> AgendaItem:
    return AgendaItem(
        network_id=meeting.network_id,
        title=title,
        kind=kind,
        state=ItemState.OPEN,
        proposed_at=proposed_at,
    )
