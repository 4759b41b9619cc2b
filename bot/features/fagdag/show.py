"""The fagdag's own card, and what the other use cases of a fagdag share."""

from datetime import timedelta

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import meetings as meeting_rules
from bot.domain import programme
from bot.domain.errors import Refused, mark
from bot.domain.fagdag import (
    FAGDAGER,
    SignUpState,
    may_count,
    may_open_now,
    sign_up_state,
)
from bot.domain.meetings import may_change
from bot.domain.notes import may_be_written
from cards import fagdag as fagdag_card
from cards.fagdag import Presenter
from cards.openings import ShowFagdag
from storage import fagdag, meetings, networks, notes, sign_ups, tables

JUST_HELD = timedelta(days=7)  # as long as its host is still asked how many came


def next_fagdag(deps: Deps, turn: Turn) -> Reply:
    """`fagdag`: the one that comes, or, to its host, the one that was held and not counted.

    Raises Refused when there is none.
    """
    with deps.store.transaction() as session:
        row = _meant(session, turn)
        if row is None:
            raise Refused(mark("Det er ikke planlagt noen fagdag ennå."))
        return as_it_stands(deps, session, turn, row)


def _meant(session: Session, turn: Turn) -> tables.Meeting | None:
    network_id, own = turn.known.network_id, turn.known.agency_id
    held = None
    if not turn.read_by_others and own is not None:
        held = fagdag.uncounted(session, network_id, own, turn.now, JUST_HELD)
    return (
        held
        or fagdag.coming(session, network_id, turn.now)
        or fagdag.latest(session, network_id, turn.now)
    )


def show(deps: Deps, turn: Turn, action: ShowFagdag) -> Reply:
    """One fagdag. Raises Refused for what is none, or not in this network."""
    with deps.store.transaction() as session:
        return as_it_stands(deps, session, turn, find(session, turn, action.meeting))


def find(session: Session, turn: Turn, meeting_id: int) -> tables.Meeting:
    """A fagdag of this network. Raises Refused."""
    row = meetings.find(session, turn.known.network_id, meeting_id)
    if row is None or row.activity not in FAGDAGER:
        raise Refused(mark("Den fagdagen finnes ikke lenger."))
    return row


def find_own(session: Session, turn: Turn, meeting_id: int) -> tables.Meeting:
    """A fagdag that the reader's agency hosts. Raises Refused."""
    row = find(session, turn, meeting_id)
    if not may_change(turn.known, row.host_id):
        raise Refused(mark("Det er verten som lager innholdet i fagdagen."))
    return row


def described(session: Session, row: tables.Meeting) -> meeting_rules.Meeting:
    (meeting,) = meetings.described(session, [row])
    return meeting


def as_it_stands(deps: Deps, session: Session, turn: Turn, row: tables.Meeting) -> Reply:
    """The card. Where others read it, it is the same for everybody, and nobody edits from there."""
    meeting, alone = described(session, row), not turn.read_by_others
    parts, signed_up = programme.restored(row.programme), sign_ups.of_meeting(session, meeting.id)
    misfit = programme.misfit(parts, programme.hours_of(meeting, deps.calendar))
    hosts = alone and may_change(turn.known, row.host_id)
    view = fagdag_card.View(
        meeting=meeting,
        today=deps.calendar.day_of(turn.now),
        programme=parts,
        misfit=turn.words.text(misfit.text, **misfit.values) if misfit else "",
        presenter=_presenter(deps, session, row),
        case=row.case,
        signed_up=signed_up,
        meals=sum(line.people for line in signed_up) + row.extra_meals if hosts else None,
        participants=row.participants,
        own=_own(session, turn, meeting.id) if alone else 0,
        may_sign_up=sign_up_state(meeting, turn.now) is SignUpState.OPEN,
        may_edit=hosts,
        may_count=hosts and may_count(meeting, turn.now),
        may_show_code=hosts and may_open_now(meeting, turn.now, deps.calendar),
        may_note=alone and _may_note(deps, session, turn, meeting),
        on_the_day=deps.calendar.day_of(meeting.starts_at) == deps.calendar.day_of(turn.now),
    )
    return Reply(fagdag_card.build(view, turn.words))


def _may_note(deps: Deps, session: Session, turn: Turn, meeting: meeting_rules.Meeting) -> bool:
    writes = may_change(turn.known, meeting.host_id) or notes.takes(
        session, meeting.id, turn.known.person_id
    )
    return writes and may_be_written(meeting, turn.now, deps.calendar)


def _own(session: Session, turn: Turn, meeting_id: int) -> int:
    agency = turn.known.agency_id
    return sign_ups.of_agency(session, meeting_id, agency) if agency else 0


def _presenter(deps: Deps, session: Session, row: tables.Meeting) -> Presenter | None:
    """Who was chosen; before that, whose turn it is; nobody for a fagdag of the past."""
    if row.presenter_id is not None:
        return Presenter(networks.name_of_agency(session, row.presenter_id) or "")
    if row.state not in meeting_rules.LIVE:
        return None
    turn = whose_turn(deps, session, row)
    return turn[1] if turn else None


def whose_turn(deps: Deps, session: Session, row: tables.Meeting) -> tuple[int, Presenter] | None:
    """The agency whose turn it is to show its practice, by its id; None where nobody can."""
    rotation = fagdag.presenters(session, row, deps.calendar)
    standing = rotation.next(deps.calendar.day_of(row.starts_at))
    if standing is None:
        return None
    return standing.agency.id, Presenter(standing.agency.name, standing.last, proposed=True)
