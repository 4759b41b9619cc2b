"""A meeting is called in: the host sees exactly what is posted, and each member answers it."""

from sqlmodel import Session

from bot.deps import Deps, Message, Reply, Turn
from bot.domain import deliveries
from bot.domain.attendance import Coming, counted
from bot.domain.deliveries import Planned
from bot.domain.duties import DutyKind
from bot.domain.errors import Refused, mark
from bot.domain.meetings import LIVE, MeetingState, may_change
from cards import call_in, call_in_preview
from cards.call_in import AnswerCallIn
from cards.call_in_preview import PostCallIn
from cards.openings import CallIn
from cards.words import Words
from storage import agenda, attendance, duties, meetings, people, places, versions
from storage import deliveries as outbox
from storage.tables import Conversation, Delivery, Meeting


def preview(deps: Deps, turn: Turn, action: CallIn) -> Reply:
    """What would be posted, where, and who can read it; once it is, how it stands."""
    with deps.store.transaction() as session:
        return _to_host(deps, session, turn, _hosted(session, turn, action.meeting))


def post(deps: Deps, turn: Turn, action: PostCallIn) -> Reply:
    """«Legg ut»: posted once, however often it is pressed."""
    with deps.store.transaction() as session:
        row = _hosted(session, turn, action.meeting)
        channel = places.told_in(session, row.network_id)
        if attendance.call_in(session, row):
            duties.mark_done(session, row, DutyKind.CALL_IN, turn.known, turn.now, deps.calendar)
            outbox.add(session, row.network_id, _planned(turn, row, channel))
        return _to_host(deps, session, turn, row)


def _planned(turn: Turn, row: Meeting, channel: Conversation) -> Planned:
    return Planned(
        attendance.CALL_IN,
        deliveries.subject("meeting", row.id or 0),
        deliveries.conversation(channel.id or 0),
        0,
        turn.now,
        row.starts_at,
    )


def _hosted(session: Session, turn: Turn, meeting_id: int) -> Meeting:
    """A meeting still to come that the member's agency hosts, locked, with its standing items on
    the agenda: the invitation names them. Raises Refused for any other.
    """
    row = versions.locked(session, turn.known.network_id, meeting_id)
    if row is None:
        raise Refused(mark("Det møtet finnes ikke lenger."))
    if not may_change(turn.known, row.host_id):
        raise Refused(mark("Det er bare verten som kan kalle inn."))
    if row.state not in LIVE or row.starts_at <= turn.now:
        raise Refused(mark("Dette møtet kan ikke kalles inn nå."))
    agenda.lay_standing(session, row, turn.now)
    return row


def _to_host(deps: Deps, session: Session, turn: Turn, row: Meeting) -> Reply:
    (meeting,) = meetings.described(session, [row])
    readers, agencies = people.audience(session, row.network_id)
    view = call_in_preview.View(
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        agenda=agenda.titles(session, meeting.id),
        channel=places.told_in(session, row.network_id).name,
        people=readers,
        agencies=agencies,
        posted=row.state is MeetingState.CALLED,
    )
    return Reply(call_in_preview.build(view, turn.words))


# --- Answers -------------------------------------------------------------------------------------


def next_called(deps: Deps, turn: Turn) -> Reply:
    """`påmelding`: the next meeting to which people are invited."""
    with deps.store.transaction() as session:
        row = attendance.next_called(session, turn.known.network_id, turn.now)
        if row is None:
            raise Refused(mark("Det er ikke kalt inn til noe møte ennå."))
        return to_member(deps, session, turn, row)


def answer(deps: Deps, turn: Turn, action: AnswerCallIn) -> Reply:
    """Kommer, kommer ikke, vara kommer. The last answer counts, until the meeting is over."""
    with deps.store.transaction() as session:
        row = meetings.find(session, turn.known.network_id, action.meeting)
        if row is None or row.state is MeetingState.DRAFT:
            raise Refused(mark("Det møtet finnes ikke lenger."))
        if row.state in LIVE and turn.now < row.ends_at:
            _write_down(session, turn, action.meeting, action.answer)
        return to_member(deps, session, turn, row)


def _write_down(session: Session, turn: Turn, meeting_id: int, coming: Coming) -> None:
    if attendance.answer(session, meeting_id, turn.known.person_id, coming, turn.now):
        attendance.redraw_call_in(session, meeting_id, turn.now)


def to_member(deps: Deps, session: Session, turn: Turn, row: Meeting) -> Reply:
    """The call-in as the one who asked sees it; where others read along, as everybody does."""
    own = None if turn.read_by_others else turn.known.person_id
    view = _view(deps, session, row, reader=own)
    return Reply(call_in.build(view, turn.words))


def _view(deps: Deps, session: Session, row: Meeting, *, reader: int | None = None) -> call_in.View:
    (meeting,) = meetings.described(session, [row])
    invited = attendance.invited(session, row.network_id, meeting.id)
    given = {person.person_id: person.coming for person in invited}
    now = deps.now()
    return call_in.View(
        meeting=meeting,
        today=deps.calendar.day_of(now),
        counts=counted(invited),
        agenda=agenda.titles(session, meeting.id),
        own=given.get(reader) if reader is not None else None,
        calendar_url=f"{deps.public_url}/m/{row.key}.ics" if deps.public_url else "",
        over=row.ends_at <= now,
    )


# --- In the channel ------------------------------------------------------------------------------


def announce(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The call-in; None when the meeting was cancelled, or began, before it could be posted."""
    row = _of(session, delivery)
    if row.state not in LIVE or row.starts_at <= deps.now():
        return None
    return standing(deps, session, delivery)


def standing(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The posted call-in as it should look now: the new time, the numbers so far."""
    words = Words(deps.language, deps.zone)
    view = _view(deps, session, _of(session, delivery))
    return Message(call_in.build(view, words), call_in.summary(view, words))


def _of(session: Session, delivery: Delivery) -> Meeting:
    return session.get_one(Meeting, deliveries.row_id(delivery.subject))
