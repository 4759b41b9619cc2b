"""Rounds: their frame, what is due, who cannot when, and the programme once it is confirmed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, delete, func, select

from bot.domain import deliveries, reminders
from bot.domain.agencies import Agency
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import A_WEEK, Planned
from bot.domain.meetings import LIVE, Activity, MeetingState, body_of
from bot.domain.resource_groups import MEETINGS, Part
from bot.domain.rounds import INFORMS, Frame, Group, Programme, RoundState, Slot
from storage import bodies, bundles, people, posted, reach, scheduling
from storage import deliveries as outbox
from storage.tables import BlockedDay, Delivery, Meeting, Person, Round, RoundCount, RoundParty

COUNTS = "round-counts"  # the kinds of deliveries
PLANNED = "round-planned"
PAGE = 8
INFORMED_BEFORE = timedelta(days=90)  # an information meeting so long ago is a recent one
INFORMATION_HOURS = (time(13, 0), time(14, 30))


def find(session: Session, network_id: int, round_id: int) -> Round | None:
    """A round of this network; those of others do not exist here."""
    return session.exec(
        select(Round).where(Round.id == round_id, Round.network_id == network_id)
    ).first()


def by_key(session: Session, key: str) -> Round | None:
    return session.exec(select(Round).where(Round.key == key)).first()


def page(session: Session, network_id: int, number: int) -> tuple[Sequence[Round], bool]:
    """The newest first, without those that were dropped, and whether there is more."""
    rows = session.exec(
        select(Round)
        .where(Round.network_id == network_id, Round.state != RoundState.WITHDRAWN)
        .order_by(col(Round.number).desc())
        .offset(number * PAGE)
        .limit(PAGE + 1)
    ).all()
    return rows[:PAGE], len(rows) > PAGE


def add(session: Session, row: Round, parties: Mapping[Part, int]) -> None:
    """A new round with the next number; call it with the network locked."""
    last = session.exec(
        select(func.max(Round.number)).where(Round.network_id == row.network_id)
    ).one()
    row.number = (last or 0) + 1
    session.add(row)
    session.flush()
    set_parties(session, row, parties)


def set_parties(session: Session, row: Round, parties: Mapping[Part, int]) -> None:
    session.exec(delete(RoundParty).where(col(RoundParty.round_id) == row.id))
    session.add_all(
        RoundParty(round_id=row.id or 0, part=part, organisation_id=agency)
        for part, agency in parties.items()
    )
    session.flush()


def parties(session: Session, row: Round, agencies: Iterable[Agency], day: date) -> dict[Part, int]:
    """Who plays which part on that day: after a merger it is the successor."""
    known = {agency.id: agency for agency in agencies}
    rows = session.exec(select(RoundParty).where(RoundParty.round_id == row.id)).all()
    return {each.part: _successor(each.organisation_id, known, day) for each in rows}


def _successor(agency_id: int, known: Mapping[int, Agency], day: date) -> int:
    seen = {agency_id}
    while (agency := known.get(agency_id)) and agency.ended(day) and agency.successor_id:
        if agency.successor_id in seen:
            break
        agency_id = agency.successor_id
        seen.add(agency_id)
    return agency_id


def frame(row: Round) -> Frame:
    return Frame(
        first=row.first_day,
        last=row.last_day,
        begins=time.fromisoformat(row.begins),
        ends=time.fromisoformat(row.ends),
        length=timedelta(minutes=row.length),
        pause=timedelta(minutes=row.pause),
        lunch=time.fromisoformat(row.lunch) if row.lunch else None,
        rooms=row.rooms,
    )


def set_frame(row: Round, wanted: Frame) -> None:
    row.first_day, row.last_day = wanted.first, wanted.last
    row.begins, row.ends = f"{wanted.begins:%H:%M}", f"{wanted.ends:%H:%M}"
    row.lunch = f"{wanted.lunch:%H:%M}" if wanted.lunch else ""
    row.length, row.pause = _minutes(wanted.length), _minutes(wanted.pause)
    row.rooms = wanted.rooms


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60


# --- Counts and blocked days ---------------------------------------------------------------------


def groups(session: Session, row: Round) -> tuple[Group, ...]:
    rows = session.exec(
        select(RoundCount)
        .where(RoundCount.round_id == row.id)
        .order_by(col(RoundCount.number), col(RoundCount.language))
    ).all()
    return tuple(Group(each.number, each.language, each.people) for each in rows)


def set_groups(session: Session, row: Round, counted: Iterable[Group]) -> None:
    session.exec(delete(RoundCount).where(col(RoundCount.round_id) == row.id))
    session.add_all(
        RoundCount(
            round_id=row.id or 0, number=each.number, language=each.language, people=each.count
        )
        for each in counted
    )
    session.flush()


def blocked(session: Session, agency_ids: Collection[int]) -> dict[int, frozenset[date]]:
    """The days on which each of the agencies cannot."""
    found: dict[int, set[date]] = defaultdict(set)
    for row in session.exec(
        select(BlockedDay).where(col(BlockedDay.organisation_id).in_(agency_ids))
    ):
        found[row.organisation_id].add(row.day)
    return {agency: frozenset(days) for agency, days in found.items()}


def set_blocked(
    session: Session, agency_id: int, first: date, last: date, days: Collection[date]
) -> None:
    """What an agency says about the days from the first to the last; it knows best."""
    session.exec(
        delete(BlockedDay).where(
            col(BlockedDay.organisation_id) == agency_id,
            col(BlockedDay.day) >= first,
            col(BlockedDay.day) <= last,
        )
    )
    session.add_all(BlockedDay(organisation_id=agency_id, day=day) for day in days)
    session.flush()


def unable(session: Session, parties: Mapping[Part, int]) -> dict[Part, frozenset[date]]:
    """The days on which those who play a part cannot."""
    days = blocked(session, set(parties.values()))
    return {part: days.get(agency, frozenset()) for part, agency in parties.items()}


# --- The information meeting ---------------------------------------------------------------------


def informed(session: Session, network_id: int, now: datetime) -> bool:
    """Whether an information meeting was held a short while ago, or is in the calendar already."""
    found = select(Meeting.id).where(
        Meeting.network_id == network_id,
        Meeting.activity == Activity.INFORMATION_MEETING,
        col(Meeting.state).in_((*LIVE, MeetingState.HELD, MeetingState.FINISHED)),
        col(Meeting.starts_at) > now - INFORMED_BEFORE,
    )
    return session.exec(found).first() is not None


# --- Confirmed -----------------------------------------------------------------------------------


def confirm(
    session: Session,
    row: Round,
    programme: Programme,
    parties: Mapping[Part, int],
    calendar: WorkCalendar,
) -> None:
    """Each day becomes a meeting with its duties, and the information meeting one before them."""
    listed = []
    for day in programme.days:
        slots = [slot for slot in programme.slots if slot.day == day]
        host = parties.get(MEETINGS[slots[0].number].responsible)
        hours = min(slot.starts for slot in slots), max(slot.ends for slot in slots)
        made = _meeting(session, row, Activity.RESOURCE_GROUP, day, hours, host, calendar)
        listed += [_stored(slot, made.id or 0, hours[0]) for slot in slots]
    row.slots = listed
    if programme.information is not None:
        host = next((parties[part] for part in INFORMS if part in parties), None)
        activity, day = Activity.INFORMATION_MEETING, programme.information
        made = _meeting(session, row, activity, day, INFORMATION_HOURS, host, calendar)
        row.information_id = made.id
    row.state = RoundState.PLANNED
    session.add(row)
    session.flush()
    bundles.follow(session, days_of(session, row), calendar)  # now it is known who interprets


def _meeting(
    session: Session,
    row: Round,
    activity: Activity,
    day: date,
    hours: tuple[time, time],
    host: int | None,
    calendar: WorkCalendar,
) -> Meeting:
    ids = {body.kind: body.id for body in bodies.of(session, row.network_id)}
    made = Meeting(
        network_id=row.network_id,
        body_id=ids.get(body_of(activity)),
        activity=activity,
        state=MeetingState.PLANNED,
        starts_at=calendar.at(day, hours[0]),
        ends_at=calendar.at(day, hours[1]),
        host_id=host,
    )
    scheduling.add(session, [made], calendar)
    return made


def days_of(session: Session, row: Round) -> Sequence[Meeting]:
    """The meetings that a confirmed round became, without the information meeting."""
    ids = {slot["meeting"] for slot in row.slots}
    return session.exec(select(Meeting).where(col(Meeting.id).in_(ids))).all()


def _stored(slot: Slot, meeting_id: int, begins: time) -> dict[str, int | str]:
    """Counted in minutes from the start of the day's meeting, so that it moves with it."""
    starts, ends = _minute_of_day(slot.starts), _minute_of_day(slot.ends)
    return {
        "meeting": meeting_id,
        "after": starts - _minute_of_day(begins),
        "minutes": ends - starts,
        "number": slot.number,
        "language": slot.language,
        "room": slot.room,
    }


