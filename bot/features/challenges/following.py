"""Whoever raised a challenge follows it: by name, or by the code of the receipt and nothing else.

Neither a look nor a reply leaves anything behind that tells who it was.
"""

from typing import Any

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import challenge_texts as texts
from bot.domain import challenge_times as times
from bot.domain import challenges as rules
from bot.domain import receipts, typed
from bot.domain.challenge_texts import RemarkKind, checked_reason
from bot.domain.challenges import ChallengeMove, ChallengeState, Hand
from bot.domain.errors import Refused, mark
from bot.domain.solving import Said, check_day
from bot.features.challenges import reading
from cards import challenge_followed
from cards.challenge_followed import (
    AskTakeBack,
    CheckChallenge,
    FollowAction,
    FollowChallenge,
    Followed,
    ReplyToQuestion,
    TakeBackChallenge,
)
from storage import challenges, people
from storage.challenges import returning
from storage.challenges import solving as solutions
from storage.tables import Challenge, ChallengeRemark, Solution

SENDER = frozenset({Hand.SENDER})


# --- In the chat ---------------------------------------------------------------------------------


def follow(deps: Deps, turn: Turn) -> Reply:
    """`følg K7QM-3XWD-PLZ5-ABGT`. Raises Refused for a code that is nobody's."""
    with deps.store.transaction() as session:
        row = _by_code(session, turn.rest)
        if row is None or row.network_id != turn.known.network_id:
            raise Refused(mark("Den koden kjenner jeg ikke. Skriv «følg» og koden du fikk."))
        return _card(deps, session, turn, row, turn.rest)


def show(deps: Deps, turn: Turn, action: FollowChallenge) -> Reply:
    with deps.store.transaction() as session:
        return _card(deps, session, turn, _own(session, turn, action), action.code)


def ask_take_back(deps: Deps, turn: Turn, action: AskTakeBack) -> Reply:
    with deps.store.transaction() as session:
        row = _own(session, turn, action)
        return _card(deps, session, turn, row, action.code, asks=True)


def take_back(deps: Deps, turn: Turn, action: TakeBackChallenge) -> Reply:
    """The text is gone, everywhere."""
    with deps.store.transaction() as session:
        row = _own(session, turn, action)
        _taken_back(deps, session, row)
        return _card(deps, session, turn, row, action.code)


def reply(deps: Deps, turn: Turn, action: ReplyToQuestion) -> Reply:
    """The sender's reply to what the network asked."""
    with deps.store.transaction() as session:
        row = _own(session, turn, action)
        form = _replied(deps, session, row, action.text)
        problem = turn.words.problems(form).get("text", "")
        shown = action.text if problem else ""
        return _card(deps, session, turn, row, action.code, typed=shown, problem=problem)


def check(deps: Deps, turn: Turn, action: CheckChallenge) -> Reply:
    """Whether the solution holds, as its sender sees it."""
    with deps.store.transaction() as session:
        row = _own(session, turn, action)
        form = _checked(deps, session, row, action.text, holds=action.holds)
        problem = turn.words.problems(form).get("text", "")
        shown = action.text if problem else ""
        return _card(deps, session, turn, row, action.code, typed=shown, problem=problem)


def _own(session: Session, turn: Turn, action: FollowAction) -> Challenge:
    """The sender's own. Raises Refused as if it did not exist for everybody else."""
    row = challenges.find(session, turn.known.network_id, action.challenge)
    if row is None:
        raise reading.gone()
    code = receipts.read(action.code)
    holds_code = code is not None and row.receipt == receipts.hash_of(code)
    if not holds_code and row.raised_by_id != turn.known.person_id:
        raise reading.gone()
    return row


def _card(
    deps: Deps, session: Session, turn: Turn, row: Challenge, code: str, **shown: Any
) -> Reply:
    """`shown`: what is asked or was refused, as `cards.challenge_followed.View` tells it."""
    view = challenge_followed.View(row.id or 0, code, told(deps, session, row), **shown)
    return Reply(challenge_followed.build(view, turn.words), private=True)


# --- On the web ----------------------------------------------------------------------------------


def look(deps: Deps, code: str) -> Followed | None:
    """None for a code that is nobody's."""
    with deps.store.transaction() as session:
        row = _by_code(session, code)
        return told(deps, session, row) if row else None


