"""References are off until an agreement and an assessment are recorded and every party confirms."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import typed
from bot.domain.agreements import answers_for
from bot.domain.errors import Refused, mark
from bot.domain.references import MOST_MONTHS_KEPT
from bot.domain.typed import Form
from cards import references as list_card
from cards import references_permission as form_card
from cards.references import (
    ConfirmPermission,
    EditPermission,
    Permission,
    ReferenceLine,
    ShowReferences,
)
from cards.references_permission import EMPTY, RemovePermission, SavePermission
from storage import changes, networks, references, rosters
from storage.tables import Network, Reference, ReferencePermission


def command(deps: Deps, turn: Turn) -> Reply:
    """`referanser`: what is missing before there may be any, or the references."""
    return show(deps, turn, ShowReferences())


def show(deps: Deps, turn: Turn, action: ShowReferences) -> Reply:
    with deps.store.transaction() as session:
        return listed(deps, session, turn, action.page)


def listed(deps: Deps, session: Session, turn: Turn, page: int = 0) -> Reply:
    """The codes are only for the agencies that take part, and never where others read them."""
    session.flush()
    network_id, today = turn.known.network_id, deps.calendar.day_of(turn.now)
    on = references.is_on(session, network_id, today)
    parties = references.parties(session, network_id, today)
    if on and not turn.known.administers:
        require_party(deps, session, turn)
    reads = on and turn.known.agency_id in parties
    rows, more = references.page(session, network_id, page) if reads else ((), False)
    confirmed = references.confirmed(session, network_id)
    upcoming = references.next_days(session, rows)
    view = list_card.View(
        network=session.get_one(Network, network_id).name,
        today=today,
        permission=_permission(session, network_id),
        confirmed={name: number in confirmed for number, name in parties.items()},
        own=_own(session, turn, parties, confirmed),
        may_record=turn.known.administers,
        references=tuple(_line(row, upcoming) for row in rows),
        page=page,
        has_more=more,
    )
    return Reply(list_card.build(view, turn.words), private=True)


def _line(row: Reference, upcoming: dict[int, tuple[int, date]]) -> ReferenceLine:
    finished = row.finished_on is not None
    return ReferenceLine(
        row.id or 0, row.code, row.language, upcoming.get(row.id or 0), finished=finished
    )


def _permission(session: Session, network_id: int) -> Permission | None:
    row = references.permission(session, network_id)
    if row is None:
        return None
    return Permission(
        row.agreed_on,
        row.agreement_link,
        row.assessed_on,
        row.assessment_link,
        row.retention_months,
    )


def _own(
    session: Session, turn: Turn, parties: dict[int, str], confirmed: Collection[int]
) -> bool | None:
    """What the reader's agency has said; None where somebody else answers for it."""
    own = turn.known.agency_id
    if own is None or own not in parties:
        return None
    roster = rosters.read(session, turn.known.network_id)
    return own in confirmed if answers_for(roster, turn.known.person_id, own) else None


def require_party(deps: Deps, session: Session, turn: Turn) -> None:
    """Raises Refused for everybody but the agencies that take part, also for administrators."""
    today = deps.calendar.day_of(turn.now)
    if turn.known.agency_id not in references.parties(session, turn.known.network_id, today):
        raise Refused(mark("Referansene er bare for etatene som er med."))


# --- Written down --------------------------------------------------------------------------------


def _require_admin(turn: Turn) -> None:
    if not turn.known.administers:
        raise Refused(mark("Det er den som styrer nettverket, som registrerer dette."))


def edit(deps: Deps, turn: Turn, _action: EditPermission) -> Reply:
    _require_admin(turn)
    with deps.store.transaction() as session:
        row = references.permission(session, turn.known.network_id)
    view = form_card.View(_filled(row) if row else EMPTY, recorded=row is not None)
    return Reply(form_card.build(view, turn.words), private=True)


def _filled(row: ReferencePermission) -> SavePermission:
    return SavePermission(
        agreed_on=row.agreed_on.isoformat(),
        agreement_link=row.agreement_link,
        assessed_on=row.assessed_on.isoformat(),
        assessment_link=row.assessment_link,
        months_kept=str(row.retention_months),
    )


