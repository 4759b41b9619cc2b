"""Somebody does not agree with the short minutes: the host hears it, and the days stop."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from bot.deps import Deps, Message, Reply, Turn
from bot.domain import deliveries, guard, typed
from bot.domain.errors import Refused, mark
from bot.domain.minutes import LONGEST
from bot.features.outcomes.meeting import found, may_write
from cards import minutes_objected, minutes_objection
from cards.minutes import BeginObjection
from cards.minutes_objected import ReopenObjection, SettleObjection, ShowObjection
from cards.minutes_objection import SubmitObjection, WithdrawObjection
from cards.words import Words
from storage import confidential, meetings, minutes, people, versions
from storage.tables import Delivery, Meeting, Objection, Person

REGRET = timedelta(minutes=5)  # in which a reply can be taken back before anybody has read it


# --- Who objects ---------------------------------------------------------------------------------


def begin(deps: Deps, turn: Turn, action: BeginObjection) -> Reply:
    """«Innvend»: a field, with what one wrote before."""
    with deps.store.transaction() as session:
        row = _open(session, turn, action.meeting)
        mine = minutes.objection_of(session, action.meeting, turn.known.person_id)
        text = mine.text if mine and mine.settled_at is None else ""
        return _own(replace(_form(deps, session, row), text=text), turn)


def submit(deps: Deps, turn: Turn, action: SubmitObjection) -> Reply:
    """One objection a person; in other words it is the same one, and the host is told once."""
    form = typed.Form()
    with deps.store.transaction() as session:
        row = _open(session, turn, action.meeting)
        text = form.read("text", lambda: guard.text(action.text, longest=LONGEST, required=True))
        if text is None:
            problems = turn.words.problems(form)
            return _own(
                replace(_form(deps, session, row), text=action.text, problems=problems), turn
            )
        objection, is_new = minutes.object_to(
            session, action.meeting, turn.known.person_id, text, turn.now
        )
        if is_new:
            _tell_host(session, turn, row, objection)
        minutes.redraw(session, action.meeting, turn.now)
        return _own(replace(_form(deps, session, row), text=text, sent=True), turn)


def withdraw(deps: Deps, turn: Turn, action: WithdrawObjection) -> Reply:
    """The text is gone, and the objection counts as never made."""
    with deps.store.transaction() as session:
        row = found(session, turn, action.meeting)
        mine = minutes.objection_of(session, action.meeting, turn.known.person_id)
        if mine is not None:
            mine.text, mine.answer, mine.settled_at = "", "", mine.settled_at or turn.now
            session.add(mine)
            session.flush()
            minutes.redraw_objection(session, mine, turn.now)
            minutes.redraw(session, action.meeting, turn.now)
        return _own(replace(_form(deps, session, row), withdrawn=True), turn)


def _open(session: Session, turn: Turn, meeting_id: int) -> Meeting:
    """A meeting whose minutes wait for approval, held against it. Raises Refused for any other."""
    known = found(session, turn, meeting_id)
    row = versions.locked(session, turn.known.network_id, known.id or 0)
    if row is None or row.minutes_posted_at is None:
        raise Refused(mark("Det er ikke lagt ut noe referat fra dette møtet."))
    if row.minutes_approved_on is not None:
        raise Refused(mark("Referatet er godkjent. Meld heller en sak til neste møte."))
    return row


def _form(deps: Deps, session: Session, row: Meeting) -> minutes_objection.View:
    (meeting,) = meetings.described(session, [row])
    return minutes_objection.View(meeting, deps.calendar.day_of(deps.now()))


def _own(view: minutes_objection.View, turn: Turn) -> Reply:
    return Reply(minutes_objection.build(view, turn.words), private=True)


def _tell_host(session: Session, turn: Turn, row: Meeting, objection: Objection) -> None:
    """One person of the host, and never whoever objected; 1:1, for it is nobody else's business."""
    audience = confidential.audience(_hosts(session, row, objection))
    if audience is not None:
        minutes.tell(session, minutes.OBJECTION, objection, row.network_id, audience, turn.now)


def _hosts(session: Session, row: Meeting, objection: Objection) -> list[Person | None]:
    chain = people.responsible_chain(session, row.network_id, row.host_id, row.host_id)
    return [person for person in chain if person.id != objection.person_id]


# --- The host ------------------------------------------------------------------------------------


def show(deps: Deps, turn: Turn, action: ShowObjection) -> Reply:
    with deps.store.transaction() as session:
        return _to_host(deps, session, turn, _to_settle(session, turn, action.objection))


