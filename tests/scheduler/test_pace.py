import itertools
import math
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.pace import LEAD, ROOM, Limits, Pace, Pacer, Wish

LIMITS = Limits()
GAP = 1 / 49
TEAMS_WINDOWS = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
ROUNDING = 1e-6

conversations = st.sampled_from(["19:a", "19:b", "19:c"])
pauses = st.one_of(st.just(0.0), st.floats(0, 0.3), st.floats(0, 40))
arrivals = st.lists(st.tuples(conversations, pauses), min_size=1, max_size=150)


def granted(wishes: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Which conversation may send when, if these come one after the other with these pauses."""
    pace, now, moments = Pace(LIMITS), 1000.0, []
    for conversation, pause in wishes:
        now += pause
        pace.forget(now)
        moments.append((conversation, pace.reserve(conversation, now).moment))
    return moments


@given(arrivals)
def test_no_window_of_a_conversation_ever_holds_more_than_teams_takes(
    wishes: list[tuple[str, float]],
) -> None:
    moments = granted(wishes)
    for conversation in {name for name, _ in moments}:
        assert_no_window_is_full([moment for name, moment in moments if name == conversation])


def test_no_window_is_too_full_when_a_channel_gets_everything_at_once() -> None:
    assert_no_window_is_full([moment for _, moment in granted([("19:a", 0.0)] * 4000)])


def assert_no_window_is_full(mine: list[float]) -> None:
    assert mine == sorted(mine)
    for count, seconds in TEAMS_WINDOWS:
        spans = [last - first for first, last in zip(mine, mine[count:], strict=False)]
        assert min(spans, default=math.inf) >= seconds - ROUNDING


@given(arrivals)
def test_a_tenant_is_spoken_to_evenly(wishes: list[tuple[str, float]]) -> None:
    moments = sorted(moment for _, moment in granted(wishes))
    gaps = [after - before for before, after in itertools.pairwise(moments)]
    assert min(gaps, default=GAP) >= GAP - ROUNDING


@given(arrivals)
def test_nobody_waits_without_a_reason(wishes: list[tuple[str, float]]) -> None:
    """Where every conversation is new, only the tenant's own pace holds anything back."""
    alone = [(str(number), pause) for number, (_, pause) in enumerate(wishes)]
    moments, now = granted(alone), 1000.0
    for number, (_, pause) in enumerate(alone):
        now += pause
        assert now - ROUNDING <= moments[number][1] <= now + GAP * (number + 1)


def test_a_thousand_conversations_fill_the_ceiling() -> None:
    moments = [moment for _, moment in granted([(str(number), 0.0) for number in range(1000)])]
    assert moments[-1] - moments[0] == pytest.approx(999 / 49)


def test_one_busy_channel_does_not_hold_back_the_others() -> None:
    pace = Pace(LIMITS)
    for _ in range(100):
        pace.reserve("19:busy", 0.0)
    others = [pace.reserve(str(number), 0.0).moment for number in range(40)]
    assert max(others) <= 1.5


def test_quiet_is_the_longest_that_was_asked_for() -> None:
    pace = Pace(LIMITS)
    pace.be_quiet(30.0)
    pace.be_quiet(10.0)
    assert pace.reserve("19:new", 0.0).moment >= 30.0


def test_a_moment_too_far_away_is_told_and_not_taken() -> None:
    pace = Pace(LIMITS)
    for _ in range(7):
        pace.reserve("19:a", 0.0)
    first = pace.reserve("19:a", 0.0, patience=0.5)
    assert first.away >= 1.0
    assert pace.reserve("19:a", 0.0, patience=0.5) == first


def test_a_long_row_is_stood_in_because_coming_back_makes_it_no_shorter() -> None:
    pace = Pace(LIMITS)
    turns = [pace.reserve(str(number), 0.0, patience=0.5) for number in range(200)]
    assert [turn.away for turn in turns] == [0.0] * 200
    assert turns[-1].moment == pytest.approx(199 * GAP)


def test_what_no_limit_looks_at_any_more_is_forgotten() -> None:
    pace = Pace(LIMITS)
    for number in range(1000):
        pace.reserve(str(number), number / 10)
    pace.forget(10_000.0)
    assert not pace.passed
    assert not pace.taken


@dataclass
class Monotonic:
    """A clock that only sleeping moves."""

    seconds: float = 100.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


async def test_a_turn_is_waited_for_unless_it_is_too_far_away() -> None:
    monotonic = Monotonic()
    pacer = Pacer(Limits(per_second=10, windows=((2, 60.0),)), monotonic, monotonic.sleep)
    turns = [await pacer.wait(Wish("tenant", "19:a", 1.0)) for _ in range(3)]
    assert [turn.away for turn in turns] == [0.0, 0.0, pytest.approx(60.0 + ROOM - 0.1)]
    assert monotonic.slept == [pytest.approx(0.0), pytest.approx(0.1)]


async def test_what_is_written_down_before_a_request_does_not_make_it_late() -> None:
    monotonic = Monotonic()
    pacer = Pacer(Limits(per_second=2), monotonic, monotonic.sleep)
    await pacer.wait(Wish("tenant", "19:a", 1.0))
    turn = await pacer.wait(Wish("tenant", "19:b", 1.0))
    assert monotonic.seconds == pytest.approx(turn.moment - LEAD)
    await monotonic.sleep(0.03)  # a commit
    await pacer.come(Wish("tenant", "19:b", 1.0), turn)
    assert monotonic.seconds == pytest.approx(turn.moment)


async def test_a_turn_that_was_missed_is_given_up_for_the_next() -> None:
    """Five that a busy machine held up do not leave at once."""
    monotonic, left = Monotonic(), []
    pacer = Pacer(LIMITS, monotonic, monotonic.sleep)
    wishes = [Wish("tenant", f"19:{number}") for number in range(5)]
    turns = [await pacer.reserve(wish) for wish in wishes]
    await monotonic.sleep(10.0)
    for wish, turn in zip(wishes, turns, strict=True):
        assert (await pacer.come(wish, turn)).away == 0.0
        left.append(monotonic.seconds)
    gaps = [after - before for before, after in itertools.pairwise(left)]
    assert min(gaps) >= GAP - ROUNDING


async def test_a_missed_turn_whose_next_is_too_far_away_is_not_waited_for() -> None:
    monotonic = Monotonic()
    pacer = Pacer(Limits(windows=((1, 60.0),)), monotonic, monotonic.sleep)
    turn = await pacer.reserve(Wish("tenant", "19:a", 1.0))
    await monotonic.sleep(10.0)
    assert (await pacer.come(Wish("tenant", "19:a", 1.0), turn)).away > 1.0


async def test_a_pause_that_teams_asks_for_is_too_far_away() -> None:
    monotonic = Monotonic()
    pacer = Pacer(LIMITS, monotonic, monotonic.sleep)
    await pacer.be_quiet("tenant", 20.0)
    turn = await pacer.wait(Wish("tenant", "19:a", 1.0))
    assert turn.away == pytest.approx(20.0 - LEAD, abs=GAP)
    assert monotonic.slept == []


async def test_tenants_do_not_wait_for_each_other() -> None:
    monotonic = Monotonic()
    pacer = Pacer(LIMITS, monotonic, monotonic.sleep)
    await pacer.be_quiet("one", 20.0)
    turns = [await pacer.reserve(Wish(tenant, "19:a", 1.0)) for tenant in ("two", "three")]
    assert [turn.moment for turn in turns] == [pytest.approx(100.0 + LEAD, abs=GAP)] * 2


async def test_a_turn_is_given_up_when_teams_asks_for_a_pause_before_it_comes() -> None:
    monotonic = Monotonic()

    async def sleep(seconds: float) -> None:
        await monotonic.sleep(seconds)
        await pacer.be_quiet("tenant", 20.0)

    pacer = Pacer(LIMITS, monotonic, sleep)
    assert (await pacer.wait(Wish("tenant", "19:a", 1.0))).away == 20.0
    assert (await pacer.wait(Wish("elsewhere", "19:a", 1.0))).away == 0.0


async def test_nothing_is_kept_that_no_limit_looks_at_any_more() -> None:
    monotonic = Monotonic()
    pacer = Pacer(LIMITS, monotonic, monotonic.sleep)
    for number in range(100):
        await pacer.reserve(Wish("tenant", str(number)))
    for conversation in ("0", "19:a"):  # the first is spoken to again
        await monotonic.sleep(3000.0)
        await pacer.reserve(Wish("tenant", conversation))
    (pace,) = pacer._paces.values()
    assert (list(pace.passed), len(pace.taken)) == (["0", "19:a"], 1)
