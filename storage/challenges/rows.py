"""Challenges, and whom they concern."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from bot.domain.agenda import ItemState
from bot.domain.challenges import ON_THE_CLOCK, POSTED, UNSETTLED, ChallengeState
from storage import networks
from storage.once import insert_if_absent
from storage.tables import (
    AgendaItem,
    Challenge,
    ChallengeConcerns,
    Meeting,
    Network,
    Organisation,
)

PAGE = 6
NUMBERS = range(10**8, 9 * 10**8)  # of anonymous ones: in no order, and nine digits


def find(session: Session, network_id: int, challenge_id: int) -> Challenge | None:
    """A challenge of this network; those of others do not exist here.

    Locked until the end, its network first: what is decided about it may number an agenda or change
    a fagdag, which are locked by their network.
    """
    networks.locked(session, network_id)
    return session.exec(
        select(Challenge)
        .where(Challenge.id == challenge_id, Challenge.network_id == network_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def by_receipt(session: Session, receipt: str) -> Challenge | None:
    """The challenge whose receipt has this hash, in whatever network. Locked as by `find`."""
    row = session.exec(select(Challenge).where(Challenge.receipt == receipt)).first()
    return find(session, row.network_id, row.id or 0) if row else None


def lock_networks(session: Session) -> None:
    """Tick: all networks with challenges that time can move, in their order, before anything else
    is locked. A press holds its network when it asks for a challenge; who took them the other way
    round would wait for it, and it for them.
    """
    concerned = select(Challenge.network_id).where(col(Challenge.state).in_(ON_THE_CLOCK))
    session.exec(
        select(Network.id)
        .where(col(Network.id).in_(concerned))
        .order_by(col(Network.id))
        .with_for_update(key_share=True)
    ).all()


def due(session: Session, *which: ColumnElement[bool] | bool) -> Sequence[Challenge]:
    """Tick: those that something is to happen to, locked until the end, as they stand now."""
    return session.exec(
        select(Challenge)
        .where(*which)
        .order_by(col(Challenge.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def draft(
    session: Session,
    network_id: int,
    submission: str,
    receipt: str,
    today: date,
    *,
    anonymous: bool,
) -> Challenge | None:
    """The challenge of this form, made empty unless an earlier press did. Locked until the end.

    An anonymous one has a number that says nothing of when it was written; a draft that had a name
    before is made anew for that. None for a form that belongs to another network.
    """
    row = _of_form(session, network_id, submission)
    if anonymous and row is not None and row.raised_by_id is not None:
        row = None if _forgotten(session, row) else row
    if row is None:
        values = {
            **({"id": secrets.choice(NUMBERS)} if anonymous else {}),
            "network_id": network_id,
            "state": ChallengeState.DRAFT,
            "submission": submission,
            "receipt": receipt,
            "raised_on": today,
            **dict.fromkeys(("text", "link", "answer", "reason"), ""),
        }
        insert_if_absent(session, Challenge, values)
    return _of_form(session, network_id, submission)


def _of_form(session: Session, network_id: int, submission: str) -> Challenge | None:
    return session.exec(
        select(Challenge)
        .where(Challenge.submission == submission, Challenge.network_id == network_id)
        .with_for_update()
    ).first()


def _forgotten(session: Session, row: Challenge) -> bool:
    """What nobody but its sender has seen."""
    if row.state is not ChallengeState.DRAFT:
        return False
    set_concerns(session, row.id or 0, ())
    session.delete(row)
    session.flush()
    return True


def standing(session: Session, network_id: int) -> Sequence[Challenge]:
    """What stands in the channel and is not merged or withdrawn, the newest first."""
    shown = POSTED - {ChallengeState.MERGED}
    return session.exec(
        select(Challenge)
        .where(Challenge.network_id == network_id, col(Challenge.state).in_(shown))
        .order_by(col(Challenge.id).desc())
    ).all()


def parts_of(session: Session, row: Challenge) -> Sequence[Challenge]:
    """What was merged into it, and quotes it."""
    return session.exec(select(Challenge).where(Challenge.merged_into_id == row.id)).all()


def listed(session: Session, network_id: int, page: int) -> tuple[Sequence[Challenge], bool]:
    """A page of what has been posted: the unsettled first, then by age; whether there is more."""
    settled = col(Challenge.state).not_in(UNSETTLED)
    rows = session.exec(
        select(Challenge)
        .where(Challenge.network_id == network_id, col(Challenge.state).in_(POSTED))
        .order_by(settled, col(Challenge.raised_on), col(Challenge.id))
        .offset(page * PAGE)
        .limit(PAGE + 1)
    ).all()
    return rows[:PAGE], len(rows) > PAGE


def set_concerns(session: Session, challenge_id: int, organisation_ids: Iterable[int]) -> None:
    session.exec(
        delete(ChallengeConcerns).where(col(ChallengeConcerns.challenge_id) == challenge_id)
    )
    session.add_all(
        ChallengeConcerns(challenge_id=challenge_id, organisation_id=organisation_id)
        for organisation_id in dict.fromkeys(organisation_ids)
    )
    session.flush()


def concerns(session: Session, challenge_id: int) -> Sequence[Organisation]:
    return session.exec(
        select(Organisation)
        .join(ChallengeConcerns, col(ChallengeConcerns.organisation_id) == col(Organisation.id))
        .where(ChallengeConcerns.challenge_id == challenge_id)
        .order_by(col(Organisation.name))
    ).all()


def meeting_of(session: Session, row: Challenge) -> Meeting | None:
    """The meeting on whose agenda it stands at this moment."""
    item = session.get(AgendaItem, row.item_id) if row.item_id else None
    if item is None or item.state is not ItemState.OPEN or item.meeting_id is None:
        return None
    return session.get(Meeting, item.meeting_id)
