"""Who is asked 1:1 for an evaluation, and when; what the channel is asked is planned elsewhere.

What is planned is the same for everybody who came, whether they have answered or not; that is
looked at when a message is about to leave, and `forget_who_was_asked` takes its trace away.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, delete, select, update

from bot.domain import deliveries, evaluation_times, fagdag
from bot.domain import evaluation_form as forms
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import DeliveryState, Planned
from bot.domain.fagdag import Window
from bot.domain.people import RoleKind
from storage import attendance, evaluation_rows, meetings, networks, people, reach, rosters
from storage import deliveries as outbox
from storage.tables import Delivery, Evaluation

ASKED = "evaluation-asked"  # part 1, at the event
SECOND = "evaluation-second"  # part 2; the occurrences after the first are reminders
KINDS = (ASKED, SECOND)
JUST_BEGUN = timedelta(days=3)  # an evaluation of a day so long ago may still be open

# Settled one way or another; what is on its way is left alone.
_SETTLED = (
    DeliveryState.SENT,
    DeliveryState.CANCELLED,
    DeliveryState.EXPIRED,
    DeliveryState.FAILED,
    DeliveryState.UNKNOWN,
)


def replan_all(session: Session, now: datetime, calendar: WorkCalendar) -> None:
    for network in networks.every(session):
        replan(session, network.id or 0, now, calendar)


def replan(session: Session, network_id: int, now: datetime, calendar: WorkCalendar) -> None:
    """Bring the unsent questions into line with the calendar. Doing it twice changes nothing."""
    wanted = (*_first(session, network_id, now, calendar), *_second(session, network_id, calendar))
    outbox.reconcile(session, network_id, kinds=KINDS, wanted=wanted)


def _first(
    session: Session, network_id: int, now: datetime, calendar: WorkCalendar
) -> Iterator[Planned]:
    for meeting in meetings.described(
        session, meetings.upcoming(session, network_id, now - JUST_BEGUN)
    ):
        window = fagdag.window(meeting, calendar)
        opened = evaluation_rows.of_meeting(session, meeting.id) if window else None
        if opened is not None and opened.opened:
            window = None if opened.closed else Window(opened.opens_at, opened.closes_at)
        if window is None:
            continue
        for audience in _came(session, network_id, meeting.id):
            subject = deliveries.subject("meeting", meeting.id)
            yield Planned(ASKED, subject, audience, 1, window.opens_at, window.closes_at)


def _second(session: Session, network_id: int, calendar: WorkCalendar) -> Iterator[Planned]:
    """Where nobody is known to have come, the channel is asked, once."""
    for evaluation in evaluation_rows.second_parts(session, network_id):
        window = Window(evaluation.opens_at, evaluation.closes_at)
        subject = deliveries.subject("evaluation", evaluation.id or 0)
        moments = evaluation_times.asked_on(window, calendar)
        people_asked = _came(session, network_id, evaluation.meeting_id)
        channel = None if people_asked else reach.channel(session, network_id)
        for audience in people_asked:
            for occurrence, due_at in enumerate(moments, 1):
                yield _planned(subject, audience, occurrence, due_at, window)
        if channel is not None:
            yield _planned(subject, channel, 1, moments[0], window)


def _planned(
    subject: str, audience: str, occurrence: int, due_at: datetime, window: Window
) -> Planned:
    """Never early: before it opens there is nothing to answer."""
    return Planned(SECOND, subject, audience, occurrence, due_at, window.closes_at, early=False)


def _came(session: Session, network_id: int, meeting_id: int) -> list[str]:
    """Those who came and can be reached 1:1; the others have the form in the channel."""
    roster = rosters.read(session, network_id)
    came = evaluation_times.came(
        attendance.invited(session, network_id, meeting_id),
        attendance.present(session, meeting_id),
        lambda agency: roster.holders(RoleKind.DEPUTY, agency),
        lambda agency: roster.holders(RoleKind.CONTACT, agency),
    )
    unreachable = people.unreachable(session, network_id)
    return [deliveries.person(person) for person in came if person not in unreachable]


# --- What must not be told by who was asked again ------------------------------------------------


def forget_who_was_asked(session: Session, now: datetime) -> None:
    """Make the settled rows of open evaluations alike, whether a message left or not.

    A reminder that did not go to somebody says that they had answered. Within a minute both have
    the same row: sent when its turn was. A row that leads or follows others in one message is left
    until the closing, because the message is still drawn from it.
    """
    others = select(Delivery.lead_id).where(col(Delivery.lead_id).is_not(None))
    moment = func.coalesce(col(Delivery.allotted_at), col(Delivery.due_at))
    alone = and_(col(Delivery.lead_id).is_(None), col(Delivery.id).not_in(others))
    session.exec(
        update(Delivery)
        .where(
            col(Delivery.kind).in_(KINDS),
            col(Delivery.state).in_(_SETTLED),
            col(Delivery.due_at) <= now,
            alone,
            or_(
                col(Delivery.state) != DeliveryState.SENT,
                col(Delivery.activity_id).is_not(None),
                col(Delivery.owner).is_not(None),
                col(Delivery.sent_at).is_distinct_from(moment),
            ),
        )
        .values(
            state=DeliveryState.SENT,
            owner=None,
            lease_until=None,
            retry_at=None,
            attempts=0,
            repeated=False,
            error=None,
            conversation_id=None,
            activity_id=None,
            sent_at=moment,
        )
        .execution_options(synchronize_session=False)
    )


def forget(session: Session, evaluation_id: int) -> None:
    """The evaluation is closed: nothing of whom it asked is left, part 1 or 2."""
    found = session.get_one(Evaluation, evaluation_id)
    subjects = {
        ASKED: deliveries.subject("meeting", found.meeting_id),
        SECOND: deliveries.subject("evaluation", evaluation_id),
    }
    kind = SECOND if found.part == forms.SECOND_PART else ASKED
    about = and_(col(Delivery.kind) == kind, col(Delivery.subject) == subjects[kind])
    led = col(Delivery.lead_id).in_(select(col(Delivery.id)).where(about))
    session.exec(update(Delivery).where(led).values(lead_id=None))
    session.exec(delete(Delivery).where(about))
