"""What a network is made from when it is set up, and how far the set-up has come."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.domain.errors import Refused, mark
from bot.domain.meetings import BodyKind

NO_CHANNEL = mark("Nettverket har ikke valgt en kanal for påminnelser ennå.")


class Template(StrEnum):
    """The model a network begins with; everything in it can be changed afterwards."""

    KMV = "kmv"  # one body, as since 2021
    KMV_PROJECT = "kmv-prosjekt"  # steering and working group, as in 2017-2020
    NVK = "nvk"  # a county-wide network that meets digitally
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Outline:
    """What a template lays out: its bodies, and the agencies that one usually finds there."""

    bodies: tuple[BodyKind, ...] = ()
    agencies: tuple[str, ...] = ()


_KMV_AGENCIES = (
    "NAV",
    "Voksenopplæringen",
    "Flyktningtjenesten",
    "Karrieresenteret",
    "Videregående skole",
)
OUTLINES: Mapping[Template, Outline] = MappingProxyType(
    {
        Template.KMV: Outline((BodyKind.NETWORK,), _KMV_AGENCIES),
        Template.KMV_PROJECT: Outline(
            (BodyKind.NETWORK, BodyKind.STEERING_GROUP, BodyKind.WORKING_GROUP), _KMV_AGENCIES
        ),
        Template.NVK: Outline(
            (BodyKind.NETWORK,),
            ("Fylkeskommunen", "Karrieresenteret", "NAV fylke", "Voksenopplæringen"),
        ),
        Template.EMPTY: Outline(),
    }
)

# Norway's counties since 2024, by the words that the school holidays are kept under.
COUNTIES: Mapping[str, str] = MappingProxyType(
    {
        "agder": "Agder",
        "akershus": "Akershus",
        "buskerud": "Buskerud",
        "finnmark": "Finnmark",
        "innlandet": "Innlandet",
        "more-og-romsdal": "Møre og Romsdal",
        "nordland": "Nordland",
        "oslo": "Oslo",
        "rogaland": "Rogaland",
        "telemark": "Telemark",
        "troms": "Troms",
        "trondelag": "Trøndelag",
        "vestfold": "Vestfold",
        "vestland": "Vestland",
        "ostfold": "Østfold",
    }
)


class Step(StrEnum):
    """The steps of the set-up, in the order in which they are proposed."""

    BASICS = "basics"
    AGENCIES = "agencies"
    CHANNELS = "channels"
    BODIES = "bodies"
    COUNTY = "county"
    PEOPLE = "people"
    YEAR = "year"
    REFERENCES = "references"


class StepState(StrEnum):
    DONE = "done"
    MISSING = "missing"
    LEFT_OUT = "left-out"


NEVER_PROPOSED = {Step.REFERENCES}
"""Most networks do without: it stands in the list, for those that want it."""


def step_states(done: Collection[Step], skipped: Collection[str]) -> dict[Step, StepState]:
    """How each step stands. What was left out and is done nevertheless is done."""
    left_out = NEVER_PROPOSED.union(skipped)
    return {step: _state(step, done, left_out) for step in Step}


def _state(step: Step, done: Collection[Step], left_out: Collection[str]) -> StepState:
    if step in done:
        return StepState.DONE
    return StepState.LEFT_OUT if step in left_out else StepState.MISSING


def next_step(states: Mapping[Step, StepState]) -> Step | None:
    """The first that is missing; None when there is nothing left to do."""
    return next((step for step, state in states.items() if state is StepState.MISSING), None)


@dataclass(frozen=True, slots=True)
class TeamChannel:
    """A channel of a Team as Teams tells of it.

    name: "" for the General channel, whose name every client translates. kind: "standard",
    "private" or "shared". readers: how many can read it; None when Teams does not say.
    """

    channel_id: str
    name: str = ""
    kind: str = "standard"
    readers: int | None = None

    @property
    def takes_posts(self) -> bool:
        """Teams lets no bot post in a private channel."""
        return self.kind != "private"


FEWEST_YEARS, MOST_YEARS = 1, 30  # that a settled challenge is kept
LONGEST_SLUG = 40
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e", "ü": "u", "ö": "o", "ä": "a"})


def slug_of(name: str) -> str:
    """A name as a part of an address: "Møre og Romsdal" is more-og-romsdal; may be empty."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_LETTERS))
    return plain[:LONGEST_SLUG].strip("-")


def checked_slug(typed: str, is_taken: Callable[[str], bool]) -> str:
    """The end of the public page's address; "" where nobody wants the page.

    Raises Refused for other characters than a-z, 0-9 and hyphens, and for one that is taken.
    """
    slug = typed.strip().lower()
    if not slug:
        return ""
    if len(slug) > LONGEST_SLUG or not _SLUG.fullmatch(slug):
        raise Refused(mark("Bruk bare små bokstaver fra a til z, tall og bindestrek, høyst 40."))
    if is_taken(slug):
        raise Refused(mark("Den adressen bruker et annet nettverk. Velg en annen."))
    return slug


def checked_county(typed: str) -> str:
    """A county of the list, or "" for none. Raises Refused."""
    if typed and typed not in COUNTIES:
        raise Refused(mark("Velg et fylke fra lista."))
    return typed


def checked_template(typed: str) -> Template:
    """Raises Refused for what is no template."""
    try:
        return Template(typed)
    except ValueError:
        raise Refused(mark("Velg en av modellene.")) from None
