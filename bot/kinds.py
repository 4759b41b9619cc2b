"""What the bot says unasked: how each kind of delivery becomes a message, and its policy.

The twin of bot/routes. A kind that may be repeated is one where twice does no harm. A kind that
calls on people without answering them draws on their budget (bot/domain/budget.py: `ANSWERS`).
"""

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session

from bot.deps import Deps, Kind, Message, Outgoing, Target
from bot.domain import deliveries
from bot.features import arrival, gathered
from bot.features.agenda import posting as agenda_posting
from bot.features.agreement import consenting
from bot.features.attendance import absence, call_in
from bot.features.challenges import asked as challenge_asked
from bot.features.challenges import group as challenge_group
from bot.features.challenges import telling as challenge_news
from bot.features.duties import asked as duty_questions
from bot.features.duties import reminders
from bot.features.evaluation import asking
from bot.features.gathered import Now
from bot.features.meetings import notices
from bot.features.membership import news, question
from bot.features.notices import failed
from bot.features.outcomes import minutes, missing, objections
from bot.features.results import shown as results_shown
from bot.features.rounds import confirming as round_confirming
from bot.features.rounds import counting as round_counting
from bot.features.themes import news as theme_news
from bot.features.turns import exchange
from bot.features.year import confirming as year_confirming
from storage import (
    agenda,
    announcements,
    attendance,
    challenges,
    consents,
    duties,
    evaluation_plans,
    failures,
    offers,
    places,
    planning,
    posted,
    reach,
    results,
    roles,
    rounds,
    themes,
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
    """The message of an earlier delivery, drawn again where it stands, without calling on anybody.

    None when it stands nowhere.
    """
    earlier = session.get_one(Delivery, deliveries.row_id(delivery.subject))
    if not earlier.activity_id or not earlier.conversation_id:
        return None
    message = gathered.redrawn(deps, session, earlier, drawn)
    if message is None:
        message = STANDING[earlier.kind](deps, session, earlier)
    target = replace(
        _target(session, earlier), conversation_id=earlier.conversation_id, teams_user_id=None
    )
    return Outgoing(target, replace(message, mention=None), earlier.activity_id)


def drawn(deps: Deps, session: Session, delivery: Delivery) -> Now | None:
    """What a delivery that was sent says at this moment; None when its kind has no card for what is
    over.
    """
    outgoing = KINDS[delivery.kind].prepare(deps, session, delivery)
    standing = STANDING.get(delivery.kind)
    if standing is not None:
        return Now(standing(deps, session, delivery), over=outgoing is None)
    return Now(outgoing.message) if outgoing else None


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


def _mentioned(_deps: Deps, session: Session, delivery: Delivery, _reason: str) -> None:
    """A 1:1 was refused: the same is said by a mention in the channel."""
    reach.fall_back(session, delivery)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(planning.REMINDER, _posted(reminders.remind), refused=reminders.unreachable),
        Kind(planning.AGAIN, _posted(reminders.remind), refused=reminders.unreachable),
        Kind(duties.HELP, _posted(duty_questions.ask_help), refused=_mentioned),
        Kind(duties.OFFERED, _posted(duty_questions.ask_offer), refused=_mentioned),
        Kind(planning.INVITATION, _posted(asking.invite)),
        Kind(evaluation_plans.ASKED, _posted(asking.invite), refused=asking.unreachable),
        Kind(evaluation_plans.SECOND, _posted(asking.ask_again), refused=asking.unreachable),
        Kind(announcements.CHANGED, _posted(notices.tell)),
        Kind(challenges.POSTED, _posted(challenge_news.announce)),
        Kind(challenges.ANSWERED, _posted(challenge_news.report_answer)),
        Kind(challenges.QUESTION, _posted(challenge_news.ask_sender)),
        Kind(challenges.DECIDED, _posted(challenge_news.report_decision)),
        Kind(
            challenges.CONCERNS,
            _posted(challenge_news.tell_concerned),
            refused=challenge_news.concerned_unreachable,
        ),
        Kind(
            challenges.UNANSWERED,
            _posted(challenge_news.ask_answerer),
            refused=challenge_news.answerer_unreachable,
        ),
        Kind(challenges.INVITED, _posted(challenge_group.ask), refused=challenge_group.unreachable),
        *(
            Kind(kind, _posted(challenge_asked.ask), refused=challenge_asked.unreachable)
            for kind in challenges.ASKED.values()
        ),
        Kind(offers.OFFERED, _posted(exchange.ask), refused=_mentioned),
        Kind(offers.ANSWERED, _posted(exchange.report_answer), refused=_mentioned),
        Kind(consents.ASKED, _posted(consenting.ask), refused=_mentioned),
        Kind(consents.REMINDED, _posted(consenting.ask), refused=_mentioned),
        Kind(consents.SETTLED, _posted(consenting.report), refused=_mentioned),
        Kind(agenda.POSTED, _posted(agenda_posting.announce)),
        Kind(question.QUESTION, _posted(question.announce)),
        Kind(roles.ROLE_TAKEN, _posted(news.tell)),
        Kind(attendance.CALL_IN, _posted(call_in.announce)),
        Kind(attendance.ABSENCE, _posted(absence.ask), refused=absence.unreachable),
        Kind(planning.MINUTES_MISSING, _posted(missing.ask), refused=missing.unreachable),
        Kind(MINUTES, _posted(minutes.announce)),
        Kind(OBJECTION, _posted(objections.report), refused=objections.unreachable),
        Kind(SETTLED, _posted(objections.report_settled)),
        Kind(drafted.POSTED, _posted(year_confirming.announce)),
        Kind(rounds.COUNTS, _posted(round_counting.ask), refused=_mentioned),
        Kind(rounds.PLANNED, _posted(round_confirming.announce)),
        Kind(results.SUMMARY, _posted(results_shown.announce)),
        Kind(themes.PLANNED, _posted(theme_news.tell)),
        Kind(failures.FAILED, _posted(failed.tell)),
        Kind(arrival.GREETING, _posted(arrival.greet)),
        Kind(posted.REFRESH, _redrawn, repeats=True),
    )
}

STANDING: dict[str, Callable[[Deps, Session, Delivery], Message]] = {
    planning.REMINDER: reminders.reminder_now,
    planning.AGAIN: reminders.reminder_now,
    duties.HELP: duty_questions.help_now,
    duties.OFFERED: duty_questions.offer_now,
    attendance.CALL_IN: call_in.standing,
    planning.MINUTES_MISSING: missing.asked_now,
    MINUTES: minutes.standing,
    OBJECTION: objections.standing,
    challenges.POSTED: challenge_news.standing,
    challenges.ANSWERED: challenge_news.answered_now,
    challenges.QUESTION: challenge_news.asked_now,
    challenges.DECIDED: challenge_news.asked_now,
    challenges.CONCERNS: challenge_news.concerned_now,
    challenges.UNANSWERED: challenge_news.answerer_asked_now,
    challenges.INVITED: challenge_group.asked_now,
    **dict.fromkeys(challenges.ASKED.values(), challenge_asked.asked_now),
    agenda.POSTED: agenda_posting.standing,
    offers.OFFERED: exchange.asked_now,
    consents.ASKED: consenting.asked_now,
    consents.REMINDED: consenting.asked_now,
    results.SUMMARY: results_shown.announce,
    question.QUESTION: question.announce,
    rounds.COUNTS: round_counting.asked_now,
}
