"""What is decided about a challenge in the channel, and what is asked and said before that.

Two that press at once: the first wins, and the second is shown how it stands now.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import challenge_texts as texts
from bot.domain import challenges as rules
from bot.domain import themes, typed
from bot.domain.challenge_texts import RemarkKind, checked_reason
from bot.domain.challenges import MOVE_OF, Step
from bot.domain.errors import Refused, mark
from bot.features.challenges import reading, solving
from cards import challenge_step
from cards.challenge_step import LATER, WITH_TEXT, BeginStep, TakeStep
from cards.elements import shortened
from storage import challenges, meetings
from storage.challenges import fagdager, returning
from storage.tables import Challenge, ChallengeRemark, Meeting

SHOWN = 80  # characters of a challenge in a list


def begin_step(deps: Deps, turn: Turn, action: BeginStep) -> Reply:
    """What follows from it, and what is needed for it; or the card as it is by now."""
    with deps.store.transaction() as session:
        row = reading.of_network(session, turn, action.challenge)
        if not _still_possible(session, turn, row, action.step):
            return reading.reply(deps, session, turn, row)
        if action.step is Step.SOLVE:
            return solving.appoint(deps, session, turn, action)
        return _asked(session, turn, row, TakeStep(challenge=row.id or 0, step=action.step))


def take_step(deps: Deps, turn: Turn, action: TakeStep) -> Reply:
    """Do it, if it is still theirs to do. What was typed comes back when it cannot be taken."""
    form = typed.Form()
    with deps.store.transaction() as session:
        row = reading.of_network(session, turn, action.challenge)
        if not _still_possible(session, turn, row, action.step):
            return reading.reply(deps, session, turn, row)
        if action.step is Step.SOLVE:
            return solving.appoint(deps, session, turn, action)
        _read(session, turn, row, action, form)
        if form.problems:
            return _asked(session, turn, row, action, form)
        if action.step is not Step.WITHDRAW:  # which needs to know whether it was posted
            reading.move(row, MOVE_OF[action.step], reading.hands(session, turn, row))
        session.add(row)
        _TAKEN[action.step](deps, session, turn, row, action)
        challenges.redraw(session, row, turn.now)
        challenges.replan_questions(session, row.network_id, turn.now, deps.calendar)
        undoes = {"undo": True} if action.step is Step.THEME else {}
        return reading.reply(deps, session, turn, row, **undoes)


def _read(session: Session, turn: Turn, row: Challenge, action: TakeStep, form: typed.Form) -> None:
    if action.step in WITH_TEXT:
        form.read("text", lambda: checked_reason(action.text))
    if action.step is Step.THEME:
        form.read("text", lambda: themes.checked(action.text))
        form.read("other", lambda: _fagdag(session, turn, action.other))
    if action.step is Step.MERGE:
        form.read("other", lambda: _other(session, row, action.other))


def _still_possible(session: Session, turn: Turn, row: Challenge, step: Step) -> bool:
    """Raises Refused for a step that this person may not take whatever the state."""
    hands = reading.hands(session, turn, row)
    if not any(rule.hands & hands for (_, m), rule in rules.MOVES.items() if m is MOVE_OF[step]):
        raise Refused(
            mark("Det er verten for neste møte, og de som styrer nettverket, som kan gjøre dette.")
        )
    if step is Step.VIEW and turn.known.agency_id is None:
        raise Refused(mark("Si hvilken etat du representerer først."))
    return rules.may(row.state, MOVE_OF[step], hands)


def _asked(
    session: Session, turn: Turn, row: Challenge, action: TakeStep, form: typed.Form | None = None
) -> Reply:
    listed = reading.others(session, row) if action.step is Step.MERGE else ()
    free = _free(session, turn) if action.step is Step.THEME else ()
    view = challenge_step.View(
        challenge_id=row.id or 0,
        step=action.step,
        text=row.text,
        others=tuple((other.id or 0, shortened(other.text, SHOWN)) for other in listed),
        fagdager=meetings.described(session, free),
        typed=action.text or _known(session, turn, row, action.step),
        chosen=action.other,
        binding=row.state in rules.BINDING,
        problems=turn.words.problems(form) if form else {},
    )
    return Reply(challenge_step.build(view, turn.words), private=True)


def _known(session: Session, turn: Turn, row: Challenge, step: Step) -> str:
    """What stands in the field already: what the agency said before, or a title for the theme."""
    if step is Step.THEME:
        return texts.agenda_title(row.text)
    own = (
        remark.text
        for remark in challenges.remarks(session, row.id or 0)
        if remark.kind is RemarkKind.VIEW and remark.agency_id == turn.known.agency_id
    )
    return next(own, "") if step is Step.VIEW else ""


def _free(session: Session, turn: Turn) -> Sequence[Meeting]:
    return fagdager.free(session, turn.known.network_id, turn.now)


def _fagdag(session: Session, turn: Turn, chosen: str) -> Meeting | None:
    """None for a later one, which waits in the bank. Raises Refused for what is not in the list."""
    found = {str(meeting.id): meeting for meeting in _free(session, turn)}
    if chosen.strip() == LATER:
        return None
    if chosen.strip() not in found:
        raise Refused(mark("Velg en fagdag fra lista."))
    return found[chosen.strip()]


def _other(session: Session, row: Challenge, chosen: str) -> Challenge:
    """The challenge that this one is a part of. Raises Refused for what is not in the list."""
    found = (other for other in reading.others(session, row) if str(other.id) == chosen.strip())
    other = next(found, None)
    if other is None:
        raise Refused(mark("Velg en utfordring fra lista."))
    return other


Taken = Callable[[Deps, Session, Turn, Challenge, TakeStep], None]


def _add_view(_deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeStep) -> None:
    _remark(session, row, RemarkKind.VIEW, action, organisation_id=turn.known.agency_id)


def _ask(_deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeStep) -> None:
    """One question at a time: a second one before the reply would only replace the first."""
    if texts.open_question(challenges.remarks(session, row.id or 0)) is None:
        remark = _remark(session, row, RemarkKind.QUESTION, action, person_id=turn.known.person_id)
        challenges.tell_sender(session, row, challenges.QUESTION, turn.now, remark.id or 0)


def _remark(
    session: Session, row: Challenge, kind: RemarkKind, action: TakeStep, **by: int | None
) -> ChallengeRemark:
    text = checked_reason(action.text)
    remark = ChallengeRemark(challenge_id=row.id or 0, kind=kind, text=text, **by)
    challenges.add_remark(session, remark)
    return remark


def _put_off(deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeStep) -> None:
    row.reason, row.closed_on = checked_reason(action.text), deps.calendar.day_of(turn.now)
    challenges.leave_agenda(session, row, turn.now)
    fagdager.tell_sender(session, row, turn.now)


def _put_on(_deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeStep) -> None:
    row.reason = ""
    meeting = _fagdag(session, turn, action.other)
    fagdager.decide(session, row, themes.checked(action.text), meeting, turn.now)
    challenges.leave_agenda(session, row, turn.now)
    fagdager.tell_sender(session, row, turn.now)


def _take_off(_deps: Deps, session: Session, turn: Turn, row: Challenge, _action: TakeStep) -> None:
    """«Angre»: it is on the agenda again, and whoever has not heard of it yet does not."""
    fagdager.drop(session, row, turn.now)
    row.item_id = None
    challenges.place(session, row, turn.now)
    fagdager.tell_sender(session, row, turn.now)


def _merge(deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeStep) -> None:
    other = _other(session, row, action.other)
    row.merged_into_id, row.closed_on = other.id, deps.calendar.day_of(turn.now)
    challenges.join_supporters(session, row.id or 0, other.id or 0)
    challenges.leave_agenda(session, row, turn.now)
    challenges.redraw(session, other, turn.now)
    fagdager.tell_sender(session, row, turn.now)


def _reopen(deps: Deps, session: Session, turn: Turn, row: Challenge, action: TakeStep) -> None:
    returning.take_up_again(session, row, checked_reason(action.text), turn.now)


def _withdraw(_deps: Deps, session: Session, turn: Turn, row: Challenge, _action: TakeStep) -> None:
    challenges.withdraw(session, row, turn.now)


_TAKEN: Mapping[Step, Taken] = MappingProxyType(
    {
        Step.VIEW: _add_view,
        Step.ASK: _ask,
        Step.THEME: _put_on,
        Step.NO_THEME: _take_off,
        Step.PUT_OFF: _put_off,
        Step.MERGE: _merge,
        Step.REOPEN: _reopen,
        Step.WITHDRAW: _withdraw,
    }
)
