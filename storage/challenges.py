"""Challenges, and whom they concern."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, delete, select

from bot.domain.challenges import ChallengeState
from storage.once import insert_if_absent
from storage.tables import Challenge, ChallengeConcerns, Organisation


def find(session: Session, network_id: int, challenge_id: int) -> Challenge | None:
    """A challenge of this network; those of others do not exist here. Locked until the end."""
    return session.exec(
        select(Challenge)
        .where(Challenge.id == challenge_id, Challenge.network_id == network_id)
        .with_for_update()
    ).first()


def draft(session: Session, network_id: int, submission: str) -> Challenge:
    """The challenge of this form, made empty unless an earlier press did. Locked until the end.

    Raises NoResultFound for a form that belongs to another network.
    """
    values = {
        "network_id": network_id,
        "state": ChallengeState.DRAFT,
        "submission": submission,
        "text": "",
        "answer": "",
    }
    insert_if_absent(session, Challenge, values)
    return session.exec(
        select(Challenge)
        .where(Challenge.submission == submission, Challenge.network_id == network_id)
        .with_for_update()
    ).one()


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
