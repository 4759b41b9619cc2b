"""A round as it stands: worked out anew until it is confirmed, and then as its days are held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import rounds as rules
from bot.domain.agencies import active
from bot.domain.errors import Refused, mark
from bot.domain.people import Member, may_act_for
from bot.domain.resource_groups import Part, guessed
from bot.domain.rounds import Programme, RoundState, Slot
from bot.domain.typed import row_id
from cards import round_list, round_programme
from cards.round_list import RoundLine, ShowRound, ShowRounds
from cards.round_programme import EVERYBODY, PAGE
from storage import agencies as agency_rows
from storage import networks, people, rounds
from storage.tables import Network, Round


@dataclass(frozen=True, slots=True)
class Facts:
    """A round, who plays which part in it (by agency id), and what its agencies are called."""

    row: Round
    parties: Mapping[Part, int]
    names: Mapping[int, str]

    @property
    def responsible(self) -> int | None:
        """Who is asked for the numbers: the unit of the first three meetings, else of the last."""
        return self.parties.get(Part.PROGRAMME) or self.parties.get(Part.FOLLOW_UP)


def gathered(deps: Deps, session: Session, row: Round) -> Facts:
    listed = networks.agencies(session, row.network_id)
    parties = rounds.parties(session, row, listed, deps.calendar.day_of(deps.now()))
    known = {agency.id: agency.name for agency in listed}
    return Facts(
        row, parties, {number: known[number] for number in dict.fromkeys(parties.values())}
    )


def found(session: Session, turn: Turn, round_id: int) -> Round:
    """A round of the member's network, held against everybody else. Raises Refused for others."""
    networks.locked(session, turn.known.network_id)
    row = rounds.find(session, turn.known.network_id, round_id)
    if row is None:
        raise Refused(mark("Den runden finnes ikke lenger."))
    return row


def usual_parties(deps: Deps, session: Session, network_id: int) -> dict[Part, int]:
    """Who usually plays which part, by the names of the agencies of today."""
    today = deps.calendar.day_of(deps.now())
    return guessed(active(networks.agencies(session, network_id), today))


# --- Rights --------------------------------------------------------------------------------------


def may_plan(deps: Deps, session: Session, member: Member) -> bool:
    """Any agency that takes part may begin a round; so may whoever administers the network."""
    today = deps.calendar.day_of(deps.now())
    there = active(networks.agencies(session, member.network_id), today)
    return member.administers or any(member.represents(agency.id) for agency in there)


def require_planner(deps: Deps, session: Session, member: Member) -> None:
    if not may_plan(deps, session, member):
        raise Refused(mark("Det er etatene i nettverket som planlegger runder."))


def answers_for(member: Member, facts: Facts) -> bool:
    """The responsible units know how many are due, and they call in."""
    units = (facts.parties.get(Part.PROGRAMME), facts.parties.get(Part.FOLLOW_UP))
    return member.administers or any(may_act_for(member, unit) for unit in units)


def require_responsible(member: Member, facts: Facts) -> None:
    if not answers_for(member, facts):
        agency = facts.names.get(facts.responsible or 0, "")
        raise Refused(mark("Det er {agency} som har tallene, og som bekrefter."), agency=agency)


def require_open(row: Round) -> None:
    """Raises Refused for a round that is in the calendar, or was dropped."""
    if row.state is RoundState.PLANNED:
        raise Refused(mark("Runden står i kalenderen. Endre møtene der."))
    if row.state is RoundState.WITHDRAWN:
        raise Refused(mark("Runden er forkastet."))


# --- The programme -------------------------------------------------------------------------------


def proposed(deps: Deps, session: Session, facts: Facts) -> Programme | None:
    """The best programme with what is known now; None where no day suits."""
    row, today = facts.row, deps.calendar.day_of(deps.now())
    frame = rounds.frame(row)
    return rules.plan(
        rounds.groups(session, row),
        rules.from_day(frame, today + timedelta(days=1)),
        rounds.unable(session, facts.parties),
        deps.calendar,
        informed_from=_informed_from(deps, session, row, today),
    )


def _informed_from(deps: Deps, session: Session, row: Round, today: date) -> date | None:
    """From tomorrow on, unless candidates were informed a short while ago or soon will be."""
    known = rounds.informed(session, row.network_id, deps.now())
    return None if known else today + timedelta(days=1)


def programme_of(deps: Deps, session: Session, facts: Facts) -> Programme | None:
    """As it is confirmed or proposed; None where there is nothing to show yet."""
    match facts.row.state:
        case RoundState.PLANNED:
            return Programme(rounds.slots(session, facts.row, deps.calendar))
        case RoundState.COUNTED:
            return proposed(deps, session, facts)
    return None


# --- Cards ---------------------------------------------------------------------------------------


def command(deps: Deps, turn: Turn) -> Reply:
    """`runde`: the next one, the earlier ones."""
    return listed(deps, turn, ShowRounds())