def settle(deps: Deps, turn: Turn, action: SettleObjection) -> Reply:
    """«Avklart»: the days of approval run again, and whoever objected is told once."""
    form = typed.Form()
    with deps.store.transaction() as session:
        objection = _to_settle(session, turn, action.objection)
        answer = form.read("answer", lambda: guard.text(action.answer, longest=LONGEST))
        if answer is None:
            problems = turn.words.problems(form)
            return _to_host(deps, session, turn, objection, action.answer, problems)
        if objection.settled_at is None:
            objection.settled_at, objection.answer = turn.now, answer
            _after(session, turn, objection)
            _tell_objector(session, turn, objection)
        return _to_host(deps, session, turn, objection)


def reopen(deps: Deps, turn: Turn, action: ReopenObjection) -> Reply:
    """«Angre»: what was withdrawn stays so."""
    with deps.store.transaction() as session:
        objection = _to_settle(session, turn, action.objection)
        row = session.get_one(Meeting, objection.meeting_id)
        if objection.text and row.minutes_approved_on is None:
            objection.settled_at = None
            _after(session, turn, objection)
        return _to_host(deps, session, turn, objection)


def _to_settle(session: Session, turn: Turn, objection_id: int) -> Objection:
    objection = minutes.find_objection(session, turn.known.network_id, objection_id)
    if objection is None:
        raise Refused(mark("Den innvendingen finnes ikke lenger."))
    if not may_write(session, turn, session.get_one(Meeting, objection.meeting_id)):
        raise Refused(mark("Den innvendingen finnes ikke lenger."))
    return objection


def _after(session: Session, turn: Turn, objection: Objection) -> None:
    session.add(objection)
    session.flush()
    minutes.redraw_objection(session, objection, turn.now)
    minutes.redraw(session, objection.meeting_id, turn.now)


def _tell_objector(session: Session, turn: Turn, objection: Objection) -> None:
    person = session.get_one(Person, objection.person_id)
    audience = confidential.audience([person])
    if audience is not None and objection.person_id != turn.known.person_id:
        due_at, network_id = turn.now + REGRET, turn.known.network_id
        minutes.tell(session, minutes.SETTLED, objection, network_id, audience, due_at)


def _to_host(
    deps: Deps,
    session: Session,
    turn: Turn,
    objection: Objection,
    typed_answer: str | None = None,
    problems: Mapping[str, str] | None = None,
) -> Reply:
    view = _seen_by_host(deps, session, objection)
    if problems:
        view = replace(view, answer=typed_answer or "", problems=problems)
    return Reply(minutes_objected.build(view, turn.words), private=True)


def _seen_by_host(deps: Deps, session: Session, objection: Objection) -> minutes_objected.View:
    (meeting,) = meetings.described(session, [session.get_one(Meeting, objection.meeting_id)])
    return minutes_objected.View(
        objection_id=objection.id or 0,
        meeting=meeting,
        today=deps.calendar.day_of(deps.now()),
        name=people.name_of(session, objection.person_id) or "",
        text=objection.text,
        settled=objection.settled_at is not None,
        withdrawn=not objection.text,
        answer=objection.answer,
    )


# --- What is said unasked ------------------------------------------------------------------------


def report(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """To the host; None when it was settled or withdrawn before it could be sent."""
    objection = _of(session, delivery)
    row = session.get_one(Meeting, objection.meeting_id)
    if objection.settled_at is not None or row.minutes_approved_on is not None:
        return None
    return standing(deps, session, delivery)


def standing(deps: Deps, session: Session, delivery: Delivery) -> Message:
    words = _words(deps, session, delivery)
    view = _seen_by_host(deps, session, _of(session, delivery))
    return Message(minutes_objected.build(view, words), minutes_objected.summary(view, words))


def report_settled(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """To whoever objected; None when the host has thought better of it."""
    objection = _of(session, delivery)
    if objection.settled_at is None or not objection.text:
        return None
    words = _words(deps, session, delivery)
    row = session.get_one(Meeting, objection.meeting_id)
    view = replace(
        _form(deps, session, row), text=objection.text, settled=True, answer=objection.answer
    )
    return Message(minutes_objection.build(view, words), minutes_objection.summary(view, words))


def unreachable(_deps: Deps, session: Session, delivery: Delivery, _reason: str) -> None:
    """The host's contact refused a 1:1: the next in the chain hears it."""
    objection = _of(session, delivery)
    row = session.get_one(Meeting, objection.meeting_id)
    confidential.pass_on(session, delivery, _hosts(session, row, objection))


def _of(session: Session, delivery: Delivery) -> Objection:
    return session.get_one(Objection, deliveries.row_id(delivery.subject))


def _words(deps: Deps, session: Session, delivery: Delivery) -> Words:
    person = session.get_one(Person, deliveries.row_id(delivery.audience))
    return Words(person.language or deps.language, deps.zone)
