"""What a challenge can come from: lines of notes, and what evaluations ask to have taken up."""

from sqlmodel import Session, col, select

from storage.tables import Evaluation, EvaluationChallenge, Note


def note(session: Session, network_id: int, note_id: int) -> Note | None:
    """A line of a fagdag's notes in this network that was not taken back."""
    return session.exec(
        select(Note).where(
            Note.id == note_id, Note.network_id == network_id, col(Note.removed_at).is_(None)
        )
    ).first()


def evaluated(session: Session, network_id: int, key: str) -> str | None:
    """What somebody asked for in an evaluation of this network. It is nobody's."""
    return session.exec(
        select(EvaluationChallenge.text)
        .join(Evaluation, col(Evaluation.id) == col(EvaluationChallenge.evaluation_id))
        .where(EvaluationChallenge.key == key, Evaluation.network_id == network_id)
    ).first()
