"""«Planlegg ny runde»: which days are possible. The numbers are then asked for."""

from collections.abc import Mapping
from dataclasses import fields, replace

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.agencies import active
from bot.domain.errors import Refused, mark
from bot.domain.resource_groups import Part
from bot.domain.round_forms import FrameTyped, read_frame
from bot.domain.rounds import Frame, RoundState
from bot.domain.typed import Form, row_id
from bot.features.rounds import counting
from bot.features.rounds.shown import (
    answers_for,
    as_it_stands,
    found,
    gathered,
    require_open,
    require_planner,
    usual_parties,
)
from cards import round_form
from cards.round_form import DEFAULTS, FIELDS, NOBODY, EditRound, SaveRound
from cards.round_list import BeginRound
from storage import networks, rounds
from storage.tables import Round
from storage.tables.calendar import new_key


def begin(deps: Deps, turn: Turn, action: BeginRound) -> Reply:
    """The two days, and the rest on request."""
    with deps.store.transaction() as session:
        require_planner(deps, session, turn.known)
        typed = replace(DEFAULTS, first=action.first, last=action.last)
        usual = usual_parties(deps, session, turn.known.network_id)
        chosen = {part: str(agency) for part, agency in usual.items()}
        view = _view(deps, session, turn, typed, chosen)
    shown = replace(view, submission=new_key(), more=action.more)
    return Reply(round_form.build(shown, turn.words), private=True)


def edit(deps: Deps, turn: Turn, action: EditRound) -> Reply:
    with deps.store.transaction() as session:
        require_planner(deps, session, turn.known)
        row = found(session, turn, action.round)
        require_open(row)
        facts = gathered(deps, session, row)
        chosen = {part: str(agency) for part, agency in facts.parties.items()}
        view = _view(deps, session, turn, _typed_of(row), chosen)
    shown = replace(view, round=row.id, more=True)
    return Reply(round_form.build(shown, turn.words), private=True)


def save(deps: Deps, turn: Turn, action: SaveRound) -> Reply:
    """A new round asks for its numbers; a changed one is worked out anew. Sent twice it is one."""
    with deps.store.transaction() as session:
        require_planner(deps, session, turn.known)
        networks.locked(session, turn.known.network_id)
        row = _row(session, turn, action)
        if row is not None and action.round is None:
            return _made(deps, session, turn, row)
        form, typed = Form(), _typed(action, row)
        parties = _parties(deps, session, turn, action, form)
        today = deps.calendar.day_of(turn.now)
        frame = read_frame(form, typed, parties, deps.calendar, today)
        if frame is None or form.problems:
            return _again(deps, session, turn, action, typed, form)
        if row is None:
            row = _add(deps, session, turn, action, frame, parties)
            return _made(deps, session, turn, row)
        rounds.set_frame(row, frame)
        rounds.set_parties(session, row, parties)
        return as_it_stands(deps, session, turn, row)


def _row(session: Session, turn: Turn, action: SaveRound) -> Round | None:
    """The round that is changed, or that this form made before; None for a new one."""
    if action.round is not None:
        row = found(session, turn, action.round)
        require_open(row)
        return row
    there = rounds.by_key(session, action.submission) if action.submission else None
    if there is not None and there.network_id != turn.known.network_id:
        raise Refused(mark("Den runden finnes ikke lenger."))
    return there


def _typed(action: SaveRound, row: Round | None) -> FrameTyped:
    """What was typed; fields that were not shown stay as they are."""
    before = _typed_of(row) if row is not None else DEFAULTS
    given = {field.name for field in fields(FrameTyped)} & action.model_fields_set
    return replace(before, **{name: getattr(action, name) for name in given})


def _typed_of(row: Round) -> FrameTyped:
    return FrameTyped(
        row.first_day.isoformat(),
        row.last_day.isoformat(),
        row.begins,
        row.ends,
        row.lunch,
        str(row.length),
        str(row.pause),
        str(row.rooms),
    )


def _parties(
    deps: Deps, session: Session, turn: Turn, action: SaveRound, form: Form
) -> dict[Part, int]:
    """Who plays which part, as chosen; as usual where nothing was asked."""
    if not action.model_fields_set & set(FIELDS.values()):
        return usual_parties(deps, session, turn.known.network_id)
    there = _agencies(deps, session, turn)
    chosen: dict[Part, int] = {}
    for part, name in FIELDS.items():
        value = getattr(action, name)
        if value in {"", NOBODY}:
            continue
        number = row_id(value)
        if number is not None and number in there:
            chosen[part] = number
        else:
            form.refuse(name, mark("Velg en etat fra lista."))
    if Part.PROGRAMME not in chosen and Part.FOLLOW_UP not in chosen:
        form.refuse(FIELDS[Part.PROGRAMME], mark("Velg hvem som har tallene og kaller inn."))
    return chosen


def _agencies(deps: Deps, session: Session, turn: Turn) -> dict[int, str]:
    today = deps.calendar.day_of(turn.now)
    there = active(networks.agencies(session, turn.known.network_id), today)
    return {agency.id: agency.name for agency in there}


def _again(
    deps: Deps, session: Session, turn: Turn, action: SaveRound, typed: FrameTyped, form: Form
) -> Reply:
    usual = usual_parties(deps, session, turn.known.network_id)
    chosen = {
        part: getattr(action, name) if name in action.model_fields_set else str(usual.get(part, ""))
        for part, name in FIELDS.items()
    }
    view = _view(deps, session, turn, typed, chosen)
    beyond_days = bool(form.problems.keys() - {"first", "last"})
    shown = replace(
        view,
        submission=action.submission,
        round=action.round,
        more=beyond_days or "begins" in action.model_fields_set,
        problems=turn.words.problems(form),
    )
    return Reply(round_form.build(shown, turn.words), private=True)


def _view(
    deps: Deps, session: Session, turn: Turn, typed: FrameTyped, chosen: Mapping[Part, str]
) -> round_form.View:
    agencies = _agencies(deps, session, turn)
    asked = chosen.get(Part.PROGRAMME, "")
    responsible = agencies.get(row_id(asked) or 0, "")
    return round_form.View(typed, chosen, agencies, responsible=responsible)


def _add(
    deps: Deps,
    session: Session,
    turn: Turn,
    action: SaveRound,
    frame: Frame,
    parties: Mapping[Part, int],
) -> Round:
    row = Round(
        network_id=turn.known.network_id,
        number=0,
        state=RoundState.ASKED,
        key=action.submission or new_key(),
        asked_by_id=turn.known.person_id,
        asked_at=turn.now,
        first_day=frame.first,
        last_day=frame.last,
        begins="",
        ends="",
        length=0,
        pause=0,
    )
    rounds.set_frame(row, frame)
    rounds.add(session, row, parties)
    return row


def _made(deps: Deps, session: Session, turn: Turn, row: Round) -> Reply:
    """Whoever knows the numbers writes them at once; otherwise the responsible unit is asked."""
    facts = gathered(deps, session, row)
    if row.state is not RoundState.ASKED:
        return as_it_stands(deps, session, turn, row)
    if answers_for(turn.known, facts) and turn.known.agency_id in facts.names:
        return counting.form(deps, session, turn, row)
    rounds.ask(session, row, facts.responsible, turn.now, deps.calendar)
    return as_it_stands(deps, session, turn, row)
