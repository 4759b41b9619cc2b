"""Where the host finds the code for the wall, and says how many are in the room."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import fagdag, typed
from bot.domain.errors import Refused, mark
from bot.domain.evaluation_form import FIRST_PART
from bot.domain.fagdag import MOST_PARTICIPANTS
from bot.features.evaluation import answering, found
from cards import evaluation_wall
from cards.elements import whole
from cards.evaluation_wall import SaveRoom
from cards.openings import ShowWall
from storage import evaluations
from storage.tables import Evaluation


def show(deps: Deps, turn: Turn, action: ShowWall) -> Reply:
    """«Storskjerm»: the way to the page."""
    with deps.store.transaction() as session:
        evaluation = _own(deps, session, turn, action.meeting)
        return _card(deps, session, turn, evaluation)


def save_room(deps: Deps, turn: Turn, action: SaveRoom) -> Reply:
    """«Lagre»: how many are in the room."""
    form = typed.Form()
    with deps.store.transaction() as session:
        evaluation = _own(deps, session, turn, action.meeting)
        room = form.read(
            "room", lambda: typed.optional_number(action.room, least=0, most=MOST_PARTICIPANTS)
        )
        if not form.problems:
            evaluation.room = room
            session.add(evaluation)
        return _card(deps, session, turn, evaluation, given=action, problems=form)


def _own(deps: Deps, session: Session, turn: Turn, meeting_id: int) -> Evaluation:
    """From the morning of the day on, so that nobody answers about a day that is yet to come."""
    _, evaluation = found.of_host(deps, session, turn, meeting_id, FIRST_PART)
    _, meeting = found.described(session, evaluation)
    if not fagdag.may_open_now(meeting, turn.now, deps.calendar):
        raise Refused(mark("Koden vises den dagen fagdagen holdes."))
    return evaluation


def _card(
    deps: Deps,
    session: Session,
    turn: Turn,
    evaluation: Evaluation,
    *,
    given: SaveRoom | None = None,
    problems: typed.Form | None = None,
) -> Reply:
    page = answering.described(deps, session, evaluation)
    wrong = turn.words.problems(problems) if problems else {}
    view = evaluation_wall.View(
        meeting=page.meeting,
        code=page.code,
        page=f"{deps.public_url}/e/{page.code}/skjerm" if deps.public_url else "",
        answered=evaluations.count(session, page.evaluation_id),
        room=whole(given.room) if given and wrong else page.room,
        saved=given is not None and not wrong,
        problems=wrong,
    )
    return Reply(evaluation_wall.build(view, turn.words), private=True)
