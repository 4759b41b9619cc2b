"""The parties answer: yes, no with what must be different, or yes and then «Angre»."""

from sqlmodel import Session

from bot.deps import Deps, Mention, Message, Reply, Turn
from bot.domain import deliveries, guard, typed
from bot.domain.agreements import AgreementState, ConsentAnswer, answers_for
from bot.domain.errors import Refused, mark
from bot.features.agreement.settling import end, settle
from bot.features.agreement.shown import as_it_stands, may_withdraw, names, proposal_of
from cards import agreement_settled, agreement_withdraw
from cards import consent as consent_card
from cards.agreement import AskWithdraw, ShowConsent
from cards.agreement_withdraw import WithdrawProposal
from cards.consent import LONGEST, AnswerConsent, UndoConsent
from cards.words import Words
from storage import agreements, consents, networks, people, posted, rosters
from storage.tables import Agreement, Consent, Delivery, Person

GONE = mark("Det forslaget finnes ikke lenger.")


def show(deps: Deps, turn: Turn, action: ShowConsent) -> Reply:
    """The question, for whoever answers for the party."""
    with deps.store.transaction() as session:
        row, consent = _asked(session, turn, action.agreement, action.agency)
        return _card(deps, session, turn, row, consent)


def answer(deps: Deps, turn: Turn, action: AnswerConsent) -> Reply:
    """The first answer of a party counts, until it is undone; a no needs a reason."""
    form = typed.Form()
    comment = form.read("comment", lambda: _comment(action))
    with deps.store.transaction() as session:
        networks.locked(session, turn.known.network_id)
        row, consent = _asked(session, turn, action.agreement, action.agency)
        if not _is_open(row, consent):
            return _card(deps, session, turn, row, consent)
        if form.problems:
            return _card(deps, session, turn, row, consent, typed_comment=action.comment, form=form)
        consent.answer = ConsentAnswer.YES if action.yes else ConsentAnswer.NO
        consent.comment, consent.person_id = comment or "", turn.known.person_id
        consent.answered_at = turn.now
        session.flush()
        consents.redraw(session, row, turn.now)
        settle(deps, session, turn, row)
        return _card(deps, session, turn, row, consent)


def _is_open(row: Agreement, consent: Consent) -> bool:
    return row.state is AgreementState.PROPOSED and consent.answer is ConsentAnswer.WAITING


def _comment(action: AnswerConsent) -> str:
    comment = guard.text(action.comment, longest=LONGEST)
    if not action.yes and not comment:
        raise Refused(mark("Skriv kort hva som må være annerledes."))
    return comment


def undo(deps: Deps, turn: Turn, action: UndoConsent) -> Reply:
    """«Angre» while the proposal is open: the question stands again."""
    with deps.store.transaction() as session:
        networks.locked(session, turn.known.network_id)
        row, consent = _asked(session, turn, action.agreement, action.agency)
        if row.state is AgreementState.PROPOSED:
            consent.answer, consent.comment = ConsentAnswer.WAITING, ""
            consent.person_id = consent.answered_at = None
            session.flush()
            consents.redraw(session, row, turn.now)
        return _card(deps, session, turn, row, consent)


def ask_withdraw(deps: Deps, turn: Turn, action: AskWithdraw) -> Reply:
    with deps.store.transaction() as session:
        row = _own_proposal(session, turn, action.agreement)
        if row.state is not AgreementState.PROPOSED:
            return as_it_stands(deps, session, turn)
        answers = [party.consent.answer for party in agreements.parties(session, row.id or 0)]
    view = agreement_withdraw.View(action.agreement, answers.count(ConsentAnswer.YES))
    return Reply(agreement_withdraw.build(view, turn.words), private=True)


def withdraw(deps: Deps, turn: Turn, action: WithdrawProposal) -> Reply:
    with deps.store.transaction() as session:
        networks.locked(session, turn.known.network_id)
        row = _own_proposal(session, turn, action.agreement)
        if row.state is AgreementState.PROPOSED:
            end(session, turn, row, AgreementState.WITHDRAWN)
        return as_it_stands(deps, session, turn)


def _own_proposal(session: Session, turn: Turn, agreement_id: int) -> Agreement:
    row = _proposal(session, turn.known.network_id, agreement_id)
    if not may_withdraw(turn, row):
        raise Refused(mark("Det er den som foreslo det, som kan trekke det."))
    return row


