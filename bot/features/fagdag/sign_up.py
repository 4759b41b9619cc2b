"""A member says how many come from their own agency. Who pressed is not kept."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.errors import Refused, mark
from bot.domain.fagdag import SignUpState, checked_people, sign_up_state
from bot.features.fagdag import show
from cards import sign_up
from cards.openings import SignUpForFagdag
from cards.sign_up import SubmitSignUp
from storage import sign_ups
from storage.tables import Meeting, Organisation


def begin(deps: Deps, turn: Turn, action: SignUpForFagdag) -> Reply:
    """«Meld på»: how many?"""
    with deps.store.transaction() as session:
        row, agency = _open(session, turn, action.meeting)
        return _card(deps, session, turn, row, agency)


def submit(deps: Deps, turn: Turn, action: SubmitSignUp) -> Reply:
    """The number of the agency, whoever of them told one before. 0 withdraws."""
    form = typed.Form()
    with deps.store.transaction() as session:
        row, agency = _open(session, turn, action.meeting)
        people = form.read("people", lambda: checked_people(action.people))
        if people is None:
            return _card(deps, session, turn, row, agency, problems=form)
        sign_ups.sign_up_agency(session, action.meeting, agency, people)
        return _card(deps, session, turn, row, agency, told=True)


def _open(session: Session, turn: Turn, meeting_id: int) -> tuple[Meeting, Organisation]:
    """Raises Refused when it is too late, and for a person who has not said where they belong."""
    row = show.find(session, turn, meeting_id)
    if sign_up_state(show.described(session, row), turn.now) is not SignUpState.OPEN:
        raise Refused(mark("Påmeldingen er stengt."))
    if turn.known.agency_id is None:
        raise Refused(mark("Si først hvilken etat du representerer: skriv «hvem er jeg»."))
    return row, session.get_one(Organisation, turn.known.agency_id)


def _card(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: Meeting,
    agency: Organisation,
    *,
    told: bool = False,
    problems: typed.Form | None = None,
) -> Reply:
    view = sign_up.View(
        meeting=show.described(session, row),
        today=deps.calendar.day_of(turn.now),
        agency=agency.name,
        people=sign_ups.of_agency(session, row.id or 0, agency.id or 0),
        told=told,
        problems=turn.words.problems(problems) if problems else {},
    )
    return Reply(sign_up.build(view, turn.words), private=True)
