"""Challenges are raised safely: the form, and a draft that is shown to the sender alone.

What the sender then does with it is in posting.py.
"""

import secrets

from sqlmodel import Session

from bot.deps import Chosen, Deps, PlaceKind, Pressed, Reply, Turn
from bot.domain import challenge_texts as texts
from bot.domain import challenges as rules
from bot.domain import receipts, typed
from bot.domain.agencies import active
from bot.domain.challenge_texts import checked_text
from bot.domain.challenges import ChallengeKind, ChallengeMove
from bot.domain.errors import Refused, mark
from bot.domain.meetings import Meeting
from bot.features.challenges import posting, reading, sources
from bot.features.challenges.sources import Prefilled
from cards import challenge_form, notice
from cards.challenge_form import AgencyChoice, SubmitChallenge
from cards.challenge_preview import ChangeChallenge
from cards.help import CommandLine
from cards.openings import BeginChallenge
from storage import challenges, meetings, networks
from storage.tables import Challenge


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
        return posting.to_sender(deps, session, turn, row, action.submission)


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
    if not rules.may(row.state, ChallengeMove.CHANGE, posting.SENDER):
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
        row = posting.claimed(session, turn, action)
        if not rules.may(row.state, ChallengeMove.CHANGE, posting.SENDER):
            return posting.to_sender(deps, session, turn, row, action.claim)
        view = challenge_form.View(
            submission=action.claim,
            agencies=_agencies(deps, session, turn),
            link=row.link,
            meeting=reading.came_up(session, row),
            text=row.text,
            concerns=tuple(agency.id or 0 for agency in challenges.concerns(session, row.id or 0)),
            kind=row.kind,
            anonymous=row.raised_by_id is None,
        )
    return Reply(challenge_form.build(view, turn.words), private=True)