def reply_by_code(deps: Deps, code: str, text: str) -> tuple[Followed, typed.Form] | None:
    with deps.store.transaction() as session:
        row = _by_code(session, code)
        if row is None:
            return None
        form = _replied(deps, session, row, text)
        return told(deps, session, row), form


def check_by_code(
    deps: Deps, code: str, text: str, *, holds: bool
) -> tuple[Followed, typed.Form] | None:
    with deps.store.transaction() as session:
        row = _by_code(session, code)
        if row is None:
            return None
        form = _checked(deps, session, row, text, holds=holds)
        return told(deps, session, row), form


def withdraw_by_code(deps: Deps, code: str) -> Followed | None:
    with deps.store.transaction() as session:
        row = _by_code(session, code)
        if row is None:
            return None
        _taken_back(deps, session, row)
        return told(deps, session, row)


# --- Both ----------------------------------------------------------------------------------------


def _by_code(session: Session, code: str) -> Challenge | None:
    letters = receipts.read(code)
    row = challenges.by_receipt(session, receipts.hash_of(letters)) if letters else None
    return None if row is None or row.state is ChallengeState.DRAFT else row


def told(deps: Deps, session: Session, row: Challenge) -> Followed:
    """As it stands now, for the sender alone."""
    remarks, found = challenges.remarks(session, row.id or 0), solutions.of(session, row.id or 0)
    open_ = texts.open_question(remarks) is not None
    return Followed(
        stage=reading.stage(deps, session, row),
        text=row.text,
        answer=row.answer,
        answered_by=people.name_of(session, row.answered_by_id) if row.answer else None,
        reason=(found.sender_why if found else "") or row.reason,
        merged_into=reading.merged_into(session, row),
        supporters=challenges.supporters(session, row.id or 0),
        remarks=remarks,
        may_reply=open_ and rules.may(row.state, ChallengeMove.REMARK, SENDER),
        outcome=solutions.agreed(session, row.id or 0, found.version) if found else None,
        may_check=_may_check(deps, row, found),
    )


def _may_check(deps: Deps, row: Challenge, found: Solution | None) -> bool:
    """Four weeks have gone, and whoever raised it has not said whether it holds."""
    if found is None or found.used_on is None or found.sender_said is not None:
        return False
    due = check_day(found.used_on, deps.calendar) <= deps.calendar.day_of(deps.now())
    return due and rules.may(row.state, ChallengeMove.HOLD, SENDER)


def _checked(deps: Deps, session: Session, row: Challenge, text: str, *, holds: bool) -> typed.Form:
    """Neither a name nor a time is kept of it. A no takes the challenge up again; without a name,
    at the hour at which all is told that was said without one.
    """
    form, found = typed.Form(), solutions.of(session, row.id or 0)
    if found is None or not _may_check(deps, row, found):
        return form
    if holds:
        found.sender_said = Said.YES
        session.add(found)
        return form
    reason = form.read("text", lambda: checked_reason(text))
    if reason is not None and row.raised_by_id is None:
        at = times.posted_at(deps.now(), deps.calendar, anonymous=True)
        returning.fails_later(session, row, found, reason, at)
    elif reason is not None and reading.move(row, ChallengeMove.FAIL, SENDER):
        returning.take_up_again(session, row, reason, deps.now())
    return form


def _replied(deps: Deps, session: Session, row: Challenge, text: str) -> typed.Form:
    """Kept, where a question waits for it; a second reply to the same question is not."""
    form = typed.Form()
    reply = form.read("text", lambda: checked_reason(text))
    waits = texts.open_question(challenges.remarks(session, row.id or 0)) is not None
    if reply is not None and waits and reading.move(row, ChallengeMove.REMARK, SENDER):
        remark = ChallengeRemark(challenge_id=row.id or 0, kind=RemarkKind.REPLY, text=reply)
        challenges.add_remark(session, remark)
        challenges.redraw(session, row, deps.now())
    return form


def _taken_back(deps: Deps, session: Session, row: Challenge) -> None:
    if rules.may(row.state, ChallengeMove.WITHDRAW, SENDER):
        challenges.withdraw(session, row, deps.now())
