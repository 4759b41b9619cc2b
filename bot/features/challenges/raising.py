"""Challenges are raised safely: shown to the sender before anybody else, and taken back any time.

An anonymous sender is stored nowhere. What proves that a card is the sender's own is a secret that
only that card carries; the database keeps its hash.
"""

import secrets

from sqlmodel import Session

from bot.deps import Chosen, Deps, PlaceKind, Pressed, Reply, Turn
from bot.domain import challenge_texts as texts
from bot.domain import challenge_times as times
from bot.domain import challenges as rules
from bot.domain import receipts, typed
from bot.domain.agencies import active
from bot.domain.challenge_texts import checked_text
from bot.domain.challenges import ChallengeKind, ChallengeMove, ChallengeState, Hand
from bot.domain.errors import Refused, mark
from bot.domain.meetings import Meeting
from bot.features.challenges import reading, sources
from bot.features.challenges.alike import alike
from bot.features.challenges.sources import Prefilled
from cards import challenge_form, challenge_preview, challenge_receipt, notice
from cards.challenge_form import AgencyChoice, SubmitChallenge
from cards.challenge_preview import ChangeChallenge, JoinChallenge, PostChallenge
from cards.challenge_receipt import ChallengeAction, WithdrawChallenge
from cards.help import CommandLine
from cards.openings import BeginChallenge
from storage import challenges, confidential, meetings, networks, people, places
from storage.places import Purpose
from storage.tables import Challenge, Conversation

SENDER = frozenset({Hand.SENDER})


# --- The form ------------------------------------------------------------------------------------


def begin(deps: Deps, turn: Turn, command: CommandLine) -> Reply:
    """`meld utfordring`: the empty form. In a channel only the one who presses gets to see it."""
    if turn.place.kind is not PlaceKind.PERSONAL and not isinstance(turn.incoming, Pressed):
        return _button(turn, command)
    return _form(deps, turn, sources.EMPTY)


def _button(turn: Turn, command: CommandLine) -> Reply:
    view = notice.View(
        turn.words.text("Vil du ta opp noe?"),
        turn.words.text("Skjemaet åpnes bare for deg. Ingenting legges ut før du har sagt ja."),
        command,
    )
    return Reply(notice.build(view, turn.words))


def begin_from(deps: Deps, turn: Turn, action: BeginChallenge) -> Reply:
    """The form with what it is about: a line of notes, or what an evaluation asked for."""
    with deps.store.transaction() as session:
        network_id = turn.known.network_id
        filled = sources.prefilled(session, network_id, action.source, action.key)
    return _form(deps, turn, filled)


def begin_from_message(deps: Deps, turn: Turn, chosen: Chosen) -> Reply:
    """«Ta opp i nettverket» on a message in the Team: its text, and the way to it."""
    return _form(deps, turn, Prefilled(chosen.text[: texts.LONGEST], link=_address(chosen.link)))


def _form(deps: Deps, turn: Turn, filled: Prefilled) -> Reply:
    with deps.store.transaction() as session:
        view = challenge_form.View(
            submission=secrets.token_urlsafe(16),
            agencies=_agencies(deps, session, turn),
            link=filled.link,
            meeting=_meeting(session, turn, filled.meeting_id),
            text=filled.text,
            kind=filled.kind,
        )
    return Reply(challenge_form.build(view, turn.words), private=True)


def _meeting(session: Session, turn: Turn, meeting_id: int | None) -> Meeting | None:
    """What it came up about. None for what is no meeting of this network."""
    wanted = [meeting_id] if meeting_id else []
    return meetings.of_ids(session, turn.known.network_id, wanted).get(meeting_id or 0)


def _agencies(deps: Deps, session: Session, turn: Turn) -> tuple[AgencyChoice, ...]:
    today = deps.calendar.day_of(turn.now)
    listed = active(networks.agencies(session, turn.known.network_id), today)
    return tuple(AgencyChoice(agency.id, agency.name) for agency in listed)


def submit(deps: Deps, turn: Turn, action: SubmitChallenge) -> Reply:
    """Keep it as a draft, and show exactly what would be posted. Sent twice it is one draft."""
    with deps.store.transaction() as session:
        choices = _agencies(deps, session, turn)
        try:
            row = _draft(deps, session, turn, action, {choice.id for choice in choices})
        except Refused as refused:
            about = _meeting(session, turn, action.meeting)
            return _form_again(turn, action, choices, refused, about)
        return _to_sender(deps, session, turn, row, action.submission)


