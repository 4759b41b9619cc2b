"""The whole grid of states, moves and hands; texts, times, and receipt codes."""

import itertools
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import receipts
from bot.domain.calendar import WorkCalendar
from bot.domain.challenge_texts import (
    LONGEST,
    LONGEST_REASON,
    SHORTEST,
    Remark,
    RemarkKind,
    agenda_title,
    checked_reason,
    checked_text,
    open_question,
)
from bot.domain.challenge_times import asked_at, posted_at
from bot.domain.challenges import ChallengeMove, ChallengeState, Hand, Step, hands_of, moved, steps
from bot.domain.errors import Refused
from bot.domain.people import Member, RoleKind
from bot.domain.solution_group import checked_group

S, M, H = ChallengeState, ChallengeMove, Hand
OSLO = WorkCalendar(ZoneInfo("Europe/Oslo"), {date(2027, 5, 17)})
UNSETTLED = (S.FLAGGED, S.PLANNED, S.SOLVING)
STANDS = (*UNSETTLED, S.THEME, S.HEARD, S.AGREED, S.IN_USE, S.NOT_NOW, S.MERGED)
BINDING = (S.AGREED, S.IN_USE)
# Every legal move, whose it is, and where it leads; all others are refused.
LEGAL: dict[tuple[ChallengeState, ChallengeMove], tuple[ChallengeState, str]] = {
    (S.DRAFT, M.CHANGE): (S.DRAFT, "sender"),
    (S.DRAFT, M.CONFIRM): (S.CONFIRMED, "sender"),
    (S.DRAFT, M.WITHDRAW): (S.WITHDRAWN, "sender"),
    (S.CONFIRMED, M.POST): (S.FLAGGED, "clock"),
    (S.CONFIRMED, M.WITHDRAW): (S.WITHDRAWN, "sender"),
    (S.FLAGGED, M.PLAN): (S.PLANNED, "clock"),
    (S.FLAGGED, M.SOLVE): (S.SOLVING, "keeper"),
    (S.PLANNED, M.SOLVE): (S.SOLVING, "keeper"),
    (S.FLAGGED, M.MERGE): (S.MERGED, "keeper"),
    (S.PLANNED, M.MERGE): (S.MERGED, "keeper"),
    (S.SOLVING, M.GATHER): (S.SOLVING, "keeper"),
    (S.SOLVING, M.MEET): (S.SOLVING, "keeper solver"),
    (S.SOLVING, M.WEIGH): (S.SOLVING, "keeper solver"),
    (S.SOLVING, M.PROMISE): (S.SOLVING, "keeper solver"),
    (S.AGREED, M.PROMISE): (S.AGREED, "keeper solver"),
    (S.SOLVING, M.TRY): (S.SOLVING, "party"),
    (S.SOLVING, M.WRITE): (S.SOLVING, "keeper solver"),
    (S.AGREED, M.WRITE): (S.SOLVING, "keeper solver"),
    (S.SOLVING, M.ACCEPT): (S.SOLVING, "party"),
    (S.SOLVING, M.AGREE): (S.AGREED, "clock"),
    (S.AGREED, M.ADOPT): (S.AGREED, "party"),
    (S.AGREED, M.TAKE_INTO_USE): (S.IN_USE, "clock"),
    **{(s, M.REPORT): (s, "keeper solver") for s in (S.SOLVING, S.AGREED, S.IN_USE)},
    (S.IN_USE, M.HOLD): (S.IN_USE, "party sender"),
    (S.IN_USE, M.FAIL): (S.FLAGGED, "party sender"),
    **{(s, M.ANSWER): (s, "member") for s in UNSETTLED},
    **{(s, M.REMARK): (s, "member sender") for s in UNSETTLED},
    **{(s, M.ASK): (s, "keeper") for s in UNSETTLED},
    **{(s, M.PUT_ON_FAGDAG): (S.THEME, "keeper") for s in (S.FLAGGED, S.PLANNED)},
    (S.THEME, M.TAKE_OFF_FAGDAG): (S.FLAGGED, "keeper clock"),
    (S.THEME, M.HEAR): (S.HEARD, "clock"),
    **{(s, M.PUT_OFF): (S.NOT_NOW, "keeper") for s in UNSETTLED},
    **{
        (s, M.REOPEN): (S.FLAGGED, "keeper")
        for s in STANDS
        if s not in {S.FLAGGED, S.PLANNED, S.THEME}
    },
    **{(s, M.WITHDRAW): (S.WITHDRAWN, "sender keeper") for s in STANDS if s not in BINDING},
    **{(s, M.WITHDRAW): (s, "sender keeper") for s in BINDING},
}


