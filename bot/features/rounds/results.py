"""`styringstall`: what came of it by year. Corrections stand in the log of changes."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.errors import Refused, mark
from bot.domain.outcome_counts import OUTCOMES, Outcome, read, years
from bot.domain.typed import Form
from bot.features.rounds.shown import may_plan
from cards import outcome_counts as shown_card
from cards import outcome_counts_form
from cards.outcome_counts import BESIDE, EditCounts, ShowCounts
from cards.outcome_counts_form import FIELDS, SaveOutcomeCounts
from storage import changes, networks, outcome_counts
from storage.tables import Network


def command(deps: Deps, turn: Turn) -> Reply:
    """`styringstall`, or `styringstall 2026`."""
    this_year = deps.calendar.day_of(turn.now).year
    wanted = turn.rest.strip()
    asked = int(wanted) if wanted.isdecimal() and len(wanted) <= len("2026") else this_year
    year = asked if asked in years(deps.calendar.day_of(turn.now)) else this_year
    return show(deps, turn, ShowCounts(year=year))


def show(deps: Deps, turn: Turn, action: ShowCounts) -> Reply:
    with deps.store.transaction() as session:
        return _shown(deps, session, turn, action.year)


def _shown(deps: Deps, session: Session, turn: Turn, year: int, told: str = "") -> Reply:
    network = session.get_one(Network, turn.known.network_id)
    beside = range(year - BESIDE, year + 1)
    possible = years(deps.calendar.day_of(turn.now))
    view = shown_card.View(
        network=network.name,
        today=deps.calendar.day_of(turn.now),
        year=year,
        years=outcome_counts.of_years(session, turn.known.network_id, beside),
        first=possible[0],
        last=possible[-1],
        may_enter=turn.read_by_others or may_plan(deps, session, turn.known),
        told=told,
    )
    return Reply(shown_card.build(view, turn.words))


def edit(deps: Deps, turn: Turn, action: EditCounts) -> Reply:
    with deps.store.transaction() as session:
        _require(deps, session, turn, action.year)
        known = outcome_counts.of_years(session, turn.known.network_id, [action.year])
    entered = known.get(action.year, {})
    filled = {outcome: str(each.people) for outcome, each in entered.items()}
    view = outcome_counts_form.View(action.year, filled)
    return Reply(outcome_counts_form.build(view, turn.words), private=True)


def _require(deps: Deps, session: Session, turn: Turn, year: int) -> None:
    """Raises Refused for observers, and for years that nobody can know anything of."""
    if not may_plan(deps, session, turn.known):
        raise Refused(mark("Det er etatene i nettverket som skriver inn tall."))
    if year not in years(deps.calendar.day_of(turn.now)):
        raise Refused(mark("Velg et år som har begynt."))


def save(deps: Deps, turn: Turn, action: SaveOutcomeCounts) -> Reply:
    """Only what differs is written, so that each number keeps who stands for it."""
    form = Form()
    typed = {outcome: getattr(action, field) for outcome, field in FIELDS.items()}
    numbers = read(form, typed)
    with deps.store.transaction() as session:
        _require(deps, session, turn, action.year)
        networks.locked(session, turn.known.network_id)
        if form.problems:
            view = outcome_counts_form.View(action.year, typed, turn.words.problems(form))
            return Reply(outcome_counts_form.build(view, turn.words), private=True)
        known = outcome_counts.of_years(session, turn.known.network_id, [action.year])
        entered = known.get(action.year, {})
        before = {outcome: entered[outcome].people for outcome in entered}
        for outcome, people in numbers.items():
            if people != before.get(outcome):
                _enter(session, turn, action.year, outcome, people)
        said = turn.words.text("Tallene er lagret")
        return _shown(deps, session, turn, action.year, said)


def _enter(session: Session, turn: Turn, year: int, outcome: Outcome, people: int | None) -> None:
    """A first number is no news; a correction says what stood there."""
    before = outcome_counts.enter(session, turn.known, year, outcome, people, turn.now)
    if before is not None:
        changes.record(
            session,
            turn.known,
            turn.now,
            mark("Styringstall {year}, {name}: {before} er rettet til {after}"),
            year=str(year),
            name=OUTCOMES[outcome],
            before=str(before),
            after="–" if people is None else str(people),
        )
