"""`slutter`: somebody leaves, and a named person takes over. Nothing hangs on who is not there."""

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.errors import Refused, mark
from bot.domain.handover import NOTHING, Departure, Successors, departure, left, returned
from bot.domain.people import Member, RoleKind, Roster, chain
from bot.domain.typed import Form, row_id
from bot.features.membership import question
from bot.features.membership.leaver import Leaver
from cards import departed, leaving, leaving_preview
from cards.agency_people import Named
from cards.departed import UndoLeaving
from cards.leaving import PreviewLeaving, ShowLeaving
from cards.leaving_preview import ConfirmLeaving
from storage import changes, handover, people, roles, rosters
from storage.tables import Change, Person

REGRETTED = timedelta(days=1)
MOST_NAMED = 8  # people of one name to choose from


# --- Who is meant --------------------------------------------------------------------------------


def begin(deps: Deps, turn: Turn) -> Reply:
    """`slutter`, or `slutter` and a name for somebody who is gone already."""
    with deps.store.transaction() as session:
        meant = _meant(session, turn)
        if len(meant) > 1:
            view = leaving.View(0, "", several=tuple(Named(*person) for person in meant.items()))
            return Reply(leaving.build(view, turn.words), private=True)
        return _form(session, turn, _leaver(session, turn, next(iter(meant))))


def _meant(session: Session, turn: Turn) -> dict[int, str]:
    """The people that what was typed can mean. Raises Refused for nobody, and for too many."""
    if not turn.rest:
        return {turn.known.person_id: turn.known.name}
    names, typed = people.names(session, turn.known.network_id), turn.rest.casefold().split()
    found = {k: name for k, name in names.items() if all(t in name.casefold() for t in typed)}
    if not found:
        raise Refused(mark("Jeg finner ingen i nettverket med det navnet."))
    if len(found) > MOST_NAMED:
        raise Refused(mark("Det navnet har mange. Skriv hele navnet."))
    return found


def show(deps: Deps, turn: Turn, action: ShowLeaving) -> Reply:
    """One of several, or «Endre»."""
    with deps.store.transaction() as session:
        return _form(session, turn, _leaver(session, turn, action.person))


def _leaver(session: Session, turn: Turn, person_id: int) -> Leaver:
    """Raises Refused for somebody who is not a member, and where it is not the person's matter."""
    roster = rosters.read_to_change(session, turn.known.network_id)
    if person_id not in roster.members:
        raise Refused(mark("Den personen er ikke med i nettverket."))
    if not _may_take_out(turn.known, roster, person_id):
        raise Refused(mark("Det gjør kontaktpersonen i etaten, eller den som styrer nettverket."))
    return Leaver.read(session, turn, roster, person_id)


def _may_take_out(member: Member, roster: Roster, person_id: int) -> bool:
    """Oneself, and for somebody who is gone already: the agency's contact, or an administrator."""
    agency_id = roster.members[person_id]
    contact = agency_id is not None and roster.holder(RoleKind.CONTACT, agency_id)
    return person_id == member.person_id or member.administers or contact == member.person_id


# --- Who takes over ------------------------------------------------------------------------------


def _form(
    session: Session,
    turn: Turn,
    leaver: Leaver,
    typed: PreviewLeaving | None = None,
    problems: Mapping[str, str] | None = None,
) -> Reply:
    """What hangs on them, and who can take over; what was typed is kept."""
    proposed = leaver.proposed()
    view = leaving.View(
        person_id=leaver.person_id,
        name=leaver.name,
        own=leaver.person_id == turn.known.person_id,
        agency=leaver.agency,
        held=leaver.held(),
        owns=leaver.estate.owns,
        promises=leaver.promises,
        colleagues=leaver.named(leaver.colleagues),
        members=leaver.named(leaver.members),
        colleague=typed.colleague if typed else str(proposed.agency or ""),
        member=typed.member if typed else str(proposed.network or ""),
        stands_in=leaver.stands_in(proposed) if leaver.alone else None,
        problems=problems or {},
    )
    return Reply(leaving.build(view, turn.words), private=True)


def preview(deps: Deps, turn: Turn, action: PreviewLeaving) -> Reply:
    """«Se hvordan det blir»."""
    with deps.store.transaction() as session:
        leaver, form = _leaver(session, turn, action.person), Form()
        colleague = form.read("colleague", lambda: _one_of(leaver.colleagues, action.colleague))
        member = form.read("member", lambda: _one_of(leaver.members, action.member))
        if form.problems:
            return _form(session, turn, leaver, action, turn.words.problems(form))
        successors = Successors(colleague, member)
    view = leaving_preview.View(
        name=leaver.name,
        confirm=ConfirmLeaving(person=action.person, colleague=colleague, member=member),
        own=action.person == turn.known.person_id,
        passing=leaver.passing(successors),
        heir=leaver.names.get(member or 0) if leaver.estate.owns else None,
        agency=leaver.agency,
        stands_in=leaver.stands_in(successors) if leaver.promises != NOTHING else None,
    )
    return Reply(leaving_preview.build(view, turn.words), private=True)


