"""What was typed about a meeting, read strictly; and what one may choose from."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session

from bot.deps import Deps, Turn
from bot.domain import guard, typed
from bot.domain.agencies import active
from bot.domain.errors import Refused, mark
from bot.domain.meetings import Activity, BodyKind, body_of
from bot.domain.typed import Form
from bot.domain.versions import Version
from cards.meeting_form import BY_TURN, MeetingFields
from storage import bodies, networks

Hosts = tuple[tuple[str, str], ...]  # (value, name)


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields that can be taken. Moments are UTC, the rest is wall time."""

    day: date
    starts: time
    ends: time
    starts_at: datetime
    ends_at: datetime
    place: str
    link: str
    theme: str
    open_to_all: bool


def read(
    deps: Deps, turn: Turn, action: MeetingFields, form: Form, was: Version | None = None
) -> Filled | None:
    """None where something was wrong; `form` then says what. `was`: the meeting as it is.

    A time in the past is refused, unless it is the one that the meeting has already.
    """
    day = form.read("day", lambda: typed.day(action.day))
    starts = form.read("starts", lambda: typed.clock(action.starts))
    ends = form.read("ends", lambda: typed.clock(action.ends))
    place = form.read("place", lambda: guard.line(action.place))
    link = form.read("link", lambda: typed.web_address(action.link))
    theme = form.read("theme", lambda: guard.line(action.theme))
    if day is None or starts is None or ends is None:
        return None
    starts_at = form.read("starts", lambda: deps.calendar.exact(day, starts))
    ends_at = form.read("ends", lambda: deps.calendar.exact(day, ends))
    if starts_at is None or ends_at is None:
        return None
    _check_order(deps, turn, form, (starts_at, ends_at), was)
    if form.problems or place is None or link is None or theme is None:
        return None
    is_open = action.open_to_all == "true"
    return Filled(day, starts, ends, starts_at, ends_at, place, link, theme, is_open)


def _check_order(
    deps: Deps, turn: Turn, form: Form, hours: tuple[datetime, datetime], was: Version | None
) -> None:
    starts_at, ends_at = hours
    if ends_at <= starts_at:
        form.refuse("ends", mark("Slutten må komme etter starten."))
    if starts_at > turn.now or (was is not None and was.starts_at == starts_at):
        return
    if deps.calendar.day_of(starts_at) < deps.calendar.day_of(turn.now):
        form.refuse("day", mark("Den dagen har vært. Velg en dag fra i dag av."))
    else:
        form.refuse("starts", mark("Den tida har vært i dag. Velg en senere."))


def activities(session: Session, network_id: int) -> tuple[Activity, ...]:
    """What this network does together: the meetings of a standing body only where it has one."""
    standing = {BodyKind.STEERING_GROUP, BodyKind.WORKING_GROUP}
    missing = standing - {body.kind for body in bodies.of(session, network_id)}
    return tuple(activity for activity in Activity if body_of(activity) not in missing)


def activity(value: str, listed: tuple[Activity, ...]) -> Activity:
    """Raises Refused for one that this network does not have."""
    if value not in {str(known) for known in listed}:
        raise Refused(mark("Velg hva slags møte det er."))
    return Activity(value)


def hosts(
    deps: Deps, session: Session, turn: Turn, *, by_turn: bool, present: int | None = None
) -> Hosts:
    """Whom the reader may let host: an agency itself, and whoever administers all of them.

    by_turn: the turns may decide, too. present: the host as it is, who may always stay.
    """
    today = deps.calendar.day_of(turn.now)
    listed = active(networks.agencies(session, turn.known.network_id), today)
    mine = [
        (str(agency.id), agency.name)
        for agency in listed
        if turn.known.administers or turn.known.represents(agency.id) or agency.id == present
    ]
    in_turn = [(BY_TURN, turn.words.text("Etter tur"))] if turn.known.administers and mine else []
    return (*(in_turn if by_turn else []), *mine)


def host(deps: Deps, session: Session, turn: Turn, value: str, allowed: Hosts, day: date) -> str:
    """The choice. Raises Refused for one that is not allowed, and for who is gone by then."""
    if not allowed:
        return ""
    if value not in {key for key, _ in allowed}:
        raise Refused(mark("Velg en etat fra lista."))
    known = {str(a.id): a for a in networks.agencies(session, turn.known.network_id)}
    chosen = known.get(value)
    if chosen is not None and not chosen.valid_on(day):
        raise Refused(
            mark("{agency} er ikke med i nettverket {day}."),
            agency=chosen.name,
            day=turn.words.short_day(day, deps.calendar.day_of(turn.now)),
        )
    return value