@pytest.mark.parametrize(("state", "hand"), list(itertools.product(S, H)))
def test_a_move_is_legal_here_for_these_hands_and_nowhere_else(
    state: ChallengeState, hand: Hand
) -> None:
    theirs = {
        m: to for (s, m), (to, whose) in LEGAL.items() if s is state and hand in whose.split()
    }
    made = {move: moved(state, move, frozenset({hand})) for move in M}
    assert made == {move: theirs.get(move) for move in M}


def test_what_is_withdrawn_stays_withdrawn() -> None:
    everybody = frozenset(H)
    assert [m for m in M if moved(S.WITHDRAWN, m, everybody)] == []


def test_a_member_sees_no_step_that_only_keepers_take() -> None:
    assert steps(S.PLANNED, frozenset({H.MEMBER})) == (Step.VIEW,)
    assert steps(S.NOT_NOW, frozenset({H.MEMBER, H.KEEPER})) == (Step.REOPEN, Step.WITHDRAW)


MEMBER = Member(person_id=1, name="Kari", network_id=1, agency_id=7)


@pytest.mark.parametrize(
    ("member", "host_id", "raised_by_id", "hands"),
    [
        (MEMBER, 8, None, {H.MEMBER}),
        (MEMBER, 8, 2, {H.MEMBER}),
        (MEMBER, 8, 1, {H.MEMBER, H.SENDER}),
        (MEMBER, 7, None, {H.MEMBER, H.KEEPER}),
        (Member(1, "Kari", 1, None), None, None, {H.MEMBER}),
        (Member(1, "Kari", 1, 7, frozenset({RoleKind.CHAIR})), 8, None, {H.MEMBER, H.KEEPER}),
        (
            Member(1, "Kari", 1, 7, frozenset({RoleKind.COORDINATOR})),
            8,
            1,
            {H.MEMBER, H.KEEPER, H.SENDER},
        ),
        (Member(1, "Kari", 1, 7, owner=True), 8, None, {H.MEMBER, H.KEEPER}),
    ],
)
def test_who_somebody_is_to_a_challenge(
    member: Member, host_id: int | None, raised_by_id: int | None, hands: set[Hand]
) -> None:
    assert hands_of(member, host_id, raised_by_id) == hands


def test_a_party_is_an_agency_and_a_solver_a_person() -> None:
    assert hands_of(MEMBER, 8, None, parties={7}, solvers={2}) == {H.MEMBER, H.PARTY}
    assert hands_of(MEMBER, 8, None, parties={8}, solvers={1}) == {H.MEMBER, H.SOLVER}


@pytest.mark.parametrize("text", ["", "   ", "x" * (SHORTEST - 1), "x" * (LONGEST + 1)])
def test_a_text_must_say_something_and_end(text: str) -> None:
    with pytest.raises(Refused):
        checked_text(text)


@pytest.mark.parametrize("text", ["x" * SHORTEST, "x" * LONGEST])
def test_what_is_in_between_is_taken_without_the_spaces_around_it(text: str) -> None:
    assert checked_text(f"  {text}\n") == text


@pytest.mark.parametrize("check", [checked_text, checked_reason])
def test_every_text_is_guarded(check: Callable[[str], str]) -> None:
    with pytest.raises(Refused, match="telefonnummer"):
        check("Ring 90 12 34 56 om dette")


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST_REASON + 1)])
def test_a_reason_is_one_short_line(text: str) -> None:
    with pytest.raises(Refused):
        checked_reason(text)


