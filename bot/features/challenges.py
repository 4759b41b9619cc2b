"""Challenges: raised safely, shown to the sender before anybody else, answered by a person.

An anonymous sender is stored nowhere. What proves that a card is the sender's own is a secret that
only that card carries; the database keeps its hash.
"""

import hashlib
import secrets

from sqlmodel import Session

from bot.deps import Deps, Message, PlaceKind, Pressed, Reply, Turn
from bot.domain import deliveries
from bot.domain.agencies import active
from bot.domain.challenges import (
    ChallengeKind,
    ChallengeMove,
    ChallengeState,
    checked_text,
    moved,
)
from bot.domain.deliveries import Planned
from bot.domain.errors import Refused, mark
from cards import (
    challenge,
    challenge_answered,
    challenge_form,
    challenge_preview,
    challenge_receipt,
    notice,
)
from cards.challenge import AnswerChallenge, BeginAnswer, ShowChallenge
from cards.challenge_form import AgencyChoice, SubmitChallenge
from cards.challenge_preview import ChangeChallenge, PostChallenge
from cards.challenge_receipt import ChallengeAction, WithdrawChallenge
from cards.help import CommandLine
from cards.words import Words
from storage import challenges, networks, people, places, posted
from storage import deliveries as outbox
from storage.places import Purpose
from storage.tables import Challenge, Conversation, Delivery, Person

POSTED = "challenge"
ANSWERED = "challenge-answered"


def begin(deps: Deps, turn: Turn, command: CommandLine) -> Reply:
    """`meld utfordring`: the empty form. In a channel only the one who presses gets to see it."""
    if turn.place.kind is not PlaceKind.PERSONAL and not isinstance(turn.incoming, Pressed):
        return _button(turn, command)
    with deps.store.transaction() as session:
        view = challenge_form.View(secrets.token_urlsafe(16), _agencies(deps, session, turn))
    return Reply(challenge_form.build(view, turn.words), private=True)


def _button(turn: Turn, command: CommandLine) -> Reply:
    view = notice.View(
        turn.words.text("Vil du ta opp noe?"),
        turn.words.text("Skjemaet åpnes bare for deg. Ingenting legges ut før du har sagt ja."),
        command,
    )
    return Reply(notice.build(view, turn.words))


def _agencies(deps: Deps, session: Session, turn: Turn) -> tuple[AgencyChoice, ...]:
    today = deps.calendar.day_of(turn.now)
    listed = active(networks.agencies(session, turn.known.network_id), today)
    return tuple(AgencyChoice(agency.id, agency.name) for agency in listed)


def submit(deps: Deps, turn: Turn, action: SubmitChallenge) -> Reply:
    """Keep it as a draft, and show exactly what would be posted. Sent twice it is one draft."""
    with deps.store.transaction() as session:
        choices = _agencies(deps, session, turn)
        try:
            row = _draft(session, turn, action, {choice.id for choice in choices})
        except Refused as refused:
            return _form_again(turn, action, choices, refused)
        return _to_sender(session, turn, row, action.submission)


def _draft(session: Session, turn: Turn, action: SubmitChallenge, agencies: set[int]) -> Challenge:
    """The draft of this form, made or changed; one that is already posted is left as it is."""
    text, kind = checked_text(action.text), _kind(action.kind)
    concerned = _concerned(action.concerns, agencies)
    row = challenges.draft(session, turn.known.network_id, _hash(action.submission))
    if moved(row.state, ChallengeMove.CHANGE) is None:
        return row
    row.text, row.kind = text, kind
    row.raised_by_id = None if action.anonymous == "true" else turn.known.person_id
    session.add(row)
    session.flush()
    challenges.set_concerns(session, row.id or 0, concerned)
    return row


def _kind(value: str) -> ChallengeKind | None:
    try:
        return ChallengeKind(value) if value else None
    except ValueError as error:
        raise Refused(mark("Velg ett av svarene i lista.")) from error


def _concerned(value: str, agencies: set[int]) -> list[int]:
    """The ids of a multi-select. Raises Refused for one that is no agency of this network now."""
    ids = [part.strip() for part in value.split(",") if part.strip()]
    if not {*ids} <= {str(agency) for agency in agencies}:
        raise Refused(mark("Velg etater fra lista."))
    return [int(part) for part in ids]


def _form_again(
    turn: Turn, action: SubmitChallenge, choices: tuple[AgencyChoice, ...], refused: Refused
) -> Reply:
    view = challenge_form.View(
        submission=action.submission,
        agencies=choices,
        text=action.text,
        concerns=tuple(c.id for c in choices if str(c.id) in action.concerns.split(",")),
        kind=ChallengeKind(action.kind) if action.kind in set(ChallengeKind) else None,
        anonymous=action.anonymous == "true",
        problem=turn.words.text(refused.text, **refused.values),
    )
    return Reply(challenge_form.build(view, turn.words), private=True)


