"""The host says what the fagdag holds, and afterwards how many came."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import guard, programme, typed
from bot.domain.agencies import active
from bot.domain.errors import Refused, mark
from bot.domain.fagdag import MOST_EXTRA, MOST_PARTICIPANTS, may_count
from bot.domain.programme import Part
from bot.features.fagdag import show
from cards import fagdag_count, fagdag_form
from cards.challenge_form import AgencyChoice
from cards.fagdag import CountParticipants, EditFagdag
from cards.fagdag_count import SaveParticipants
from cards.fagdag_form import LONGEST_CASE, LONGEST_THEME, SaveFagdag
from cards.words import Words
from storage import bundles, networks, planning, sign_ups
from storage.tables import Meeting


def begin(deps: Deps, turn: Turn, action: EditFagdag) -> Reply:
    """«Rediger»: the form with what is stored; without a programme the standard one is proposed."""
    with deps.store.transaction() as session:
        row = show.find_own(session, turn, action.meeting)
        proposed = () if row.programme else _standard(deps, session, turn, row)
        parts = proposed or programme.restored(row.programme)
        stored = SaveFagdag(
            meeting=action.meeting,
            theme=row.theme,
            presenter=_chosen(deps, session, row),
            programme=programme.written(parts),
            case=row.case,
            extra=str(row.extra_meals or ""),
        )
        return _form(deps, session, turn, row, stored, proposed=bool(proposed))


def save(deps: Deps, turn: Turn, action: SaveFagdag) -> Reply:
    """«Lagre». What cannot be taken comes back with everything that was typed."""
    form = typed.Form()
    with deps.store.transaction() as session:
        row = show.find_own(session, turn, action.meeting)
        hours = programme.hours_of(show.described(session, row), deps.calendar)
        theme = form.read("theme", lambda: guard.line(action.theme, longest=LONGEST_THEME))
        presenter = form.read("presenter", lambda: _agency(deps, session, row, action.presenter))
        parts = form.read("programme", lambda: programme.parsed(action.programme, hours))
        case = form.read("case", lambda: guard.text(action.case, longest=LONGEST_CASE))
        extra = form.read("extra", lambda: _extra(action.extra))
        if form.problems:
            return _form(deps, session, turn, row, action, problems=form)
        row.theme, row.presenter_id, row.case = theme or "", presenter, case or ""
        row.programme, row.extra_meals = programme.stored(parts or ()), extra or 0
        row.changed_at = turn.now
        session.add(row)
        bundles.follow(session, [row], deps.calendar)  # who presents prepares the case
        planning.replan(session, row.network_id, turn.now, deps.calendar)
        return show.as_it_stands(deps, session, turn, row)


def _standard(deps: Deps, session: Session, turn: Turn, row: Meeting) -> tuple[Part, ...]:
    """The standard programme in the host's language."""
    hours = programme.hours_of(show.described(session, row), deps.calendar)
    presenter = _presenter_name(deps, session, turn.words, row)
    parts = programme.standard(hours) if hours else ()
    return tuple(
        Part(part.at, turn.words.text(part.title, presenter=presenter), part.who) for part in parts
    )


def _presenter_name(deps: Deps, session: Session, words: Words, row: Meeting) -> str:
    if row.presenter_id is not None:
        return networks.name_of_agency(session, row.presenter_id) or ""
    turn = show.whose_turn(deps, session, row)
    return turn[1].agency if turn else words.text("En etat")


def _chosen(deps: Deps, session: Session, row: Meeting) -> str:
    if row.presenter_id is not None:
        return str(row.presenter_id)
    turn = show.whose_turn(deps, session, row)
    return str(turn[0]) if turn else ""


def _agency(deps: Deps, session: Session, row: Meeting, value: str) -> int | None:
    """Raises Refused for one that takes no part on the day of the fagdag."""
    if not value.strip():
        return None
    ids = {str(choice.id): choice.id for choice in _agencies(deps, session, row)}
    if value.strip() not in ids:
        raise Refused(mark("Velg en etat fra lista."))
    return ids[value.strip()]


def _agencies(deps: Deps, session: Session, row: Meeting) -> tuple[AgencyChoice, ...]:
    """Those of that day, and the one that was chosen before it left."""
    day = deps.calendar.day_of(row.starts_at)
    listed = networks.agencies(session, row.network_id)
    valid = {agency.id for agency in active(listed, day)} | {row.presenter_id}
    return tuple(AgencyChoice(a.id, a.name) for a in listed if a.id in valid)


def _extra(value: str) -> int:
    return typed.optional_number(value, least=0, most=MOST_EXTRA) or 0


def _form(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: Meeting,
    given: SaveFagdag,
    *,
    proposed: bool = False,
    problems: typed.Form | None = None,
) -> Reply:
    taken = show.whose_turn(deps, session, row)
    view = fagdag_form.View(
        meeting=show.described(session, row),
        typed=given,
        agencies=_agencies(deps, session, row),
        turn=taken[1] if taken else None,
        proposed=proposed,
        signed_up=sum(line.people for line in sign_ups.of_meeting(session, given.meeting)),
        problems=turn.words.problems(problems) if problems else {},
    )
    return Reply(fagdag_form.build(view, turn.words), private=True)


def begin_count(deps: Deps, turn: Turn, action: CountParticipants) -> Reply:
    """«Hvor mange kom?»"""
    with deps.store.transaction() as session:
        row = _begun(session, turn, action.meeting)
        return _count_form(session, turn, row, typed.Form())


def save_count(deps: Deps, turn: Turn, action: SaveParticipants) -> Reply:
    """The number who came, or nothing again."""
    form = typed.Form()
    with deps.store.transaction() as session:
        row = _begun(session, turn, action.meeting)
        came = form.read(
            "participants",
            lambda: typed.optional_number(action.participants, least=0, most=MOST_PARTICIPANTS),
        )
        if form.problems:
            return _count_form(session, turn, row, form)
        row.participants = came
        session.add(row)
        return show.as_it_stands(deps, session, turn, row)


def _begun(session: Session, turn: Turn, meeting_id: int) -> Meeting:
    row = show.find_own(session, turn, meeting_id)
    if not may_count(show.described(session, row), turn.now):
        raise Refused(mark("Tell dem som kommer, når fagdagen har begynt."))
    return row


def _count_form(session: Session, turn: Turn, row: Meeting, problems: typed.Form) -> Reply:
    view = fagdag_count.View(
        meeting=show.described(session, row),
        signed_up=sign_ups.of_meeting(session, row.id or 0),
        participants=row.participants,
        problems=turn.words.problems(problems),
    )
    return Reply(fagdag_count.build(view, turn.words), private=True)
