"""What evaluations do by themselves: mixing what waits, closing what has had its time."""

import logging
from collections.abc import Callable

from sqlmodel import Session

from bot.deps import Deps
from bot.features.evaluation import answering, found
from storage import evaluation_plans, evaluation_rows, evaluations
from storage.keys import KeyGone, Keyring
from storage.tables import Evaluation

log = logging.getLogger(__name__)


def mix(deps: Deps) -> None:
    """Tick: mix the answers that wait, so that less could be told if the key leaked while open;
    and let no delivery tell who did not have to be reminded.
    """
    _for_each(deps, _unclosed(deps), evaluations.flush)
    with deps.store.transaction() as session:
        evaluation_plans.forget_who_was_asked(session, deps.now())


def close_due(deps: Deps) -> None:
    """Tick: close what has had its time, and finish what a crash left half closed."""
    for evaluation_id in _unclosed(deps, due=True):
        _follow(deps, evaluation_id)
    _for_each(deps, _unclosed(deps, due=True), _close)
    with deps.store.transaction() as session:
        unfinished = evaluations.unfinished(session, deps.keys)
    for evaluation_id in unfinished:
        evaluations.after_close(deps.store, deps.keys, evaluation_id)


def _follow(deps: Deps, evaluation_id: int) -> None:
    """A day that was put off while nobody had been asked takes its evaluation along."""
    with deps.store.transaction() as session:
        evaluation = session.get_one(Evaluation, evaluation_id)
        row, _ = found.described(session, evaluation)
        answering.follow(deps, session, row, evaluation)


def _close(session: Session, keys: Keyring, evaluation_id: int) -> None:
    evaluations.close(session, keys, evaluation_id)
    evaluation_plans.forget(session, evaluation_id)


def _for_each(deps: Deps, numbers: list[int], work: Callable[..., object]) -> None:
    """One whose key is gone (a backup came back without its key file) does not stop the others."""
    for evaluation_id in numbers:
        try:
            with deps.store.transaction() as session:
                work(session, deps.keys, evaluation_id)
        except KeyGone:
            log.warning("the key of evaluation %d is missing: restore the key file", evaluation_id)


def _unclosed(deps: Deps, *, due: bool = False) -> list[int]:
    with deps.store.transaction() as session:
        return evaluation_rows.unclosed(session, due_at=deps.now() if due else None)