def _to_sender(session: Session, turn: Turn, row: Challenge, claim: str) -> Reply:
    """The sender's own card, as the challenge stands now."""
    channel = _channel(session, row.network_id)
    if row.state is ChallengeState.DRAFT:
        return Reply(_preview(session, turn, row, channel, claim), private=True)
    view = challenge_receipt.View(
        challenge_id=row.id or 0,
        claim=claim,
        text=row.text,
        channel=channel.name,
        withdrawn=row.state is ChallengeState.WITHDRAWN,
        was_posted=row.raised_on is not None,
    )
    return Reply(challenge_receipt.build(view, turn.words), private=True)


def _preview(
    session: Session, turn: Turn, row: Challenge, channel: Conversation, claim: str
) -> dict[str, object]:
    readers, agencies = people.audience(session, row.network_id)
    view = challenge_preview.View(
        challenge_id=row.id or 0,
        claim=claim,
        text=row.text,
        concerns=_names(session, row),
        kind=row.kind,
        sender=people.name_of(session, row.raised_by_id),
        channel=channel.name,
        people=readers,
        agencies=agencies,
    )
    return challenge_preview.build(view, turn.words)


def _channel(session: Session, network_id: int) -> Conversation:
    channel = places.channel(session, network_id, Purpose.SOLUTION_GROUP)
    if channel is None:
        raise Refused(mark("Nettverket har ikke valgt en kanal for løsningsgrupper ennå."))
    return channel


def _names(session: Session, row: Challenge) -> tuple[str, ...]:
    return tuple(agency.name for agency in challenges.concerns(session, row.id or 0))


def change(deps: Deps, turn: Turn, action: ChangeChallenge) -> Reply:
    """«Endre»: the form again, with what was typed."""
    with deps.store.transaction() as session:
        row = _claimed(session, turn, action)
        if moved(row.state, ChallengeMove.CHANGE) is None:
            return _to_sender(session, turn, row, action.claim)
        choices = _agencies(deps, session, turn)
        view = challenge_form.View(
            submission=action.claim,
            agencies=choices,
            text=row.text,
            concerns=tuple(agency.id or 0 for agency in challenges.concerns(session, row.id or 0)),
            kind=row.kind,
            anonymous=row.raised_by_id is None,
        )
    return Reply(challenge_form.build(view, turn.words), private=True)


def post(deps: Deps, turn: Turn, action: PostChallenge) -> Reply:
    """«Legg ut»: the sender has seen text, place and readers, and says yes."""
    with deps.store.transaction() as session:
        row = _claimed(session, turn, action)
        channel = _channel(session, row.network_id)
        if _move(session, row, ChallengeMove.POST):
            row.raised_on = deps.calendar.day_of(turn.now)
            planned = Planned(
                POSTED,
                deliveries.subject("challenge", row.id or 0),
                deliveries.conversation(channel.id or 0),
                0,
                turn.now,
                turn.now + deliveries.A_WEEK,
            )
            outbox.add(session, row.network_id, planned)
        return _to_sender(session, turn, row, action.claim)


def withdraw(deps: Deps, turn: Turn, action: WithdrawChallenge) -> Reply:
    """The sender takes it back, and the text is gone: here, and from the channel."""
    with deps.store.transaction() as session:
        row = _claimed(session, turn, action)
        if _move(session, row, ChallengeMove.WITHDRAW):
            row.text = row.answer = ""
            _redraw(session, turn, row)
        return _to_sender(session, turn, row, action.claim)


def _claimed(session: Session, turn: Turn, action: ChallengeAction) -> Challenge:
    """The sender's own challenge. Raises Refused as if it did not exist for everybody else."""
    row = challenges.find(session, turn.known.network_id, action.challenge)
    if row is None or not secrets.compare_digest(row.submission, _hash(action.claim)):
        raise Refused(mark("Den utfordringen finnes ikke lenger."))
    if row.raised_by_id not in {None, turn.known.person_id}:
        raise Refused(mark("Den utfordringen finnes ikke lenger."))
    return row


def _hash(claim: str) -> str:
    return hashlib.sha256(claim.encode()).hexdigest()


def _move(session: Session, row: Challenge, move: ChallengeMove) -> bool:
    """Make a move if it is legal now; False when somebody else, or an earlier press, was first."""
    state = moved(row.state, move)
    if state is None:
        return False
    row.state = state
    session.add(row)
    return True