def _draft(
    deps: Deps, session: Session, turn: Turn, action: SubmitChallenge, agencies: set[int]
) -> Challenge:
    """The draft of this form, made or changed; one that is already confirmed is left as it is."""
    text, kind = checked_text(action.text), _kind(action.kind)
    concerned = _concerned(action.concerns, agencies)
    anonymous = action.anonymous == "true"
    row = challenges.draft(
        session,
        turn.known.network_id,
        receipts.hash_of_secret(action.submission),
        receipts.hash_of(receipts.code_of(action.submission)),
        deps.calendar.day_of(turn.now),
        anonymous=anonymous,
    )
    if row is None or row.raised_by_id not in {None, turn.known.person_id}:
        raise reading.gone()
    if not rules.may(row.state, ChallengeMove.CHANGE, SENDER):
        return row
    row.text, row.kind, row.link = text, kind, _address(action.link)
    row.raised_by_id = None if anonymous else turn.known.person_id
    about = None if anonymous else _meeting(session, turn, action.meeting)
    row.meeting_id = about.id if about else None
    session.add(row)
    session.flush()
    challenges.set_concerns(session, row.id or 0, concerned)
    return row


def _address(link: str) -> str:
    """The way to a message; what is no address leads nowhere and is left out."""
    form = typed.Form()
    return form.read("link", lambda: typed.web_address(link)) or ""


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
    turn: Turn,
    action: SubmitChallenge,
    choices: tuple[AgencyChoice, ...],
    refused: Refused,
    about: Meeting | None,
) -> Reply:
    view = challenge_form.View(
        submission=action.submission,
        agencies=choices,
        link=_address(action.link),
        meeting=about,
        text=action.text,
        concerns=tuple(c.id for c in choices if str(c.id) in action.concerns.split(",")),
        kind=ChallengeKind(action.kind) if action.kind in set(ChallengeKind) else None,
        anonymous=action.anonymous == "true",
        problem=turn.words.text(refused.text, **refused.values),
    )
    return Reply(challenge_form.build(view, turn.words), private=True)


def change(deps: Deps, turn: Turn, action: ChangeChallenge) -> Reply:
    """«Endre»: the form again, with what was typed."""
    with deps.store.transaction() as session:
        row = _claimed(session, turn, action)
        if not rules.may(row.state, ChallengeMove.CHANGE, SENDER):
            return _to_sender(deps, session, turn, row, action.claim)
        view = challenge_form.View(
            submission=action.claim,
            agencies=_agencies(deps, session, turn),
            link=row.link,
            meeting=_meeting(session, turn, row.meeting_id),
            text=row.text,
            concerns=tuple(agency.id or 0 for agency in challenges.concerns(session, row.id or 0)),
            kind=row.kind,
            anonymous=row.raised_by_id is None,
        )
    return Reply(challenge_form.build(view, turn.words), private=True)


# --- The sender's own card -----------------------------------------------------------------------


def _to_sender(deps: Deps, session: Session, turn: Turn, row: Challenge, claim: str) -> Reply:
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
        meeting=_meeting(session, turn, row.meeting_id),
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
        row = _claimed(session, turn, action)
        _channel(session, row.network_id)
        if reading.move(row, ChallengeMove.CONFIRM, SENDER):
            anonymous = row.raised_by_id is None
            row.post_at = times.posted_at(turn.now, deps.calendar, anonymous=anonymous)
            session.add(row)
            if row.post_at <= turn.now:
                challenges.post(session, row, turn.now, deps.calendar)
        return _to_sender(deps, session, turn, row, action.claim)


def join(deps: Deps, turn: Turn, action: JoinChallenge) -> Reply:
    """«Gjelder oss også»: not a new one, but one agency more behind the one that is there."""
    with deps.store.transaction() as session:
        row = _claimed(session, turn, action)
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
        row = _claimed(session, turn, action)
        _drop(session, turn, row)
        return _to_sender(deps, session, turn, row, action.claim)


def _drop(session: Session, turn: Turn, row: Challenge) -> None:
    if rules.may(row.state, ChallengeMove.WITHDRAW, SENDER):
        challenges.withdraw(session, row, turn.now)


def _claimed(session: Session, turn: Turn, action: ChallengeAction) -> Challenge:
    """The sender's own challenge. Raises Refused as if it did not exist for everybody else."""
    row = challenges.find(session, turn.known.network_id, action.challenge)
    claim = receipts.hash_of_secret(action.claim)
    if row is None or not secrets.compare_digest(row.submission, claim):
        raise reading.gone()
    if row.raised_by_id not in {None, turn.known.person_id}:
        raise reading.gone()
    return row
