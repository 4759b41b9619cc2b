"""The responsible unit is asked how many are due; with the answer there is a programme."""

from dataclasses import replace

from sqlmodel import Session

from bot.deps import Deps, Mention, Message, Reply, Turn
from bot.domain import deliveries
from bot.domain.resource_groups import NUMBERS
from bot.domain.round_forms import CountsTyped, read_counts, written
from bot.domain.rounds import RoundState
from bot.domain.typed import Form
from bot.features.rounds.shown import (
    as_it_stands,
    found,
    gathered,
    require_open,
    require_responsible,
)
from cards import round_counts
from cards.round_counts import BeginCounts, SaveCounts
from cards.words import Words
from storage import people, references, rounds
from storage.tables import Delivery, Person, Round


def begin(deps: Deps, turn: Turn, action: BeginCounts) -> Reply:
    with deps.store.transaction() as session:
        row = found(session, turn, action.round)
        require_open(row)
        require_responsible(turn.known, gathered(deps, session, row))
        return form(deps, session, turn, row)


def form(deps: Deps, session: Session, turn: Turn, row: Round) -> Reply:
    """The form with what is known: what was sent before, or what the references say."""
    view = replace(_view(deps, session, row), by="", at=None)
    return Reply(round_counts.build(view, turn.words), private=True)


def save(deps: Deps, turn: Turn, action: SaveCounts) -> Reply:
    """«Send tallene». They can be changed until the round is confirmed."""
    with deps.store.transaction() as session:
        row = found(session, turn, action.round)
        require_open(row)
        require_responsible(turn.known, gathered(deps, session, row))
        told, problems = _typed(action), Form()
        counted = read_counts(problems, told)
        if counted is None:
            view = replace(_view(deps, session, row), typed=told, by="", from_references=False)
            shown = replace(view, problems=turn.words.problems(problems))
            return Reply(round_counts.build(shown, turn.words), private=True)
        rounds.set_groups(session, row, counted)
        row.state = RoundState.COUNTED
        row.counted_by_id, row.counted_at = turn.known.person_id, turn.now
        rounds.redraw(session, row, turn.now)
        return as_it_stands(deps, session, turn, row)


def _typed(action: SaveCounts) -> CountsTyped:
    return CountsTyped(
        {n: getattr(action, f"people_{n}") for n in NUMBERS},
        {n: getattr(action, f"languages_{n}", "") for n in NUMBERS},
    )


def _view(deps: Deps, session: Session, row: Round) -> round_counts.View:
    counted = {(g.number, g.language): g.count for g in rounds.groups(session, row)}
    waiting = not counted and row.state is RoundState.ASKED
    proposed = references.due_for_round(session, row, deps.calendar.day_of(deps.now()))
    told = proposed if waiting else counted
    return round_counts.View(
        round=row.id or 0,
        number=row.number,
        first=row.first_day,
        last=row.last_day,
        today=deps.calendar.day_of(deps.now()),
        typed=_written(told),
        by=people.name_of(session, row.counted_by_id) or "",
        at=row.counted_at,
        from_references=waiting and bool(proposed),
    )


def _written(counted: dict[tuple[int, str], int]) -> CountsTyped:
    """The counts as one would type them; an empty field for what was never said."""
    by_number = {n: {lang: c for (m, lang), c in counted.items() if m == n} for n in NUMBERS}
    return CountsTyped(
        {n: str(sum(told.values())) if told else "" for n, told in by_number.items()},
        {n: written(told) for n, told in by_number.items()},
    )


# --- What is said unasked ------------------------------------------------------------------------


def ask(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The question, or its reminder; None when the numbers have come or the round was dropped."""
    row = _round(session, delivery)
    waits = row is not None and row.state is RoundState.ASKED
    return asked_now(deps, session, delivery) if waits else None


def asked_now(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The question as it should look at this moment."""
    row = session.get_one(Round, deliveries.row_id(delivery.subject))
    own_chat = delivery.audience.startswith("person:")
    person = session.get(Person, delivery.person_id) if delivery.person_id else None
    words = Words((person.language if own_chat and person else None) or deps.language, deps.zone)
    view = replace(_view(deps, session, row), reminder=delivery.occurrence > 0)
    mention = Mention(person.teams_id, person.name) if person and not own_chat else None
    return Message(round_counts.build(view, words), round_counts.summary(view, words), mention)


def _round(session: Session, delivery: Delivery) -> Round | None:
    return session.get(Round, deliveries.row_id(delivery.subject))
