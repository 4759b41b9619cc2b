"""What others add to a challenge: «gjelder oss også», views, questions, replies."""

from sqlmodel import Session, col, delete, func, select

from bot.domain import challenge_texts as texts
from bot.domain.challenge_texts import RemarkKind
from storage.once import insert_if_absent
from storage.tables import ChallengeRemark, ChallengeSupport, Organisation, Person


def support(session: Session, challenge_id: int, agency_id: int, *, on: bool) -> None:
    """An agency has it too, or does not after all. Doing it twice changes nothing."""
    if on:
        values = {"challenge_id": challenge_id, "organisation_id": agency_id}
        insert_if_absent(session, ChallengeSupport, values)
        return
    session.exec(
        delete(ChallengeSupport).where(
            col(ChallengeSupport.challenge_id) == challenge_id,
            col(ChallengeSupport.organisation_id) == agency_id,
        )
    )


def has_support(session: Session, challenge_id: int, agency_id: int | None) -> bool:
    return session.get(ChallengeSupport, (challenge_id, agency_id)) is not None


def supporters(session: Session, challenge_id: int) -> int:
    """How many agencies have it too."""
    return session.exec(
        select(func.count()).where(col(ChallengeSupport.challenge_id) == challenge_id)
    ).one()


def join_supporters(session: Session, challenge_id: int, other_id: int) -> None:
    """The agencies of one challenge have the other one, too, when the two are merged."""
    agencies = session.exec(
        select(ChallengeSupport.organisation_id).where(
            ChallengeSupport.challenge_id == challenge_id
        )
    ).all()
    for agency_id in agencies:
        support(session, other_id, agency_id, on=True)


def add_remark(session: Session, remark: ChallengeRemark) -> None:
    """An agency has one view, which the later one replaces."""
    if remark.kind is RemarkKind.VIEW:
        session.exec(
            delete(ChallengeRemark).where(
                col(ChallengeRemark.challenge_id) == remark.challenge_id,
                col(ChallengeRemark.kind) == RemarkKind.VIEW,
                col(ChallengeRemark.organisation_id) == remark.organisation_id,
            )
        )
    if remark.text:
        session.add(remark)
    session.flush()


def remarks(session: Session, challenge_id: int) -> tuple[texts.Remark, ...]:
    """In the order in which they were made, with the agency or the person they come from."""
    rows = session.exec(
        select(ChallengeRemark, Organisation.name, Person.name)
        .join(
            Organisation,
            col(Organisation.id) == col(ChallengeRemark.organisation_id),
            isouter=True,
        )
        .join(Person, col(Person.id) == col(ChallengeRemark.person_id), isouter=True)
        .where(ChallengeRemark.challenge_id == challenge_id)
        .order_by(col(ChallengeRemark.id))
    ).all()
    return tuple(
        texts.Remark(row.id or 0, row.kind, row.text, agency or person or "", row.organisation_id)
        for row, agency, person in rows
    )
