"""`årsplan`: the whole year proposed from the agreement, on one card. Nothing is sent from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.agreements import from_data
from bot.domain.errors import Refused, mark
from bot.domain.year import Shortage, propose
from bot.features.year.facts import described, gathered, may_confirm, require_party
from cards import year as year_card
from cards import year_outcome, year_question
from cards.year import PAGE, AskDiscard, ProposeAgain, ShowYear
from cards.year_outcome import Outcome
from cards.year_question import Asked, DiscardYear
from storage import agreements, networks
from storage import year as drafted
from storage.tables import Meeting

OCTOBER = 10  # from then on the year that one plans is the next
FURTHEST = 10  # years ahead


def open_year(deps: Deps, turn: Turn) -> Reply:
    """`årsplan`, `årsplan 2027`: the draft of the year, made now where there is none yet."""
    year = _year(turn.rest, deps.calendar.day_of(turn.now))
    with deps.store.transaction() as session:
        require_party(deps, session, turn)
        networks.locked(session, turn.known.network_id)
        return _shown_or_made(deps, session, turn, year)


def _year(typed: str, today: date) -> int:
    """The year that was typed, or the one that comes. Raises Refused for others and for nonsense.

    From October on one plans the next year.
    """
    usual = today.year + (today.month >= OCTOBER)
    if not typed:
        return usual
    if not (typed.isdecimal() and len(typed) == len("2027")):
        raise Refused(mark("Skriv et årstall, for eksempel «årsplan {year}»."), year=usual)
    year = int(typed)
    if year < today.year:
        raise Refused(mark("{year} har vært. Skriv «årsplan {usual}»."), year=year, usual=usual)
    if year > today.year + FURTHEST:
        raise Refused(
            mark("{year} er for langt fram. Skriv «årsplan {usual}»."), year=year, usual=usual
        )
    return year


def turn_page(deps: Deps, turn: Turn, action: ShowYear) -> Reply:
    with deps.store.transaction() as session:
        return shown(deps, session, turn, action.year, page=action.page)


def again(deps: Deps, turn: Turn, action: ProposeAgain) -> Reply:
    """«Nytt forslag»: asks first where somebody has changed dates by hand."""
    with deps.store.transaction() as session:
        require_party(deps, session, turn)
        networks.locked(session, turn.known.network_id)
        rows = drafted.drafts(session, turn.known.network_id, action.year, deps.calendar)
        changed = _changed_by_hand(rows)
        if changed and not action.sure:
            view = year_question.View(Asked.AGAIN, action.year, changed=changed)
            return Reply(year_question.build(view, turn.words))
        drafted.remove(session, rows)
        return _shown_or_made(deps, session, turn, action.year)


def _changed_by_hand(rows: Sequence[Meeting]) -> int:
    return sum(row.changed_at is not None for row in rows)


def ask_discard(deps: Deps, turn: Turn, action: AskDiscard) -> Reply:
    with deps.store.transaction() as session:
        require_party(deps, session, turn)
        rows = drafted.drafts(session, turn.known.network_id, action.year, deps.calendar)
        if not rows:
            return no_draft(deps, session, turn, action.year, Outcome.ALREADY)
    view = year_question.View(Asked.DISCARD, action.year, len(rows), _changed_by_hand(rows))
    return Reply(year_question.build(view, turn.words))


def discard(deps: Deps, turn: Turn, action: DiscardYear) -> Reply:
    with deps.store.transaction() as session:
        require_party(deps, session, turn)
        networks.locked(session, turn.known.network_id)
        rows = drafted.drafts(session, turn.known.network_id, action.year, deps.calendar)
        drafted.remove(session, rows)
        outcome = Outcome.DISCARDED if rows else Outcome.ALREADY
        return no_draft(deps, session, turn, action.year, outcome)


def _shown_or_made(deps: Deps, session: Session, turn: Turn, year: int) -> Reply:
    """The draft that is there, else a new one; or why there is nothing to propose."""
    network_id = turn.known.network_id
    if drafted.drafts(session, network_id, year, deps.calendar):
        return shown(deps, session, turn, year)
    terms = from_data(agreements.ensure(session, turn.known, turn.now).terms)
    proposal = propose(terms, gathered(deps, session, turn, year))
    if not proposal.meetings:
        full = Outcome.NO_ROOM if proposal.shortages else Outcome.COMPLETE
        outcome = full if terms else Outcome.NOTHING_AGREED
        return no_draft(deps, session, turn, year, outcome)
    drafted.add(session, network_id, proposal.meetings, deps.calendar)
    return shown(deps, session, turn, year, also=Also(shortages=proposal.shortages))


@dataclass(frozen=True, slots=True)
class Also:
    """What a card says besides the draft: how proposing or changing it went."""

    shortages: tuple[Shortage, ...] = ()
    saved: str = ""
    problem: str = ""


def shown(
    deps: Deps,
    session: Session,
    turn: Turn,
    year: int,
    page: int = 0,
    also: Also | None = None,
) -> Reply:
    """A page of the draft. Who reads it in a channel may press all: a press is checked anyway."""
    rows = drafted.drafts(session, turn.known.network_id, year, deps.calendar)
    if not rows:
        return no_draft(deps, session, turn, year, Outcome.ALREADY)
    facts, also = gathered(deps, session, turn, year), also or Also()
    page = min(page, (len(rows) - 1) // PAGE)
    start = page * PAGE
    view = year_card.View(
        year=year,
        today=facts.today,
        rows=described(session, rows, facts, rows[start : start + PAGE]),
        total=len(rows),
        shortages=also.shortages,
        page=page,
        has_more=len(rows) > start + PAGE,
        may_confirm=turn.read_by_others or may_confirm(deps, session, turn),
        saved=also.saved,
        problem=also.problem,
    )
    return Reply(year_card.build(view, turn.words))


def no_draft(deps: Deps, session: Session, turn: Turn, year: int, outcome: Outcome) -> Reply:
    first, last = drafted.bounds(year, deps.calendar)
    count = len(drafted.arranged(session, turn.known.network_id, first, last))
    return Reply(year_outcome.build(year_outcome.View(outcome, year, count), turn.words))
