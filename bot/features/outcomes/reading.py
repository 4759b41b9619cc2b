"""What was typed about an item, read strictly."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.deps import Deps
from bot.domain import guard, typed
from bot.domain.agencies import active
from bot.domain.errors import Refused, mark
from bot.domain.minutes import LONGEST, LONGEST_TASK, MOST_TASKS, Outcome, refuse_undecided
from cards.challenge_form import AgencyChoice
from cards.outcomes import SaveOutcome, Step
from storage import networks
from storage.tables import Meeting


@dataclass(frozen=True, slots=True)
class Written:
    """Without `task` there is no agency and no day either."""

    note: str = ""
    agreed: str = ""
    task: str = ""
    agency_id: int | None = None
    due_on: date | None = None

    def stands(self, outcome: Outcome) -> bool:
        """Whether all of it is stored already: nothing was changed, or the form was sent twice."""
        item = outcome.item
        same = (item.note, item.agreed) == (self.note, self.agreed)
        known = any((t.text, t.agency_id) == (self.task, self.agency_id) for t in outcome.tasks)
        return same and (known or not self.task)


def read(
    deps: Deps, session: Session, row: Meeting, outcome: Outcome, action: SaveOutcome
) -> tuple[typed.Form, Written]:
    """What is written, and what is wrong with it."""
    form = typed.Form()
    agreed = form.read("agreed", lambda: guard.text(action.agreed, longest=LONGEST))
    note = form.read("note", lambda: guard.text(action.note, longest=LONGEST))
    task = form.read("task", lambda: guard.line(action.task, longest=LONGEST_TASK))
    agency_id = form.read("agency", lambda: _agency(deps, session, row, action.agency))
    due_on = form.read("due", lambda: _due(deps, row, action.due))
    written = Written(note or "", agreed or "", task or "", agency_id, due_on)
    if not form.problems:
        _check(form, outcome, written, action)
    if action.seen != outcome.stamp and not written.stands(outcome):
        form.refuse(
            "agreed",
            mark("Noen andre skrev her imens: «{there}». Trykk igjen for å bruke din tekst."),
            there=outcome.item.agreed or outcome.item.note,
        )
    return form, written


def _check(form: typed.Form, outcome: Outcome, written: Written, action: SaveOutcome) -> None:
    """What several fields say together."""
    if action.step is Step.NEXT:
        kind = outcome.item.kind
        form.read("agreed", lambda: refuse_undecided(kind, written.note, written.agreed))
    if written.task and written.agency_id is None:
        form.refuse("agency", mark("Velg hvem som gjør det."))
    if not written.task and (written.agency_id or written.due_on):
        form.refuse("task", mark("Skriv hva som skal gjøres."))
    if written.task and len(outcome.tasks) >= MOST_TASKS and not written.stands(outcome):
        form.refuse("task", mark("Det er plass til {count} oppgaver."), count=MOST_TASKS)


def choices(deps: Deps, session: Session, network_id: int) -> tuple[AgencyChoice, ...]:
    """Who can take a task."""
    today = deps.calendar.day_of(deps.now())
    agencies = active(networks.agencies(session, network_id), today)
    return tuple(AgencyChoice(agency.id, agency.name) for agency in agencies)


def _agency(deps: Deps, session: Session, row: Meeting, value: str) -> int | None:
    if not value.strip():
        return None
    known = {str(choice.id): choice.id for choice in choices(deps, session, row.network_id)}
    if value.strip() not in known:
        raise Refused(mark("Velg en etat fra lista."))
    return known[value.strip()]


def _due(deps: Deps, row: Meeting, value: str) -> date | None:
    day = typed.optional_day(value)
    if day is not None and day < deps.calendar.day_of(row.starts_at):
        raise Refused(mark("Velg en dag etter møtet."))
    return day
