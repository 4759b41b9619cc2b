"""The network's agreement: how many of what in a year, when, and who is responsible.

It is data of the network. Changing it needs the consent of the parties (the model's routine:
larger changes "need agreement between the parties").
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from bot.domain.agencies import Agency, active
from bot.domain.agenda import ItemKind
from bot.domain.errors import mark
from bot.domain.meetings import Activity
from bot.domain.people import Member, RoleKind, Roster, chain

BEGAN = mark("Begynte med den vanlige avtalen i modellen.")  # the log's line


class AgreementState(StrEnum):
    """draft: only its proposer sees it; nobody has been asked."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    IN_FORCE = "in-force"
    REPLACED = "replaced"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ConsentAnswer(StrEnum):
    WAITING = "waiting"
    YES = "yes"
    NO = "no"


class Responsible(StrEnum):
    """Who hosts by rule, where it is not one named agency."""

    TURN = "turn"  # the agencies in turn
    NETWORK = "network"  # all together: such a meeting has no host


@dataclass(frozen=True, slots=True)
class StandingItem:
    """An item that comes to every agenda of the activity by itself."""

    title: str
    kind: ItemKind = ItemKind.DISCUSSION
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """What was agreed about one activity.

    months: 1-12, rising. weekday: 0 is Monday, None is any. starts, ends: wall time.
    responsible: a rule, or the id of the one agency that always hosts.
    """

    activity: Activity
    count: int
    months: tuple[int, ...]
    weekday: int | None
    starts: time
    ends: time
    responsible: Responsible | int = Responsible.TURN
    standing: tuple[StandingItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One activity before and after; None where it is new, or no longer there."""

    activity: Activity
    before: Term | None
    after: Term | None


def differences(before: Iterable[Term], after: Iterable[Term]) -> tuple[Difference, ...]:
    """What a proposal changes, in the order of the activities."""
    old, new = by_activity(before), by_activity(after)
    return tuple(
        Difference(activity, old.get(activity), new.get(activity))
        for activity in Activity
        if old.get(activity) != new.get(activity)
    )


def by_activity(terms: Iterable[Term]) -> dict[Activity, Term]:
    return {term.activity: term for term in terms}


def with_term(terms: Iterable[Term], changed: Term) -> tuple[Term, ...]:
    """The terms with one of them replaced or added; a count of none takes the activity out."""
    kept = by_activity(terms) | {changed.activity: changed}
    return tuple(kept[a] for a in Activity if a in kept and kept[a].count > 0)


def host_by_rule(term: Term, agencies: Mapping[int, Agency], day: date) -> int | None:
    """The agency that always hosts, or what has become of it; None where the turn decides.

    An agency that left without a successor, or only observes now, leaves its task to the turn.
    """
    if isinstance(term.responsible, Responsible):
        return None
    agency = agencies.get(term.responsible)
    seen: set[int] = set()
    while agency is not None and not agency.valid_on(day) and agency.id not in seen:
        seen.add(agency.id)
        agency = agencies.get(agency.successor_id or 0)
    return next((there.id for there in active([agency] if agency else [], day)), None)


def represents_party(member: Member, agencies: Iterable[Agency], day: date) -> bool:
    """Every agency that takes part is a party; observers are not."""
    return any(member.represents(agency.id) for agency in active(agencies, day))


def answers_for(roster: Roster, person_id: int, agency_id: int) -> bool:
    """Its contact and its deputy answer for a party, or whoever is asked in their place."""
    spokespeople = {
        *roster.holders(RoleKind.CONTACT, agency_id),
        *roster.holders(RoleKind.DEPUTY, agency_id),
        *chain(roster, agency_id)[:1],
    }
    return person_id in spokespeople


def outcome(answers: Sequence[ConsentAnswer]) -> AgreementState:
    """One no is a no; everybody's yes brings it into force; anything else waits."""
    if ConsentAnswer.NO in answers:
        return AgreementState.REJECTED
    if all(answer is ConsentAnswer.YES for answer in answers):
        return AgreementState.IN_FORCE
    return AgreementState.PROPOSED


# --- As the database keeps them ------------------------------------------------------------------


def to_data(terms: Iterable[Term]) -> list[dict[str, Any]]:
    """The terms as JSON; `from_data` reads them again."""
    return [
        {
            "activity": str(term.activity),
            "count": term.count,
            "months": list(term.months),
            "weekday": term.weekday,
            "starts": f"{term.starts:%H:%M}",
            "ends": f"{term.ends:%H:%M}",
            "responsible": term.responsible,
            "standing": [_item_to_data(item) for item in term.standing],
        }
        for term in terms
    ]


def from_data(data: Iterable[Mapping[str, Any]]) -> tuple[Term, ...]:
    return tuple(
        Term(
            activity=Activity(kept["activity"]),
            count=kept["count"],
            months=tuple(kept["months"]),
            weekday=kept["weekday"],
            starts=time.fromisoformat(kept["starts"]),
            ends=time.fromisoformat(kept["ends"]),
            responsible=_responsible(kept["responsible"]),
            standing=tuple(_item_from_data(item) for item in kept["standing"]),
        )
        for kept in data
    )


def _responsible(kept: str | int) -> Responsible | int:
    return kept if isinstance(kept, int) else Responsible(kept)


def _item_to_data(item: StandingItem) -> dict[str, Any]:
    return {"title": item.title, "kind": str(item.kind), "minutes": item.minutes}


def _item_from_data(kept: Mapping[str, Any]) -> StandingItem:
    return StandingItem(kept["title"], ItemKind(kept["kind"]), kept["minutes"])
