"""Agencies become one: first what will happen, in plain words, then that it happens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.agencies import checked_first_day, checked_name, current
from bot.domain.errors import Refused, mark
from bot.domain.typed import Form, ids
from bot.features.setup import access
from bot.features.setup.agencies import carry_out, going_on, listed
from cards import setup_merge
from cards.setup_agency import BeginMerge
from cards.setup_merge import NEW, CheckMerge, Merge
from storage import agencies, changes, networks, succession
from storage.networks import agency as described
from storage.tables import Network, Organisation


@dataclass(frozen=True, slots=True)
class Merger:
    """What a form of a merger says, checked. `into` is None for an agency that is to be made."""

    merging: tuple[Organisation, ...]
    into: Organisation | None
    name: str
    day: date

    @property
    def ids(self) -> list[int]:
        return [row.id or 0 for row in self.merging]


def begin_merge(deps: Deps, turn: Turn, action: BeginMerge) -> Reply:
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        row = going_on(session, network, action.agency)
        empty = CheckMerge(agency=action.agency)
        view = _merge_view(deps, session, turn, row, empty)
    return Reply(setup_merge.build(view, turn.words))


def check_merge(deps: Deps, turn: Turn, action: CheckMerge) -> Reply:
    """«Se hva som skjer»: nothing is changed."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        row, form = going_on(session, network, action.agency), Form()
        merger = _read(deps, session, turn, network, action, form)
        view = _merge_view(deps, session, turn, row, action)
        view = replace(view, problems=turn.words.problems(form))
        if merger is not None:
            told = _consequences(deps, session, turn, merger)
            view = replace(view, consequences=told)
    return Reply(setup_merge.build(view, turn.words))


def merge(deps: Deps, turn: Turn, action: Merge) -> Reply:
    """«Slå sammen»: written down, and carried out on its day: at once where that has come."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        row, form = going_on(session, network, action.agency), Form()
        merger = _read(deps, session, turn, network, action, form)
        if merger is None:
            view = _merge_view(deps, session, turn, row, action)
            told = replace(view, problems=turn.words.problems(form))
            return Reply(setup_merge.build(told, turn.words))
        successor = merger.into or agencies.add(session, network.id or 0, merger.name, merger.day)
        agencies.merge(session, merger.merging, successor, merger.day)
        _record_merger(session, turn, merger)
        carry_out(deps, session, turn, network)
        done = turn.words.text("{name} er lagt inn", name=successor.name)
        return Reply(listed(deps, session, turn, network, told=done))


def _merge_view(
    deps: Deps, session: Session, turn: Turn, row: Organisation, typed: CheckMerge
) -> setup_merge.View:
    today = deps.calendar.day_of(turn.now)
    there = current(networks.agencies(session, row.network_id), today)
    others = (each for each in there if each.id != row.id and each.valid_to is None)
    return setup_merge.View(
        agency_id=row.id or 0,
        agency=row.name,
        today=today,
        others=tuple((each.id, each.name) for each in others),
        typed=typed,
    )


def _read(
    deps: Deps, session: Session, turn: Turn, network: Network, action: CheckMerge, form: Form
) -> Merger | None:
    """The form, checked against what is there now; None where something is wrong with it."""
    chosen = form.read("others", lambda: _chosen(session, network, action))
    if chosen is None:
        return None
    into = form.read("into", lambda: _into(action, chosen))
    target = into[0] if into else None
    merging = tuple(row for row in chosen if row is not target)
    name = form.read("name", lambda: _name(deps, session, turn, action, merging, target))
    today = deps.calendar.day_of(turn.now)
    day = form.read(
        "day",
        lambda: checked_first_day(
            action.day, map(described, merging), described(target) if target else None, today
        ),
    )
    if form.problems or name is None or day is None:
        return None
    return Merger(merging, target, name, day)


def _chosen(session: Session, network: Network, action: CheckMerge) -> tuple[Organisation, ...]:
    """The agency one began with, and the others. Raises Refused without any of them."""
    wanted = {*ids(action.others)} - {action.agency}
    rows = agencies.several(session, network.id or 0, {action.agency, *wanted})
    if any(row.valid_to is not None for row in rows) or len(rows) <= len(wanted):
        raise Refused(mark("Velg etater fra lista."))
    if not wanted:
        raise Refused(mark("Velg minst én etat til."))
    return tuple(rows)


def _into(action: CheckMerge, chosen: Sequence[Organisation]) -> tuple[Organisation | None]:
    """One of those chosen, or None for a new one. Raises Refused for anything else."""
    if action.into in ("", NEW):
        return (None,)
    row = next((row for row in chosen if str(row.id) == action.into), None)
    if row is None:
        raise Refused(mark("Velg en av dem som går sammen, eller en ny etat."))
    return (row,)


def _name(
    deps: Deps,
    session: Session,
    turn: Turn,
    action: CheckMerge,
    merging: Sequence[Organisation],
    target: Organisation | None,
) -> str:
    """A new agency may be called as one of those it is made of."""
    if target is not None:
        return target.name
    there = current(
        networks.agencies(session, turn.known.network_id), deps.calendar.day_of(turn.now)
    )
    going = {row.id for row in merging}
    return checked_name(action.name, (each for each in there if each.id not in going))


def _consequences(
    deps: Deps, session: Session, turn: Turn, merger: Merger
) -> setup_merge.Consequences:
    told = succession.hanging(session, turn.known.network_id, merger.ids, turn.now)
    return setup_merge.Consequences(
        merging=tuple(row.name for row in merger.merging),
        into=merger.name,
        day=merger.day,
        meetings=told.meetings,
        duties=told.duties,
        tasks=told.tasks,
        members=told.members,
        at_once=merger.day <= deps.calendar.day_of(turn.now),
    )


def _record_merger(session: Session, turn: Turn, merger: Merger) -> None:
    changes.record(
        session,
        turn.known,
        turn.now,
        mark("{names} blir en del av {name} fra {day}"),
        names=turn.words.listing(row.name for row in merger.merging),
        name=merger.name,
        day=f"{merger.day:%d.%m.%Y}",
    )