def _minute_of_day(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def slots(session: Session, row: Round, calendar: WorkCalendar) -> tuple[Slot, ...]:
    """The confirmed programme as it is now: its days may have been moved or called off since."""
    held = {meeting.id: meeting for meeting in days_of(session, row)}
    found = [
        _slot(slot, held[slot["meeting"]], calendar)
        for slot in row.slots
        if slot["meeting"] in held
    ]
    return tuple(sorted(found, key=lambda slot: (slot.day, slot.starts, slot.room)))


def _slot(stored: Mapping[str, int | str], meeting: Meeting, calendar: WorkCalendar) -> Slot:
    starts = calendar.local(meeting.starts_at + timedelta(minutes=int(stored["after"])))
    ends = starts + timedelta(minutes=int(stored["minutes"]))
    return Slot(
        day=starts.date(),
        starts=starts.time(),
        ends=ends.time(),
        number=int(stored["number"]),
        language=str(stored["language"]),
        room=int(stored["room"]),
        cancelled=meeting.state is MeetingState.CANCELLED,
    )


# --- What is said unasked ------------------------------------------------------------------------


def subject(row: Round) -> str:
    return deliveries.subject("round", row.id or 0)


def ask(
    session: Session, row: Round, agency_id: int | None, now: datetime, calendar: WorkCalendar
) -> None:
    """Ask the responsible unit for the counts now, and once more when nothing comes."""
    asked = people.spokespeople(session, row.network_id, agency_id)
    person = reach.first_with_room(session, asked, now, calendar.day_of(now))
    audience = reach.audience(session, row.network_id, person)
    if audience is None or _is_asked(session, row, asked):
        return
    again = reminders.moment(reminders.COUNTS, calendar.day_of(now), calendar)
    for occurrence, due in enumerate((now, again)):
        planned = Planned(
            COUNTS,
            subject(row),
            audience,
            occurrence,
            due,
            due + A_WEEK,
            person_id=person.id if person else None,
            early=occurrence == 0,
        )
        outbox.add(session, row.network_id, planned)


def _is_asked(session: Session, row: Round, agency: Iterable[Person]) -> bool:
    """Whether somebody of the agency is, or will be, asked for the counts of the round."""
    asked = select(Delivery.id).where(
        Delivery.kind == COUNTS,
        Delivery.subject == subject(row),
        col(Delivery.person_id).in_([person.id for person in agency]),
    )
    return session.exec(asked).first() is not None


def redraw(session: Session, row: Round, now: datetime) -> None:
    """Every posted question about the round shows how it stands."""
    posted.refresh(session, COUNTS, subject(row), now)


def announce(session: Session, row: Round, now: datetime) -> bool:
    """Tell the network once that the round is in the calendar. False where there is no channel."""
    audience = reach.channel(session, row.network_id)
    if audience is None:
        return False
    planned = Planned(PLANNED, subject(row), audience, 0, now, now + A_WEEK)
    outbox.add(session, row.network_id, planned)
    return True
