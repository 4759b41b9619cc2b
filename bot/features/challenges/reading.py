"""A challenge as it stands, and who may see it: what all use cases of the subject share."""

from collections.abc import Container
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import challenge_texts as texts
from bot.domain import challenges as rules
from bot.domain.challenges import POSTED, UNSETTLED, ChallengeMove, ChallengeState, Hand, Step
from bot.domain.errors import Refused, mark
from bot.domain.meetings import Meeting
from bot.domain.solution_group import meeting_number
from cards import challenge, challenge_list
from cards.challenge_list import ShowChallenges
from cards.challenge_words import ShowChallenge, Stage
from storage import challenges, meetings, people
from storage.challenges import fagdager, group_meetings, solving
from storage.tables import Challenge, Organisation

MEMBERS = frozenset({Hand.MEMBER})


def show(deps: Deps, turn: Turn, action: ShowChallenge) -> Reply:
    """The card as everybody sees it, or («Mer») with everything the reader may do."""
    with deps.store.transaction() as session:
        row = of_network(session, turn, action.challenge)
        return reply(deps, session, turn, row, **({"unfolded": True} if action.more else {}))


def listed(deps: Deps, turn: Turn) -> Reply:
    """`utfordringer`: what was raised, the unsettled and the oldest first."""
    return turn_page(deps, turn, ShowChallenges())


def turn_page(deps: Deps, turn: Turn, action: ShowChallenges) -> Reply:
    with deps.store.transaction() as session:
        rows, more = challenges.listed(session, turn.known.network_id, action.page)
        view = challenge_list.View(
            rows=tuple(_row(deps, session, row) for row in rows),
            today=deps.calendar.day_of(turn.now),
            page=action.page,
            more=more,
        )
    return Reply(challenge_list.build(view, turn.words))


def _row(deps: Deps, session: Session, row: Challenge) -> challenge_list.Row:
    raised_on = row.raised_on or deps.calendar.day_of(deps.now())
    return challenge_list.Row(row.id or 0, row.text, row.kind, stage(deps, session, row), raised_on)


def of_network(session: Session, turn: Turn, challenge_id: int) -> Challenge:
    """A challenge that has been posted; drafts exist for their sender only."""
    row = challenges.find(session, turn.known.network_id, challenge_id)
    withdrawn = row is not None and row.state is rules.ChallengeState.WITHDRAWN
    if row is None or not (row.state in POSTED or (withdrawn and row.raised_on)):
        raise gone()
    return row


def gone() -> Refused:
    return Refused(mark("Den utfordringen finnes ikke lenger."))


def speaks_for(session: Session, turn: Turn) -> int:
    """The agency whose voice a press is. Raises Refused without one, and for observers."""
    agency_id = turn.known.agency_id
    if agency_id is None:
        raise Refused(mark("Si hvilken etat du representerer først."))
    if not has_voice(session, turn):
        raise Refused(mark("Det er etatene i nettverket som sier om det gjelder dem."))
    return agency_id


def has_voice(session: Session, turn: Turn) -> bool:
    """Whether the reader speaks for an agency of the network: an observer does not."""
    agency_id = turn.known.agency_id
    return agency_id is not None and not session.get_one(Organisation, agency_id).observer


def hands(
    session: Session,
    turn: Turn,
    row: Challenge,
    parties: Container[int] = (),
    solvers: Container[int] = (),
) -> frozenset[Hand]:
    host_id = challenges.host_of_next(session, row.network_id, turn.now)
    return rules.hands_of(turn.known, host_id, row.raised_by_id, parties, solvers)


