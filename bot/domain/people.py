"""Who somebody is in a network, and what that lets them do."""

from dataclasses import dataclass
from enum import StrEnum


class RoleKind(StrEnum):
    """What somebody does for an agency or a body, besides being a member."""

    CONTACT = "contact"
    DEPUTY = "deputy"
    COORDINATOR = "coordinator"
    CHAIR = "chair"
    RESEARCHER = "researcher"


class Right(StrEnum):
    """What a route asks of the person who uses it."""

    ANYONE = "anyone"
    MEMBER = "member"
    AGENCY = "agency"  # represents the agency that the thing in question belongs to
    HOST = "host"  # represents the agency that hosts the meeting, or coordinates the network
    SENDER = "sender"  # raised the challenge in question


@dataclass(frozen=True, slots=True)
class Member:
    """A person as one network knows them. `agency_id` is None for somebody who has not said yet."""

    person_id: int
    name: str
    network_id: int
    agency_id: int | None
    roles: frozenset[RoleKind] = frozenset()

    @property
    def coordinates(self) -> bool:
        return RoleKind.COORDINATOR in self.roles

    def represents(self, agency_id: int | None) -> bool:
        return agency_id is not None and self.agency_id == agency_id


def may_act_for(member: Member, agency_id: int | None) -> bool:
    """Any member of the agency may press, not only its contact; so may a coordinator."""
    return member.represents(agency_id) or member.coordinates
