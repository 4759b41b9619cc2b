"""What each step in and around a løsningsgruppe does. What cannot be taken is told in the form."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlmodel import Session

from bot.deps import Deps, Turn
from bot.domain import guard, typed
from bot.domain import solving as rules
from bot.domain.challenge_texts import LONGEST_REASON
from bot.domain.challenges import ChallengeMove
from bot.domain.errors import Refused, mark
from bot.domain.minutes import LONGEST_TASK
from bot.domain.people import may_act_for
from bot.domain.solution_group import checked_group
from bot.domain.solving import ANSWERS, Agreed, Said, SolvingStep, move_of
from bot.features.challenges import group_forms, reading
from bot.features.challenges.abilities import hands_of
from cards.challenge_solving_fields import TakeSolving
from storage import challenges, tasks
from storage.challenges import (
    asking,
    group_meetings,
    parties,
    reporting,
    returning,
    solvers,
    solving,
)
from storage.tables import Challenge, PartyAnswer, Task

Taken = Callable[[Deps, Session, Turn, Challenge, TakeSolving, typed.Form], None]


def _gather(
    deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeSolving, form: typed.Form
) -> None:
    """The first time, the challenge becomes one of a løsningsgruppe."""
    listed = dict(group_forms.members(deps, session, turn))
    chosen = form.read("people", lambda: checked_group(typed.ids(action.people), listed))
    if chosen is None:
        return
    move = move_of(action.step, row.state)
    if reading.move(row, move, hands_of(deps, session, turn, row)):
        if move is ChallengeMove.SOLVE:
            row.reason = ""
            challenges.leave_agenda(session, row, turn.now)
        session.add(row)
        solving.begun(session, row.id or 0)
        new = solvers.invite(session, row, chosen)
        asking.invite(session, row, new, turn.now)


def _meet(
    deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeSolving, form: typed.Form
) -> None:
    day = form.read("day", lambda: typed.day(action.day))
    if day is None or day <= deps.calendar.day_of(turn.now):
        form.refuse("day", mark("Velg en dag som kommer."))
        return
    host_id = _host(deps, session, turn, row)
    group_meetings.call(session, row, host_id, day, turn.now, deps.calendar)


def _host(deps: Deps, session: Session, turn: Turn, row: Challenge) -> int | None:
    """Whoever finds the day, where their agency is among the parties; else the first party."""
    bound = parties.bound(session, row, deps.calendar.day_of(turn.now))
    own = next((agency for agency in bound if may_act_for(turn.known, agency)), None)
    return own or next(iter(bound), None)


def _weigh(
    deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeSolving, form: typed.Form
) -> None:
    """Another alternative agreed on is put to the parties: can it work in practice?"""
    lines = form.read("alternatives", lambda: rules.alternatives(action.alternatives))
    most = len(lines or ()) or 1
    place = form.read("chosen", lambda: typed.optional_number(action.chosen, least=1, most=most))
    if lines is None or form.problems:
        return
    found = solving.begun(session, row.id or 0)
    chosen = lines[place - 1] if place else ""
    is_new = bool(chosen) and chosen != found.chosen
    found.alternatives, found.chosen = list(lines), chosen
    found.weighed += int(is_new)
    session.add(found)
    session.flush()
    if is_new:
        _ask(deps, session, turn, row, SolvingStep.TRY, found.weighed)


def _ask(
    deps: Deps, session: Session, turn: Turn, row: Challenge, step: SolvingStep, version: int
) -> None:
    """Whoever presses has it before them, and so has their agency."""
    today = deps.calendar.day_of(turn.now)
    asking.ask_parties(session, row, step, version, turn.now, today, {turn.known.agency_id})


def _promise(
    deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeSolving, form: typed.Form
) -> None:
    """A task as all others are. Sent twice, it is one."""
    text = form.read("task", lambda: guard.line(action.task, longest=LONGEST_TASK, required=True))
    agency = form.read("agency", lambda: _chosen_agency(deps, session, turn, action.agency))
    due = form.read("due", lambda: typed.optional_day(action.due))
    meeting = group_meetings.current(session, row.id or 0, turn.now)
    if text is None or agency is None or form.problems or meeting is None:
        return
    listed = tasks.of_items(session, group_meetings.item_ids(session, row.id or 0))
    if any((task.text, task.agency_id) == (text, agency) for task in listed):
        return
    session.add(
        Task(
            network_id=row.network_id,
            meeting_id=meeting.meeting_id,
            item_id=meeting.item_id,
            organisation_id=agency,
            text=text,
            due_on=due,
        )
    )
    session.flush()


def _chosen_agency(deps: Deps, session: Session, turn: Turn, chosen: str) -> int:
    number = typed.row_id(chosen)
    if number not in dict(group_forms.agencies(deps, session, turn)):
        raise Refused(mark("Velg en etat fra lista."))
    return number or 0


def _write(
    deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeSolving, form: typed.Form
) -> None:
    """A new version, put to every party; the same words again are no new version."""
    what = form.read(
        "what", lambda: guard.line(action.what, longest=rules.LONGEST_OUTCOME, required=True)
    )
    who = form.read("who", lambda: guard.line(action.who, longest=typed.LINE, required=True))
    starts = form.read("starts", lambda: typed.day(action.starts))
    if what is None or who is None or starts is None:
        return
    found = solving.begun(session, row.id or 0)
    earlier = solving.agreed(session, row.id or 0, found.version)
    if earlier and (earlier.what, earlier.who, earlier.starts_on) == (what, who, starts):
        return
    if reading.move(row, ChallengeMove.WRITE, hands_of(deps, session, turn, row)):
        outcome = Agreed(0, what, who, starts)
        found = solving.write(session, row, outcome, turn.known.person_id, turn.now)
        session.add(row)
        session.flush()
        _ask(deps, session, turn, row, SolvingStep.CONFIRM, found.version)


def _answer(
    deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeSolving, form: typed.Form
) -> None:
    """A party's word; with the last yes the challenge moves on by itself."""
    chosen = action.said or (Said.YES.value if len(ANSWERS[action.step]) == 1 else "")
    answer = form.read("said", lambda: rules.said(action.step, chosen))
    if answer is None:
        return
    word = form.read("text", lambda: rules.comment(answer, action.text, LONGEST_REASON))
    if word is None:
        return
    _say(deps, session, turn, row, action, answer, word)
    if action.step is SolvingStep.HOLDS and answer is Said.NO:
        if reading.move(row, ChallengeMove.FAIL, hands_of(deps, session, turn, row)):
            returning.take_up_again(session, row, word, turn.now)
        return
    solving.settle(session, row, deps.calendar.day_of(turn.now))


