"""What a løsningsgruppe does, and what the parties say to it: one step at a time.

Two that press at once: the first wins, and the second is shown how it stands now.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from sqlmodel import Session

from bot import schools
from bot.deps import Deps, Reply, Turn
from bot.domain import solving as rules
from bot.domain import typed
from bot.domain.agencies import active
from bot.domain.challenges import (
    LONGEST_REASON,
    MOVES,
    ChallengeMove,
    ChallengeState,
    Hand,
    may,
)
from bot.domain.errors import Refused, mark
from bot.domain.minutes import LONGEST_TASK
from bot.domain.people import may_act_for
from bot.domain.solving import ANSWERS, Agreed, Said, SolvingStep, move_of
from bot.features.challenges import reading
from cards import challenge_solution, challenge_solving
from cards.challenge_solving import BeginSolving, ShowSolution, TakeSolving
from cards.challenge_step import BeginStep, TakeStep
from storage import challenges, meetings, networks, people, rosters, tasks
from storage.challenges import asking, reporting, solving
from storage.tables import Challenge, Network, PartyAnswer, Task


def show(deps: Deps, turn: Turn, action: ShowSolution) -> Reply:
    with deps.store.transaction() as session:
        return reply(deps, session, turn, reading.of_network(session, turn, action.challenge))


def begin(deps: Deps, turn: Turn, action: BeginSolving) -> Reply:
    """The form of a step, or how it stands now where the step cannot be taken any more."""
    with deps.store.transaction() as session:
        row = reading.of_network(session, turn, action.challenge)
        _refuse_strangers(deps, session, turn, row, action.step)
        if action.step not in possible(deps, session, turn, row):
            return reply(deps, session, turn, row)
        return _form(deps, session, turn, row, _filled(deps, session, turn, row, action.step))


def appoint(deps: Deps, session: Session, turn: Turn, action: BeginStep | TakeStep) -> Reply:
    """«Løsningsgruppe» on the challenge: whom to ask."""
    row = reading.of_network(session, turn, action.challenge)
    return _form(deps, session, turn, row, _filled(deps, session, turn, row, SolvingStep.GATHER))


def take(deps: Deps, turn: Turn, action: TakeSolving) -> Reply:
    """Do it, if it is still theirs to do. What was typed comes back when it cannot be taken."""
    form = typed.Form()
    with deps.store.transaction() as session:
        networks.locked(session, turn.known.network_id)  # as for the steps of the challenge itself
        row = reading.of_network(session, turn, action.challenge)
        _refuse_strangers(deps, session, turn, row, action.step)
        if action.step not in possible(deps, session, turn, row):
            return reply(deps, session, turn, row)
        if _is_outdated(session, row, action):
            return reply(deps, session, turn, row)
        _TAKEN[action.step](deps, session, turn, row, action, form)
        if form.problems:
            return _form(deps, session, turn, row, action, form)
        challenges.redraw(session, row, turn.now)
        challenges.replan_questions(session, row.network_id, turn.now, deps.calendar)
        return reply(deps, session, turn, row)


def _is_outdated(session: Session, row: Challenge, action: TakeSolving) -> bool:
    """Somebody answers to what is not in force any more: they are shown what is."""
    if action.step not in ANSWERS:
        return False
    found = solving.of(session, row.id or 0)
    return found is None or solving.about(found, action.step) != action.version


# --- What is possible ----------------------------------------------------------------------------


def possible(deps: Deps, session: Session, turn: Turn, row: Challenge) -> tuple[SolvingStep, ...]:
    """What the reader may do now."""
    hands = hands_of(deps, session, turn, row)
    lacking = _lacking(deps, session, row)
    first = (SolvingStep.GATHER,) if may(row.state, ChallengeMove.SOLVE, hands) else ()
    return (*first, *rules.possible(row.state, hands, lacking))


def _refuse_strangers(
    deps: Deps, session: Session, turn: Turn, row: Challenge, step: SolvingStep
) -> None:
    """Raises Refused for a step that this person may not take whatever the state."""
    hands = hands_of(deps, session, turn, row)
    moves = {move_of(step, state) for state in ChallengeState}
    if any(rule.hands & hands for (_, move), rule in MOVES.items() if move in moves):
        return
    if step in ANSWERS:
        raise Refused(mark("Det er etatene som løsningen gjelder, som svarer."))
    raise Refused(mark("Det er løsningsgruppa, og de som styrer nettverket, som kan gjøre dette."))


def hands_of(deps: Deps, session: Session, turn: Turn, row: Challenge) -> frozenset[Hand]:
    today = deps.calendar.day_of(turn.now)
    return reading.hands(
        session,
        turn,
        row,
        solving.parties(session, row, today).keys(),
        solving.solvers(session, row.id or 0),
    )


def _lacking(deps: Deps, session: Session, row: Challenge) -> frozenset[SolvingStep]:
    """Steps that have nothing to be about yet, or not any more."""
    found = solving.of(session, row.id or 0)
    if found is None:
        return frozenset(SolvingStep)
    met = bool(solving.meetings(session, row.id or 0))
    written = found.version > 0
    absent = {
        SolvingStep.GATHER: written,
        SolvingStep.WEIGH: not met or written,
        SolvingStep.TASK: not met,
        SolvingStep.TRY: not found.chosen or written,
        SolvingStep.OUTCOME: not met,
        SolvingStep.CONFIRM: not written,
        SolvingStep.USE: not written,
        SolvingStep.HOLDS: not written,
        SolvingStep.STATUS: not met,
    }
    return frozenset(step for step, is_absent in absent.items() if is_absent)


# --- Forms ---------------------------------------------------------------------------------------


def _filled(
    deps: Deps, session: Session, turn: Turn, row: Challenge, step: SolvingStep
) -> TakeSolving:
    """The form with what is known already."""
    number, found = row.id or 0, solving.of(session, row.id or 0)
    action = TakeSolving(challenge=number, step=step)
    if step is SolvingStep.GATHER:
        group = solving.solvers(session, number)
        chosen = group or solving.proposed(session, row, deps.calendar.day_of(turn.now))
        return action.model_copy(update={"people": ",".join(map(str, sorted(chosen)))})
    if found is None:
        return action
    if step is SolvingStep.WEIGH:
        lines = found.alternatives
        place = str(lines.index(found.chosen) + 1) if found.chosen in lines else ""
        return action.model_copy(update={"alternatives": "\n".join(lines), "chosen": place})
    if step is SolvingStep.OUTCOME:
        return action.model_copy(update=_earlier(session, number, found.version, found.chosen))
    if step is SolvingStep.STATUS:
        return action.model_copy(update={"text": found.status})
    version = solving.about(found, step) if step in ANSWERS else 0
    return action.model_copy(update={"version": version})


def _earlier(session: Session, number: int, version: int, chosen: str) -> dict[str, str]:
    outcome = solving.agreed(session, number, version)
    if outcome is None:
        return {"what": chosen}
    return {
        "what": outcome.what,
        "who": outcome.who,
        "starts": outcome.starts_on.isoformat(),
    }


def _form(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: Challenge,
    action: TakeSolving,
    form: typed.Form | None = None,
) -> Reply:
    found = solving.of(session, row.id or 0)
    outcome = solving.agreed(session, row.id or 0, found.version) if found else None
    about = outcome.what if outcome else found.chosen if found else ""
    view = challenge_solving.View(
        typed=action,
        text=row.text,
        about=about if action.step in ANSWERS else "",
        people=_people(deps, session, turn) if action.step is SolvingStep.GATHER else (),
        agencies=_agencies(deps, session, turn) if action.step is SolvingStep.TASK else (),
        days=_days(deps, session, turn) if action.step is SolvingStep.MEET else (),
        problems=turn.words.problems(form) if form else {},
    )
    return Reply(challenge_solving.build(view, turn.words), private=True)


def _agencies(deps: Deps, session: Session, turn: Turn) -> tuple[tuple[int, str], ...]:
    today = deps.calendar.day_of(turn.now)
    listed = active(networks.agencies(session, turn.known.network_id), today)
    return tuple((agency.id, agency.name) for agency in listed)


def _people(deps: Deps, session: Session, turn: Turn) -> tuple[tuple[int, str], ...]:
    """The members who represent an agency, each with it."""
    agencies = dict(_agencies(deps, session, turn))
    members = rosters.read(session, turn.known.network_id).members
    names = people.names(session, turn.known.network_id)
    return tuple(
        (number, f"{name}, {agencies[agency]}")
        for number, name in names.items()
        if (agency := members.get(number)) in agencies
    )


def _days(deps: Deps, session: Session, turn: Turn) -> tuple[date, ...]:
    """Days on which neither the network meets nor the county's schools are closed."""
    today, network_id = deps.calendar.day_of(turn.now), turn.known.network_id
    county = session.get_one(Network, network_id).county
    closed = {day for year in (0, 1) for day in schools.closed_days(county, today.year + year)}
    taken = solving.taken_days(session, network_id, turn.now, deps.calendar)
    return rules.free_days(today, deps.calendar, closed | taken)


