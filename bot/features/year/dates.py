"""A single date of the draft: moved, given to another host, or taken out."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import guard, typed
from bot.domain.agencies import active
from bot.domain.errors import Refused, mark
from bot.domain.year_days import Obstacle, obstacle
from bot.features.year.draft import Also, shown
from bot.features.year.facts import gathered, require_party
from cards import year_date, year_question
from cards.meeting import name_and_day
from cards.year import PAGE, ChooseYearDate
from cards.year_date import NOBODY, AskTakeOut, SaveYearDate
from cards.year_question import Asked, TakeOut
from cards.year_words import warning
from storage import meetings, networks
from storage import year as drafted
from storage.tables import Meeting


def choose(deps: Deps, turn: Turn, action: ChooseYearDate) -> Reply:
    """«Endre»: the form of the date that is chosen in the card."""
    with deps.store.transaction() as session:
        require_party(deps, session, turn)
        chosen = next(iter(typed.ids(action.meeting)), 0)
        row = drafted.find_draft(session, turn.known.network_id, chosen)
        if row is None:
            also = Also(problem=turn.words.text("Velg et møte i lista."))
            return shown(deps, session, turn, action.year, action.page, also)
        return _form(deps, session, turn, row, _filled_in(deps, row))


def save(deps: Deps, turn: Turn, action: SaveYearDate) -> Reply:
    """Keep the date. A day that something speaks against is warned of once, and then kept."""
    form = typed.Form()
    with deps.store.transaction() as session:
        row = _draft(deps, session, turn, action.meeting)
        read = _read(deps, session, turn, row, action, form)
        if read is None:
            return _form(deps, session, turn, row, action, form)
        against = _against(deps, session, turn, row, read.starts_at)
        if against is not None and action.kept != action.day:
            return _form(deps, session, turn, row, action, against=against)
        row.starts_at, row.ends_at = read.starts_at, read.ends_at
        row.host_id, row.place, row.changed_at = read.host_id, read.place, turn.now
        session.flush()
        return _saved(deps, session, turn, row)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the form says about a date, in UTC."""

    starts_at: datetime
    ends_at: datetime
    host_id: int | None
    place: str


def _read(
    deps: Deps, session: Session, turn: Turn, row: Meeting, action: SaveYearDate, form: typed.Form
) -> _Read | None:
    """None where `form` holds problems. The hours are read on the old day where the new is none."""
    own_day = deps.calendar.day_of(row.starts_at)
    day = form.read("day", lambda: _day(deps, turn, action.day, own_day.year)) or own_day
    starts = form.read("starts", lambda: deps.calendar.exact(day, typed.clock(action.starts)))
    ends = form.read("ends", lambda: deps.calendar.exact(day, typed.clock(action.ends)))
    place = form.read("place", lambda: guard.line(action.place))
    host = form.read("host", lambda: _host(session, row, action.host, day))
    if starts is not None and ends is not None and ends <= starts:
        form.refuse("ends", mark("Slutten må komme etter starten."))
    if form.problems or starts is None or ends is None:
        return None
    return _Read(starts, ends, host or None, place or "")


def _day(deps: Deps, turn: Turn, value: str, year: int) -> date:
    found = typed.day(value)
    if found.year != year:
        raise Refused(mark("Årsplanen gjelder {year}. Velg en dag i det året."), year=year)
    if found <= deps.calendar.day_of(turn.now):
        raise Refused(mark("Velg en dag som ikke har vært."))
    return found


def _host(session: Session, row: Meeting, value: str, day: date) -> int:
    """0 is nobody. Raises Refused for agencies that do not take part on that day."""
    if value in {"", NOBODY}:
        return 0
    there = _agencies(session, row.network_id, day)
    chosen = typed.row_id(value)
    if chosen is None or chosen not in there:
        raise Refused(mark("Velg en vert i lista."))
    return chosen


def _against(
    deps: Deps, session: Session, turn: Turn, row: Meeting, starts_at: datetime
) -> Obstacle | None:
    """What speaks against the day that was typed."""
    day = deps.calendar.day_of(starts_at)
    others = {
        deps.calendar.day_of(other.starts_at)
        for other in drafted.drafts(session, row.network_id, day.year, deps.calendar)
        if other.id != row.id
    }
    facts = gathered(deps, session, turn, day.year)
    return obstacle(day, facts, others | {arranged.day for arranged in facts.arranged})


def _saved(deps: Deps, session: Session, turn: Turn, row: Meeting) -> Reply:
    """The page of the draft on which the date stands now."""
    (meeting,) = meetings.described(session, [row])
    said = turn.words.text("{meeting} er endret", meeting=name_and_day(meeting, turn.words))
    year = deps.calendar.day_of(row.starts_at).year
    rows = drafted.drafts(session, row.network_id, year, deps.calendar)
    page = [other.id for other in rows].index(row.id) // PAGE
    return shown(deps, session, turn, year, page, Also(saved=said))


def ask_take_out(deps: Deps, turn: Turn, action: AskTakeOut) -> Reply:
    with deps.store.transaction() as session:
        row = _draft(deps, session, turn, action.meeting)
        (meeting,) = meetings.described(session, [row])
    year = deps.calendar.local(row.starts_at).year
    view = year_question.View(Asked.TAKE_OUT, year, meeting=meeting)
    return Reply(year_question.build(view, turn.words))


def take_out(deps: Deps, turn: Turn, action: TakeOut) -> Reply:
    with deps.store.transaction() as session:
        row = _draft(deps, session, turn, action.meeting)
        (meeting,) = meetings.described(session, [row])
        drafted.remove(session, [row])
        said = turn.words.text("{meeting} er tatt ut", meeting=name_and_day(meeting, turn.words))
        year = deps.calendar.local(meeting.starts_at).year
        return shown(deps, session, turn, year, also=Also(saved=said))


def _draft(deps: Deps, session: Session, turn: Turn, meeting_id: int) -> Meeting:
    """A date of a draft of this network, held against everybody else who changes the draft."""
    require_party(deps, session, turn)
    networks.locked(session, turn.known.network_id)
    row = drafted.find_draft(session, turn.known.network_id, meeting_id)
    if row is None:
        raise Refused(mark("Det møtet er ikke lenger et forslag. Se i møteplanen."))
    return row


def _filled_in(deps: Deps, row: Meeting) -> SaveYearDate:
    starts, ends = deps.calendar.local(row.starts_at), deps.calendar.local(row.ends_at)
    return SaveYearDate(
        meeting=row.id or 0,
        day=starts.date().isoformat(),
        starts=f"{starts:%H:%M}",
        ends=f"{ends:%H:%M}",
        place=row.place,
        host=str(row.host_id or NOBODY),
    )


def _form(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: Meeting,
    filled: SaveYearDate,
    form: typed.Form | None = None,
    against: Obstacle | None = None,
) -> Reply:
    day = deps.calendar.day_of(row.starts_at)
    warned = {"day": warning(against, turn.words)} if against else {}
    view = year_date.View(
        year=day.year,
        meeting=row.id or 0,
        activity=row.activity,
        typed=filled,
        agencies=_agencies(session, row.network_id, day),
        warned=against is not None,
        problems=turn.words.problems(form) if form else warned,
    )
    return Reply(year_date.build(view, turn.words))


def _agencies(session: Session, network_id: int, day: date) -> dict[int, str]:
    """The agencies that can host on that day."""
    there = active(networks.agencies(session, network_id), day)
    return {agency.id: agency.name for agency in there}
