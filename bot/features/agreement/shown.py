"""`avtalen`: what applies, what is proposed, and what was before."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.agencies import Agency
from bot.domain.agreements import (
    ConsentAnswer,
    answers_for,
    differences,
    from_data,
    represents_party,
)
from cards import agreement as agreement_card
from cards import agreement_earlier
from cards.agreement import ShowAgreement, ShowEarlier
from cards.agreement_earlier import Version
from cards.agreement_words import PartyAnswer, Proposal
from storage import agreements, networks, people, rosters
from storage.agreements import Party
from storage.tables import Agreement, Network


def show(deps: Deps, turn: Turn) -> Reply:
    """`avtalen`. A network that never looked at its agreement begins with the template's."""
    with deps.store.transaction() as session:
        return as_it_stands(deps, session, turn)


def again(deps: Deps, turn: Turn, _action: ShowAgreement) -> Reply:
    return show(deps, turn)


def as_it_stands(deps: Deps, session: Session, turn: Turn, *, problem: str = "") -> Reply:
    """The agreement for this reader. `problem`: why what was pressed could not be done."""
    member, network_id = turn.known, turn.known.network_id
    row = agreements.ensure(session, member, turn.now)
    proposed = agreements.proposed(session, network_id)
    agencies = networks.agencies(session, network_id)
    today = deps.calendar.day_of(turn.now)
    private = not turn.read_by_others
    view = agreement_card.View(
        network=session.get_one(Network, network_id).name,
        today=today,
        since=deps.calendar.day_of(row.settled_at or row.proposed_at),
        terms=from_data(row.terms),
        agencies=names(agencies),
        agreed_by=tuple(party.agency for party in agreements.parties(session, row.id or 0)),
        proposal=proposal_of(deps, session, row, proposed) if proposed else None,
        may_propose=not private or member.administers or represents_party(member, agencies, today),
        may_withdraw=private and proposed is not None and may_withdraw(turn, proposed),
        answers_for=_unanswered(session, turn, proposed) if private and proposed else None,
        has_earlier=bool(agreements.history(session, network_id, 0)[0]),
        problem=problem,
    )
    return Reply(agreement_card.build(view, turn.words))


def names(agencies: tuple[Agency, ...]) -> dict[int, str]:
    return {agency.id: agency.name for agency in agencies}


def may_withdraw(turn: Turn, proposed: Agreement) -> bool:
    """Who proposed it; or who administers the network, should that person have left."""
    return turn.known.administers or proposed.proposed_by_id == turn.known.person_id


def _unanswered(session: Session, turn: Turn, proposed: Agreement) -> int | None:
    """The agency whose answer is missing and up to the reader."""
    roster = rosters.read(session, turn.known.network_id)
    waiting = (
        party.consent.organisation_id
        for party in agreements.parties(session, proposed.id or 0)
        if party.consent.answer is ConsentAnswer.WAITING
    )
    mine = (a for a in waiting if answers_for(roster, turn.known.person_id, a))
    return next(mine, None)


def proposal_of(
    deps: Deps, session: Session, before: Agreement | None, proposed: Agreement
) -> Proposal:
    """A proposed version beside the one that it changes."""
    parties = agreements.parties(session, proposed.id or 0)
    return Proposal(
        agreement=proposed.id or 0,
        proposer=people.name_of(session, proposed.proposed_by_id) or "",
        proposed_on=deps.calendar.day_of(proposed.proposed_at),
        differences=differences(
            from_data(before.terms) if before else (), from_data(proposed.terms)
        ),
        answers=tuple(_answer(party) for party in parties),
    )


def _answer(party: Party) -> PartyAnswer:
    consent = party.consent
    return PartyAnswer(
        agency_id=consent.organisation_id,
        agency=party.agency,
        answer=consent.answer,
        person=party.person,
        at=consent.answered_at,
        comment=consent.comment,
    )


def earlier(deps: Deps, turn: Turn, action: ShowEarlier) -> Reply:
    """The versions that are over, a page at a time."""
    with deps.store.transaction() as session:
        network_id = turn.known.network_id
        rows, more = agreements.history(session, network_id, action.page)
        bases = agreements.bases(session, network_id)
        parties = agreements.parties_of(session, [row.id or 0 for row, _ in rows])
        view = agreement_earlier.View(
            today=deps.calendar.day_of(turn.now),
            versions=tuple(
                _version(deps, row, name, bases.get(row.version), parties.get(row.id or 0, ()))
                for row, name in rows
            ),
            agencies=names(networks.agencies(session, network_id)),
            page=action.page,
            has_more=more,
        )
    return Reply(agreement_earlier.build(view, turn.words))


def _version(
    deps: Deps, row: Agreement, name: str | None, base: Agreement | None, parties: tuple[Party, ...]
) -> Version:
    no = next((p for p in parties if p.consent.answer is ConsentAnswer.NO), None)
    return Version(
        number=row.version,
        state=row.state,
        proposer=name,
        proposed_on=deps.calendar.day_of(row.proposed_at),
        settled_on=deps.calendar.day_of(row.settled_at or row.proposed_at),
        differences=differences(from_data(base.terms), from_data(row.terms)) if base else (),
        objection=(no.agency, no.consent.comment) if no else None,
    )