def _proposal(session: Session, network_id: int, agreement_id: int) -> Agreement:
    """Raises Refused for what is not in this network, and for drafts, which nobody has seen."""
    row = agreements.find(session, network_id, agreement_id)
    if row is None or row.state is AgreementState.DRAFT:
        raise Refused(GONE)
    return row


def _asked(
    session: Session, turn: Turn, agreement_id: int, agency_id: int
) -> tuple[Agreement, Consent]:
    """Raises Refused for parties that were not asked, and for those that others answer for."""
    row = _proposal(session, turn.known.network_id, agreement_id)
    consent = agreements.consent(session, agreement_id, agency_id)
    if consent is None:
        raise Refused(GONE)
    roster = rosters.read(session, row.network_id)
    if not answers_for(roster, turn.known.person_id, agency_id):
        person = people.responsible(session, row.network_id, agency_id)
        name = person.name if person else ""
        raise Refused(mark("Det er {person} som svarer for etaten."), person=name)
    return row, consent


# --- What is said unasked ------------------------------------------------------------------------


def ask(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The question, or its reminder; None when it is answered or settled."""
    row, consent = _of(session, delivery)
    return asked_now(deps, session, delivery) if _is_open(row, consent) else None


def asked_now(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The question as it should look at this moment."""
    row, consent = _of(session, delivery)
    person = _reader(session, delivery, row, consent)
    words = _words(deps, delivery, person)
    view = _view(deps, session, row, consent, reminder=delivery.kind == consents.REMINDED)
    return Message(
        consent_card.build(view, words),
        consent_card.summary(view, words),
        _mention(delivery, person),
    )


def report(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """To who proposed it: how it ended."""
    row = session.get_one(Agreement, deliveries.row_id(delivery.subject))
    person = session.get(Person, row.proposed_by_id)
    words = _words(deps, delivery, person)
    base = agreements.bases(session, row.network_id).get(row.version)
    view = agreement_settled.View(
        proposal=proposal_of(deps, session, base, row),
        state=row.state,
        agencies=names(networks.agencies(session, row.network_id)),
        today=deps.calendar.day_of(deps.now()),
    )
    return Message(
        agreement_settled.build(view, words),
        agreement_settled.summary(view, words),
        _mention(delivery, person),
    )


def _of(session: Session, delivery: Delivery) -> tuple[Agreement, Consent]:
    agreement_id = deliveries.row_id(delivery.subject)
    row = session.get_one(Agreement, agreement_id)
    return row, session.get_one(Consent, (agreement_id, delivery.occurrence))


def _reader(
    session: Session, delivery: Delivery, row: Agreement, consent: Consent
) -> Person | None:
    """Whose chat it goes to; in a channel whoever answers for the party today."""
    if delivery.audience.startswith("person:"):
        return session.get_one(Person, deliveries.row_id(delivery.audience))
    return people.responsible(session, row.network_id, consent.organisation_id)


def _words(deps: Deps, delivery: Delivery, person: Person | None) -> Words:
    own = person.language if person and delivery.audience.startswith("person:") else None
    return Words(own or deps.language, deps.zone)


def _mention(delivery: Delivery, person: Person | None) -> Mention | None:
    if person is None or delivery.audience.startswith("person:"):
        return None
    return Mention(person.teams_id, person.name)


# --- What the card shows -------------------------------------------------------------------------


def _card(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: Agreement,
    consent: Consent,
    *,
    typed_comment: str = "",
    form: typed.Form | None = None,
) -> Reply:
    """In the shape of the card that was pressed: a reminder stays one."""
    network_id, subject = row.network_id, consents.subject(row)
    reminder = posted.shown_at(
        session, network_id, turn.card_activity_id, consents.REMINDED, subject
    )
    view = _view(
        deps,
        session,
        row,
        consent,
        reminder=reminder is not None,
        typed_comment=typed_comment,
        problems=turn.words.problems(form) if form else {},
    )
    return Reply(consent_card.build(view, turn.words))


def _view(
    deps: Deps,
    session: Session,
    row: Agreement,
    consent: Consent,
    *,
    reminder: bool = False,
    typed_comment: str = "",
    problems: dict[str, str] | None = None,
) -> consent_card.View:
    base = agreements.bases(session, row.network_id).get(row.version)
    proposal = proposal_of(deps, session, base, row)
    return consent_card.View(
        proposal=proposal,
        state=row.state,
        own=next(a for a in proposal.answers if a.agency_id == consent.organisation_id),
        agencies=names(networks.agencies(session, row.network_id)),
        today=deps.calendar.day_of(deps.now()),
        reminder=reminder,
        typed=typed_comment,
        problems=problems or {},
    )
