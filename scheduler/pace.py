"""How fast Teams lets itself be spoken to. Pacing just under the ceiling beats running into it:
97 % of it with no refusal, against 76 % and more than one refusal a message.
"""

import math
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

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
    def under(
        cls,
        ceiling: float,
        windows: tuple[tuple[int, float], ...] = CONVERSATION_WINDOWS,
        *,
        alone: bool,
    ) -> "Limits":
        """With the room that one process needs, or several that agree."""
        share = ALONE if alone else TOGETHER
        return cls(ceiling * share, windows, late=(1 / share - 1) / 2)

    @classmethod
    def read(cls, ceiling: float, windows: str, *, alone: bool) -> "Limits":
        """From the settings; windows as "7/1 8/2"."""
        pairs = (window.split("/") for window in windows.split())
        told = tuple((int(count), float(span)) for count, span in pairs)
        return cls.under(ceiling, told, alone=alone)

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
class Wish:
    """To send something to a conversation of a tenant.

    patience: seconds to wait while the conversation is full, or Teams wants quiet.
    """

    tenant_id: str
    conversation: str
    patience: float = math.inf


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn to send, on the clock of who gave it, and its number in the tenant's row.

    away: 0.0, or so many seconds that it was not taken.
    """

    moment: float
    number: int
    away: float = 0.0


@dataclass
class Turns(ABC):
    """Who gives out turns to send. monotonic: seconds, as time.monotonic."""

    limits: Limits
    monotonic: Callable[[], float]
    sleep: Callable[[float], Awaitable[object]]
    _quiet_until: dict[str, float] = field(init=False, default_factory=dict)

    async def wait(self, wish: Wish) -> Turn:
        """Wait until shortly before one's turn.

        Where the wish's patience is too short, or Teams asks for a pause meanwhile, the turn is
        not taken: come back after the seconds that it is away.
        """
        turn = await self.reserve(wish)
        if turn.away:
            return turn
        await self._until(turn.moment - self.limits.lead)
        quiet_until = self._quiet(wish.tenant_id)
        if quiet_until <= turn.moment:
            return turn
        return replace(turn, away=quiet_until - self.monotonic())

    async def come(self, wish: Wish, turn: Turn) -> Turn:
        """Wait for the moment itself. One that was missed is given up for the next, as in `wait`:
        what a busy machine held up would leave all at once.
        """
        await self._until(turn.moment)
        if self.monotonic() - turn.moment <= self.limits.late:
            return turn
        later = await self.reserve(wish)
        return later if later.away else await self.come(wish, later)

    @abstractmethod
    async def reserve(self, wish: Wish) -> Turn:
        """The first turn that keeps every limit and leaves time to write down what is sent."""

    async def be_quiet(self, tenant_id: str, seconds: float) -> None:
        """Teams asked for a pause."""
        until = self.monotonic() + seconds
        self._quiet_until[tenant_id] = max(until, self._quiet(tenant_id))

    def _quiet(self, tenant_id: str) -> float:
        return self._quiet_until.get(tenant_id, -math.inf)

    async def _until(self, moment: float) -> None:
        await self.sleep(max(moment - self.monotonic(), 0.0))


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


@dataclass
class Pacer(Turns):
    """The turns of one process alone."""

    _paces: dict[str, Pace] = field(init=False, default_factory=dict)

    async def reserve(self, wish: Wish) -> Turn:
        now = self.monotonic()
        pace = self._paces.setdefault(wish.tenant_id, Pace(self.limits))
        pace.forget(now)
        pace.be_quiet(self._quiet(wish.tenant_id))
        return pace.reserve(wish.conversation, now + self.limits.lead, wish.patience)
