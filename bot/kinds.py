"""What the bot says unasked: how each kind of delivery becomes a message, and its policy.

The twin of bot/routes.py. A kind that may be repeated is one where twice does no harm.
"""

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session

from bot.deps import Deps, Kind, Message, Outgoing, Target
from bot.domain import deliveries
from bot.domain.language import Language
from bot.features import arrival, challenges, evaluation, meetings
from bot.routes import COMMANDS, GREETED_WITH
from storage import places, planning, posted
from storage.tables import Conversation, Delivery, Person, Tenant

Build = Callable[[Deps, Session, Delivery], Message | None]


def _posted(build: Build) -> Callable[[Deps, Session, Delivery], Outgoing | None]:
    """A new message to whoever the delivery names; None when nothing is to be said any more."""

    def prepare(deps: Deps, session: Session, delivery: Delivery) -> Outgoing | None:
        message = build(deps, session, delivery)
        return Outgoing(_target(session, delivery), message) if message else None

    return prepare


def _redrawn(deps: Deps, session: Session, delivery: Delivery) -> Outgoing | None:
    """The card of an earlier delivery, drawn again where it stands, without calling on anybody."""
    earlier = session.get_one(Delivery, deliveries.row_id(delivery.subject))
    if not earlier.activity_id or not earlier.conversation_id:
        return None
    message = replace(STANDING[earlier.kind](deps, session, earlier), mention=None)
    target = replace(
        _target(session, earlier), conversation_id=earlier.conversation_id, teams_user_id=None
    )
    return Outgoing(target, replace(message, mention=None), earlier.activity_id)


def _target(session: Session, delivery: Delivery) -> Target:
    """Where a delivery goes: a known conversation, or a person whose chat must be opened first."""
    number = deliveries.row_id(delivery.audience)
    if delivery.audience.startswith("conversation:"):
        place = session.get_one(Conversation, number)
        target = _of_tenant(session, place.tenant_id)
        channel = place.conversation_id if place.kind == "channel" else None
        return replace(target, conversation_id=place.conversation_id, channel_id=channel)
    person = session.get_one(Person, number)
    target, chat = _of_tenant(session, person.tenant_id), places.chat_with(session, number)
    if chat is not None:
        return replace(target, conversation_id=chat.conversation_id)
    return replace(target, teams_user_id=person.teams_id)


def _of_tenant(session: Session, tenant_id: str) -> Target:
    """Raises LookupError before the tenant has ever spoken with us: then nothing can be sent."""
    tenant = session.get_one(Tenant, tenant_id)
    return Target(tenant_id, tenant.service_url, tenant.bot_id)


def remember_chat(session: Session, delivery: Delivery, conversation_id: str) -> None:
    """The sender opened a 1:1 with the person of this delivery: next time it is known."""
    person = session.get_one(Person, deliveries.row_id(delivery.audience))
    told = Conversation(
        tenant_id=person.tenant_id,
        conversation_id=conversation_id,
        kind="personal",
        person_id=person.id,
    )
    places.remember(session, told)


def _greet(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    phrases = tuple(COMMANDS[name].phrases[Language.BOKMAL][0] for name in GREETED_WITH)
    return arrival.greet(deps, session, delivery, phrases)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(planning.REMINDER, _posted(meetings.remind), refused=meetings.unreachable),
        Kind(planning.INVITATION, _posted(evaluation.invite)),
        Kind(challenges.POSTED, _posted(challenges.announce)),
        Kind(challenges.ANSWERED, _posted(challenges.report_answer)),
        Kind(arrival.GREETING, _posted(_greet)),
        Kind(posted.REFRESH, _redrawn, repeats=True),
    )
}

STANDING: dict[str, Callable[[Deps, Session, Delivery], Message]] = {
    planning.REMINDER: meetings.reminder_now,
    challenges.POSTED: challenges.standing,
}
