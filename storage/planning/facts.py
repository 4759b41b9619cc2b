"""What a plan is made of, read in a handful of queries however many meetings there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.domain import deliveries
from bot.domain import duties as duty_rules
from bot.domain import meetings as meeting_rules
from bot.domain.calendar import WorkCalendar
from bot.domain.circle import Circle, Matter
from bot.domain.deliveries import DeliveryState
from bot.domain.duties import AFTER, UNSETTLED, DutyKind, DutyState, Occasion
from bot.domain.fagdag import Window
from bot.domain.meetings import LIVE, MeetingState
from bot.domain.reminders import Occurrence
from bot.domain.situation import Asked, Situation
from storage import evaluation_rows, meetings, people, places, preferences, rosters, snoozes
from storage.places import Purpose
from storage.tables import Delivery, Duty, Meeting

REMINDER = "duty-reminder"
AGAIN = "duty-reminder-again"  # on the day that its reader asked for
MINUTES_MISSING = "minutes-missing"
INVITATION = "evaluation-invitation"

# Ended so recently that something may still be asked about a meeting, or must be withdrawn.
JUST_HELD = timedelta(days=35)
_LEFT = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN)
_OVER = (*_LEFT, DeliveryState.EXPIRED)

Duties = Mapping[int, Sequence[Duty]]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a plan needs.

    coming: what is to be done before a meeting. minutes: the short minutes that nobody posted yet.
    reports: what came of it, not told yet. opened: evaluations that exist already, by meeting id.
    channel: the audience where the network is mentioned.
    """

    coming: tuple[Situation, ...]
    minutes: tuple[Situation, ...]
    reports: tuple[Situation, ...]
    opened: Mapping[int, Window]
    circle: Circle
    unreachable: Collection[int]
    channel: str | None


def gathered(
    session: Session,
    network_id: int,
    now: datetime,
    calendar: WorkCalendar,
    drafts: Sequence[Meeting] = (),
) -> Facts:
    """What is known of a network's meetings; `drafts` are taken for planned ones."""
    rows = _rows(session, network_id, now)
    over = {row.id for row in rows if row.ends_at <= now}
    unwritten = {row.id for row in rows if row.minutes_posted_at is None}
    known = _Known(session, rows, calendar)
    ahead = [m for m in known.meetings if m.id not in over]
    held = [m for m in known.meetings if m.id in over]
    channel, unreachable = _channel(session, network_id), people.unreachable(session, network_id)
    return Facts(
        coming=(
            *(known.before(meeting) for meeting in ahead),
            *_drafted(session, drafts, calendar),
        ),
        minutes=tuple(known.minutes(meeting) for meeting in held if meeting.id in unwritten),
        reports=tuple(known.report(meeting) for meeting in held),
        opened=_opened(session, [meeting.id for meeting in known.meetings]),
        circle=_circle(session, network_id, channel, unreachable),
        unreachable=unreachable,
        channel=channel,
    )


def circle(session: Session, network_id: int) -> Circle:
    """Everybody who could be asked."""
    channel, unreachable = _channel(session, network_id), people.unreachable(session, network_id)
    return _circle(session, network_id, channel, unreachable)


def _circle(
    session: Session, network_id: int, channel: str | None, unreachable: Collection[int]
) -> Circle:
    """Where there is a channel, everybody is reached."""
    return Circle(
        rosters.read(session, network_id),
        preferences.away(session, network_id),
        out_of_reach=() if channel else unreachable,
    )


