"""Who is asked 1:1 for an evaluation, and when; what the channel is asked is planned elsewhere.

What is planned is the same for everybody who came, whether they have answered or not; that is
looked at when a message is about to leave, and `forget_who_was_asked` takes its trace away.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, delete, select, update

from bot.domain import deliveries, evaluation_times, fagdag
from bot.domain import evaluation_form as forms
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import DeliveryState, Planned
from bot.domain.fagdag import Window
from bot.domain.people import RoleKind
from storage import attendance, evaluation_rows, meetings, people, reach, rosters
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


def replan(session: Session, network_id: int, now: datetime, calendar: WorkCalendar) -> None:
    """Bring the unsent questions into line with the calendar. Doing it twice changes nothing."""
    first = _first_parts(session, network_id, now, calendar)
    second = evaluation_rows.second_parts(session, network_id)
    came = _came(session, network_id, {*first, *(row.meeting_id for row in second)})
    unknown = any(not came[row.meeting_id] for row in second)
    channel = reach.channel(session, network_id) if unknown else None
    wanted = (*_first(first, came), *_second(second, came, channel, calendar))
    outbox.reconcile(session, network_id, kinds=KINDS, wanted=wanted)


def _first_parts(
    session: Session, network_id: int, now: datetime, calendar: WorkCalendar
) -> dict[int, Window]:
    """When part 1 can be answered, by meeting: as it is planned, or as it was opened."""
    rows = meetings.upcoming(session, network_id, now - JUST_BEGUN)
    planned = {m.id: fagdag.window(m, calendar) for m in meetings.described(session, rows)}
    windows = {number: window for number, window in planned.items() if window is not None}
    for row in evaluation_rows.opened(session, windows):
        windows[row.meeting_id] = Window(row.opens_at, row.closes_at)
        if row.closed:
            del windows[row.meeting_id]
    return windows


def _first(windows: Mapping[int, Window], came: Mapping[int, list[str]]) -> Iterator[Planned]:
    for meeting_id, window in windows.items():
        subject = deliveries.subject("meeting", meeting_id)
        for audience in came[meeting_id]:
            yield Planned(ASKED, subject, audience, 1, window.opens_at, window.closes_at)


def _second(
    rows: Iterable[Evaluation],
    came: Mapping[int, list[str]],
    channel: str | None,
    calendar: WorkCalendar,
) -> Iterator[Planned]:
    """Where nobody is known to have come, the channel is asked, once."""
    for evaluation in rows:
        window = Window(evaluation.opens_at, evaluation.closes_at)
        subject = deliveries.subject("evaluation", evaluation.id or 0)
        moments = evaluation_times.asked_on(window, calendar)
        people_asked = came[evaluation.meeting_id]
        for audience in people_asked:
            for occurrence, due_at in enumerate(moments, 1):
                yield _planned(subject, audience, occurrence, due_at, window)
        if not people_asked and channel is not None:
            yield _planned(subject, channel, 1, moments[0], window)


def _planned(
    subject: str, audience: str, occurrence: int, due_at: datetime, window: Window
) -> Planned:
    """Never early: before it opens there is nothing to answer."""
    return Planned(SECOND, subject, audience, occurrence, due_at, window.closes_at, early=False)


def _came(session: Session, network_id: int, meeting_ids: Collection[int]) -> dict[int, list[str]]:
    """Those who came and can be reached 1:1, by meeting; the others have the form in the channel.

    Read once for all of the meetings.
    """
    if not meeting_ids:
        return {}
    roster = rosters.read(session, network_id)
    unreachable = people.unreachable(session, network_id)
    invited = attendance.invited_to(session, network_id, meeting_ids)
    present = attendance.present_at(session, meeting_ids)
    came = {
        number: evaluation_times.came(
            invited[number],
            present.get(number),
            lambda agency: roster.holders(RoleKind.DEPUTY, agency),
            lambda agency: roster.holders(RoleKind.CONTACT, agency),
        )
        for number in meeting_ids
    }
    return {
        number: [deliveries.person(person) for person in there if person not in unreachable]
        for number, there in came.items()
    }


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
