"""`bytt vertskap`: a turn is offered, one press takes it, and all that hangs on it follows."""

from sqlmodel import Session

from bot.deps import Deps, Mention, Message, Reply, Turn
from bot.domain import deliveries, guard, typed
from bot.domain.agencies import active
from bot.domain.errors import Refused, mark
from bot.domain.meetings import LIVE
from bot.domain.offers import Asked, OfferState, may_take
from bot.domain.people import may_act_for
from cards import turn_choice, turn_offer, turn_offered
from cards.challenge_form import AgencyChoice
from cards.openings import OfferTurn
from cards.turn_offer import LONGEST, TO_ALL, SendOffer
from cards.turn_offered import DeclineTurn, OfferToAll, TakeTurn, WithdrawOffer
from cards.words import Words
from storage import meetings, networks, offers, people, places, planning, posted, versions
from storage.places import Purpose
from storage.tables import Delivery, Meeting, Person, TurnOffer


def choose(deps: Deps, turn: Turn) -> Reply:
    """`bytt vertskap`: the coming meetings of one's own agency."""
    agency_id = turn.known.agency_id
    if agency_id is None:
        raise Refused(mark("Si først hvilken etat du representerer: skriv «hvem er jeg»."))
    with deps.store.transaction() as session:
        rows = offers.hosted_by(session, turn.known.network_id, agency_id, turn.now)
        offered = (row.id or 0 for row in rows if offers.open_for(session, row.id or 0))
        view = turn_choice.View(
            today=deps.calendar.day_of(turn.now),
            agency=networks.name_of_agency(session, agency_id) or "",
            meetings=meetings.described(session, rows),
            offered=frozenset(offered),
        )
    return Reply(turn_choice.build(view, turn.words), private=True)


def begin(deps: Deps, turn: Turn, action: OfferTurn) -> Reply:
    """The form, or how the offer that is open already stands."""
    with deps.store.transaction() as session:
        meeting = _own_meeting(session, turn, action.meeting)
        offer = offers.open_for(session, action.meeting)
        if offer is not None:
            return _as_it_stands(deps, session, turn, offer)
        return _form(deps, session, turn, meeting, SendOffer(meeting=action.meeting))


def send(deps: Deps, turn: Turn, action: SendOffer) -> Reply:
    """Made once, however often the form is sent."""
    form = typed.Form()
    with deps.store.transaction() as session:
        meeting = _own_meeting(session, turn, action.meeting)
        choices = _may_be_asked(deps, session, meeting)
        to = form.read("to", lambda: _chosen(action.to, choices))
        comment = form.read("comment", lambda: guard.line(action.comment, longest=LONGEST))
        if form.problems:
            return _form(deps, session, turn, meeting, action, form)
        offer = _drawn(turn, meeting, to or None, comment or "")
        offers.make(session, offer, meeting, deps.calendar)
        stands = offers.open_for(session, action.meeting)
        return _as_it_stands(deps, session, turn, stands or offer)


def take(deps: Deps, turn: Turn, action: TakeTurn) -> Reply:
    """«Vi tar det». Two at once: the first has it, the other is told who."""
    with deps.store.transaction() as session:
        offer = _offer(session, turn, action.offer)
        meeting = session.get_one(Meeting, offer.meeting_id)
        agency_id = _taker(deps, session, turn, offer, meeting)
        person_id = turn.known.person_id
        if meeting.state in LIVE and offers.close(
            session, offer, OfferState.TAKEN, turn.now, agency_id=agency_id, person_id=person_id
        ):
            offers.hand_over(session, meeting, agency_id, turn.now, deps.calendar)
            planning.replan(session, offer.network_id, turn.now, deps.calendar)
            versions.redraw(session, meeting, turn.now)
            _tell(session, turn, offer)
        return _as_it_stands(deps, session, turn, offer)


def decline(deps: Deps, turn: Turn, action: DeclineTurn) -> Reply:
    """«Vi kan ikke», said by the agency that was asked."""
    with deps.store.transaction() as session:
        offer = _offer(session, turn, action.offer)
        if offer.to_id is None or not may_act_for(turn.known, offer.to_id):
            raise Refused(mark("Det er bare de som ble spurt, som kan si nei."))
        if offers.close(session, offer, OfferState.DECLINED, turn.now):
            _tell(session, turn, offer)
        return _as_it_stands(deps, session, turn, offer)


