"""Who comes to a fagdag: numbers and agencies. Nothing about people is kept.

Whoever signs up on the web holds a secret with which to change it; only its hash is stored.
"""

import hashlib

from sqlmodel import Session, col, select

from bot.domain.fagdag import SignedUp, together
from storage.once import insert_if_absent
from storage.tables import Meeting, Organisation, SignUp


def of_meeting(session: Session, meeting_id: int) -> tuple[SignedUp, ...]:
    """One line for each agency; members by the name that their agency has now."""
    rows = session.exec(
        select(SignUp.agency, Organisation.name, SignUp.people)
        .join(Organisation, col(Organisation.id) == col(SignUp.organisation_id), isouter=True)
        .where(SignUp.meeting_id == meeting_id)
        .order_by(col(SignUp.id))
    ).all()
    return together(SignedUp(name or agency, people) for agency, name, people in rows)


def of_agency(session: Session, meeting_id: int, organisation_id: int) -> int:
    """How many a member agency has signed up."""
    row = _of_agency(session, meeting_id, organisation_id)
    return row.people if row else 0


def sign_up_agency(
    session: Session, meeting_id: int, organisation: Organisation, people: int
) -> None:
    """A member agency's number, whoever of them tells it. Two at once: the later one stands."""
    session.exec(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update()).one()
    row = _of_agency(session, meeting_id, organisation.id or 0)
    if row is None:
        row = SignUp(
            meeting_id=meeting_id,
            organisation_id=organisation.id,
            agency=organisation.name,
            people=people,
        )
    row.people = people
    session.add(row)
    session.flush()


def sign_up_outside(
    session: Session, meeting_id: int, secret: str, agency: str, people: int
) -> None:
    """A sign-up from the web; the same form sent twice is one sign-up."""
    values = {
        "meeting_id": meeting_id,
        "agency": agency,
        "people": people,
        "secret": _hash(secret),
    }
    if not insert_if_absent(session, SignUp, values):
        change_outside(session, meeting_id, secret, agency, people)


def change_outside(
    session: Session, meeting_id: int, secret: str, agency: str, people: int
) -> None:
    row = outside(session, meeting_id, secret)
    if row is not None:
        row.agency, row.people = agency, people
        session.add(row)


def outside(session: Session, meeting_id: int, secret: str) -> SignUp | None:
    """The sign-up that this secret belongs to, looked up by its hash."""
    return session.exec(
        select(SignUp).where(SignUp.secret == _hash(secret), SignUp.meeting_id == meeting_id)
    ).first()


def _of_agency(session: Session, meeting_id: int, organisation_id: int) -> SignUp | None:
    return session.exec(
        select(SignUp).where(
            SignUp.meeting_id == meeting_id, SignUp.organisation_id == organisation_id
        )
    ).first()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
