"""`kommende varsler`: what will be sent, when, to whom and why. The real plan, read beforehand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import deliveries
from bot.domain.budget import Unsaid
from bot.domain.deliveries import Planned
from bot.domain.errors import mark
from bot.domain.people import Member, Roster
from bot.features.notices import reasons
from bot.features.notices.reasons import Reasons
from cards import coming_notices
from cards.coming_notices import PAGE, Coming, ShowComing
from cards.notices import Told
from cards.words import Words
from storage import networks, notices, people, planning, rehearsal, rosters
from storage import year as drafted
from storage.rehearsal import Rehearsed
from storage.tables import Network

AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Message:
    """One message to come, to a chat or a channel, calling on `person_id`, if on anybody.

    things: what is in it, the leading one first. held: the week was full, or it was not yet time.
    unsaid: it will not be sent at all, and why.
    """

    at: datetime
    audience: str
    person_id: int | None
    things: tuple[Planned, ...]
    held: bool = False
    unsaid: Unsaid | None = None

    @property
    def in_channel(self) -> bool:
        return deliveries.called_on(self.audience) is None


def show(deps: Deps, turn: Turn) -> Reply:
    """`kommende varsler`, `hva sendes`"""
    return turn_page(deps, turn, ShowComing())


def turn_page(deps: Deps, turn: Turn, action: ShowComing) -> Reply:
    """A page of it. In a channel only what is posted there: the rest is not for everybody."""
    foretold = forecast(deps, turn) if action.year is None else []
    with deps.store.transaction() as session:
        found = foretold if action.year is None else of_draft(deps, session, turn, action.year)
        facts = _read(session, turn.known.network_id, found)
        shown = [message for message in found if facts.concerns(message, turn)]
        first = action.page * PAGE
        view = coming_notices.View(
            network=session.get_one(Network, turn.known.network_id).name,
            today=deps.calendar.day_of(turn.now),
            coming=tuple(
                facts.told(deps, message, turn.words) for message in shown[first : first + PAGE]
            ),
            count=sum(message.unsaid is None for message in shown),
            days=AHEAD.days,
            year=action.year,
            everybody=_sees_all(turn) or turn.read_by_others,
            page=action.page,
            has_more=len(shown) > first + PAGE,
        )
    return Reply(coming_notices.build(view, turn.words))


def _sees_all(turn: Turn) -> bool:
    return turn.known.administers and not turn.read_by_others


# --- What is coming ------------------------------------------------------------------------------


def forecast(deps: Deps, turn: Turn) -> list[Message]:
    """The next 30 days, if nobody presses anything. Lived through before a transaction is opened:
    nobody else waits for it.
    """
    network_id, until = turn.known.network_id, turn.now + AHEAD
    found = rehearsal.rehearse(deps.store, network_id, turn.now, until, deps.calendar)
    return [_message(each) for each in found]


def _message(rehearsed: Rehearsed) -> Message:
    coming = rehearsed.coming
    return Message(
        coming.at,
        coming.to,
        coming.person_id,
        rehearsed.things,
        coming.held,
        coming.unsaid,
    )


def of_draft(deps: Deps, session: Session, turn: Turn, year: int) -> list[Message]:
    """What would follow from the draft of a year; when the weeks are full, some of it later."""
    drafts = drafted.drafts(session, turn.known.network_id, year, deps.calendar)
    about = {deliveries.subject("meeting", row.id or 0) for row in drafts}
    planned = planning.preview(session, turn.known.network_id, drafts, turn.now, deps.calendar)
    return [
        Message(each.due_at, each.audience, each.person_id, (each,))
        for each in planned
        if each.subject in about
    ]


def next_to(deps: Deps, session: Session, turn: Turn, person_id: int) -> Told | None:
    """The next message to somebody that depends on nothing."""
    until = turn.now + AHEAD
    planned = rehearsal.waiting(session, turn.known.network_id, turn.now, until, deps.calendar)
    theirs = (_message(each) for each in planned if each.coming.person_id == person_id)
    message = next((m for m in theirs if m.unsaid is None and _is_certain(m)), None)
    if message is None:
        return None
    facts = _read(session, turn.known.network_id, [message])
    told = facts.told(deps, message, turn.words)
    return Told(told.day, coming_notices.things(told, turn.words), told.because)


def _is_certain(message: Message) -> bool:
    return any(planned.early for planned in message.things)


# --- How it is told ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facts:
    """What messages are told with: people and agencies by id, channels by audience."""

    reasons: Reasons
    roster: Roster
    people: Mapping[int, str]
    agencies: Mapping[int, str]
    channels: Mapping[str, str]

    def concerns(self, message: Message, turn: Turn) -> bool:
        """Whether the reader sees it: what is posted, and what they or their agency are told."""
        if message.in_channel or _sees_all(turn):
            return True
        return not turn.read_by_others and self._is_of(message, turn.known)

    def _is_of(self, message: Message, reader: Member) -> bool:
        if message.person_id == reader.person_id:
            return True
        agency = self.roster.members.get(message.person_id or 0)
        return reader.represents(agency)

    def told(self, deps: Deps, message: Message, words: Words) -> Coming:
        lead = message.things[0]
        return Coming(
            day=deps.calendar.day_of(message.at),
            to=self._to(message, words),
            what=tuple(dict.fromkeys(self.reasons.what(each, words) for each in message.things)),
            because=self.reasons.because(lead, words),
            depends=_condition(message, words),
        )

    def _to(self, message: Message, words: Words) -> str:
        channel = self.channels.get(message.audience, "")
        if message.person_id is None:
            return words.text("Alle i «{channel}»", channel=channel)
        name = self.people.get(message.person_id, "")
        if message.in_channel:
            return words.text("{name}, nevnt i «{channel}»", name=name, channel=channel)
        agency = self.agencies.get(self.roster.members.get(message.person_id) or 0)
        return f"{name}, {agency}" if agency else name


_UNSAID: Mapping[Unsaid, str] = {
    Unsaid.ENOUGH: mark("sendes ikke: det er nok om dette møtet"),
    Unsaid.NO_ROOM: mark("sendes ikke: uka er full, og etterpå er det for sent"),
}


def _condition(message: Message, words: Words) -> str:
    if message.unsaid is not None:
        return words.text(_UNSAID[message.unsaid])
    if not _is_certain(message):
        return words.text("hvis ingen har svart")
    return words.text("venter til det er plass i uka") if message.held else ""


def _read(session: Session, network_id: int, listed: Iterable[Message]) -> Facts:
    messages = list(listed)
    things = [planned for message in messages for planned in message.things]
    channels = {message.audience for message in messages if message.in_channel}
    return Facts(
        reasons=reasons.read(session, network_id, things),
        roster=rosters.read(session, network_id),
        people=people.names(session, network_id),
        agencies={agency.id: agency.name for agency in networks.agencies(session, network_id)},
        channels=notices.channels(session, channels),
    )
