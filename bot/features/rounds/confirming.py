"""«Bekreft runden»: its days are meetings from then on, and the network is told once."""

from datetime import date

from sqlmodel import Session

from bot.deps import Deps, Message, Reply, Turn
from bot.domain import deliveries
from bot.domain.duties import DutyKind
from bot.domain.errors import mark
from bot.domain.resource_groups import MEETINGS
from bot.domain.rounds import Programme, RoundState
from bot.features.rounds.shown import (
    Facts,
    as_it_stands,
    found,
    gathered,
    programme_of,
    require_open,
    require_planner,
    require_responsible,
)
from cards import round_planned, round_question
from cards.round_programme import AskRound, RestoreRound
from cards.round_question import ConfirmRound, DropRound
from cards.words import Words
from storage import changes, duties, people, places, planning, rounds
from storage.places import Purpose
from storage.tables import Delivery, Meeting, Round


def ask(deps: Deps, turn: Turn, action: AskRound) -> Reply:
    """What follows from it, before it does."""
    with deps.store.transaction() as session:
        row = found(session, turn, action.round)
        require_open(row)
        facts = gathered(deps, session, row)
        if action.drop:
            require_planner(deps, session, turn.known)
            view = round_question.View(row.id or 0, row.number, _today(deps), drop=True)
            return Reply(round_question.build(view, turn.words))
        require_responsible(turn.known, facts)
        programme = programme_of(deps, session, facts)
        if programme is None:
            return as_it_stands(deps, session, turn, row)
        return _asked(deps, session, turn, facts, programme)


def _asked(deps: Deps, session: Session, turn: Turn, facts: Facts, programme: Programme) -> Reply:
    channel = places.channel(session, facts.row.network_id, Purpose.REMINDERS)
    host = facts.parties.get(MEETINGS[programme.slots[0].number].responsible, 0)
    view = round_question.View(
        round=facts.row.id or 0,
        number=facts.row.number,
        today=_today(deps),
        days=programme.days,
        meetings=len(programme.slots),
        host=facts.names.get(host, ""),
        information=programme.information,
        left=programme.left,
        channel=channel.name if channel else None,
        readers=people.audience(session, facts.row.network_id)[0],
    )
    return Reply(round_question.build(view, turn.words))


def _today(deps: Deps) -> date:
    return deps.calendar.day_of(deps.now())


def confirm(deps: Deps, turn: Turn, action: ConfirmRound) -> Reply:
    """Once, whoever presses and however often. Where the days have changed since, it asks again."""
    with deps.store.transaction() as session:
        row = found(session, turn, action.round)
        facts = gathered(deps, session, row)
        require_responsible(turn.known, facts)
        if row.state is RoundState.PLANNED:
            return as_it_stands(deps, session, turn, row)
        require_open(row)
        programme = programme_of(deps, session, facts)
        if programme is None:
            return as_it_stands(deps, session, turn, row)
        if ",".join(day.isoformat() for day in programme.days) != action.days:
            return _asked(deps, session, turn, facts, programme)
        rounds.confirm(session, row, programme, facts.parties, deps.calendar)
        row.confirmed_by_id, row.confirmed_at = turn.known.person_id, turn.now
        planning.replan(session, row.network_id, turn.now, deps.calendar)
        if rounds.announce(session, row, turn.now):
            _call_in(deps, session, turn, row)
        what = mark("Bekreftet runde {number} med {count} møter.")
        told = {"number": str(row.number), "count": str(len(programme.slots))}
        changes.record(session, turn.known, turn.now, what, **told)
        said = turn.words.text("Runden er bekreftet")
        return as_it_stands(deps, session, turn, row, told=said)


def _call_in(deps: Deps, session: Session, turn: Turn, row: Round) -> None:
    """The programme that is posted calls everybody in to its days."""
    for day in rounds.days_of(session, row):
        duties.mark_done(session, day, DutyKind.CALL_IN, turn.known, turn.now, deps.calendar)


def drop(deps: Deps, turn: Turn, action: DropRound) -> Reply:
    with deps.store.transaction() as session:
        require_planner(deps, session, turn.known)
        row = found(session, turn, action.round)
        if row.state is not RoundState.WITHDRAWN:
            require_open(row)
            row.state = RoundState.WITHDRAWN
            rounds.redraw(session, row, turn.now)
        return as_it_stands(deps, session, turn, row)


def restore(deps: Deps, turn: Turn, action: RestoreRound) -> Reply:
    """«Angre»: it stands where it stood."""
    with deps.store.transaction() as session:
        require_planner(deps, session, turn.known)
        row = found(session, turn, action.round)
        if row.state is RoundState.WITHDRAWN:
            counted = row.counted_at is not None
            row.state = RoundState.COUNTED if counted else RoundState.ASKED
            rounds.redraw(session, row, turn.now)
        return as_it_stands(deps, session, turn, row)


def announce(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The round as it stands when it is posted; None where all of it was called off or is over."""
    row = session.get_one(Round, deliveries.row_id(delivery.subject))
    facts = gathered(deps, session, row)
    programme = programme_of(deps, session, facts)
    today = _today(deps)
    slots = [s for s in programme.slots if not s.cancelled] if programme else []
    if not slots or slots[-1].day < today:
        return None
    information = session.get(Meeting, row.information_id) if row.information_id else None
    told = [facts.parties.get(part) for slot in slots for part in slot.parts]
    view = round_planned.View(
        round=row.id or 0,
        number=row.number,
        today=today,
        days=tuple(sorted({slot.day for slot in slots})),
        meetings=len(slots),
        agencies=tuple(facts.names[number] for number in dict.fromkeys(told) if number),
        languages=tuple(dict.fromkeys(slot.language for slot in slots if slot.language)),
        information=deps.calendar.day_of(information.starts_at) if information else None,
    )
    words = Words(deps.language, deps.zone)
    return Message(round_planned.build(view, words), round_planned.summary(view, words))