def withdraw(deps: Deps, turn: Turn, action: WithdrawOffer) -> Reply:
    """«Vi er vert likevel»."""
    with deps.store.transaction() as session:
        offer = _own_offer(session, turn, action.offer)
        if offers.close(session, offer, OfferState.WITHDRAWN, turn.now):
            offers.redraw(session, offer, turn.now)
        return _as_it_stands(deps, session, turn, offer)


def ask_all(deps: Deps, turn: Turn, action: OfferToAll) -> Reply:
    """The one that was asked could not, or did not answer: now everybody is asked."""
    with deps.store.transaction() as session:
        offer = _own_offer(session, turn, action.offer)
        meeting = _own_meeting(session, turn, offer.meeting_id)
        offers.close(session, offer, OfferState.LAPSED, turn.now)
        offers.redraw(session, offer, turn.now)
        wider = _drawn(turn, meeting, None, offer.comment)
        offers.make(session, wider, meeting, deps.calendar)
        return _as_it_stands(
            deps, session, turn, offers.open_for(session, meeting.id or 0) or wider
        )


# --- What is said unasked ------------------------------------------------------------------------


def ask(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """A step of an offer; None when it has found its end."""
    offer = session.get_one(TurnOffer, deliveries.row_id(delivery.subject))
    meeting = session.get_one(Meeting, offer.meeting_id)
    if offer.state is not OfferState.OPEN or meeting.state not in LIVE:
        return None
    return asked_now(deps, session, delivery)


def asked_now(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The card of a step as it should look at this moment."""
    offer = session.get_one(TurnOffer, deliveries.row_id(delivery.subject))
    asked = offers.asked(offer, delivery.occurrence)
    person = session.get(Person, delivery.person_id) if delivery.person_id else None
    return _message(deps, session, delivery, _view(deps, session, offer, asked), person)


def report_answer(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """To who made the offer: somebody took it, or the one that was asked cannot."""
    offer = session.get_one(TurnOffer, deliveries.row_id(delivery.subject))
    person = session.get_one(Person, offer.offered_by_id)
    return _message(deps, session, delivery, _view(deps, session, offer, Asked.OFFERER), person)


def _message(
    deps: Deps,
    session: Session,
    delivery: Delivery,
    view: turn_offered.View,
    person: Person | None,
) -> Message:
    in_channel = delivery.audience.startswith("conversation:")
    language = None if in_channel or person is None else person.language
    words = Words(language or deps.language, deps.zone)
    mention = Mention(person.teams_id, person.name) if in_channel and person else None
    return Message(turn_offered.build(view, words), turn_offered.summary(view, words), mention)


# --- What the cards show -------------------------------------------------------------------------


def _form(
    deps: Deps,
    session: Session,
    turn: Turn,
    meeting: Meeting,
    action: SendOffer,
    form: typed.Form | None = None,
) -> Reply:
    channel = places.channel(session, meeting.network_id, Purpose.REMINDERS)
    agencies = _may_be_asked(deps, session, meeting)
    view = turn_offer.View(
        meeting=meetings.described(session, [meeting])[0],
        today=deps.calendar.day_of(turn.now),
        agencies=tuple(AgencyChoice(number, name) for number, name in agencies.items()),
        channel=channel.name if channel else turn.words.text("nettverkets kanal"),
        readers=people.audience(session, meeting.network_id),
        to=action.to,
        comment=action.comment,
        problems=turn.words.problems(form) if form else {},
    )
    return Reply(turn_offer.build(view, turn.words), private=True)


def _as_it_stands(deps: Deps, session: Session, turn: Turn, offer: TurnOffer) -> Reply:
    """In the shape of the card that was pressed, or as the presser's agency sees it."""
    network_id, about = offer.network_id, offers.subject(offer)
    sent = posted.shown_at(session, network_id, turn.card_activity_id, offers.OFFERED, about)
    if sent is not None:
        return Reply(asked_now(deps, session, sent).card)
    asked = Asked.CHOSEN if offer.to_id else Asked.ALL
    mine = not turn.read_by_others and may_act_for(turn.known, offer.organisation_id)
    view = _view(deps, session, offer, asked, mine=mine)
    return Reply(turn_offered.build(view, turn.words))


def _view(
    deps: Deps, session: Session, offer: TurnOffer, asked: Asked, *, mine: bool = False
) -> turn_offered.View:
    name = networks.name_of_agency
    return turn_offered.View(
        offer=offer.id or 0,
        meeting=meetings.described(session, [session.get_one(Meeting, offer.meeting_id)])[0],
        today=deps.calendar.day_of(deps.now()),
        giver=name(session, offer.organisation_id) or "",
        asked=asked,
        to=name(session, offer.to_id),
        comment=offer.comment,
        state=offer.state,
        taker=name(session, offer.taken_by_id) or "",
        closed_at=offer.closed_at,
        duties=meetings.duties(session, offer.meeting_id),
        mine=mine or asked is Asked.OFFERER,
    )


# --- Rights and choices --------------------------------------------------------------------------


def _own_meeting(session: Session, turn: Turn, meeting_id: int) -> Meeting:
    """Raises Refused for what is not in this network, is over, or is hosted by others."""
    row = meetings.find(session, turn.known.network_id, meeting_id)
    if row is None or row.state not in LIVE or row.starts_at <= turn.now:
        raise Refused(mark("Det møtet kan ikke byttes bort lenger."))
    if row.host_id is None or not may_act_for(turn.known, row.host_id):
        raise Refused(mark("Det er verten som kan bytte bort vertskapet."))
    return row


def _offer(session: Session, turn: Turn, offer_id: int) -> TurnOffer:
    """An offer of this network, its meeting held first, as by everybody who changes a meeting."""
    offer = offers.find(session, turn.known.network_id, offer_id)
    if offer is None:
        raise Refused(mark("Det spørsmålet finnes ikke lenger."))
    versions.locked(session, offer.network_id, offer.meeting_id)
    return offer


def _own_offer(session: Session, turn: Turn, offer_id: int) -> TurnOffer:
    offer = _offer(session, turn, offer_id)
    if not may_act_for(turn.known, offer.organisation_id):
        raise Refused(mark("Det er bare de som spurte, som kan gjøre dette."))
    return offer


def _taker(deps: Deps, session: Session, turn: Turn, offer: TurnOffer, meeting: Meeting) -> int:
    """The presser's agency. Raises Refused where it may not have the turn."""
    agency_id = turn.known.agency_id
    if agency_id is None:
        raise Refused(mark("Si først hvilken etat du representerer: skriv «hvem er jeg»."))
    if agency_id == offer.organisation_id:
        raise Refused(mark("Dere er vert allerede."))
    if not may_take(agency_id, giver_id=offer.organisation_id, to_id=offer.to_id):
        raise Refused(mark("Det er en annen etat som er spurt."))
    if agency_id not in _may_be_asked(deps, session, meeting):
        raise Refused(mark("Etaten din kan ikke være vert den dagen."))
    return agency_id


def _may_be_asked(deps: Deps, session: Session, meeting: Meeting) -> dict[int, str]:
    """Everybody who takes part on the day of the meeting, but its host and observers."""
    day = deps.calendar.day_of(meeting.starts_at)
    there = active(networks.agencies(session, meeting.network_id), day)
    return {agency.id: agency.name for agency in there if agency.id != meeting.host_id}


def _chosen(to: str, choices: dict[int, str]) -> int:
    """The id of an agency, 0 for all. Raises Refused for anything else."""
    if to == TO_ALL:
        return 0
    chosen = typed.row_id(to)
    if chosen is None or chosen not in choices:
        raise Refused(mark("Velg en etat i lista, eller alle."))
    return chosen


def _drawn(turn: Turn, meeting: Meeting, to_id: int | None, comment: str) -> TurnOffer:
    return TurnOffer(
        network_id=meeting.network_id,
        meeting_id=meeting.id or 0,
        organisation_id=meeting.host_id or 0,
        to_id=to_id,
        state=OfferState.OPEN,
        comment=comment,
        offered_by_id=turn.known.person_id,
        offered_at=turn.now,
    )


def _tell(session: Session, turn: Turn, offer: TurnOffer) -> None:
    """Every posted card shows the end of it, and who made the offer hears it once."""
    offers.redraw(session, offer, turn.now)
    if turn.known.person_id != offer.offered_by_id:
        offers.report_answer(session, offer, turn.now)