def _redraw(session: Session, turn: Turn, row: Challenge) -> None:
    posted.refresh(session, POSTED, deliveries.subject("challenge", row.id or 0), turn.now)


def begin_answer(deps: Deps, turn: Turn, action: BeginAnswer) -> Reply:
    """«Svar»: the same card with a field, for the one who pressed."""
    with deps.store.transaction() as session:
        row = _of_network(session, turn, action.challenge)
        view = _view(session, row, answering=row.state is ChallengeState.FLAGGED)
    return Reply(challenge.build(view, turn.words), private=True)


def fold(deps: Deps, turn: Turn, action: ShowChallenge) -> Reply:
    """«Avbryt»: the card as everybody sees it."""
    with deps.store.transaction() as session:
        view = _view(session, _of_network(session, turn, action.challenge))
    return Reply(challenge.build(view, turn.words))


def answer(deps: Deps, turn: Turn, action: AnswerChallenge) -> Reply:
    """The first answer stands; whoever comes second is shown it."""
    with deps.store.transaction() as session:
        row = _of_network(session, turn, action.challenge)
        try:
            text = checked_text(action.answer)
        except Refused as refused:
            return _answer_again(session, turn, row, action, refused)
        if _move(session, row, ChallengeMove.ANSWER):
            row.answer, row.answered_by_id, row.answered_at = text, turn.known.person_id, turn.now
            session.flush()
            _redraw(session, turn, row)
            _tell_sender(session, turn, row)
        view = _view(session, row)
    return Reply(challenge.build(view, turn.words))


def _answer_again(
    session: Session, turn: Turn, row: Challenge, action: AnswerChallenge, refused: Refused
) -> Reply:
    problem = turn.words.text(refused.text, **refused.values)
    view = _view(session, row, answering=True, typed=action.answer, problem=problem)
    return Reply(challenge.build(view, turn.words), private=True)


def _tell_sender(session: Session, turn: Turn, row: Challenge) -> None:
    """Whoever gave a name hears that somebody answered; nobody is told of an own answer."""
    if row.raised_by_id is None or row.raised_by_id == turn.known.person_id:
        return
    planned = Planned(
        ANSWERED,
        deliveries.subject("challenge", row.id or 0),
        deliveries.person(row.raised_by_id),
        0,
        turn.now,
        turn.now + deliveries.A_WEEK,
    )
    outbox.add(session, row.network_id, planned)


def _of_network(session: Session, turn: Turn, challenge_id: int) -> Challenge:
    """A challenge that has been posted; drafts exist for their sender only."""
    row = challenges.find(session, turn.known.network_id, challenge_id)
    if row is None or row.raised_on is None:
        raise Refused(mark("Den utfordringen finnes ikke lenger."))
    return row


def _view(
    session: Session,
    row: Challenge,
    *,
    answering: bool = False,
    typed: str = "",
    problem: str | None = None,
) -> challenge.View:
    return challenge.View(
        challenge_id=row.id or 0,
        state=row.state,
        text=row.text,
        concerns=_names(session, row),
        kind=row.kind,
        sender=people.name_of(session, row.raised_by_id),
        raised_on=row.raised_on,
        answer=row.answer,
        answered_by=people.name_of(session, row.answered_by_id),
        answered_at=row.answered_at,
        answering=answering and row.state is ChallengeState.FLAGGED,
        typed=typed,
        problem=problem,
    )


def announce(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """The post in the solution-group channel; None when the sender has taken it back meanwhile."""
    row = session.get_one(Challenge, deliveries.row_id(delivery.subject))
    return None if row.state is ChallengeState.WITHDRAWN else standing(deps, session, delivery)


def standing(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The posted card as it should look now."""
    row = session.get_one(Challenge, deliveries.row_id(delivery.subject))
    words = Words(deps.language, deps.zone)
    view = _view(session, row)
    return Message(challenge.build(view, words), challenge.summary(view, words))


def report_answer(deps: Deps, session: Session, delivery: Delivery) -> Message | None:
    """To the sender: somebody answered. None when it was withdrawn meanwhile."""
    row = session.get_one(Challenge, deliveries.row_id(delivery.subject))
    if row.state is not ChallengeState.ANSWERED or row.answered_at is None:
        return None
    person = session.get_one(Person, deliveries.row_id(delivery.audience))
    words = Words(person.language or deps.language, deps.zone)
    view = challenge_answered.View(
        text=row.text,
        answer=row.answer,
        answered_by=people.name_of(session, row.answered_by_id) or "",
        answered_at=row.answered_at,
    )
    return Message(challenge_answered.build(view, words), challenge_answered.summary(view, words))