def save(deps: Deps, turn: Turn, action: SavePermission) -> Reply:
    """Written down anew; every party is asked to confirm what it says now."""
    _require_admin(turn)
    form = Form()
    row = _read(deps, turn, action, form)
    with deps.store.transaction() as session:
        networks.locked(session, turn.known.network_id)
        before = references.permission(session, turn.known.network_id)
        if row is None:
            problems = turn.words.problems(form)
            view = form_card.View(action, recorded=before is not None, problems=problems)
            return Reply(form_card.build(view, turn.words), private=True)
        references.record(session, row)
        what = mark("Avtale ({agreed}) og personvernvurdering ({assessed}) er registrert")
        told = {"agreed": row.agreed_on.isoformat(), "assessed": row.assessed_on.isoformat()}
        changes.record(session, turn.known, turn.now, what, **told)
        return listed(deps, session, turn)


def _read(deps: Deps, turn: Turn, action: SavePermission, form: Form) -> ReferencePermission | None:
    agreed = form.read("agreed_on", lambda: _past(deps, turn, action.agreed_on))
    assessed = form.read("assessed_on", lambda: _past(deps, turn, action.assessed_on))
    agreement = form.read("agreement_link", lambda: typed.web_address(action.agreement_link))
    assessment = form.read("assessment_link", lambda: typed.web_address(action.assessment_link))
    months = form.read(
        "months_kept",
        lambda: typed.number(action.months_kept, least=1, most=MOST_MONTHS_KEPT),
    )
    if form.problems or agreed is None or assessed is None or months is None:
        return None
    return ReferencePermission(
        network_id=turn.known.network_id,
        agreement_link=agreement or "",
        agreed_on=agreed,
        assessment_link=assessment or "",
        assessed_on=assessed,
        retention_months=months,
        recorded_by_id=turn.known.person_id,
        recorded_at=turn.now,
    )


def _past(deps: Deps, turn: Turn, value: str) -> date:
    day = typed.day(value)
    if day > deps.calendar.day_of(turn.now):
        raise Refused(mark("Velg dagen det ble gjort, ikke en som kommer."))
    return day


def confirm(deps: Deps, turn: Turn, action: ConfirmPermission) -> Reply:
    """«Vi bekrefter», by whoever answers for the party; «Trekk bekreftelsen» switches all off."""
    with deps.store.transaction() as session:
        networks.locked(session, turn.known.network_id)
        own = _answering_for(deps, session, turn)
        if references.permission(session, turn.known.network_id) is None:
            raise Refused(mark("Avtalen og vurderingen er ikke registrert ennå."))
        name = networks.name_of_agency(session, own) or ""
        if action.agrees:
            references.confirm(session, turn.known.network_id, own, turn.known.person_id, turn.now)
            what = mark("{name} har bekreftet avtalen om referanser")
        else:
            references.take_back(session, turn.known.network_id, own)
            what = mark("{name} har trukket bekreftelsen av referanser")
        changes.record(session, turn.known, turn.now, what, name=name)
        return listed(deps, session, turn)


def _answering_for(deps: Deps, session: Session, turn: Turn) -> int:
    require_party(deps, session, turn)
    roster, own = rosters.read(session, turn.known.network_id), turn.known.agency_id or 0
    if not answers_for(roster, turn.known.person_id, own):
        raise Refused(mark("Det er kontaktpersonen som bekrefter for etaten."))
    return own


def remove(deps: Deps, turn: Turn, action: RemovePermission) -> Reply:
    """«Slå av»: asks first, because everything that is kept is deleted with it."""
    _require_admin(turn)
    with deps.store.transaction() as session:
        networks.locked(session, turn.known.network_id)
        row = references.permission(session, turn.known.network_id)
        if row is not None and not action.sure:
            count = references.count(session, turn.known.network_id)
            view = form_card.View(_filled(row), count=count, removing=True)
            return Reply(form_card.build(view, turn.words), private=True)
        if row is not None:
            references.withdraw(session, turn.known.network_id)
            what = mark("Referanser er slått av, og alt som var lagret, er slettet")
            changes.record(session, turn.known, turn.now, what)
        return listed(deps, session, turn)
