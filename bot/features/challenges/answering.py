"""What anybody may say to a challenge in the channel: an answer, and «Gjelder oss også».

Two that press at once: the first wins, and the second is shown how it stands now.
"""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import challenges as rules
from bot.domain import typed
from bot.domain.challenge_texts import checked_text
from bot.domain.challenges import ChallengeMove
from bot.features.challenges import reading
from cards.challenge import AnswerChallenge, BeginAnswer, SupportChallenge
from storage import challenges
from storage.tables import Challenge


def begin_answer(deps: Deps, turn: Turn, action: BeginAnswer) -> Reply:
    """«Svar»: the same card with a field, for the one who pressed."""
    with deps.store.transaction() as session:
        row = reading.of_network(session, turn, action.challenge)
        return reading.reply(deps, session, turn, row, answering=True)


def answer(deps: Deps, turn: Turn, action: AnswerChallenge) -> Reply:
    """The first answer stands; whoever comes second is shown it."""
    with deps.store.transaction() as session:
        row = reading.of_network(session, turn, action.challenge)
        form = typed.Form()
        text = form.read("answer", lambda: checked_text(action.answer))
        if text is None:
            problem = turn.words.problems(form)["answer"]
            return reading.reply(
                deps, session, turn, row, answering=True, typed=action.answer, problem=problem
            )
        if not row.answer and reading.move(row, ChallengeMove.ANSWER, reading.MEMBERS):
            _answered(deps, session, turn, row, text)
        return reading.reply(deps, session, turn, row)


def _answered(deps: Deps, session: Session, turn: Turn, row: Challenge, text: str) -> None:
    """Whoever gave a name hears of it; nobody is told of an own answer."""
    row.answer, row.answered_by_id, row.answered_at = text, turn.known.person_id, turn.now
    session.add(row)
    session.flush()
    challenges.redraw(session, row, turn.now)
    if row.raised_by_id != turn.known.person_id:
        challenges.tell_sender(session, row, challenges.ANSWERED, turn.now)
    challenges.replan_questions(session, row.network_id, turn.now, deps.calendar)


def support(deps: Deps, turn: Turn, action: SupportChallenge) -> Reply:
    """Counted for the agency, once; who pressed is not kept."""
    with deps.store.transaction() as session:
        row = reading.of_network(session, turn, action.challenge)
        agency_id = reading.speaks_for(session, turn)
        if row.state in rules.UNSETTLED:
            challenges.support(session, row.id or 0, agency_id, on=action.on)
            challenges.redraw(session, row, turn.now)
        return reading.reply(deps, session, turn, row)
