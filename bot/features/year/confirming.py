"""«Bekreft alle»: the draft becomes the plan, everything follows from it at once, and once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.deps import Deps, Message, Reply, Turn
from bot.domain import deliveries
from bot.domain import duties as duty_rules
from bot.domain import reminders as reminder_rules
from bot.domain.duties import Duty
from bot.domain.errors import Refused, mark
from bot.domain.meetings import LIVE, MeetingState
from bot.domain.meetings import Meeting as MeetingFacts
from bot.features.year.draft import no_draft
from bot.features.year.facts import may_confirm
from cards import year_confirm, year_plan
from cards.words import Words
from cards.year import AskConfirm
from cards.year_confirm import ConfirmYear, First
from cards.year_outcome import Outcome
from storage import changes, meetings, networks, people, places, planning
from storage import year as drafted
from storage.places import Purpose
from storage.tables import Delivery, Meeting, Network


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


def _first(deps: Deps, session: Session, turn: Turn, rows: list[Meeting]) -> First | None:
    """The first reminder that the rules will send about these dates, and to whom."""
    described = meetings.described(session, rows)
    hosted = [(due, m) for m in described if (due := _first_due(deps, turn, m)) is not None]
    if not hosted:
        return None
    due, meeting = min(hosted, key=lambda pair: pair[0])
    person = people.responsible(session, turn.known.network_id, meeting.host_id)
    return First(
        day=deps.calendar.day_of(due),
        person=person.name if person else "",
        agency=meeting.host or "",
    )


def _first_due(deps: Deps, turn: Turn, meeting: MeetingFacts) -> datetime | None:
    if meeting.host_id is None:
        return None
    day = deps.calendar.day_of(meeting.starts_at)
    due = duty_rules.due_days(meeting.activity, day, deps.calendar)
    planned = reminder_rules.reminders(
        replace(meeting, state=MeetingState.PLANNED),
        [Duty(0, kind, on) for kind, on in due.items()],
        deps.calendar,
        today=deps.calendar.day_of(turn.now),
        first_sent=None,
    )
    return min((reminder.due_at for reminder in planned), default=None)


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
