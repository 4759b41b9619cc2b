"""How the cards speak of duties: as a question, in a row, and of who did what."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from bot.domain.duties import Duty, DutyKind, DutyState
from bot.domain.duty_moves import Made, Move
from bot.domain.errors import mark
from bot.domain.meetings import Activity, Meeting
from cards.duty_actions import MarkDuty, ReopenDuty, ShowDuty, Shown
from cards.elements import ColumnSet, Execute, Mark, button, row
from cards.words import NEAR, Words

SOON = 3  # days: from then on a deadline is marked

THE_MEETING: Mapping[Activity, str] = MappingProxyType(
    {
        Activity.NETWORK_MEETING: mark("nettverksmøtet"),
        Activity.OPEN_DAY: mark("fagdagen"),
        Activity.COOPERATION_DAY: mark("samarbeidsdagen"),
        Activity.INFORMATION_MEETING: mark("informasjonsmøtet"),
        Activity.STEERING_GROUP: mark("møtet i styringsgruppa"),
        Activity.WORKING_GROUP: mark("møtet i arbeidsgruppa"),
        Activity.SOLUTION_GROUP: mark("møtet i løsningsgruppa"),
        Activity.RESOURCE_GROUP: mark("ressursgruppemøtene"),
        Activity.WEBINAR: mark("webinaret"),
    }
)
QUESTIONS: Mapping[DutyKind, str] = MappingProxyType(
    {
        DutyKind.CALL_IN: mark("Kan du kalle inn til {meeting} {day}?"),
        DutyKind.ROOM: mark("Kan du bestille rom til {meeting} {day}?"),
        DutyKind.AGENDA: mark("Kan du lage saksliste til {meeting} {day}?"),
        DutyKind.INTERPRETER: mark("Kan du bestille tolk til {meeting} {day}?"),
        DutyKind.PROGRAMME: mark("Kan du sette opp programmet til {meeting} {day}?"),
        DutyKind.CASE: mark("Kan du forberede en case til {meeting} {day}?"),
        DutyKind.CATERING: mark("Kan du bestille mat til {meeting} {day}?"),
        DutyKind.MINUTES: mark("Kan du skrive kort referat fra {meeting} {day}?"),
        DutyKind.STATUS: mark("Kan du fortelle de andre gruppene hva {meeting} {day} førte til?"),
    }
)
_MOVES: Mapping[Move, str] = MappingProxyType(
    {
        Move.DONE: mark("{name} meldte den som gjort {when}."),
        Move.START: mark("{name} satte i gang {when}."),
        Move.HELP: mark("{name} ba om hjelp {when}."),
        Move.GIVE: mark("{name} ga den til {to} {when}."),
        Move.OFFER: mark("{name} spurte {to} {when}."),
        Move.ACCEPT: mark("{name} tok den {when}."),
        Move.DECLINE: mark("{name} svarte nei {when}."),
        Move.NOT_NEEDED: mark("{name} sa at den ikke trengs {when}."),
        Move.UNDO: mark("{name} angret {when}."),
    }
)


def the_meeting(meeting: Meeting, today: date, words: Words) -> str:
    """ "nettverksmøtet 18. mars"."""
    day = words.short_day(words.day_of(meeting.starts_at), today)
    name = words.text(THE_MEETING[meeting.activity])
    return words.text("{meeting} {day}", meeting=name, day=day)


def question(duty: Duty, meeting: Meeting, today: date, words: Words) -> str:
    """ "Kan du kalle inn til nettverksmøtet 18. mars?"."""
    day = words.short_day(words.day_of(meeting.starts_at), today)
    name = words.text(THE_MEETING[meeting.activity])
    return words.text(QUESTIONS[duty.kind], meeting=name, day=day)


def interpreters(duty: Duty, words: Words) -> str:
    """Which languages, and that the interpreter is there or on the telephone."""
    if duty.kind is not DutyKind.INTERPRETER:
        return ""
    return words.text(
        "Avtal om tolken er til stede eller på telefon: {languages}.",
        languages=words.listing(duty.languages) or words.text("språkene i runden"),
    )


def told(made: Made | None, today: date, words: Words) -> str:
    """Who made the last move, and when."""
    if made is None:
        return ""
    when = words.moment(made.at, today)
    return words.text(_MOVES[made.move], name=made.by, to=made.to, when=when)


def deadline(duty: Duty, today: date, words: Words) -> str:
    """ "Frist torsdag 4. mars"."""
    day = words.day(duty.due_on, today)
    if duty.due_on < today:
        return words.text("Fristen var {day}", day=day)
    distance = (duty.due_on - today).days
    if distance in NEAR:
        return words.text("Frist {near}, {day}", near=words.text(NEAR[distance]), day=day)
    return words.text("Frist {day}", day=day)


def done_sentence(duty: Duty, today: date, words: Words) -> str:
    """ "Gjort av Nils Hansen, i dag kl. 10.12"."""
    if duty.done_at is None:
        return ""
    when = words.moment(duty.done_at, today)
    if duty.done_by is None:
        return words.text("Gjort {when}", when=when)
    return words.text("Gjort av {name}, {when}", name=duty.done_by, when=when)


def settled_sentence(duty: Duty, today: date, words: Words) -> str:
    """How it ended; nothing while there is something to do."""
    if duty.state is DutyState.NOT_NEEDED:
        return words.text("Ikke aktuelt: «{reason}»", reason=duty.reason)
    return done_sentence(duty, today, words)


def standing(duty: Duty, words: Words) -> str:
    """Who has it, and how it goes, where somebody has said so."""
    if duty.offered_to:
        return words.text("{agency} er spurt om å ta den", agency=duty.offered_to)
    who = {"name": duty.person}
    match duty.state:
        case DutyState.HELP:
            return words.text("Trenger hjelp")
        case DutyState.STARTED:
            return words.text("I gang hos {name}", **who) if duty.person else words.text("I gang")
    return words.text("{name} har den", **who) if duty.person else ""


def progress(duties: Iterable[Duty], words: Words) -> str:
    """ "2 av 5 oppgaver er gjort."; nothing before the first is done."""
    needed = [duty for duty in duties if duty.state is not DutyState.NOT_NEEDED]
    done = sum(duty.done for duty in needed)
    if done == 0:
        return ""
    return words.plural(
        "{done} av {count} oppgave er gjort.",
        "{done} av {count} oppgaver er gjort.",
        len(needed),
        done=done,
    )


# --- Rows ----------------------------------------------------------------------------------------


def mark_of(duty: Duty, today: date) -> Mark:
    if duty.done:
        return Mark.DONE
    return Mark.SOON if (duty.due_on - today).days <= SOON else Mark.OPEN


def duty_row(
    duty: Duty, today: date, words: Words, *, pressed: Execute | None = None, agency: bool = False
) -> ColumnSet:
    """One duty: what, until when, how it stands. agency: with the name of who has it."""
    sign = mark_of(duty, today)
    ended = settled_sentence(duty, today, words)
    parts = [standing(duty, words), ended or deadline(duty, today, words)]
    owner = [duty.agency] if agency and not duty.done else []
    detail = " · ".join(part for part in (*owner, *parts) if part)
    name = words.duty(duty.kind)
    return row(sign, name, detail, strong=sign is Mark.SOON, button=pressed)


def done_button(duty: Duty, words: Words, shown: Shown = Shown.PRESSED, page: int = 0) -> Execute:
    """«Gjort», which a screen reader tells apart from the others."""
    title = words.text("Gjort")
    action = MarkDuty(**_place(duty, shown, page))
    return button(title, action, tooltip=_about(title, duty, words))


def undo_button(
    duty: Duty, words: Words, shown: Shown = Shown.PRESSED, page: int = 0, move: Made | None = None
) -> Execute:
    title = words.text("Angre")
    made = {"move": move.id} if move else {}
    action = ReopenDuty(**_place(duty, shown, page), **made)
    return button(title, action, tooltip=_about(title, duty, words))


def more_button(duty: Duty, words: Words, shown: Shown = Shown.PRESSED, page: int = 0) -> Execute:
    title = words.text("Mer")
    action = ShowDuty(**_place(duty, shown, page))
    return button(title, action, tooltip=_about(title, duty, words))


def _about(title: str, duty: Duty, words: Words) -> str:
    return words.text("{title}: {duty}", title=title, duty=words.duty(duty.kind).lower())


def _place(duty: Duty, shown: Shown, page: int) -> dict[str, Any]:
    """The ids of a button: only what differs from the usual, as the oldest cards have them."""
    where = {"shown": shown} if shown is not Shown.PRESSED else {}
    return {"duty": duty.id, **where, **({"page": page} if page else {})}