def test_on_an_agenda_it_is_one_line_that_fits() -> None:
    assert agenda_title("Tolk mangler\nofte.") == "Tolk mangler ofte."
    assert len(agenda_title("Tolk mangler ofte. " * 20)) <= 120


def test_a_named_one_is_posted_at_once() -> None:
    now = datetime(2027, 3, 4, 13, 12, 7, tzinfo=UTC)
    assert posted_at(now, OSLO, anonymous=False) == now


@pytest.mark.parametrize(
    ("said", "posted"),
    [
        (datetime(2027, 3, 4, 13, 12, 7, tzinfo=UTC), datetime(2027, 3, 5, 8, tzinfo=UTC)),
        (datetime(2027, 3, 5, 5, 0, tzinfo=UTC), datetime(2027, 3, 8, 8, tzinfo=UTC)),
        (datetime(2027, 3, 26, 12, 0, tzinfo=UTC), datetime(2027, 3, 29, 7, tzinfo=UTC)),  # DST
        (datetime(2027, 5, 14, 12, 0, tzinfo=UTC), datetime(2027, 5, 18, 7, tzinfo=UTC)),  # 17 May
    ],
)
def test_an_anonymous_one_comes_at_nine_on_the_next_working_day(
    said: datetime, posted: datetime
) -> None:
    assert posted_at(said, OSLO, anonymous=True) == posted


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.times())
def test_the_hour_of_an_anonymous_post_tells_nothing_of_the_hour_of_the_yes(
    day: date, clock: time
) -> None:
    now = datetime.combine(day, clock, UTC)
    posted = OSLO.local(posted_at(now, OSLO, anonymous=True))
    assert (posted.hour, posted.minute, posted.second, posted.microsecond) == (9, 0, 0, 0)
    assert posted > now
    assert OSLO.is_workday(posted.date())


def test_one_person_is_asked_after_two_and_after_five_working_days() -> None:
    friday = date(2027, 5, 14)
    assert [OSLO.local(at).date() for at in asked_at(friday, OSLO)] == [
        date(2027, 5, 19),
        date(2027, 5, 24),
    ]


def _said(*kinds: RemarkKind) -> tuple[Remark, ...]:
    return tuple(Remark(n, kind, "…") for n, kind in enumerate(kinds))


@pytest.mark.parametrize(
    ("remarks", "waits"),
    [
        (_said(), False),
        (_said(RemarkKind.VIEW), False),
        (_said(RemarkKind.QUESTION), True),
        (_said(RemarkKind.QUESTION, RemarkKind.VIEW), True),
        (_said(RemarkKind.QUESTION, RemarkKind.REPLY), False),
    ],
)
def test_a_question_waits_until_its_reply(remarks: tuple[Remark, ...], waits: bool) -> None:
    assert (open_question(remarks) is not None) is waits


@given(st.text(min_size=1))
def test_a_code_is_read_as_it_is_written_and_says_nothing_of_its_secret(secret: str) -> None:
    code = receipts.code_of(secret)
    assert receipts.read(f" {code.lower().replace('-', ' ')} ") == code.replace("-", "")
    assert receipts.hash_of(code) == receipts.hash_of(code.lower())
    assert len({receipts.hash_of(code), receipts.hash_of_secret(secret), code}) == 3


@pytest.mark.parametrize("typed", ["", "følg", "ABCD-EFGH-IJKL", "ABCD-EFGH-IJKL-MNO9", "x" * 99])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert receipts.read(typed) is None
    with pytest.raises(ValueError, match="not a receipt code"):
        receipts.hash_of(typed)


@pytest.mark.parametrize(("people", "fits"), [(2, False), (3, True), (6, True), (7, False)])
def test_a_group_is_three_to_six_people(people: int, fits: bool) -> None:
    chosen, members = tuple(range(1, people + 1)), range(1, 20)
    with nullcontext() if fits else pytest.raises(Refused, match="tre til seks"):
        assert checked_group((*chosen, 1), members) == chosen
