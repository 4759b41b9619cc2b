"""Who comes to a meeting, who came, and when an agency is asked whether the meetings suit it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

MISSED_IN_A_ROW = 3  # practice: one or two can happen to everybody


class Coming(StrEnum):
    """What a member answers: kommer, kommer ikke, vara kommer."""

    YES = "yes"
    NO = "no"
    DEPUTY = "deputy"


THERE = frozenset({Coming.YES, Coming.DEPUTY})  # the agency is there with either


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who is called in, and the answer, if any. `agency_id`: None where nobody knows."""

    person_id: int
    name: str
    agency_id: int | None
    coming: Coming | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What everybody may know of the answers: numbers, never who.

    agencies: those of which somebody comes, or a deputy does.
    """

    coming: int = 0
    deputies: int = 0
    agencies: int = 0
    staying_away: int = 0

    @property
    def answered(self) -> int:
        return self.coming + self.deputies + self.staying_away


def counted(invited: Iterable[Invited]) -> Counts:
    listed = tuple(invited)
    given = [person.coming for person in listed]
    return Counts(
        coming=given.count(Coming.YES),
        deputies=given.count(Coming.DEPUTY),
        agencies=len(expected(listed)),
        staying_away=given.count(Coming.NO),
    )


def expected(invited: Iterable[Invited]) -> frozenset[int]:
    """The agencies that will be there, as far as anybody has said."""
    return frozenset(
        person.agency_id
        for person in invited
        if person.agency_id is not None and person.coming in THERE
    )


@dataclass(frozen=True, slots=True)
class Noted:
    """Whether an agency was at one meeting, as the host wrote it down."""

    meeting_id: int
    present: bool


def missed_since(history: Sequence[Noted]) -> int | None:
    """The meeting with which a stretch of missed ones began; None while it is no such stretch.

    `history` is one agency's at one activity, the newest first; a meeting of which nothing was
    written down is left out. The same stretch has the same beginning however long it gets.
    """
    missed: list[int] = []
    for noted in history:
        if noted.present:
            break
        missed.append(noted.meeting_id)
    return missed[-1] if len(missed) >= MISSED_IN_A_ROW else None