# --- Steps ---------------------------------------------------------------------------------------

Taken = Callable[[Deps, Session, Turn, Challenge, TakeSolving, typed.Form], None]


def _gather(
    deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeSolving, form: typed.Form
) -> None:
    """The first time, the challenge becomes one of a løsningsgruppe."""
    listed = dict(_people(deps, session, turn))
    chosen = form.read("people", lambda: rules.checked_group(typed.ids(action.people), listed))
    if chosen is None:
        return
    move = move_of(action.step, row.state)
    if reading.move(row, move, hands_of(deps, session, turn, row)):
        if move is ChallengeMove.SOLVE:
            row.reason = ""
            challenges.leave_agenda(session, row, turn.now)
        session.add(row)
        solving.begun(session, row.id or 0)
        new = solving.invite(session, row, chosen)
        asking.invite(session, row, new, turn.now)


def _meet(
    deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeSolving, form: typed.Form
) -> None:
    day = form.read("day", lambda: typed.day(action.day))
    if day is None or day <= deps.calendar.day_of(turn.now):
        form.refuse("day", mark("Velg en dag som kommer."))
        return
    host_id = _host(deps, session, turn, row)
    solving.call_meeting(session, row, host_id, day, turn.now, deps.calendar)


def _host(deps: Deps, session: Session, turn: Turn, row: Challenge) -> int | None:
    """Whoever finds the day, where their agency is among the parties; else the first party."""
    bound = solving.parties(session, row, deps.calendar.day_of(turn.now))
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
    text = form.read("task", lambda: rules.guarded(action.task, LONGEST_TASK))
    agency = form.read("agency", lambda: _chosen_agency(deps, session, turn, action.agency))
    due = form.read("due", lambda: typed.optional_day(action.due))
    meeting = solving.current_meeting(session, row.id or 0, turn.now)
    if text is None or agency is None or form.problems or meeting is None:
        return
    listed = tasks.of_items(session, solving.item_ids(session, row.id or 0))
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
    if number not in dict(_agencies(deps, session, turn)):
        raise Refused(mark("Velg en etat fra lista."))
    return number or 0


