"""What the bot says unasked: how each kind of delivery becomes a message, and its policy.

The twin of bot/routes.py. A kind that may be repeated is one where twice does no harm.
"""

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session

from bot.deps import Deps, Kind, Message, Outgoing, Target
from bot.domain import deliveries
from bot.domain.language import Language
from bot.features import arrival, challenges, evaluation
from bot.features.agenda import posting as agenda_posting
from bot.features.agreement import consenting
from bot.features.attendance import absence, call_in
from bot.features.meetings import notices, reminders
from bot.features.membership import news, question
from bot.features.outcomes import minutes, objections
from bot.features.rounds import confirming as round_confirming
from bot.features.rounds import counting as round_counting
from bot.features.turns import exchange
from bot.features.year import confirming as year_confirming
from bot.routes import COMMANDS, GREETED_WITH
from storage import (
    agenda,
    announcements,
    attendance,
    consents,
    offers,
    places,
    planning,
    posted,
    roles,
    rounds,
)
from storage import year as drafted
from storage.minutes import MINUTES, OBJECTION, SETTLED
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
        Kind(planning.REMINDER, _posted(reminders.remind), refused=reminders.unreachable),
        Kind(planning.INVITATION, _posted(evaluation.invite)),
        Kind(announcements.CHANGED, _posted(notices.tell)),
        Kind(challenges.POSTED, _posted(challenges.announce)),
        Kind(challenges.ANSWERED, _posted(challenges.report_answer)),
        Kind(offers.OFFERED, _posted(exchange.ask), refused=exchange.unreachable),
        Kind(offers.ANSWERED, _posted(exchange.report_answer), refused=exchange.unreachable),
        Kind(consents.ASKED, _posted(consenting.ask), refused=consenting.unreachable),
        Kind(consents.REMINDED, _posted(consenting.ask), refused=consenting.unreachable),
        Kind(consents.SETTLED, _posted(consenting.report), refused=consenting.unreachable),
        Kind(agenda.POSTED, _posted(agenda_posting.announce)),
        Kind(question.QUESTION, _posted(question.announce)),
        Kind(roles.ROLE_TAKEN, _posted(news.tell)),
        Kind(attendance.CALL_IN, _posted(call_in.announce)),
        Kind(attendance.ABSENCE, _posted(absence.ask), refused=absence.unreachable),
        Kind(MINUTES, _posted(minutes.announce)),
        Kind(OBJECTION, _posted(objections.report), refused=objections.unreachable),
        Kind(SETTLED, _posted(objections.report_settled)),
        Kind(drafted.POSTED, _posted(year_confirming.announce)),
        Kind(rounds.COUNTS, _posted(round_counting.ask), refused=round_counting.unreachable),
        Kind(rounds.PLANNED, _posted(round_confirming.announce)),
        Kind(arrival.GREETING, _posted(_greet)),
        Kind(posted.REFRESH, _redrawn, repeats=True),
    )
}

STANDING: dict[str, Callable[[Deps, Session, Delivery], Message]] = {
    planning.REMINDER: reminders.reminder_now,
    attendance.CALL_IN: call_in.standing,
    MINUTES: minutes.standing,
    OBJECTION: objections.standing,
    challenges.POSTED: challenges.standing,
    agenda.POSTED: agenda_posting.standing,
    offers.OFFERED: exchange.asked_now,
    consents.ASKED: consenting.asked_now,
    consents.REMINDED: consenting.asked_now,
    question.QUESTION: question.announce,
    rounds.COUNTS: round_counting.asked_now,
}