def _one_of(people_ids: tuple[int, ...], value: str) -> int | None:
    """The chosen person; None where there is nobody to choose, or nothing to take over."""
    if not people_ids:
        return None
    chosen = row_id(value)
    if chosen is None or chosen not in people_ids:
        raise Refused(mark("Velg hvem som tar over."))
    return chosen


# --- It happens ----------------------------------------------------------------------------------


def confirm(deps: Deps, turn: Turn, action: ConfirmLeaving) -> Reply:
    """«Ja»: everything passes in one transaction. If a successor is gone, the form comes back."""
    with deps.store.transaction() as session:
        leaver = _leaver(session, turn, action.person)
        if not _still_possible(leaver, action):
            return _form(session, turn, leaver)
        successors = Successors(action.colleague, action.member)
        change = _leave(deps, session, turn, leaver, successors)
    view = departed.View(
        name=leaver.name,
        change_id=change.id or 0,
        own=action.person == turn.known.person_id,
        successors=leaver.takers(successors),
    )
    return Reply(departed.build(view, turn.words), private=True)


def _still_possible(leaver: Leaver, action: ConfirmLeaving) -> bool:
    colleagues, members = leaver.colleagues or (None,), leaver.members or (None,)
    return action.colleague in colleagues and action.member in members


def _leave(
    deps: Deps, session: Session, turn: Turn, leaver: Leaver, successors: Successors
) -> Change:
    network_id, before = turn.known.network_id, leaver.roster
    after = left(before, leaver.person_id, successors)
    gone = departure(before, after, leaver.person_id)
    heir = next(iter(chain(after, leaver.agency_id)), None)
    handover.settle(session, network_id, leaver.person_id, heir, turn.now)
    roles.changed(session, network_id, before, after, turn.now, deps.calendar)
    handover.withdraw_messages(session, network_id, leaver.person_id)
    handover.forget_address(session, leaver.person_id)
    change = _logged(session, turn, leaver, successors)
    handover.remember(session, change, gone)
    roles.tell(session, change, turn.now, lost=(), gained={post.person_id for post in gone.begun})
    question.redraw(session, network_id, turn.now)
    return change


def _logged(session: Session, turn: Turn, leaver: Leaver, successors: Successors) -> Change:
    """The log's line, with who took over."""
    what = (
        mark("{name} sluttet."),
        mark("{name} sluttet, og {successor} tok over."),
        mark("{name} sluttet. {successor} og {other} tok over."),
    )
    took_over = leaver.takers(successors)
    values = dict(zip(("successor", "other"), took_over, strict=False))
    told = what[len(took_over)]
    return changes.record(session, turn.known, turn.now, told, name=leaver.name, **values)


# --- It is taken back ----------------------------------------------------------------------------


def undo(deps: Deps, turn: Turn, action: UndoLeaving) -> Reply:
    """«Angre», for a day: by who left, whom no network may know any more, or by who pressed."""
    with deps.store.transaction() as session:
        person, change = _who_regrets(session, turn), changes.find(session, action.change)
        gone = handover.remembered(change) if change else None
        if (
            person is None
            or change is None
            or gone is None
            or not _may(session, person, change, gone)
        ):
            raise Refused(mark("Det er ikke noe å angre lenger."))
        if turn.now - change.at > REGRETTED:
            raise Refused(mark("Det er for sent å angre. Skriv i teamet, så er du med igjen."))
        roster = rosters.read_to_change(session, change.network_id)
        back = returned(roster, gone)
        roles.changed(session, change.network_id, roster, back, turn.now, deps.calendar)
        roles.withdraw(session, change)
        handover.forget(session, change)
        name = _log_return(session, turn, change.network_id, person, gone.person_id)
        question.redraw(session, change.network_id, turn.now)
    view = departed.View(name, action.change, back=True)
    return Reply(departed.build(view, turn.words), private=True)


def _who_regrets(session: Session, turn: Turn) -> Person | None:
    sender = turn.incoming.sender
    return people.find(session, sender.tenant_id, sender.object_id)


def _may(session: Session, person: Person, change: Change, gone: Departure) -> bool:
    if person.id == gone.person_id:
        return True
    pressed = person.id == change.person_id
    return pressed and people.membership(session, change.network_id, person.id or 0) is not None


def _log_return(
    session: Session, turn: Turn, network_id: int, person: Person, returned_id: int
) -> str:
    """The log's line, by whoever regretted; the name of who is back."""
    name = people.name_of(session, returned_id) or ""
    member = people.member(session, network_id, person)
    if member is not None:
        changes.record(session, member, turn.now, mark("{name} er med igjen."), name=name)
    return name
