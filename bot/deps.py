"""What the use cases are given, and what they give back. No Teams, no web, no database here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.budget import ANSWERS
from bot.domain.calendar import WorkCalendar
from bot.domain.language import Language
from bot.domain.networks import TeamChannel
from bot.domain.people import Member
from cards.words import Words
from storage.keys import Keyring
from storage.store import Store
from storage.tables import Delivery

Card = dict[str, Any]


class PlaceKind(StrEnum):
    PERSONAL = "personal"
    CHANNEL = "channel"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said. Ids are Teams' own opaque strings.

    `conversation_id` is what an answer is posted to (in a channel it names the thread);
    `channel_id` is the channel itself.
    """

    tenant_id: str
    kind: PlaceKind
    conversation_id: str
    team_id: str | None = None
    channel_id: str | None = None
    channel_name: str | None = None
    team_name: str | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Who says they sent it, as the token-checked activity tells: never taken from a card.

    `teams_id` ("29:...") addresses the person in a new 1:1 conversation.
    """

    tenant_id: str
    object_id: str
    teams_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something that happened in Teams, after the door has checked where it comes from."""

    place: Place
    sender: Sender
    service_url: str
    bot_id: str
    bot_name: str = "Rundebord"
    locale: str | None = None
    activity_id: str | None = None


@dataclass(frozen=True, slots=True)
class Said(Incoming):
    """A message that a person typed; the mention of the bot is already taken out."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Pressed(Incoming):
    """A button of a card. `data` is a claim.

    `card_activity_id` is the message that holds the card, when Teams says which. `invoke` is true
    for Action.Execute, whose answer replaces the card for the person who pressed. `dialog`: the
    card stood in a dialog of the client, and its answer does, too.
    """

    verb: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    card_activity_id: str | None = None
    invoke: bool = True
    dialog: bool = False


@dataclass(frozen=True, slots=True)
class Chosen(Incoming):
    """A message of a channel on which somebody pressed «Ta opp i nettverket».

    `text` is plain; `link` leads to the message. Both are claims of the client, as what a card
    sends. The answer opens in a dialog of the client.
    """

    text: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Arrived(Incoming):
    """The bot was added to this place (conversationUpdate or installationUpdate)."""


@dataclass(frozen=True, slots=True)
class Left(Incoming):
    """The bot was removed from this place."""


@dataclass(frozen=True, slots=True)
class ChannelTold(Incoming):
    """A channel of a Team was made, renamed or brought back; `place` says which, and its name."""


@dataclass(frozen=True, slots=True)
class ChannelGone(Incoming):
    """A channel of a Team was deleted; `place` says which."""


@dataclass(frozen=True, slots=True)
class TeamRenamed(Incoming):
    """A Team is called something else from now on; `place` says which, and its new name."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One click or one sentence, door to door. `member` is None for somebody no network knows.

    undecided: they belong to several networks and have not said which is meant in their chat;
    `member` is then in the one they have been in longest. list_id: the delivery that leads the
    message with the pressed card, where several things went out in it.
    """

    incoming: Incoming
    member: Member | None
    words: Words
    now: datetime
    rest: str = ""  # what was typed after the command
    undecided: bool = False
    list_id: int | None = None

    @property
    def place(self) -> Place:
        return self.incoming.place

    @property
    def read_by_others(self) -> bool:
        """Whether the answer stands where others read it, too.

        Only a chat is private, and the answer to Action.Execute or in a dialog: Teams shows it to
        one person.
        """
        pressed = isinstance(self.incoming, Pressed) and self.incoming.invoke
        shown_to_one = pressed or isinstance(self.incoming, Chosen)
        return self.place.kind is not PlaceKind.PERSONAL and not shown_to_one

    @property
    def card_activity_id(self) -> str | None:
        """The message that holds the pressed card, when Teams says which."""
        pressed = self.incoming
        return pressed.card_activity_id if isinstance(pressed, Pressed) else None

    @property
    def known(self) -> Member:
        """The member; the dispatcher has refused everybody else before a use case asks."""
        if self.member is None:
            msg = "a use case for members was reached by a stranger"
            raise LookupError(msg)
        return self.member


@dataclass(frozen=True, slots=True)
class Reply:
    """What the acting person sees.

    private: must not be posted where others read. aloud: the sentence that is said there instead.
    afterwards: what may happen only when the answer is on its way, so that nothing overtakes it.
    """

    card: Card
    private: bool = False
    aloud: str = ""
    afterwards: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes. Exactly one of `conversation_id` and `teams_user_id` is set.

    A channel without thread is addressed by `conversation_id == channel_id`: it opens a new thread.
    """

    tenant_id: str
    service_url: str
    bot_id: str
    conversation_id: str | None = None
    channel_id: str | None = None
    teams_user_id: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A person whom Teams notifies. `name` is written in the message as `<at>name</at>`."""

    teams_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: a card, its short text for notifications, and at most one mention.

    bare: only the text is sent, because the card was too large for Teams.
    """

    card: Card
    summary: str
    mention: Mention | None = None
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """What Teams answered: where it stands now. Empty ids when Teams did not say."""

    conversation_id: str
    activity_id: str


class Messenger(Protocol):
    """The way out to Teams. Every method raises DeliveryFailed and repeats nothing by itself."""

    async def ready(self, target: Target) -> None:
        """Have what every request needs, so that none waits for it after its turn."""
        ...

    async def open(self, target: Target) -> str:
        """Find or make the 1:1 conversation with a person; harmless to repeat. Its id."""
        ...

    async def post(self, target: Target, message: Message) -> Posted: ...

    async def update(self, target: Target, activity_id: str, message: Message) -> None:
        """Replace a posted card; harmless to repeat."""
        ...


class Directory(Protocol):
    """What Teams tells about a Team, when it is asked."""

    async def channels(self, service_url: str, team_id: str) -> tuple[TeamChannel, ...]:
        """The Team's channels and how many can read each. Raises DeliveryFailed."""
        ...


@dataclass(frozen=True, slots=True)
class Deps:
    """What every use case may reach. Built in app.py and nowhere else.

    now: the clock of the rules, aware, UTC. The demo and the tests move it; leases never use it.
    advance: moves that clock; None where it must be impossible (serve).
    directory: asked about a Team before the few commands that show it; None where nobody can.
    public_url: where the web door is reached from outside, without a slash at the end; "" where
    nobody has said.
    language: what is spoken in channels, and to people who have not chosen.
    """

    store: Store
    keys: Keyring
    now: Callable[[], datetime]
    calendar: WorkCalendar
    language: Language = Language.BOKMAL
    advance: Callable[[timedelta], None] | None = None
    public_url: str = ""
    directory: Directory | None = None

    @property
    def zone(self) -> ZoneInfo:
        return self.calendar.zone


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What the sender does for one delivery: post, or update the message `activity_id` names."""

    target: Target
    message: Message
    activity_id: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of bot/kinds.py: how deliveries of one kind become messages, and what policy they have.

    prepare: builds the message from the facts of this moment, in a read transaction; None when it
    is no longer relevant. It is called again when an attempt is repeated.
    repeats: an attempt that nobody knows the end of is repeated once, because twice does no harm.
    refused: what to do when the target refuses for good, in the transaction that records it; the
    last argument is Teams' reason.
    """

    name: str
    prepare: Callable[[Deps, Session, Delivery], Outgoing | None]
    repeats: bool = False
    refused: Callable[[Deps, Session, Delivery, str], None] | None = None

    @property
    def unsolicited(self) -> bool:
        """Whether it draws on the budget of whom it calls on; bot/domain/budget.py says why not."""
        return self.name not in ANSWERS
