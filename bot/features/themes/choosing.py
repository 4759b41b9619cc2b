"""A theme goes on a fagdag, or out of the bank; those who voted for it hear of the first."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import deliveries, typed
from bot.domain.deliveries import A_WEEK, Planned
from bot.domain.errors import Refused, mark
from bot.domain.meetings import may_change
from bot.features.themes.bank import find, listed
from cards import theme_choice, theme_set
from cards.theme_choice import PutThemeOn, RemoveTheme
from cards.theme_set import ReplaceTheme, RestoreTheme, Step, TakeThemeOff
from cards.themes import ChooseTheme
from storage import deliveries as outbox
from storage import meetings, networks, tables, themes
from storage.challenges import fagdager

MOST = 30  # themes that are offered to choose between, those with most votes first


def begin(deps: Deps, turn: Turn, _action: ChooseTheme) -> Reply:
    """«Sett opp et tema»."""
    with deps.store.transaction() as session:
        return _form(deps, session, turn)


def put_on(deps: Deps, turn: Turn, action: PutThemeOn) -> Reply:
    """«Sett opp»: at once where the fagdag has no theme, else it is asked about first."""
    form = typed.Form()
    with deps.store.transaction() as session:
        networks.locked(session, turn.known.network_id)  # two at once: the second is asked
        theme = form.read("theme", lambda: _theme(session, turn, action.theme))
        meeting = form.read("meeting", lambda: _fagdag(session, turn, action.meeting))
        if theme is None or meeting is None:
            return _form(deps, session, turn, action.theme, action.meeting, form)
        if meeting.theme and meeting.theme != theme.text:
            return _told(deps, session, turn, Step.ASKED, theme, meeting)
        return _set(deps, session, turn, theme, meeting)


def replace(deps: Deps, turn: Turn, action: ReplaceTheme) -> Reply:
    """«Bytt»."""
    with deps.store.transaction() as session:
        networks.locked(session, turn.known.network_id)
        theme = _theme(session, turn, str(action.theme))
        meeting = _fagdag(session, turn, str(action.meeting))
        return _set(deps, session, turn, theme, meeting)


def take_off(deps: Deps, turn: Turn, action: TakeThemeOff) -> Reply:
    """«Angre»: whoever has not heard of it yet, does not."""
    with deps.store.transaction() as session:
        networks.locked(session, turn.known.network_id)
        theme = find(session, turn, action.theme)
        if theme.meeting_id is not None:
            meeting = _fagdag(session, turn, str(theme.meeting_id))
            themes.take_off(session, theme, meeting)
            fagdager.theme_moved(session, theme, turn.now)
        return _told(deps, session, turn, Step.OFF, theme)


def remove(deps: Deps, turn: Turn, action: RemoveTheme) -> Reply:
    """«Ta bort temaet». Raises Refused for who does not administer the network."""
    form = typed.Form()
    _refuse_others(turn)
    with deps.store.transaction() as session:
        theme = form.read("theme", lambda: _theme(session, turn, action.theme))
        if theme is None:
            return _form(deps, session, turn, action.theme, action.meeting, form)
        themes.remove(session, theme, turn.now)
        return _told(deps, session, turn, Step.REMOVED, theme)


def restore(deps: Deps, turn: Turn, action: RestoreTheme) -> Reply:
    """«Angre»."""
    _refuse_others(turn)
    with deps.store.transaction() as session:
        theme = themes.find(session, turn.known.network_id, action.theme)
        if theme is None:
            raise _gone()
        themes.remove(session, theme, None)
        return listed(deps, session, turn, 0)


def _refuse_others(turn: Turn) -> None:
    if not turn.known.administers:
        raise Refused(mark("Det er den som styrer nettverket, som tar bort temaer."))


def _gone() -> Refused:
    return Refused(mark("Det temaet finnes ikke lenger."))


def _theme(session: Session, turn: Turn, chosen: str) -> tables.Theme:
    """What the chosen one is a part of, if it was put together since. Raises Refused."""
    number = typed.row_id(chosen)
    if number is None:
        raise Refused(mark("Velg et tema."))
    theme = find(session, turn, number)
    root = themes.bank(session, turn.known.network_id).root(theme.id or 0)
    return find(session, turn, root)


def _fagdag(session: Session, turn: Turn, chosen: str) -> tables.Meeting:
    """A fagdag to come that the reader may give a theme. Raises Refused."""
    number = typed.row_id(chosen)
    row = next((row for row in _fagdager(session, turn) if row.id == number), None)
    if row is None:
        raise Refused(mark("Velg en fagdag som du er vert for, og som ikke har begynt."))
    return row


def _fagdager(session: Session, turn: Turn) -> Sequence[tables.Meeting]:
    found = themes.fagdager(session, turn.known.network_id, turn.now)
    return [row for row in found if may_change(turn.known, row.host_id)]


def _set(
    deps: Deps, session: Session, turn: Turn, theme: tables.Theme, meeting: tables.Meeting
) -> Reply:
    if theme.meeting_id != meeting.id:
        themes.put_on(session, theme, meeting)
        meeting.changed_at = turn.now
        fagdager.theme_moved(session, theme, turn.now)
    due = networks.hours(session, theme.network_id).next_open(turn.now, deps.calendar)
    _plan_news(session, theme, meeting, due, _voters(session, theme) - {turn.known.person_id})
    return _told(deps, session, turn, Step.SET, theme, meeting)


def _plan_news(
    session: Session,
    theme: tables.Theme,
    meeting: tables.Meeting,
    due: datetime,
    voters: frozenset[int],
) -> None:
    """Once to each; also to who was spared because it had been undone in between."""
    subject = deliveries.subject("theme", theme.id or 0)
    wanted = [
        Planned(
            themes.PLANNED,
            subject,
            deliveries.person(voter),
            meeting.id or 0,
            due,
            due + A_WEEK,
        )
        for voter in sorted(voters)
    ]
    outbox.reconcile(session, theme.network_id, (themes.PLANNED,), wanted, {subject})


def _voters(session: Session, theme: tables.Theme) -> frozenset[int]:
    return themes.bank(session, theme.network_id).voters_of(theme.id or 0)


def _form(
    deps: Deps,
    session: Session,
    turn: Turn,
    theme: str = "",
    meeting: str = "",
    problems: typed.Form | None = None,
) -> Reply:
    """Raises Refused for who hosts no fagdag to come and does not administer the network."""
    fagdager = _fagdager(session, turn)
    if not fagdager and not turn.known.administers:
        raise Refused(mark("Det er verten for en fagdag som velger tema til den."))
    found = themes.listed(
        session, turn.known.network_id, turn.known.person_id, turn.now, deps.calendar
    )
    view = theme_choice.View(
        today=deps.calendar.day_of(turn.now),
        themes=tuple(theme for theme in found if theme.planned_on is None)[:MOST],
        fagdager=meetings.described(session, fagdager),
        theme=theme,
        meeting=meeting,
        may_remove=turn.known.administers,
        problems=turn.words.problems(problems) if problems else {},
    )
    return Reply(theme_choice.build(view, turn.words), private=True)


def _told(
    deps: Deps,
    session: Session,
    turn: Turn,
    step: Step,
    theme: tables.Theme,
    meeting: tables.Meeting | None = None,
) -> Reply:
    described = meetings.described(session, [meeting])[0] if meeting else None
    view = theme_set.View(
        step=step,
        theme_id=theme.id or 0,
        theme=theme.text,
        today=deps.calendar.day_of(turn.now),
        meeting=described,
        voters=len(_voters(session, theme) - {turn.known.person_id}),
    )
    return Reply(theme_set.build(view, turn.words), private=True)
