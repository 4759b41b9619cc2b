"""A clock that only the test moves. One stands for the rules' time, another for real time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MORNING = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


@dataclass
class Clock:
    moment: datetime = MORNING

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **amount: float) -> None:
        """The words of timedelta: `clock.advance(days=14)`."""
        self.moment += timedelta(**amount)