def _say(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: Challenge,
    action: TakeSolving,
    answer: Said,
    word: str,
) -> None:
    """For the agency, where it is a party; else for whoever raised the challenge, by name."""
    bound = parties.bound(session, row, deps.calendar.day_of(turn.now))
    agency_id = turn.known.agency_id
    if agency_id in bound:
        said = PartyAnswer(
            challenge_id=row.id or 0,
            step=action.step,
            version=action.version,
            organisation_id=agency_id,
            said=answer,
            comment=word,
            person_id=turn.known.person_id,
            said_at=turn.now,
        )
        parties.say(session, said)
    if row.raised_by_id == turn.known.person_id:
        solving.begun(session, row.id or 0).sender_said = answer


def _report(
    _deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeSolving, form: typed.Form
) -> None:
    text = form.read(
        "text", lambda: guard.line(action.text, longest=rules.LONGEST_STATUS, required=True)
    )
    if text is not None:
        reporting.write(session, row, text, turn.known.person_id, turn.now)


TAKEN: Mapping[SolvingStep, Taken] = MappingProxyType(
    {
        SolvingStep.GATHER: _gather,
        SolvingStep.MEET: _meet,
        SolvingStep.WEIGH: _weigh,
        SolvingStep.TASK: _promise,
        SolvingStep.OUTCOME: _write,
        SolvingStep.STATUS: _report,
        **dict.fromkeys(ANSWERS, _answer),
    }
)
