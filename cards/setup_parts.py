"""What the cards of the set-up share: how they lead on, and what they call the steps."""

from collections.abc import Mapping
from types import MappingProxyType

from pydantic import Field

from bot.domain.errors import mark
from bot.domain.networks import Step, Template
from cards.actions import CardAction, PerformCommand
from cards.elements import Execute, TextBlock, button, eyebrow
from cards.representation import AskRepresentation
from cards.words import Words

OVERVIEW = "setup"  # the commands that these cards lead to
CHANGES = "changes"
YEAR_PLAN = "year-plan"
REFERENCES = "references"

STEPS: Mapping[Step, str] = MappingProxyType(
    {
        Step.BASICS: mark("Navn og modell"),
        Step.AGENCIES: mark("Etater"),
        Step.CHANNELS: mark("Kanaler"),
        Step.BODIES: mark("Grupper og roller"),
        Step.COUNTY: mark("Fylke og offentlig side"),
        Step.PEOPLE: mark("Hvem representerer hvem"),
        Step.YEAR: mark("Årsplan"),
        Step.REFERENCES: mark("Referanser til kandidater"),
    }
)
TEMPLATES: Mapping[Template, str] = MappingProxyType(
    {
        Template.KMV: mark("Kvalifiseringsnettverk: én gruppe, vertskapet går på rundgang"),
        Template.KMV_PROJECT: mark("Som i prosjektet: også styringsgruppe og arbeidsgruppe"),
        Template.NVK: mark("Fylkesnettverk: digitale møter fra 9 til 12"),
        Template.EMPTY: mark("Tomt: vi legger inn alt selv"),
    }
)


class ShowBasics(CardAction):
    """Step 1: what the network is called, and the model it begins with."""

    verb = "setup.basics/1"


class ShowChannels(CardAction):
    """Step 3: where the bot posts."""

    verb = "setup.channels/1"


class ShowBodies(CardAction):
    """Step 4: who meets, and who sits there."""

    verb = "setup.bodies/1"


class ShowCounty(CardAction):
    """Step 5: whose school holidays the year avoids, and the public page."""

    verb = "setup.county/1"


class ShowKeeping(CardAction):
    """How long settled challenges are kept, and what no archive has."""

    verb = "setup.keeping/1"


class ShowAgencies(CardAction):
    """Step 2: the agencies, a page at a time."""

    verb = "setup.agencies/1"
    page: int = Field(ge=0, le=1000)


class LeaveOut(CardAction):
    """«Hopp over»: a step is left out on purpose; it can be taken up at any time."""

    verb = "setup.leave-out/1"
    step: str


_OPENS: Mapping[Step, CardAction] = MappingProxyType(
    {
        Step.BASICS: ShowBasics(),
        Step.AGENCIES: ShowAgencies(page=0),
        Step.CHANNELS: ShowChannels(),
        Step.BODIES: ShowBodies(),
        Step.COUNTY: ShowCounty(),
        Step.PEOPLE: AskRepresentation(),
        Step.YEAR: PerformCommand(command=YEAR_PLAN),
        Step.REFERENCES: PerformCommand(command=REFERENCES),
    }
)


def opens(step: Step, title: str) -> Execute:
    """The button that opens a step."""
    return button(title, _OPENS[step])


def overview_button(words: Words) -> Execute:
    return button(words.text("Oversikt"), PerformCommand(command=OVERVIEW))


def leave_out_button(step: Step, words: Words) -> Execute:
    return button(words.text("Hopp over"), LeaveOut(step=step))


def step_eyebrow(step: Step, words: Words, told: str = "") -> TextBlock:
    """Where one is on the way; `told` is what was saved a moment ago."""
    number = list(Step).index(step) + 1
    place = words.text("steg {number} av {count}", number=number, count=len(Step))
    return eyebrow(told or words.text("Oppsett"), place)
