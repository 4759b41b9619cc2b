"""How far the set-up of a network has come, and what there is to say of each step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.deps import Deps, Turn
from bot.domain.agencies import Agency, active, current
from bot.domain.networks import (
    COUNTIES,
    NEVER_PROPOSED,
    Step,
    StepState,
    Template,
    step_states,
)
from bot.domain.people import RoleKind, Roster
from cards.setup_overview import StepLine
from cards.setup_parts import TEMPLATES
from cards.words import Words
from storage import bodies, meetings, networks, places, references, rosters
from storage.places import Purpose
from storage.tables import Body, Conversation, Network

MOST_NAMED = 3
States = dict[Step, StepState]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the steps of one network have led to. `taking_part` leaves the observers out."""

    network: Network
    agencies: tuple[Agency, ...]
    taking_part: tuple[Agency, ...]
    reminders: Conversation | None
    solutions: Conversation | None
    bodies: Sequence[Body]
    roster: Roster
    meetings: int
    references_on: bool

    @property
    def with_contact(self) -> int:
        """How many of those that take part have a contact."""
        return sum(
            self.roster.holder(RoleKind.CONTACT, agency.id) is not None
            for agency in self.taking_part
        )


def facts(deps: Deps, session: Session, turn: Turn, network: Network) -> Facts:
    number, today = network.id or 0, deps.calendar.day_of(turn.now)
    agencies = networks.agencies(session, number)
    return Facts(
        network=network,
        agencies=current(agencies, today),
        taking_part=active(agencies, today),
        reminders=places.channel(session, number, Purpose.REMINDERS),
        solutions=places.channel(session, number, Purpose.SOLUTION_GROUP),
        bodies=bodies.of(session, number),
        roster=rosters.read(session, number),
        meetings=len(meetings.upcoming(session, number, turn.now)),
        references_on=references.is_on(session, number, today),
    )


def states_of(deps: Deps, session: Session, turn: Turn, network: Network) -> States:
    """How the steps of a network stand at this moment."""
    session.flush()
    return states(facts(deps, session, turn, network))


def states(told: Facts) -> States:
    """How the steps stand now. Later the network that the facts hold may be another."""
    network = told.network
    done = {
        Step.BASICS: network.template is not Template.EMPTY or Step.BASICS in network.skipped,
        Step.AGENCIES: bool(told.agencies),
        Step.CHANNELS: told.reminders is not None,
        Step.BODIES: bool(told.bodies),
        Step.COUNTY: bool(network.county),
        Step.PEOPLE: bool(told.taking_part) and told.with_contact == len(told.taking_part),
        Step.YEAR: told.meetings > 0,
        Step.REFERENCES: told.references_on,
    }
    return step_states({step for step, is_done in done.items() if is_done}, network.skipped)


def lines(told: Facts, words: Words) -> tuple[StepLine, ...]:
    return tuple(
        StepLine(step, state, _detail(step, state, told, words))
        for step, state in states(told).items()
    )


def _detail(step: Step, state: StepState, told: Facts, words: Words) -> str:
    if state is StepState.LEFT_OUT and step not in NEVER_PROPOSED:
        return words.text("Hoppet over")
    return _DETAILS[step](told, words)


def _basics(told: Facts, words: Words) -> str:
    if told.network.template is Template.EMPTY:
        return told.network.name
    kind = words.text(TEMPLATES[told.network.template]).partition(":")[0]
    return words.text("{name}. {template}", name=told.network.name, template=kind)


def _agencies(told: Facts, words: Words) -> str:
    if not told.agencies:
        return words.text("Ingen etater er lagt inn.")
    names = [agency.name for agency in told.agencies[:MOST_NAMED]]
    hidden = len(told.agencies) - len(names)
    if hidden:
        names.append(words.plural("{count} til", "{count} til", hidden))
    return words.listing(names)


def _channels(told: Facts, words: Words) -> str:
    if told.reminders is None:
        return words.text("Ingen kanal er valgt.")
    if told.solutions is None:
        return words.text("Påminnelser i {channel}.", channel=told.reminders.name)
    return words.text(
        "Påminnelser i {channel}, løsningsgrupper i {other}.",
        channel=told.reminders.name,
        other=told.solutions.name,
    )


def _bodies(told: Facts, words: Words) -> str:
    if not told.bodies:
        return words.text("Ingen grupper er lagt inn.")
    return words.listing(body.name for body in told.bodies)


def _county(told: Facts, words: Words) -> str:
    county = COUNTIES.get(told.network.county, "")
    if told.network.slug is None:
        return county or words.text("Skoleferier og offentlig side.")
    page = words.text("Offentlig side: {address}", address=f"/moteplan/{told.network.slug}")
    return f"{county}. {page}" if county else page


def _people(told: Facts, words: Words) -> str:
    if not told.taking_part:
        return words.text("Ingen har sagt det ennå.")
    return words.plural(
        "{done} av {count} etat har kontaktperson.",
        "{done} av {count} etater har kontaktperson.",
        len(told.taking_part),
        done=told.with_contact,
    )


def _year(told: Facts, words: Words) -> str:
    if not told.meetings:
        return words.text("Ingen møter er planlagt.")
    return words.plural("{count} møte er planlagt.", "{count} møter er planlagt.", told.meetings)


def _references(told: Facts, words: Words) -> str:
    """Off until the agencies have agreed on them, which most networks never do."""
    if told.references_on:
        return words.text("Alle etatene har bekreftet avtalen.")
    return words.text("Slått av. De fleste klarer seg uten.")


_DETAILS: dict[Step, Callable[[Facts, Words], str]] = {
    Step.BASICS: _basics,
    Step.AGENCIES: _agencies,
    Step.CHANNELS: _channels,
    Step.BODIES: _bodies,
    Step.COUNTY: _county,
    Step.PEOPLE: _people,
    Step.YEAR: _year,
    Step.REFERENCES: _references,
}
