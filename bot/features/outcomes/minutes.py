"""Short minutes: previewed, posted, read, and approved by silence."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from bot.deps import Deps, Message, Reply, Turn
from bot.domain import deliveries, typed
from bot.domain import minutes as rules
from bot.domain.agenda import left_over
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import A_WEEK, Planned
from bot.domain.duties import DutyKind
from bot.domain.errors import Refused, mark
from bot.domain.meetings import MeetingState
from bot.features.outcomes.meeting import found, to_write
from cards import minutes as minutes_card
from cards import minutes_preview
from cards.minutes import ShowMinutes
from cards.minutes_preview import PostMinutes, PreviewMinutes
from cards.words import Words
from storage import (
    agenda,
    attendance,
    duties,
    meetings,
    minutes,
    networks,
    outcomes,
    people,
    places,
    scheduling,
    tasks,
)
from storage import deliveries as outbox
from storage.tables import Delivery, Meeting, Network


def preview(deps: Deps, turn: Turn, action: PreviewMinutes) -> Reply:
    """Exactly what will stand in the channel; once it does, only the link can be given here."""
    with deps.store.transaction() as session:
        row = to_write(deps, session, turn, action.meeting)
        view = _previewed(deps, session, row)
        return Reply(minutes_preview.build(view, turn.words), private=True)


def post(deps: Deps, turn: Turn, action: PostMinutes) -> Reply:
    """«Legg ut»: posted once, however often it is pressed."""
    form = typed.Form()
    with deps.store.transaction() as session:
        row = to_write(deps, session, turn, action.meeting)
        link = form.read("link", lambda: typed.web_address(action.link))
        view = _previewed(deps, session, row)
        if form.problems:
            view = replace(view, link=action.link, problems=turn.words.problems(form))
            return Reply(minutes_preview.build(view, turn.words), private=True)
        row.minutes_link = link or ""
        _publish(session, turn, row)
        kind = DutyKind.MINUTES
        duties.mark_done(session, row, kind, turn.known, turn.now, deps.calendar)
        minutes.redraw(session, action.meeting, turn.now)
        return Reply(minutes_preview.build(replace(view, done=True), turn.words), private=True)


def _publish(session: Session, turn: Turn, row: Meeting) -> None:
    """The minutes are on their way; what was not reached goes on, what is open is followed up."""
    if row.minutes_posted_at is not None:
        return
    row.minutes_posted_at = turn.now
    session.add(row)
    session.flush()
    agenda.carry_over(session, row, turn.now)
    after = max(turn.now, row.ends_at)
    tasks.follow_up(session, row.network_id, row.activity, after)
    planned = Planned(
        minutes.MINUTES,
        deliveries.subject("meeting", row.id or 0),
        deliveries.conversation(places.told_in(session, row.network_id).id or 0),
        0,
        turn.now,
        turn.now + A_WEEK,
    )
    outbox.add(session, row.network_id, planned)


def _previewed(deps: Deps, session: Session, row: Meeting) -> minutes_preview.View:
    """Raises Refused where nothing has been written: empty minutes help nobody."""
    view = _view(deps, session, row)
    if not view.outcomes:
        raise Refused(mark("Skriv hva dere ble enige om på minst én sak først."))
    readers, agencies = people.audience(session, row.network_id)
    return minutes_preview.View(
        meeting=view.meeting,
        today=view.today,
        outcomes=view.outcomes,
        channel=places.told_in(session, row.network_id).name,
        people=readers,
        agencies=agencies,
        days=session.get_one(Network, row.network_id).minutes_days,
        not_reached=view.not_reached,
        present=view.present,
        pages=view.pages,
        link=row.minutes_link,
        posted=row.minutes_posted_at is not None,
    )


# --- Reading -------------------------------------------------------------------------------------


def latest(deps: Deps, turn: Turn) -> Reply:
    """`referat`: the last short minutes, and the way to earlier ones."""
    with deps.store.transaction() as session:
        row = minutes.latest(session, turn.known.network_id)
        if row is None:
            raise Refused(mark("Det er ikke lagt ut noe referat ennå."))
        return _to_reader(deps, session, turn, row, page=0)


def show(deps: Deps, turn: Turn, action: ShowMinutes) -> Reply:
    with deps.store.transaction() as session:
        row = found(session, turn, action.meeting)
        if row.minutes_posted_at is None:
            raise Refused(mark("Det er ikke lagt ut noe referat fra dette møtet."))
        return _to_reader(deps, session, turn, row, action.page)


def _to_reader(deps: Deps, session: Session, turn: Turn, row: Meeting, page: int) -> Reply:
    view = replace(
        _view(deps, session, row, page),
        earlier=minutes.beside(session, row, earlier=True),
        later=minutes.beside(session, row, earlier=False),
    )
    return Reply(minutes_card.build(view, turn.words))


def _view(deps: Deps, session: Session, row: Meeting, page: int = 0) -> minutes_card.View:
    (meeting,) = meetings.described(session, [row])
    listed = outcomes.of_meeting(session, meeting.id)
    pages = rules.pages(outcome for outcome in listed if outcome.written)
    there = attendance.present(session, meeting.id)
    page = min(page, len(pages) - 1)
    return minutes_card.View(
        meeting=meeting,
        today=deps.calendar.day_of(deps.now()),
        outcomes=pages[page],
        not_reached=_not_reached(session, row),
        present=None if there is None else len(there),
        approves_on=approval_day(session, row, deps.calendar),
        approved_on=row.minutes_approved_on,
        link=row.minutes_link,
        page=page,
        pages=len(pages),
    )


def _not_reached(session: Session, row: Meeting) -> tuple[str, ...]:
    """What has gone on to a later meeting, and what will when these minutes are posted."""
    moved = outcomes.moved_on(session, row.id or 0)
    waits = () if row.minutes_posted_at else left_over(agenda.items(session, row.id or 0))
    return tuple(item.title for item in (*moved, *waits))


# --- In the channel ------------------------------------------------------------------------------


def announce(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The short minutes; None when the meeting was cancelled after all."""
    row = session.get_one(Meeting, deliveries.row_id(delivery.subject))
    return None if row.state is MeetingState.CANCELLED else standing(deps, session, delivery)


def standing(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The posted minutes as they should look now."""
    words = Words(deps.language, deps.zone)
    view = _view(deps, session, session.get_one(Meeting, deliveries.row_id(delivery.subject)))
    return Message(minutes_card.build(view, words), minutes_card.summary(view, words))


# --- Approval ------------------------------------------------------------------------------------


def approval_day(session: Session, row: Meeting, calendar: WorkCalendar) -> date | None:
    """The day of approval by silence; None before they are posted, and while somebody objects."""
    if row.minutes_posted_at is None:
        return None
    objections = minutes.objections(session, row.id or 0)
    days = session.get_one(Network, row.network_id).minutes_days
    return rules.approval_day(row.minutes_posted_at, objections, days, calendar)


def approve_due(deps: Deps) -> None:
    """Tick: minutes to which nobody objected in time are approved, without a message.

    What agencies still owe each other comes up at the next meeting.
    """
    now, today = deps.now(), deps.calendar.day_of(deps.now())
    with deps.store.transaction() as session:
        for network in networks.every(session):
            for row in minutes.awaiting(session, network.id or 0):
                day = approval_day(session, row, deps.calendar)
                if day is not None and day <= today:
                    row.minutes_approved_on = day
                    session.add(row)
                    scheduling.finish(session, row, now)
                    minutes.redraw(session, row.id or 0, now)
        tasks.follow_up_all(session, now)
