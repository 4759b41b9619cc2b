"""One duty, or all of a meeting; and the card that a press is answered with."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import deliveries
from bot.domain.duties import Duty, is_asked
from bot.domain.errors import Refused, mark
from bot.domain.meetings import Meeting
from bot.domain.people import may_act_for
from bot.features.duties import agencies
from bot.features.duties.asked import help_now, offer_now
from bot.features.duties.reminders import calendar_url, own_duties, reminder_now
from cards import duties as duties_card
from cards import duty as duty_card
from cards.duty_actions import DutyAction, ShowDuties, ShowDuty, Shown, UnfoldReminder
from storage import duties, meetings, planning, posted, tables
from storage.tables import Delivery


def gone() -> Refused:
    """For a duty that was taken away, and in the same words for those of other networks."""
    return Refused(mark("Den oppgaven finnes ikke lenger."))


def show_all(deps: Deps, turn: Turn, action: ShowDuties) -> Reply:
    """«Vis alle oppgavene»: what a meeting asks of whom. Raises Refused."""
    with deps.store.transaction() as session:
        return overview(deps, session, turn, _meeting(session, turn, action.meeting))


def show(deps: Deps, turn: Turn, action: ShowDuty) -> Reply:
    """«Mer» about one duty. Raises Refused."""
    with deps.store.transaction() as session:
        row = duties.locked(session, turn.known.network_id, action.duty)
        if row is None:
            raise gone()
        return one(deps, session, turn, row, action)


def unfold(deps: Deps, turn: Turn, action: UnfoldReminder) -> Reply:
    """«Mer» on a reminder: the same card unfolded, or with one thing to do that thing's ways."""
    with deps.store.transaction() as session:
        row = _meeting(session, turn, action.meeting)
        sent = _reminder(session, turn, action.meeting)
        if sent is None:
            return overview(deps, session, turn, row)
        listed = own_duties(deps, session, sent)
        if len(listed) == 1:
            only = session.get_one(tables.Duty, listed[0].id)
            return one(deps, session, turn, only, ShowDuty(duty=listed[0].id))
        return Reply(reminder_now(deps, session, sent, unfolded=True).card)


def _meeting(session: Session, turn: Turn, meeting_id: int) -> tables.Meeting:
    row = meetings.find(session, turn.known.network_id, meeting_id)
    if row is None:
        raise Refused(mark("Det møtet finnes ikke lenger."))
    return row


# --- The card that a press is answered with ------------------------------------------------------


def answer(
    deps: Deps, session: Session, turn: Turn, duty: tables.Duty, pressed: DutyAction
) -> Reply:
    """The present state in the shape of the card that was pressed."""
    if pressed.shown is Shown.AGENCY:
        return agencies.with_duty(deps, session, turn, duty, pressed.page)
    if pressed.shown is Shown.PRESSED and (sent := _sent(deps, session, turn, duty)):
        return sent
    return overview(deps, session, turn, session.get_one(tables.Meeting, duty.meeting_id))


def _sent(deps: Deps, session: Session, turn: Turn, duty: tables.Duty) -> Reply | None:
    """What was sent unasked and holds the button, drawn anew."""
    reminder = _reminder(session, turn, duty.meeting_id)
    if reminder is not None:
        return Reply(reminder_now(deps, session, reminder).card)
    for kind, drawn in ((duties.HELP, help_now), (duties.OFFERED, offer_now)):
        question = _pressed(session, turn, kind, "duty", duty.id or 0)
        if question is not None:
            return Reply(drawn(deps, session, question).card)
    return None


def _reminder(session: Session, turn: Turn, meeting_id: int) -> Delivery | None:
    """The planned one, or the one that its reader asked for."""
    kinds = (planning.REMINDER, planning.AGAIN)
    found = (_pressed(session, turn, kind, "meeting", meeting_id) for kind in kinds)
    return next((sent for sent in found if sent is not None), None)


def _pressed(session: Session, turn: Turn, kind: str, about: str, row_id: int) -> Delivery | None:
    subject = deliveries.subject(about, row_id)
    network_id, activity = turn.known.network_id, turn.card_activity_id
    return posted.shown_at(session, network_id, activity, kind, subject)


def overview(deps: Deps, session: Session, turn: Turn, row: tables.Meeting) -> Reply:
    """All duties of a meeting. Where others read it, it is the same for everybody."""
    (meeting,) = meetings.described(session, [row])
    listed = meetings.duties(session, meeting.id)
    own = (duty.id for duty in listed if may_press(turn, duty, meeting))
    view = duties_card.View(
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        duties=listed,
        own=frozenset(own),
        calendar_url=calendar_url(deps, meeting),
    )
    return Reply(duties_card.build(view, turn.words))


def one(deps: Deps, session: Session, turn: Turn, row: tables.Duty, pressed: DutyAction) -> Reply:
    """A duty with everything the reader can do about it."""
    (meeting,) = meetings.described(session, [session.get_one(tables.Meeting, row.meeting_id)])
    duty = duties.described(session, row.id or 0)
    offered = duty.offered_to_id is not None and not duty.done
    view = duty_card.View(
        meeting=meeting,
        duty=duty,
        today=deps.calendar.day_of(turn.now),
        last=duties.last_moves(session, [duty.id]).get(duty.id),
        may_act=_is_own(turn, duty) and is_asked(duty.kind, meeting, turn.now),
        may_answer=offered and may_act_for(turn.known, duty.offered_to_id),
        calendar_url=calendar_url(deps, meeting),
        shown=pressed.shown,
        page=pressed.page,
    )
    return Reply(duty_card.build(view, turn.words))


def may_press(turn: Turn, duty: Duty, meeting: Meeting) -> bool:
    """Whether a button stands beside it: a press checks the right anyway."""
    asked = may_act_for(turn.known, duty.offered_to_id) and not duty.done
    return is_asked(duty.kind, meeting, turn.now) and (_is_own(turn, duty) or asked)


def _is_own(turn: Turn, duty: Duty) -> bool:
    return turn.read_by_others or may_act_for(turn.known, duty.agency_id)
