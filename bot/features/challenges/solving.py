"""What a løsningsgruppe does, and what the parties say to it: one step at a time.

Two that press at once: the first wins, and the second is shown how it stands now.
"""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.challenges import ChallengeState
from bot.domain.solution_group import Invitation, Solver
from bot.domain.solving import ANSWERS, SolvingStep
from bot.features.challenges import group_forms, reading
from bot.features.challenges.abilities import possible, refuse_strangers
from bot.features.challenges.group_steps import TAKEN
from cards import challenge_solution
from cards.challenge_solving_fields import TakeSolving
from cards.challenge_solving_words import BeginSolving, ShowSolution
from cards.challenge_step import BeginStep, TakeStep
from storage import challenges, meetings, tasks
from storage.challenges import group_meetings, parties, solvers, solving
from storage.tables import Challenge


def show(deps: Deps, turn: Turn, action: ShowSolution) -> Reply:
    with deps.store.transaction() as session:
        return reply(deps, session, turn, reading.of_network(session, turn, action.challenge))


def begin(deps: Deps, turn: Turn, action: BeginSolving) -> Reply:
    """The form of a step, or how it stands now where the step cannot be taken any more."""
    with deps.store.transaction() as session:
        row = reading.of_network(session, turn, action.challenge)
        refuse_strangers(deps, session, turn, row, action.step)
        if action.step not in possible(deps, session, turn, row):
            return reply(deps, session, turn, row)
        return group_forms.shown(
            deps, session, turn, row, group_forms.filled(deps, session, turn, row, action.step)
        )


def appoint(deps: Deps, session: Session, turn: Turn, action: BeginStep | TakeStep) -> Reply:
    """«Løsningsgruppe» on the challenge: whom to ask."""
    row = reading.of_network(session, turn, action.challenge)
    return group_forms.shown(
        deps, session, turn, row, group_forms.filled(deps, session, turn, row, SolvingStep.GATHER)
    )


def take(deps: Deps, turn: Turn, action: TakeSolving) -> Reply:
    """Do it, if it is still theirs to do. What was typed comes back when it cannot be taken."""
    form = typed.Form()
    with deps.store.transaction() as session:
        row = reading.of_network(session, turn, action.challenge)
        refuse_strangers(deps, session, turn, row, action.step)
        if action.step not in possible(deps, session, turn, row):
            return reply(deps, session, turn, row)
        if _is_outdated(session, row, action):
            return reply(deps, session, turn, row)
        TAKEN[action.step](deps, session, turn, row, action, form)
        if form.problems:
            return group_forms.shown(deps, session, turn, row, action, form)
        challenges.redraw(session, row, turn.now)
        challenges.replan_questions(session, row.network_id, turn.now, deps.calendar)
        return reply(deps, session, turn, row)


def _is_outdated(session: Session, row: Challenge, action: TakeSolving) -> bool:
    """Somebody answers to what is not in force any more: they are shown what is."""
    if action.step not in ANSWERS:
        return False
    found = solving.of(session, row.id or 0)
    return found is None or parties.about(found, action.step) != action.version


# --- The card ------------------------------------------------------------------------------------


def reply(deps: Deps, session: Session, turn: Turn, row: Challenge) -> Reply:
    """As it stands, with what the reader may do; where nobody works on it, the challenge itself."""
    found = solving.of(session, row.id or 0)
    if found is None:
        return reading.reply(deps, session, turn, row, unfolded=True)
    number, today = row.id or 0, deps.calendar.day_of(turn.now)
    group = solvers.listed(session, number)
    view = challenge_solution.View(
        challenge_id=number,
        stage=reading.stage(deps, session, row),
        text=row.text,
        today=today,
        group=group,
        meetings=meetings.described(session, group_meetings.listed(session, number)),
        alternatives=tuple(found.alternatives),
        chosen=found.chosen,
        tasks=tasks.of_items(session, group_meetings.item_ids(session, number)),
        outcome=solving.agreed(session, number, found.version),
        parties=tuple(parties.bound(session, row, today).items()),
        words=parties.words(session, row, today),
        status=found.status,
        steps=possible(deps, session, turn, row),
        invited=row.state is ChallengeState.SOLVING and _is_asked(turn, group),
        files=bool(deps.public_url) and turn.known.agency_id is not None and found.version > 0,
    )
    return Reply(challenge_solution.build(view, turn.words), private=True)


def _is_asked(turn: Turn, group: tuple[Solver, ...]) -> bool:
    """Whether the reader has been asked to be in the group, and has not answered."""
    own = (solver.invitation for solver in group if solver.person_id == turn.known.person_id)
    return next(own, None) is Invitation.ASKED
