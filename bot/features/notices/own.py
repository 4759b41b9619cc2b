"""`varsler`: what somebody is told, and how they would rather have it. For their eyes only."""

from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.preferences import Preference, checked_notices, checked_pause, spoken_day
from bot.domain.typed import Form
from bot.features.notices import coming, duties, reasons
from cards import notices, notices_form
from cards.notices import EditNotices, EndPause, ShowNotices, Told
from cards.notices_form import SaveNotices
from cards.notices_handover import ConfirmNotices
from storage import budget, deliveries, networks, people, planning, preferences
from storage import notices as sent

LATEST = 3


def show(deps: Deps, turn: Turn) -> Reply:
    """`varsler`"""
    with deps.store.transaction() as session:
        return shown(deps, session, turn)


def go_back(deps: Deps, turn: Turn, _action: ShowNotices) -> Reply:
    return show(deps, turn)


def shown(deps: Deps, session: Session, turn: Turn, *, saved: bool = False) -> Reply:
    view = replace(_view(deps, session, turn), saved=saved)
    return Reply(notices.build(view, turn.words), private=True)


def _view(deps: Deps, session: Session, turn: Turn) -> notices.View:
    member, today = turn.known, deps.calendar.day_of(turn.now)
    return notices.View(
        preference=preferences.of_person(session, member.person_id),
        today=today,
        agency=networks.name_of_agency(session, member.agency_id) or "",
        addressee=duties.somebody_else(session, member, today),
        latest=_latest(deps, session, turn),
        upcoming=coming.next_to(deps, session, turn, member.person_id),
        administers=member.administers,
    )


def _latest(deps: Deps, session: Session, turn: Turn) -> tuple[Told, ...]:
    member = turn.known
    rows = sent.latest(session, member.network_id, member.person_id, LATEST)
    planned = [deliveries.planned_of(row) for row in rows]
    why = reasons.read(session, member.network_id, planned)
    return tuple(
        Told(deps.calendar.day_of(row.sent_at or row.due_at), why.what(message, turn.words))
        for row, message in zip(rows, planned, strict=True)
    )


# --- To choose -----------------------------------------------------------------------------------


def edit(deps: Deps, turn: Turn, _action: EditNotices) -> Reply:
    """«Endre»"""
    today = deps.calendar.day_of(turn.now)
    with deps.store.transaction() as session:
        now = preferences.of_person(session, turn.known.person_id)
    until = now.paused_until if now.paused_until and now.paused(today) else None
    filled = SaveNotices(notices=now.notices, until=until.isoformat() if until else "")
    return _form(turn, filled, {})


def _form(turn: Turn, typed_in: SaveNotices, problems: Mapping[str, str]) -> Reply:
    """With everything that was typed."""
    view = notices_form.View(typed_in, problems)
    return Reply(notices_form.build(view, turn.words), private=True)


def save(deps: Deps, turn: Turn, action: SaveNotices) -> Reply:
    """«Lagre». Where an agency's duties would go to somebody else, that is asked first."""
    form = Form()
    chosen = _read(deps, turn, action, form)
    if chosen is None:
        return _form(turn, action, turn.words.problems(form))
    with deps.store.transaction() as session:
        asked = duties.question(deps, session, turn, chosen)
        return asked or _chosen(deps, session, turn, chosen)


def _read(deps: Deps, turn: Turn, action: SaveNotices, form: Form) -> Preference | None:
    today = deps.calendar.day_of(turn.now)
    how = form.read("notices", lambda: checked_notices(action.notices))
    until = form.read("until", lambda: typed.optional_day(action.until))
    if until is not None:
        form.read("until", lambda: checked_pause(until, today))
    return None if form.problems or how is None else Preference(how, until)


def confirm(deps: Deps, turn: Turn, action: ConfirmNotices) -> Reply:
    """«Ja, gjør det»: with a deputy for the agency, where one was chosen."""
    form = Form()
    typed_in = SaveNotices(notices=action.notices, until=action.until)
    chosen = _read(deps, turn, typed_in, form)
    if chosen is None:
        return _form(turn, typed_in, turn.words.problems(form))
    with deps.store.transaction() as session:
        wrong = duties.appoint(deps, session, turn, chosen, action)
        return wrong or _chosen(deps, session, turn, chosen)


def _chosen(deps: Deps, session: Session, turn: Turn, chosen: Preference) -> Reply:
    """From now on, in every network they belong to: what is not sent yet goes the new way."""
    preferences.choose(session, turn.known.person_id, chosen)
    budget.decide_anew(session, [turn.known.person_id])
    for network_id in people.networks_of(session, turn.known.person_id):
        planning.replan(session, network_id, turn.now, deps.calendar)
    return shown(deps, session, turn, saved=True)


# --- To be left in peace -------------------------------------------------------------------------


def pause(deps: Deps, turn: Turn) -> Reply:
    """`ikke forstyrr til 1. februar`. Raises Refused for what is no day, or none ahead."""
    if not turn.rest:
        return show(deps, turn)
    until = spoken_day(turn.rest, deps.calendar.day_of(turn.now))
    with deps.store.transaction() as session:
        how = preferences.of_person(session, turn.known.person_id).notices
    return save(deps, turn, SaveNotices(notices=how, until=until.isoformat()))


def resume(deps: Deps, turn: Turn, _action: EndPause) -> Reply:
    """«Slå på igjen»"""
    with deps.store.transaction() as session:
        how = preferences.of_person(session, turn.known.person_id)
        return _chosen(deps, session, turn, replace(how, paused_until=None))
