"""A meeting is cancelled with a reason, and takes place after all."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import guard
from bot.domain.errors import Refused, mark
from bot.domain.lifecycle import may_become, may_restore
from bot.domain.meetings import LIVE, MeetingState, may_change
from bot.domain.series import Scope
from bot.domain.typed import Form
from bot.features.meetings import card
from cards import meeting_cancel
from cards.meeting_cancel import CancelMeeting
from cards.meeting_change import AskCancel
from cards.meeting_ways import RestoreMeeting
from storage import meetings, networks, people, places, planning, tables, versions
from storage import series as recurring
from storage.places import Purpose


def ask(deps: Deps, turn: Turn, action: AskCancel) -> Reply:
    """What will happen. Raises Refused for who may not cancel."""
    with deps.store.transaction() as session:
        row = own(session, turn, action.meeting)
        if row.state not in LIVE:
            return card.reply(deps, session, turn, row)
        return asked(deps, session, turn, row)


def alone(session: Session, turn: Turn, scope: str) -> None:
    """Whoever changes many meetings waits for others who do, so that neither waits for ever."""
    if scope in {Scope.FOLLOWING, Scope.ALL}:
        networks.locked(session, turn.known.network_id)


def own(session: Session, turn: Turn, meeting_id: int) -> tables.Meeting:
    """A meeting that the reader may change, held until the end of the transaction."""
    row = versions.locked(session, turn.known.network_id, meeting_id)
    if row is None:
        raise card.gone()
    if not may_change(turn.known, row.host_id):
        raise card.not_yours()
    return row


def asked(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: tables.Meeting,
    action: CancelMeeting | None = None,
    form: Form | None = None,
) -> Reply:
    """The question, with what was typed."""
    (meeting,) = meetings.described(session, [row])
    channel = places.channel(session, row.network_id, Purpose.REMINDERS)
    readers, _ = people.audience(session, row.network_id)
    view = meeting_cancel.View(
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        open_duties=sum(not duty.done for duty in meetings.duties(session, meeting.id)),
        channel=channel.name or turn.words.text("Generelt") if channel else "",
        readers=(channel.readers if channel else None) or readers,
        typed=action or CancelMeeting(meeting=meeting.id),
        following=len(_concerned(session, turn, row, Scope.FOLLOWING)),
        all_to_come=len(_concerned(session, turn, row, Scope.ALL)),
        problems=turn.words.problems(form or Form()),
    )
    return Reply(meeting_cancel.build(view, turn.words), private=True)


def _concerned(
    session: Session, turn: Turn, row: tables.Meeting, scope: Scope
) -> Sequence[tables.Meeting]:
    """The meetings that a wider choice is about; none outside of a series."""
    series = recurring.find(session, row.network_id, row.series_id)
    if series is None:
        return ()
    since = row.series_day if scope is Scope.FOLLOWING else None
    return recurring.to_come(session, series, turn.now, since)


def cancel(deps: Deps, turn: Turn, action: CancelMeeting) -> Reply:
    """«Avlys». What hangs on it is withdrawn, and everybody is told once. Twice is once."""
    form = Form()
    with deps.store.transaction() as session:
        alone(session, turn, action.scope)
        row = own(session, turn, action.meeting)
        if row.state is not MeetingState.CANCELLED:
            reason = form.read("reason", lambda: guard.line(action.reason, required=True))
            rows = form.read("scope", lambda: _chosen(session, turn, row, action.scope))
            if reason is None or rows is None:
                return asked(deps, session, turn, row, action, form)
            for each in rows:
                gone = replace(versions.of(each), state=MeetingState.CANCELLED, reason=reason)
                versions.change(session, each, gone, turn.now, deps.calendar)
            planning.replan(session, row.network_id, turn.now, deps.calendar)
        done = turn.words.text("Avlyst")
        return card.reply(deps, session, turn, row, done=done, note=card.told(session, turn, row))


def _chosen(
    session: Session, turn: Turn, row: tables.Meeting, scope: str
) -> Sequence[tables.Meeting]:
    """The meetings that are cancelled. Raises Refused for those that another agency hosts."""
    if not may_become(row.state, MeetingState.CANCELLED):
        raise Refused(mark("Møtet er holdt."))
    if scope not in {Scope.FOLLOWING, Scope.ALL}:
        return (row,)
    others = [each for each in _concerned(session, turn, row, Scope(scope)) if each.id != row.id]
    rows = (row, *others)
    if not all(may_change(turn.known, each.host_id) for each in rows):
        raise not_all_yours()
    return rows


def not_all_yours() -> Refused:
    return Refused(mark("Noen av møtene har en annen vert. Velg «Bare dette møtet»."))


def restore(deps: Deps, turn: Turn, action: RestoreMeeting) -> Reply:
    """The meeting takes place after all, as it was; those who knew are told."""
    with deps.store.transaction() as session:
        row = own(session, turn, action.meeting)
        if not may_restore(row.state, row.starts_at, turn.now):
            return card.reply(deps, session, turn, row)
        earlier = versions.undone(session, row)
        state = earlier.state if earlier and earlier.state in LIVE else MeetingState.PLANNED
        again = replace(versions.of(row), state=state, reason="")
        versions.change(session, row, again, turn.now, deps.calendar)
        planning.replan(session, row.network_id, turn.now, deps.calendar)
        return card.reply(
            deps,
            session,
            turn,
            row,
            done=turn.words.text("Møtet blir av likevel"),
            note=card.told(session, turn, row),
        )
