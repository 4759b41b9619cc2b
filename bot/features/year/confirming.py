"""«Bekreft alle»: the draft becomes the plan, everything follows from it at once, and once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.deps import Deps, Message, Reply, Turn
from bot.domain import deliveries
from bot.domain.errors import Refused, mark
from bot.domain.meetings import LIVE
from bot.features.year.draft import no_draft
from bot.features.year.facts import may_confirm
from cards import year_confirm, year_plan
from cards.words import Words
from cards.year import AskConfirm
from cards.year_confirm import ConfirmYear, First
from cards.year_outcome import Outcome
from storage import changes, meetings, networks, people, places, planning, rosters
from storage import year as drafted
from storage.places import Purpose
from storage.tables import Delivery, Meeting, Network

FIRST = 3  # of those who are reminded; all of them have a card of their own


def ask(deps: Deps, turn: Turn, action: AskConfirm) -> Reply:
    """What follows from it, before it does."""
    with deps.store.transaction() as session:
        _require_spokesperson(deps, session, turn)
        network_id = turn.known.network_id
        rows = drafted.drafts(session, network_id, action.year, deps.calendar)
        if not rows:
            return no_draft(deps, session, turn, action.year, Outcome.ALREADY)
        coming, overdue = _sorted_out(rows, turn.now)
        channel = places.channel(session, network_id, Purpose.REMINDERS)
        view = year_confirm.View(
            year=action.year,
            today=deps.calendar.day_of(turn.now),
            count=len(coming),
            first=_first(deps, session, turn, coming),
            overdue=len(overdue),
            without_host=sum(row.host_id is None for row in coming),
            channel=channel.name if channel else None,
            people=people.audience(session, network_id)[0],
        )
    return Reply(year_confirm.build(view, turn.words))


def confirm(deps: Deps, turn: Turn, action: ConfirmYear) -> Reply:
    """All of it in one transaction. Pressed twice, or by two, it happens once."""
    with deps.store.transaction() as session:
        _require_spokesperson(deps, session, turn)
        network_id = networks.locked(session, turn.known.network_id).id or 0
        rows = drafted.drafts(session, network_id, action.year, deps.calendar)
        if not rows:
            return no_draft(deps, session, turn, action.year, Outcome.ALREADY)
        coming, overdue = _sorted_out(rows, turn.now)
        drafted.remove(session, overdue)
        drafted.confirm(session, coming, turn.now, deps.calendar)
        planning.replan(session, network_id, turn.now, deps.calendar)
        drafted.announce(session, network_id, action.year, turn.now)
        changes.record(
            session,
            turn.known,
            turn.now,
            mark("Bekreftet årsplanen for {year} med {count} møter."),
            year=str(action.year),
            count=str(len(coming)),
        )
        return no_draft(deps, session, turn, action.year, Outcome.CONFIRMED)


def _require_spokesperson(deps: Deps, session: Session, turn: Turn) -> None:
    if not may_confirm(deps, session, turn):
        raise Refused(mark("Det er kontaktene i etatene som bekrefter årsplanen."))


def _sorted_out(rows: Iterable[Meeting], now: datetime) -> tuple[list[Meeting], list[Meeting]]:
    """What is still to come, and what a draft that lay too long has let pass."""
    listed = list(rows)
    return [r for r in listed if r.starts_at > now], [r for r in listed if r.starts_at <= now]


def _first(deps: Deps, session: Session, turn: Turn, rows: Sequence[Meeting]) -> tuple[First, ...]:
    """The first who would be reminded of these dates; the same planner as when they are in force.

    What is only sent when somebody does not answer is left out.
    """
    network_id = turn.known.network_id
    about = {deliveries.subject("meeting", row.id or 0) for row in rows}
    planned = [
        each
        for each in planning.preview(session, network_id, rows, turn.now, deps.calendar)
        if each.subject in about and each.person_id is not None and each.early
    ][:FIRST]
    roster, names = rosters.read(session, network_id), people.names(session, network_id)
    agencies = {agency.id: agency.name for agency in networks.agencies(session, network_id)}
    return tuple(
        First(
            day=deps.calendar.day_of(each.due_at),
            person=names.get(each.person_id or 0, ""),
            agency=agencies.get(roster.members.get(each.person_id or 0) or 0, ""),
        )
        for each in planned
    )


def announce(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The plan of the year as it stands when it is posted; None when nothing is left of it."""
    if delivery.network_id is None:
        return None
    year = deliveries.row_id(delivery.subject)
    first, last = drafted.bounds(year, deps.calendar)
    rows = drafted.arranged(session, delivery.network_id, max(first, deps.now()), last)
    coming = [row for row in rows if row.state in LIVE]
    if not coming:
        return None
    view = year_plan.View(
        network=session.get_one(Network, delivery.network_id).name,
        year=year,
        today=deps.calendar.day_of(deps.now()),
        meetings=meetings.described(session, coming),
    )
    words = Words(deps.language, deps.zone)
    return Message(year_plan.build(view, words), year_plan.summary(view, words))