def _write(
    deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeSolving, form: typed.Form
) -> None:
    """A new version, put to every party; the same words again are no new version."""
    what = form.read("what", lambda: rules.guarded(action.what, rules.LONGEST_OUTCOME))
    who = form.read("who", lambda: rules.guarded(action.who, typed.LINE))
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
        taken_up_again(session, row, word, hands_of(deps, session, turn, row), turn.now)
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
    bound = solving.parties(session, row, deps.calendar.day_of(turn.now))
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
        solving.say(session, said)
    if row.raised_by_id == turn.known.person_id:
        solving.begun(session, row.id or 0).sender_said = answer


def taken_up_again(
    session: Session,
    row: Challenge,
    why: str,
    hands: frozenset[Hand],
    now: datetime,
) -> None:
    """It does not hold: back to the next agenda, with the reason."""
    if reading.move(row, ChallengeMove.FAIL, hands):
        row.reason, row.item_id, row.reopened = why, None, True
        session.add(row)
        solving.begin_again(session, row)
        challenges.place(session, row, now)


def _report(
    _deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeSolving, form: typed.Form
) -> None:
    text = form.read("text", lambda: rules.guarded(action.text, rules.LONGEST_STATUS))
    if text is not None:
        reporting.write(session, row, text, turn.known.person_id, turn.now)


_TAKEN: Mapping[SolvingStep, Taken] = MappingProxyType(
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


# --- The card ------------------------------------------------------------------------------------


def reply(deps: Deps, session: Session, turn: Turn, row: Challenge) -> Reply:
    """As it stands, with what the reader may do; where nobody works on it, the challenge itself."""
    found = solving.of(session, row.id or 0)
    if found is None:
        return reading.reply(deps, session, turn, row, unfolded=True)
    number, today = row.id or 0, deps.calendar.day_of(turn.now)
    view = challenge_solution.View(
        challenge_id=number,
        stage=reading.stage(deps, session, row),
        text=row.text,
        today=today,
        group=solving.group(session, number),
        meetings=meetings.described(session, solving.meetings(session, number)),
        alternatives=tuple(found.alternatives),
        chosen=found.chosen,
        tasks=tasks.of_items(session, solving.item_ids(session, number)),
        outcome=solving.agreed(session, number, found.version),
        parties=tuple(solving.parties(session, row, today).items()),
        words=solving.words(session, row, today),
        status=found.status,
        steps=possible(deps, session, turn, row),
        files=bool(deps.public_url) and turn.known.agency_id is not None and found.version > 0,
    )
    return Reply(challenge_solution.build(view, turn.words), private=True)
