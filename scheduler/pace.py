"""How fast Teams lets itself be spoken to. Pacing just under the ceiling beats running into it:
97 % of it with no refusal, against 76 % and more than one refusal a message.
"""

import math
from abc import ABC, abstractmethod
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field

CEILING = 50.0  # requests a second of one bot to one tenant; older pages of Teams say 30
# So many requests in so many seconds, by one bot to one conversation.
CONVERSATION_WINDOWS = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))

# How much of the ceiling is used. The rest is room for requests that are a little late: 20 ms in
# one process, 40 ms where several agree by way of their database. In a conversation's windows, too.
ALONE, TOGETHER = 0.98, 0.96
ROOM = 0.1  # seconds, that each window is taken to last longer
LEAD = 0.2  # seconds before the turn, for what is written down before the request leaves


@dataclass(frozen=True, slots=True)
class Limits:
    """per_second: requests of one bot to one tenant, evenly spaced."""

    per_second: float = CEILING * ALONE
    windows: tuple[tuple[int, float], ...] = CONVERSATION_WINDOWS

    @classmethod
    def read(cls, ceiling: float, windows: str, *, alone: bool) -> "Limits":
        """From the settings; windows as "7/1 8/2"."""
        pairs = (window.split("/") for window in windows.split())
        share = ALONE if alone else TOGETHER
        return cls(ceiling * share, tuple((int(count), float(span)) for count, span in pairs))

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
    """A turn to send, on the clock of who gave it. away: 0.0, or so many seconds that it was not
    taken.
    """

    moment: float
    away: float = 0.0


class Turns(ABC):
    """Who gives out turns to send. monotonic: seconds, as time.monotonic."""

    def __init__(
        self, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[object]]
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep

    async def wait(self, tenant_id: str, conversation: str, patience: float) -> Turn:
        """Wait until LEAD seconds before one's turn. One that is more than `patience` seconds away
        is not waited for: come back after the seconds that it is away.
        """
        turn = await self.reserve(tenant_id, conversation, patience)
        if not turn.away:
            await self._until(turn.moment - LEAD)
        return turn

    async def come(self, turn: Turn) -> None:
        """Wait for the moment itself, so that writing down before it makes no request late."""
        await self._until(turn.moment)

    async def _until(self, moment: float) -> None:
        await self._sleep(max(moment - self._monotonic(), 0.0))

    @abstractmethod
    async def reserve(self, tenant_id: str, conversation: str, patience: float) -> Turn:
        """The first turn that keeps every limit and leaves time to write down what is sent."""

    @abstractmethod
    async def be_quiet(self, tenant_id: str, seconds: float) -> None:
        """Teams asked for a pause."""


@dataclass(slots=True)
class _Tenant:
    """The places of an evenly spaced row that are taken, and until when Teams wants quiet."""

    taken: set[int] = field(default_factory=set)
    quiet_until: float = -math.inf


class Pace:
    """When the next request may leave. Moments are seconds on a clock that never goes back."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._tenants: dict[str, _Tenant] = {}
        self._conversations: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def reserve(
        self, tenant_id: str, conversation: str, now: float, patience: float = math.inf
    ) -> float:
        """The first moment from now on that keeps every limit.

        It is yours when it is at most `patience` seconds away; otherwise nothing is reserved, and
        you come back then.
        """
        self._forget(now)
        tenant = self._tenants.setdefault(tenant_id, _Tenant())
        passed = self._conversations.get((tenant_id, conversation), deque())
        earliest = max(now, self._limits.opens(passed), tenant.quiet_until)
        number, moment = self._limits.free_place(tenant.taken, earliest)
        if moment - now <= patience:
            tenant.taken.add(number)
            self._remember((tenant_id, conversation), moment)
        return moment

    def be_quiet(self, tenant_id: str, until: float) -> None:
        """Teams asked for a pause: nothing new leaves to this tenant before."""
        tenant = self._tenants.setdefault(tenant_id, _Tenant())
        tenant.quiet_until = max(tenant.quiet_until, until)

    def _remember(self, key: tuple[str, str], moment: float) -> None:
        passed = self._conversations.setdefault(key, deque(maxlen=self._limits.most))
        passed.append(moment)
        self._conversations.move_to_end(key)

    def _forget(self, now: float) -> None:
        """Drop what no limit looks at any more, so that memory does not grow with the years."""
        first = math.floor(now * self._limits.per_second)
        for tenant in self._tenants.values():
            tenant.taken = {number for number in tenant.taken if number >= first}
        while self._conversations:
            key, passed = next(iter(self._conversations.items()))
            if passed[-1] + self._limits.longest > now:
                break
            del self._conversations[key]


class Pacer(Turns):
    """The turns of one process alone."""

    def __init__(
        self,
        limits: Limits,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        super().__init__(monotonic, sleep)
        self._pace = Pace(limits)

    async def reserve(self, tenant_id: str, conversation: str, patience: float) -> Turn:
        now = self._monotonic()
        ready = now + LEAD
        moment = self._pace.reserve(tenant_id, conversation, ready, patience)
        return Turn(moment, away=moment - now if moment - ready > patience else 0.0)

    async def be_quiet(self, tenant_id: str, seconds: float) -> None:
        self._pace.be_quiet(tenant_id, self._monotonic() + seconds)
