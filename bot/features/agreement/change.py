"""«Foreslå endring»: one form for each activity, then exactly what would change, then the question.

A draft belongs to the one who writes it. Nobody hears of it before «Spør etatene».
"""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.agencies import active
from bot.domain.agreement_form import read_term
from bot.domain.agreements import (
    AgreementState,
    ConsentAnswer,
    Term,
    answers_for,
    by_activity,
    differences,
    from_data,
    represents_party,
    with_term,
)
from bot.domain.errors import Refused, mark
from bot.domain.meetings import Activity
from bot.features.agreement.settling import settle
from bot.features.agreement.shown import as_it_stands, names
from cards import agreement_choice, agreement_draft, agreement_term
from cards.agreement import BeginChange
from cards.agreement_choice import EditTerm
from cards.agreement_draft import ChangeMore, DropDraft, SendProposal
from cards.agreement_term import SaveTerm
from storage import agreements, changes, consents, networks, people, rosters
from storage.tables import Agreement, Consent

UNDER_WAY = mark("Det er alt et forslag ute. Det må avgjøres eller trekkes først.")


def begin(deps: Deps, turn: Turn, _action: BeginChange) -> Reply:
    """The draft where there is one already, else the choice of an activity."""
    with deps.store.transaction() as session:
        _require_party(deps, session, turn)
        if agreements.proposed(session, turn.known.network_id) is not None:
            return as_it_stands(deps, session, turn, problem=turn.words.text(UNDER_WAY))
        draft = agreements.draft(session, turn.known.network_id, turn.known.person_id)
        return _preview(deps, session, turn, draft) if draft else _choice(session, turn)


def more(deps: Deps, turn: Turn, _action: ChangeMore) -> Reply:
    with deps.store.transaction() as session:
        _require_party(deps, session, turn)
        return _choice(session, turn)


def edit(deps: Deps, turn: Turn, action: EditTerm) -> Reply:
    """The form as the draft, else the agreement, has it now."""
    with deps.store.transaction() as session:
        _require_party(deps, session, turn)
        activity = _activity(action.activity)
        if activity is None:
            return _choice(session, turn, problem=turn.words.text("Velg en aktivitet i lista."))
        term = by_activity(_working(session, turn)).get(activity)
        filled = (
            agreement_term.filled_in(term, turn.words) if term else SaveTerm(activity=str(activity))
        )
        return _form(deps, session, turn, activity, filled)


def save(deps: Deps, turn: Turn, action: SaveTerm) -> Reply:
    """Keep it in the draft and show all of it; or the form again, with what was typed."""
    form = typed.Form()
    with deps.store.transaction() as session:
        _require_party(deps, session, turn)
        activity = _activity(action.activity)
        if activity is None:
            return _choice(session, turn, problem=turn.words.text("Velg en aktivitet i lista."))
        terms = _working(session, turn)
        before = by_activity(terms).get(activity)
        hosts = _hosts(deps, session, turn)
        term = read_term(activity, action.model_dump(), before, hosts, form)
        if term is None:
            return _form(deps, session, turn, activity, action, form)
        return _preview(deps, session, turn, _kept(session, turn, with_term(terms, term)))


def _kept(session: Session, turn: Turn, terms: tuple[Term, ...]) -> Agreement:
    member = turn.known
    return agreements.save_draft(session, member.network_id, member.person_id, terms, turn.now)


def drop(deps: Deps, turn: Turn, _action: DropDraft) -> Reply:
    """«Forkast»: nobody has seen it, so nobody is asked whether that is meant."""
    with deps.store.transaction() as session:
        agreements.drop_draft(session, turn.known.network_id, turn.known.person_id)
        return as_it_stands(deps, session, turn)


def send(deps: Deps, turn: Turn, action: SendProposal) -> Reply:
    """Ask every party once. Pressed again, it shows how the proposal stands."""
    with deps.store.transaction() as session:
        _require_party(deps, session, turn)
        network_id = networks.locked(session, turn.known.network_id).id or 0
        draft = agreements.find(session, network_id, action.agreement)
        if draft is None or draft.state is not AgreementState.DRAFT or not _own(turn, draft):
            return as_it_stands(deps, session, turn)
        if agreements.proposed(session, network_id) is not None:
            return as_it_stands(deps, session, turn, problem=turn.words.text(UNDER_WAY))
        _ask_parties(deps, session, turn, draft)
        return as_it_stands(deps, session, turn)