def _rows(session: Session, network_id: int, now: datetime) -> Sequence[Meeting]:
    return session.exec(
        select(Meeting)
        .where(
            Meeting.network_id == network_id,
            col(Meeting.state).in_((*LIVE, MeetingState.HELD, MeetingState.FINISHED)),
            col(Meeting.ends_at) > now - JUST_HELD,
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()


def _channel(session: Session, network_id: int) -> str | None:
    place = places.channel(session, network_id, Purpose.REMINDERS)
    return deliveries.conversation(place.id or 0) if place else None


class _Known:
    """What the database knows of some meetings, read once."""

    def __init__(self, session: Session, rows: Sequence[Meeting], calendar: WorkCalendar) -> None:
        ids = [row.id or 0 for row in rows]
        self.meetings = meetings.described(session, rows)
        self._duties = _duties(session, ids)
        self._sent = _sent(session, ids, calendar)
        self._snoozes = snoozes.of_meetings(session, ids)

    def before(self, meeting: meeting_rules.Meeting) -> Situation:
        situation = self._situation(meeting, REMINDER, set(DutyKind) - AFTER)
        return replace(situation, snoozes=tuple(self._snoozes.get(meeting.id, ())))

    def minutes(self, meeting: meeting_rules.Meeting) -> Situation:
        return self._situation(meeting, MINUTES_MISSING, {DutyKind.MINUTES})

    def report(self, meeting: meeting_rules.Meeting) -> Situation:
        return self._situation(meeting, REMINDER, {DutyKind.STATUS})

    def _situation(
        self, meeting: meeting_rules.Meeting, kind: str, about: Collection[DutyKind]
    ) -> Situation:
        duties = [duty for duty in self._duties.get(meeting.id, ()) if duty.kind in about]
        return Situation(meeting, matters_of(duties), tuple(self._sent.get((kind, meeting.id), ())))


def _drafted(
    session: Session, rows: Sequence[Meeting], calendar: WorkCalendar
) -> Iterator[Situation]:
    """Meetings that nobody has heard of, as they would be once they are confirmed."""
    for row, draft in zip(rows, meetings.described(session, rows), strict=True):
        meeting = replace(draft, state=MeetingState.PLANNED)
        bundle = duty_rules.bundle(Occasion(meeting, row.presenter_id), calendar)
        duties = [
            Duty(
                network_id=row.network_id,
                meeting_id=meeting.id,
                organisation_id=wanted.agency_id,
                kind=wanted.kind,
                state=DutyState.OPEN,
                due_on=wanted.due_on,
            )
            for wanted in bundle
            if wanted.kind not in AFTER
        ]
        yield Situation(meeting, matters_of(duties))


def matters_of(duties: Iterable[Duty]) -> tuple[Matter, ...]:
    """What each agency, and each person to whom a duty was given, still has to see to."""
    grouped: dict[tuple[int, int | None], list[Duty]] = defaultdict(list)
    touched: dict[int, bool] = defaultdict(bool)
    for duty in duties:
        grouped[duty.organisation_id, duty.person_id].append(duty)
        touched[duty.organisation_id] |= _touched(duty)
    return tuple(
        Matter(
            agency_id=agency_id,
            deadline=min(duty.due_on for duty in remaining),
            answered=any(map(_touched, listed)) or (person_id is None and touched[agency_id]),
            person_id=person_id,
        )
        for (agency_id, person_id), listed in grouped.items()
        if (remaining := [duty for duty in listed if duty.state in UNSETTLED])
    )


def _touched(duty: Duty) -> bool:
    return duty.state is not DutyState.OPEN


def _duties(session: Session, ids: Collection[int]) -> dict[int, list[Duty]]:
    rows = session.exec(
        select(Duty).where(col(Duty.meeting_id).in_(ids)).order_by(col(Duty.id))
    ).all()
    found: dict[int, list[Duty]] = defaultdict(list)
    for row in rows:
        found[row.meeting_id].append(row)
    return found


def _sent(
    session: Session, ids: Collection[int], calendar: WorkCalendar
) -> dict[tuple[str, int], list[Asked]]:
    """What went out about each meeting, may have, or never will, by kind and meeting id."""
    rows = session.exec(
        select(Delivery).where(
            col(Delivery.kind).in_((REMINDER, AGAIN, MINUTES_MISSING)),
            col(Delivery.subject).in_([deliveries.subject("meeting", number) for number in ids]),
            col(Delivery.state).in_(_OVER),
        )
    )
    found: dict[tuple[str, int], list[Asked]] = defaultdict(list)
    for row in rows:
        asked = Asked(
            Occurrence.of(row.occurrence),
            calendar.day_of(row.sent_at or row.due_at),
            unsaid=row.state is DeliveryState.EXPIRED,
        )
        kind = REMINDER if row.kind == AGAIN else row.kind
        found[kind, deliveries.row_id(row.subject)].append(asked)
    return found


def _opened(session: Session, ids: Collection[int]) -> dict[int, Window]:
    rows = evaluation_rows.opened(session, ids)
    return {row.meeting_id: Window(row.opens_at, row.closes_at) for row in rows}


def subjects(session: Session, network_id: int, now: datetime) -> set[str]:
    """Every meeting that is not long over, cancelled ones too: theirs is what is withdrawn."""
    ids = session.exec(
        select(Meeting.id).where(
            Meeting.network_id == network_id, col(Meeting.ends_at) > now - JUST_HELD
        )
    ).all()
    return {deliveries.subject("meeting", meeting_id or 0) for meeting_id in ids}
