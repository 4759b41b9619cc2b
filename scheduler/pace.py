"""How fast Teams lets itself be spoken to. Pacing just under the ceiling beats running into it:
97 % of it with no refusal, against 76 % and more than one refusal a message.
"""

import math
from abc import ABC, abstractmethod
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

CEILING = 50.0  # requests a second of one bot to one tenant; older pages of Teams say 30
# So many requests in so many seconds, by one bot to one conversation.
CONVERSATION_WINDOWS = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))

# How much of the ceiling is used. The rest is room for requests that are a little late: 20 ms in
# one process, 40 ms where several agree by way of their database. In a conversation's windows, too.
ALONE, TOGETHER = 0.98, 0.96
ROOM = 0.1  # seconds, that each window is taken to last longer
LEAD = 0.2  # seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """per_second: requests of one bot to one tenant, evenly spaced.

    lead: seconds before its turn that a request is written down, so that it can leave on time.
    late: seconds after its turn that it may still leave; those that leave later leave together.
    """

    per_second: float = CEILING * ALONE
    windows: tuple[tuple[int, float], ...] = CONVERSATION_WINDOWS
    lead: float = LEAD
    late: float = (1 / ALONE - 1) / 2  # half of the room, the rest is for the way

    @classmethod
    def read(cls, ceiling: float, windows: str, *, alone: bool) -> "Limits":
        """From the settings; windows as "7/1 8/2"."""
        pairs = (window.split("/") for window in windows.split())
        share = ALONE if alone else TOGETHER
        return cls(
            ceiling * share,
            tuple((int(count), float(span)) for count, span in pairs),
            late=(1 / share - 1) / 2,
        )

    @property
    def kept(self) -> tuple[tuple[int, float], ...]:
        """The windows, with room for what is late."""
        return tuple((count, seconds + ROOM) for count, seconds in self.windows)

    @property
    def longest(self) -> float:
        return max(seconds for _, seconds in self.kept)

    @property
    def most(self) -> int:
        return max(count for count, _ in self.windows)

    def opens(self, passed: Sequence[float]) -> float:
        """When a conversation that was given these turns, in order, may take one more."""
        full = (passed[-n] + seconds for n, seconds in self.kept if len(passed) >= n)
        return max(full, default=-math.inf)

    def free_place(self, taken: Collection[int], earliest: float) -> tuple[int, float]:
        """The number and the moment of the first free place from a moment on."""
        number = math.ceil(earliest * self.per_second)
        while number in taken or number / self.per_second < earliest:
            number += 1
        return number, number / self.per_second


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn to send, on the clock of who gave it, and its number in the tenant's row.

    away: 0.0, or so many seconds that it was not taken.
    """

    moment: float
    number: int
    away: float = 0.0


class Turns(ABC):
    """Who gives out turns to send. monotonic: seconds, as time.monotonic."""

    def __init__(
        self,
        limits: Limits,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._sleep = sleep
        self._quiet_until: dict[str, float] = {}

    async def wait(self, tenant_id: str, conversation: str, patience: float) -> Turn:
        """Wait until shortly before one's turn.

        A conversation that is full for more than `patience` seconds is not waited for, nor a pause
        that Teams asks for: come back after the seconds that the turn is away.
        """
        turn = await self.reserve(tenant_id, conversation, patience)
        if turn.away:
            return turn
        await self._until(turn.moment - self._limits.lead)
        quiet_until = self._quiet_until.get(tenant_id, -math.inf)
        if quiet_until <= turn.moment:
            return turn
        return replace(turn, away=quiet_until - self._monotonic())

    async def come(self, turn: Turn, tenant_id: str, conversation: str, patience: float) -> Turn:
        """Wait for the moment itself. One that was missed is given up for the next, as in `wait`:
        what a busy machine held up would leave all at once.
        """
        await self._until(turn.moment)
        if self._monotonic() - turn.moment <= self._limits.late:
            return turn
        later = await self.reserve(tenant_id, conversation, patience)
        return later if later.away else await self.come(later, tenant_id, conversation, patience)

    async def _until(self, moment: float) -> None:
        await self._sleep(max(moment - self._monotonic(), 0.0))

    @abstractmethod
    async def reserve(self, tenant_id: str, conversation: str, patience: float) -> Turn:
        """The first turn that keeps every limit and leaves time to write down what is sent."""

    async def be_quiet(self, tenant_id: str, seconds: float) -> None:
        """Teams asked for a pause."""
        until = self._monotonic() + seconds
        self._quiet_until[tenant_id] = max(until, self._quiet_until.get(tenant_id, until))


@dataclass(slots=True)
class Pace:
    """When the next request to one tenant may leave. Moments are seconds on a clock that never goes
    back.

    taken: places of its evenly spaced row. passed: the turns of each conversation, in order, and
    who was given one longest ago first.
    """

    limits: Limits
    taken: set[int] = field(default_factory=set)
    passed: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)
    quiet_until: float = -math.inf

    def reserve(self, conversation: str, now: float, patience: float = math.inf) -> Turn:
        """The first turn from now on that keeps every limit.

        It is yours unless the conversation is full, or the tenant quiet, for more than `patience`
        seconds: then nothing is reserved, and you come back. Where only the row is long, to come
        back later would not make it shorter.
        """
        passed = self.passed.get(conversation, [])
        earliest = max(now, self.limits.opens(passed), self.quiet_until)
        number, moment = self.limits.free_place(self.taken, earliest)
        if earliest - now > patience:
            return Turn(moment, number, away=moment - now)
        self.taken.add(number)
        self.passed[conversation] = [*passed[-self.limits.most :], moment]
        self.passed.move_to_end(conversation)
        return Turn(moment, number)

    def be_quiet(self, until: float) -> None:
        """Teams asked for a pause: no new turn is before."""
        self.quiet_until = max(self.quiet_until, until)

    def forget(self, now: float) -> None:
        """Drop what no limit looks at any more, so that memory does not grow with the years."""
        first, since = math.floor(now * self.limits.per_second), now - self.limits.longest
        self.taken = {number for number in self.taken if number >= first}
        while self.passed:
            conversation, turns = next(iter(self.passed.items()))
            if turns[-1] > since:
                break
            del self.passed[conversation]


class Pacer(Turns):
    """The turns of one process alone."""

    def __init__(
        self,
        limits: Limits,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        super().__init__(limits, monotonic, sleep)
        self._paces: dict[str, Pace] = defaultdict(partial(Pace, limits))

    async def reserve(self, tenant_id: str, conversation: str, patience: float) -> Turn:
        now, pace = self._monotonic(), self._paces[tenant_id]
        pace.forget(now)
        return pace.reserve(conversation, now + self._limits.lead, patience)

    async def be_quiet(self, tenant_id: str, seconds: float) -> None:
        await super().be_quiet(tenant_id, seconds)
        self._paces[tenant_id].be_quiet(self._monotonic() + seconds)
