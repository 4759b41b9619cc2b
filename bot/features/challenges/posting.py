"""The sender's own card: the preview that only they see, «Legg ut», and what takes it back.

An anonymous sender is stored nowhere. What proves that a card is the sender's own is a secret that
only that card carries; the database keeps its hash.
"""

import secrets

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import challenge_times as times
from bot.domain import challenges as rules
from bot.domain import receipts
from bot.domain.challenges import ChallengeMove, ChallengeState, Hand
from bot.domain.errors import Refused, mark
from bot.features.challenges import reading
from bot.features.challenges.alike import alike
from cards import challenge_preview, challenge_receipt
from cards.challenge_preview import JoinChallenge, PostChallenge
from cards.challenge_receipt import ChallengeAction, WithdrawChallenge
from storage import challenges, confidential, people, places
from storage.places import Purpose
from storage.tables import Challenge, Conversation

SENDER = frozenset({Hand.SENDER})


def to_sender(deps: Deps, session: Session, turn: Turn, row: Challenge, claim: str) -> Reply:
    """The sender's own card, as the challenge stands now."""
    channel = _channel(session, row.network_id)
    if row.state is ChallengeState.DRAFT:
        return Reply(_preview(deps, session, turn, row, channel, claim), private=True)
    code = receipts.code_of(claim) if row.raised_by_id is None else ""
    view = challenge_receipt.View(
        challenge_id=row.id or 0,
        claim=claim,
        text=row.text,
        channel=channel.name,
        code=code,
        page=f"{deps.public_url}/f/{code}" if deps.public_url and code else "",
        posted_at=row.post_at,
        withdrawn=row.state is ChallengeState.WITHDRAWN,
        was_posted=row.raised_on is not None,
    )
    return Reply(challenge_receipt.build(view, turn.words), private=True)


def _preview(
    deps: Deps, session: Session, turn: Turn, row: Challenge, channel: Conversation, claim: str
) -> dict[str, object]:
    members, agencies = people.audience(session, row.network_id)
    anonymous = row.raised_by_id is None
    posted_at = times.posted_at(turn.now, deps.calendar, anonymous=anonymous)
    view = challenge_preview.View(
        challenge_id=row.id or 0,
        claim=claim,
        text=row.text,
        concerns=reading.names(session, row),
        kind=row.kind,
        sender=people.name_of(session, row.raised_by_id),
        channel=channel.name,
        people=members if channel.readers is None else channel.readers,
        agencies=agencies,
        link=row.link,
        meeting=reading.came_up(session, row),
        told=_told(session, row),
        posted_at=posted_at if anonymous else None,
        alike=alike(row.text, challenges.standing(session, row.network_id)),
        may_join=reading.has_voice(session, turn),
    )
    return challenge_preview.build(view, turn.words)


def _told(session: Session, row: Challenge) -> tuple[str, ...]:
    """The agencies in which somebody can be told 1:1."""
    return tuple(
        agency.name
        for agency in challenges.concerns(session, row.id or 0)
        if confidential.audience(challenges.told(session, row, agency.id)) is not None
    )


def _channel(session: Session, network_id: int) -> Conversation:
    channel = places.channel(session, network_id, Purpose.SOLUTION_GROUP)
    if channel is None:
        raise Refused(mark("Nettverket har ikke valgt en kanal for løsningsgrupper ennå."))
    return channel


def confirm(deps: Deps, turn: Turn, action: PostChallenge) -> Reply:
    """«Legg ut»: the sender has seen text, place and readers, and says yes."""
    with deps.store.transaction() as session:
        row = claimed(session, turn, action)
        _channel(session, row.network_id)
        if reading.move(row, ChallengeMove.CONFIRM, SENDER):
            anonymous = row.raised_by_id is None
            row.post_at = times.posted_at(turn.now, deps.calendar, anonymous=anonymous)
            session.add(row)
            if row.post_at <= turn.now:
                challenges.post(session, row, turn.now, deps.calendar)
        return to_sender(deps, session, turn, row, action.claim)


def join(deps: Deps, turn: Turn, action: JoinChallenge) -> Reply:
    """«Gjelder oss også»: not a new one, but one agency more behind the one that is there."""
    with deps.store.transaction() as session:
        row = claimed(session, turn, action)
        other = reading.of_network(session, turn, action.other)
        agency_id = reading.speaks_for(session, turn)
        if row.state is ChallengeState.DRAFT:
            _drop(session, turn, row)
        challenges.support(session, other.id or 0, agency_id, on=True)
        challenges.redraw(session, other, turn.now)
        shown = reading.reply(deps, session, turn, other)
        return Reply(shown.card, private=True)


def withdraw(deps: Deps, turn: Turn, action: WithdrawChallenge) -> Reply:
    """The sender takes it back, and the text is gone: here, and from the channel."""
    with deps.store.transaction() as session:
        row = claimed(session, turn, action)
        _drop(session, turn, row)
        return to_sender(deps, session, turn, row, action.claim)


def _drop(session: Session, turn: Turn, row: Challenge) -> None:
    if rules.may(row.state, ChallengeMove.WITHDRAW, SENDER):
        challenges.withdraw(session, row, turn.now)


def claimed(session: Session, turn: Turn, action: ChallengeAction) -> Challenge:
    """The sender's own challenge. Raises Refused as if it did not exist for everybody else."""
    row = challenges.find(session, turn.known.network_id, action.challenge)
    claim = receipts.hash_of_secret(action.claim)
    if row is None or not secrets.compare_digest(row.submission, claim):
        raise reading.gone()
    if row.raised_by_id not in {None, turn.known.person_id}:
        raise reading.gone()
    return row
