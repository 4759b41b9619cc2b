"""The cards of the steps as they stand in the database: what a step opens with."""

from datetime import date

from sqlmodel import Session

from bot.deps import Card, Deps, Turn
from bot.domain.agencies import Agency, current
from bot.domain.bodies import IN_BODY, IN_NETWORK, STANDING_BODIES, holders
from bot.domain.networks import OUTLINES, Step, Template, slug_of
from bot.domain.people import RoleKind, Roster
from cards import (
    setup_agency_new,
    setup_basics,
    setup_bodies,
    setup_channels,
    setup_county,
)
from cards.setup_agencies import AgencyLine
from cards.setup_bodies import BodyLine, Seat
from cards.setup_channels import NO_CHANNEL, ChannelLine
from storage import agencies, bodies, channels, networks, people, rosters
from storage.places import Purpose
from storage.tables import Body, Conversation, Network


def basics_view(network: Network) -> setup_basics.View:
    """An empty template is shown as chosen only when somebody chose it."""
    chosen = network.template is not Template.EMPTY or Step.BASICS in network.skipped
    return setup_basics.View(
        network.name,
        network.template if chosen else "",
        network.hours_from,
        network.hours_to,
    )


def basics(turn: Turn, network: Network) -> Card:
    return setup_basics.build(basics_view(network), turn.words)


# --- Agencies ------------------------------------------------------------------------------------


def proposals(session: Session, network: Network, today: date) -> tuple[tuple[int, str], ...]:
    """The agencies that networks of this kind usually have, without those that are here."""
    there = {each.name.casefold() for each in _current(session, network, today)}
    usual = enumerate(OUTLINES[network.template].agencies)
    return tuple((place, name) for place, name in usual if name.casefold() not in there)


def _current(session: Session, network: Network, today: date) -> tuple[Agency, ...]:
    return current(networks.agencies(session, network.id or 0), today)


def new_agencies(session: Session, turn: Turn, network: Network, today: date, told: str) -> Card:
    view = setup_agency_new.View(proposals(session, network, today), told=told)
    return setup_agency_new.build(view, turn.words)


def agency_lines(session: Session, network_id: int, today: date) -> tuple[AgencyLine, ...]:
    """Those that have not ended, each with its people and with what it becomes a part of."""
    everybody = networks.agencies(session, network_id)
    names = {agency.id: agency.name for agency in everybody}
    listed = current(everybody, today)
    count = agencies.members(session, [agency.id for agency in listed])
    return tuple(
        AgencyLine(
            id=agency.id,
            name=agency.name,
            valid_from=agency.valid_from,
            valid_to=agency.valid_to,
            successor=names.get(agency.successor_id or 0),
            observer=agency.observer,
            members=count.get(agency.id, 0),
        )
        for agency in listed
    )


# --- Channels ------------------------------------------------------------------------------------


def channels_view(session: Session, turn: Turn, network: Network) -> setup_channels.View:
    """With what is chosen; before that, with what is most likely meant."""
    rows = sorted(channels.of(session, network.id or 0), key=lambda row: _place_in(turn, row))
    listed = tuple(_channel(row) for row in rows)
    return setup_channels.View(
        channels=listed,
        reminders=_chosen(rows, Purpose.REMINDERS) or (str(listed[0].id) if listed else ""),
        solutions=_chosen(rows, Purpose.SOLUTION_GROUP) or _likely(listed),
        may_leave_out=not _chosen(rows, Purpose.REMINDERS),
    )


def _place_in(turn: Turn, row: Conversation) -> int:
    """What is in use stands first, then the channel in which one speaks."""
    if row.purpose is not None:
        return 0
    return 1 if row.conversation_id == turn.place.channel_id else 2


def _channel(row: Conversation) -> ChannelLine:
    return ChannelLine(row.id or 0, row.name, row.channel_type, row.readers)


def _chosen(rows: list[Conversation], purpose: Purpose) -> str:
    serving = (row for row in rows if row.purpose in (purpose, Purpose.BOTH))
    return next((str(row.id) for row in serving), "")


def _likely(listed: tuple[ChannelLine, ...]) -> str:
    """A channel that is called after the solution groups."""
    named = (channel for channel in listed if "løsning" in channel.name.casefold())
    return next((str(channel.id) for channel in named if channel.takes_posts), NO_CHANNEL)


# --- Bodies --------------------------------------------------------------------------------------


def bodies_card(
    session: Session, turn: Turn, network: Network, upcoming: Step | None, told: str
) -> Card:
    number = network.id or 0
    roster, names = rosters.read(session, number), people.names(session, number)
    rows = bodies.of(session, number)
    kinds = {row.kind for row in rows}
    view = setup_bodies.View(
        bodies=tuple(body_line(row, roster, names) for row in rows),
        seats=tuple(Seat(kind, _names(roster, kind, None, names)) for kind in IN_NETWORK),
        missing=tuple(kind for kind in STANDING_BODIES if kind not in kinds),
        next=upcoming,
        told=told,
    )
    return setup_bodies.build(view, turn.words)


def body_line(row: Body, roster: Roster, names: dict[int, str]) -> BodyLine:
    seats = (Seat(kind, _names(roster, kind, row.id, names)) for kind in IN_BODY)
    return BodyLine(row.id or 0, row.name, tuple(seats))


def _names(
    roster: Roster, kind: RoleKind, body_id: int | None, names: dict[int, str]
) -> tuple[str, ...]:
    return tuple(names[n] for n in holders(roster, kind, body_id) if n in names)


# --- County and public page ----------------------------------------------------------------------


def county_view(deps: Deps, session: Session, network: Network) -> setup_county.View:
    slug = network.slug or ""
    return setup_county.View(
        county=network.county,
        slug=slug,
        proposed="" if slug else slug_of(network.name),
        page=f"{deps.public_url}/moteplan/{slug}" if slug and deps.public_url else "",
        may_leave_out=not network.county,
    )
