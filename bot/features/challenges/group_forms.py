"""The form of each step in and around a løsningsgruppe, with what is known already."""

from datetime import date

from sqlmodel import Session

from bot import schools
from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.agencies import active
from bot.domain.solution_group import free_days
from bot.domain.solving import ANSWERS, SolvingStep
from cards import challenge_solving
from cards.challenge_solving_fields import Listed, TakeSolving
from storage import networks, people, rosters
from storage.challenges import group_meetings, parties, solvers, solving
from storage.tables import Challenge, Network


def filled(
    deps: Deps, session: Session, turn: Turn, row: Challenge, step: SolvingStep
) -> TakeSolving:
    """The form with what is known already."""
    number, found = row.id or 0, solving.of(session, row.id or 0)
    action = TakeSolving(challenge=number, step=step)
    if step is SolvingStep.GATHER:
        group = solvers.ids(session, number)
        chosen = group or solvers.proposed(session, row, deps.calendar.day_of(turn.now))
        return action.model_copy(update={"people": ",".join(map(str, sorted(chosen)))})
    if found is None:
        return action
    if step is SolvingStep.WEIGH:
        lines = found.alternatives
        place = str(lines.index(found.chosen) + 1) if found.chosen in lines else ""
        return action.model_copy(update={"alternatives": "\n".join(lines), "chosen": place})
    if step is SolvingStep.OUTCOME:
        return action.model_copy(update=_earlier(session, number, found.version, found.chosen))
    if step is SolvingStep.STATUS:
        return action.model_copy(update={"text": found.status})
    version = parties.about(found, step) if step in ANSWERS else 0
    return action.model_copy(update={"version": version})


def _earlier(session: Session, number: int, version: int, chosen: str) -> dict[str, str]:
    outcome = solving.agreed(session, number, version)
    if outcome is None:
        return {"what": chosen}
    return {
        "what": outcome.what,
        "who": outcome.who,
        "starts": outcome.starts_on.isoformat(),
    }


def shown(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: Challenge,
    action: TakeSolving,
    form: typed.Form | None = None,
) -> Reply:
    found = solving.of(session, row.id or 0)
    outcome = solving.agreed(session, row.id or 0, found.version) if found else None
    about = outcome.what if outcome else found.chosen if found else ""
    view = challenge_solving.View(
        typed=action,
        text=row.text,
        about=about if action.step in ANSWERS else "",
        listed=_listed(deps, session, turn, action.step),
        days=_days(deps, session, turn) if action.step is SolvingStep.MEET else (),
        problems=turn.words.problems(form) if form else {},
    )
    return Reply(challenge_solving.build(view, turn.words), private=True)


def _listed(deps: Deps, session: Session, turn: Turn, step: SolvingStep) -> Listed:
    if step is SolvingStep.GATHER:
        return members(deps, session, turn)
    return agencies(deps, session, turn) if step is SolvingStep.TASK else ()


def agencies(deps: Deps, session: Session, turn: Turn) -> tuple[tuple[int, str], ...]:
    today = deps.calendar.day_of(turn.now)
    listed = active(networks.agencies(session, turn.known.network_id), today)
    return tuple((agency.id, agency.name) for agency in listed)


def members(deps: Deps, session: Session, turn: Turn) -> tuple[tuple[int, str], ...]:
    """The members who represent an agency, each with it."""
    named = dict(agencies(deps, session, turn))
    represents = rosters.read(session, turn.known.network_id).members
    names = people.names(session, turn.known.network_id)
    return tuple(
        (number, f"{name}, {named[agency]}")
        for number, name in names.items()
        if (agency := represents.get(number)) in named
    )


def _days(deps: Deps, session: Session, turn: Turn) -> tuple[date, ...]:
    """Days on which neither the network meets nor the county's schools are closed."""
    today, network_id = deps.calendar.day_of(turn.now), turn.known.network_id
    county = session.get_one(Network, network_id).county
    closed = {day for year in (0, 1) for day in schools.closed_days(county, today.year + year)}
    taken = group_meetings.taken_days(session, network_id, turn.now, deps.calendar)
    return free_days(today, deps.calendar, closed | taken)
