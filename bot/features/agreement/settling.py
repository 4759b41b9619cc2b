"""A proposal comes to its end: by everybody's yes, by one no, or by its proposer."""

from sqlmodel import Session

from bot.deps import Deps, Turn
from bot.domain.agreements import AgreementState, outcome
from bot.domain.errors import mark
from storage import agreements, changes, consents, networks
from storage.tables import Agreement

RECORDED = {
    AgreementState.IN_FORCE: mark("Alle etatene sa ja, og avtalen ble endret."),
    AgreementState.REJECTED: mark("Sa nei til forslaget om å endre avtalen."),
    AgreementState.WITHDRAWN: mark("Trakk forslaget om å endre avtalen."),
}


def settle(deps: Deps, session: Session, turn: Turn, proposed: Agreement) -> None:
    """Draw the conclusion from the answers. A party that has left since does not hold it up."""
    today = deps.calendar.day_of(turn.now)
    agencies = {agency.id: agency for agency in networks.agencies(session, proposed.network_id)}
    answers = [
        party.consent.answer
        for party in agreements.parties(session, proposed.id or 0)
        if agencies[party.consent.organisation_id].valid_on(today)
    ]
    state = outcome(answers)
    if state is not AgreementState.PROPOSED:
        end(session, turn, proposed, state)


def end(session: Session, turn: Turn, proposed: Agreement, state: AgreementState) -> None:
    """Who proposed it hears of it, unless it was their own press that ended it."""
    agreements.settle(session, proposed, state, turn.now)
    changes.record(session, turn.known, turn.now, RECORDED[state])
    consents.redraw(session, proposed, turn.now)
    if proposed.proposed_by_id != turn.known.person_id:
        consents.tell_proposer(session, proposed, turn.now)