def _own(turn: Turn, draft: Agreement) -> bool:
    return draft.proposed_by_id == turn.known.person_id


def _ask_parties(deps: Deps, session: Session, turn: Turn, draft: Agreement) -> None:
    """Who answers for a party and proposes something says yes by that."""
    today, roster = deps.calendar.day_of(turn.now), rosters.read(session, draft.network_id)
    parties = active(networks.agencies(session, draft.network_id), today)
    asked = agreements.propose(session, draft, [party.id for party in parties], turn.now)
    own = [c for c in asked if answers_for(roster, turn.known.person_id, c.organisation_id)]
    for consent in own:
        _say_yes(turn, consent)
    session.flush()
    others = [consent for consent in asked if consent.answer is ConsentAnswer.WAITING]
    consents.ask(session, draft, others, turn.now, deps.calendar)
    changes.record(session, turn.known, turn.now, mark("Foreslo en endring i avtalen."))
    settle(deps, session, turn, draft)


def _say_yes(turn: Turn, consent: Consent) -> None:
    consent.answer, consent.answered_at = ConsentAnswer.YES, turn.now
    consent.person_id = turn.known.person_id


# --- What the cards show -------------------------------------------------------------------------


def _choice(session: Session, turn: Turn, *, problem: str = "") -> Reply:
    agreed = tuple(term.activity for term in _working(session, turn))
    view = agreement_choice.View(agreed, problem)
    return Reply(agreement_choice.build(view, turn.words), private=True)


def _form(
    deps: Deps,
    session: Session,
    turn: Turn,
    activity: Activity,
    filled: SaveTerm,
    form: typed.Form | None = None,
) -> Reply:
    view = agreement_term.View(
        activity=activity,
        typed=filled,
        agencies=_hosts(deps, session, turn),
        problems=turn.words.problems(form) if form else {},
    )
    return Reply(agreement_term.build(view, turn.words), private=True)


def _preview(deps: Deps, session: Session, turn: Turn, draft: Agreement) -> Reply:
    network_id = turn.known.network_id
    view = agreement_draft.View(
        agreement=draft.id or 0,
        differences=differences(agreements.terms(session, network_id), from_data(draft.terms)),
        agencies=names(networks.agencies(session, network_id)),
        asked=_asked(deps, session, turn),
    )
    return Reply(agreement_draft.build(view, turn.words), private=True)


def _asked(deps: Deps, session: Session, turn: Turn) -> tuple[tuple[str, str], ...]:
    """Each other party, and who would be asked for it."""
    network_id, roster = turn.known.network_id, rosters.read(session, turn.known.network_id)
    parties = active(networks.agencies(session, network_id), deps.calendar.day_of(turn.now))
    others = [p for p in parties if not answers_for(roster, turn.known.person_id, p.id)]
    found = ((p.name, people.responsible(session, network_id, p.id)) for p in others)
    return tuple((agency, person.name if person else "") for agency, person in found)


# --- Rights and choices --------------------------------------------------------------------------


def _require_party(deps: Deps, session: Session, turn: Turn) -> None:
    """Any member of a party may propose: nothing changes before the parties have agreed."""
    member, today = turn.known, deps.calendar.day_of(turn.now)
    agencies = networks.agencies(session, member.network_id)
    if not (member.administers or represents_party(member, agencies, today)):
        raise Refused(mark("Det er etatene i avtalen som foreslår endringer."))


def _activity(value: str) -> Activity | None:
    return next((activity for activity in Activity if activity == value), None)


def _working(session: Session, turn: Turn) -> tuple[Term, ...]:
    """What the next form changes: the reader's draft, else what applies."""
    network_id = turn.known.network_id
    draft = agreements.draft(session, network_id, turn.known.person_id)
    return from_data(draft.terms) if draft else agreements.terms(session, network_id)


def _hosts(deps: Deps, session: Session, turn: Turn) -> dict[int, str]:
    """The agencies that can be made the host by rule."""
    today = deps.calendar.day_of(turn.now)
    there = active(networks.agencies(session, turn.known.network_id), today)
    return {agency.id: agency.name for agency in there}