def listed(deps: Deps, turn: Turn, action: ShowRounds) -> Reply:
    with deps.store.transaction() as session:
        network = session.get_one(Network, turn.known.network_id)
        rows, more = rounds.page(session, turn.known.network_id, action.page)
        view = round_list.View(
            network=network.name,
            today=deps.calendar.day_of(turn.now),
            rounds=tuple(_line(deps, session, row) for row in rows),
            may_plan=turn.read_by_others or may_plan(deps, session, turn.known),
            page=action.page,
            has_more=more,
        )
    return Reply(round_list.build(view, turn.words))


def _line(deps: Deps, session: Session, row: Round) -> RoundLine:
    today = deps.calendar.day_of(deps.now())
    slots = rounds.slots(session, row, deps.calendar)
    counted = sum(group.count for group in rounds.groups(session, row))
    last = slots[-1].day if slots else row.last_day
    return RoundLine(
        id=row.id or 0,
        number=row.number,
        state=row.state,
        first=slots[0].day if slots else row.first_day,
        meetings=len(slots) or counted,
        over=last < today,
    )


def show(deps: Deps, turn: Turn, action: ShowRound) -> Reply:
    with deps.store.transaction() as session:
        row = found(session, turn, action.round)
        return as_it_stands(deps, session, turn, row, action)


def as_it_stands(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: Round,
    wanted: ShowRound | None = None,
    told: str = "",
) -> Reply:
    """The card. Without a chosen agency a member sees the meetings of their own."""
    session.flush()
    wanted = wanted or ShowRound(round=row.id or 0)
    facts = gathered(deps, session, row)
    programme = programme_of(deps, session, facts)
    planned = row.state is RoundState.PLANNED
    chosen = _chosen(turn, facts, wanted.agency) if planned else None
    pages = _pages(facts, programme, chosen)
    number = min(wanted.page, max(len(pages) - 1, 0))
    day, slots = pages[number] if pages else (row.first_day, ())
    everybody = turn.read_by_others
    view = round_programme.View(
        round=row.id or 0,
        number=row.number,
        state=row.state,
        today=deps.calendar.day_of(turn.now),
        first=row.first_day,
        last=row.last_day,
        days=programme.days if programme else (),
        pages=tuple(day for day, _ in pages),
        page=number,
        slots=slots,
        on_day=sum(len(listed) for other, listed in pages if other == day),
        left=programme.left if programme else (),
        information=programme.information if programme else None,
        unable=unable(session, facts),
        agencies=facts.names if planned else {},
        agency=EVERYBODY if chosen is None else str(chosen),
        calendar=calendar_address(deps, session, row, chosen),
        waiting_for=_asked(session, facts),
        more=wanted.more,
        may_plan=everybody or may_plan(deps, session, turn.known),
        may_confirm=everybody or answers_for(turn.known, facts),
        may_block=everybody or turn.known.agency_id in facts.names,
        told=told,
    )
    return Reply(round_programme.build(view, turn.words))


def _pages(
    facts: Facts, programme: Programme | None, chosen: int | None
) -> list[tuple[date, tuple[Slot, ...]]]:
    """Each day of a programme on a page of its own, or on several when it is long."""
    pages: list[tuple[date, tuple[Slot, ...]]] = []
    for day in programme.days if programme else ():
        every = [slot for slot in programme.slots if slot.day == day] if programme else []
        slots = [slot for slot in every if chosen is None or comes(facts, chosen, slot)]
        starts = range(0, max(len(slots), 1), PAGE)
        pages += [(day, tuple(slots[start : start + PAGE])) for start in starts]
    return pages


def comes(facts: Facts, agency_id: int, slot: Slot) -> bool:
    """Whether that agency sits at the table."""
    return any(facts.parties.get(part) == agency_id for part in slot.parts)


def _chosen(turn: Turn, facts: Facts, agency: str) -> int | None:
    """The agency that is asked for; one's own to begin with; None for all."""
    chosen = row_id(agency)
    if chosen is not None and chosen in facts.names:
        return chosen
    own = turn.known.agency_id
    return own if not agency and own in facts.names and not turn.read_by_others else None


def unable(session: Session, facts: Facts) -> dict[str, tuple[date, ...]]:
    """The days on which the agencies of a round cannot, by name; those outside it left out."""
    first, last = facts.row.first_day, facts.row.last_day
    days = rounds.blocked(session, facts.names)
    told = {
        name: tuple(sorted(day for day in days.get(number, ()) if first <= day <= last))
        for number, name in facts.names.items()
    }
    return {name: listed for name, listed in told.items() if listed}


def _asked(session: Session, facts: Facts) -> str:
    person = people.responsible(session, facts.row.network_id, facts.responsible)
    return person.name if person else ""


def calendar_address(deps: Deps, session: Session, row: Round, agency_id: int | None) -> str:
    """Where the calendar file of an agency lies; "" where there is none."""
    agency = agency_rows.find(session, row.network_id, agency_id) if agency_id else None
    if agency is None or not deps.public_url:
        return ""
    return f"{deps.public_url}/r/{row.key}/{agency.key}.ics"
