"""A fagdag that was evaluated: answers given through the use case of both doors, then closed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlmodel import select

from bot.domain.fagdag import Window
from bot.domain.meetings import Activity
from bot.features import upkeep
from bot.features.evaluation import answering, closing
from bot.features.evaluation.answering import Result
from storage import evaluation_rows, results
from storage.tables import Meeting
from tests.features.bench import Network

THIRTY_ONE = [
    {
        "benefit": "great" if n % 3 else "some",
        "useful": "some",
        "needs": f"Mer om tolk {n}",
        "theme": ("Tolk på skjerm", "På skjerm: tolk", "Læreplass")[n % 3] if n < 9 else "",
    }
    for n in range(31)
]


def fagdag(network: Network) -> Meeting:
    with network.deps.store.transaction() as session:
        return session.exec(
            select(Meeting).where(
                Meeting.network_id == 1,
                Meeting.activity == Activity.OPEN_DAY,
                Meeting.starts_at > network.clock(),
            )
        ).one()


def opened(network: Network, meeting: Meeting, part: int = 1) -> int:
    """Open for half a day from now on, whatever time it is."""
    deps, now = network.deps, network.clock()
    with deps.store.transaction() as session:
        row = session.get_one(Meeting, meeting.id)
        window = Window(now, now + timedelta(hours=12))
        found = evaluation_rows.prepared(session, deps.keys, row, part, window)
        found.opened, found.opens_at, found.closes_at = True, window.opens_at, window.closes_at
        session.add(found)
        session.flush()
        return found.id or 0


def answered(network: Network, evaluation: int, answers: Sequence[Mapping[str, str]]) -> None:
    for number, given in enumerate(answers):
        taken = answering.answer(network.deps, evaluation, f"web:{number}", given)
        assert taken.result is Result.TAKEN, taken


def evaluated(
    network: Network, answers: Sequence[Mapping[str, str]] = THIRTY_ONE, part: int = 1
) -> int:
    """Live until the open day is over, and its evaluation closed. Returns the evaluation."""
    meeting = fagdag(network)
    network.clock.moment = meeting.ends_at
    return closed(network, meeting, answers, part)


def closed(
    network: Network, meeting: Meeting, answers: Sequence[Mapping[str, str]], part: int
) -> int:
    """One part, opened now and closed in the night."""
    number = opened(network, meeting, part)
    answered(network, number, answers)
    network.clock.advance(days=1)
    closing.close_due(network.deps)
    upkeep.plan(network.deps)
    return number


def key_of(network: Network, evaluation: int) -> str:
    with network.deps.store.transaction() as session:
        return results.key_of(session, evaluation)