def reply(deps: Deps, session: Session, turn: Turn, row: Challenge, **shown: Any) -> Reply:
    """The card for the one who pressed. What only they may do is never shown to others.

    `shown`: unfolded, or with a field for an answer, as `cards.challenge.View` tells it.
    """
    personal = bool(shown)
    everybody = turn.read_by_others and not personal
    agency_id = None if everybody else turn.known.agency_id
    supporting = challenges.has_support(session, row.id or 0, agency_id)
    steps = _possible(session, turn, row) if shown.get("unfolded") else ()
    seen = for_all(deps, session, row)
    counts = seen.open and (everybody or has_voice(session, turn))
    view = replace(seen, supporting=supporting, open=counts, steps=steps, **shown)
    return Reply(challenge.build(view, turn.words), private=personal)


def _possible(session: Session, turn: Turn, row: Challenge) -> tuple[Step, ...]:
    """What the reader may do, without what leads nowhere now."""
    lacking = {
        Step.VIEW: turn.known.agency_id is None,
        Step.MERGE: not others(session, row),
        Step.WITHDRAW: row.text == texts.REMOVED,
        Step.ASK: texts.open_question(challenges.remarks(session, row.id or 0)) is not None,
    }
    allowed = rules.steps(row.state, hands(session, turn, row))
    return tuple(step for step in allowed if not lacking.get(step))


def others(session: Session, row: Challenge) -> tuple[Challenge, ...]:
    """What this one could be a part of."""
    rows = challenges.standing(session, row.network_id)
    return tuple(other for other in rows if other.id != row.id)


def for_all(deps: Deps, session: Session, row: Challenge) -> challenge.View:
    """As it stands in the channel."""
    found = solving.of(session, row.id or 0)
    return challenge.View(
        challenge_id=row.id or 0,
        stage=stage(deps, session, row),
        text=row.text,
        concerns=names(session, row),
        kind=row.kind,
        sender=people.name_of(session, row.raised_by_id),
        raised_on=row.raised_on,
        link=row.link,
        meeting=came_up(session, row),
        supporters=challenges.supporters(session, row.id or 0),
        remarks=challenges.remarks(session, row.id or 0),
        reason=row.reason,
        merged_into=merged_into(session, row),
        answer=row.answer,
        answered_by=people.name_of(session, row.answered_by_id),
        answered_at=row.answered_at,
        may_answer=_may_answer(row),
        open=row.state in UNSETTLED,
        solving=found is not None,
        outcome=solving.agreed(session, row.id or 0, found.version) if found else None,
    )


def merged_into(session: Session, row: Challenge) -> str:
    """The text of the one that this is a part of; "" where it stands by itself."""
    other = session.get(Challenge, row.merged_into_id) if row.merged_into_id else None
    return other.text if other else ""


def came_up(session: Session, row: Challenge) -> Meeting | None:
    """The meeting at which it came up."""
    wanted = [row.meeting_id] if row.meeting_id else []
    return meetings.of_ids(session, row.network_id, wanted).get(row.meeting_id or 0)


def _may_answer(row: Challenge) -> bool:
    return not row.answer and rules.may(row.state, ChallengeMove.ANSWER, MEMBERS)


def stage(deps: Deps, session: Session, row: Challenge) -> Stage:
    theme = row.state in {ChallengeState.THEME, ChallengeState.HEARD}
    at = fagdager.fagdag_of if theme else challenges.meeting_of
    meeting = at(session, row)
    day = deps.calendar.day_of(meeting.starts_at) if meeting else None
    if row.state is not ChallengeState.SOLVING:
        return Stage(row.state, day)
    ends = [m.ends_at for m in group_meetings.listed(session, row.id or 0)]
    return Stage(row.state, day, number=meeting_number(ends, deps.now()))


def names(session: Session, row: Challenge) -> tuple[str, ...]:
    return tuple(agency.name for agency in challenges.concerns(session, row.id or 0))


def move(row: Challenge, made: ChallengeMove, by: frozenset[Hand]) -> bool:
    """Make a move if it is legal now; False when somebody else, or an earlier press, was first."""
    state = rules.moved(row.state, made, by)
    if state is None:
        return False
    row.state = state
    return True
