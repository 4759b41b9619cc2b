"""`oppsett`: how far the set-up has come, what is next, and the way to every step."""

from dataclasses import dataclass
from typing import Any

from bot.domain.networks import NEVER_PROPOSED, Step, StepState
from cards import samples
from cards.actions import PerformCommand
from cards.elements import (
    ColumnSet,
    Execute,
    Mark,
    TextBlock,
    button,
    card,
    context,
    eyebrow,
    heading,
    row,
)
from cards.setup_parts import CHANGES, STEPS, ShowKeeping, leave_out_button, opens
from cards.words import Words

_MARKS = {StepState.DONE: Mark.DONE, StepState.MISSING: Mark.OPEN, StepState.LEFT_OUT: Mark.OPEN}


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step and how it stands; `detail` is already in the reader's language."""

    step: Step
    state: StepState
    detail: str


@dataclass(frozen=True, slots=True)
class View:
    """`may_change`: the reader sets the network up. `admins` are the names of those who may.

    next: what is proposed next; None when nothing is missing. told: what was saved a moment ago.
    """

    network: str
    steps: tuple[StepLine, ...]
    next: Step | None
    may_change: bool = True
    admins: tuple[str, ...] = ()
    told: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body = [
        eyebrow(view.told or words.text("Oppsett"), view.network),
        heading(title),
        _about(view, words),
        *(_row(line, view, words) for line in view.steps),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _done(view: View) -> int:
    return sum(line.state is StepState.DONE for line in view.steps)


def _title(view: View, words: Words) -> str:
    if not view.may_change:
        return words.text("Slik er nettverket satt opp")
    if view.next is None:
        return words.text("Alt er klart")
    if _done(view) == 0:
        return words.text("Skal vi sette opp nettverket?")
    return words.text("Neste steg: {step}", step=words.text(STEPS[view.next]).lower())


def _about(view: View, words: Words) -> TextBlock:
    if not view.may_change:
        return context(_who_can(view.admins, words))
    if view.next is None:
        return context(words.text("Alt kan endres her, når som helst."))
    pause = words.text("Stopp når du vil, og skriv «oppsett» for å fortsette.")
    if _done(view) == 0:
        return context(words.text("Det tar noen minutter."), pause)
    done = words.plural(
        "{done} av {count} steg er gjort.",
        "{done} av {count} steg er gjort.",
        len(view.steps),
        done=_done(view),
    )
    return context(done, pause)


def _who_can(admins: tuple[str, ...], words: Words) -> str:
    if not admins:
        return words.text("Ingen har begynt ennå.")
    return words.text("{names} kan endre oppsettet.", names=words.listing(admins))


def _row(line: StepLine, view: View, words: Words) -> ColumnSet:
    """Before the first step is done only the first is offered: one thing at a time."""
    offered = view.may_change and (_done(view) > 0 or view.next is None)
    pressed = opens(line.step, _button_title(line, words)) if offered else None
    return row(
        _MARKS[line.state],
        words.text(STEPS[line.step]),
        line.detail,
        strong=line.step is view.next,
        button=pressed,
    )


def _button_title(line: StepLine, words: Words) -> str:
    match line.step:
        case Step.PEOPLE:
            return words.text("Spør alle")
        case Step.YEAR:
            return words.text("Planlegg")
        case Step.REFERENCES:
            return words.text("Se")
    return words.text("Endre") if line.state is StepState.DONE else words.text("Velg")


def _actions(view: View, words: Words) -> list[Execute]:
    changes = button(words.text("Endringer"), PerformCommand(command=CHANGES))
    keeping = button(words.text("Oppbevaring"), ShowKeeping())
    if not view.may_change:
        return [changes]
    if view.next is None:
        return [keeping, changes]
    first = _done(view) == 0
    onward = words.text("Begynn") if first else words.text("Fortsett")
    skip = [] if first else [leave_out_button(view.next, words)]
    return [opens(view.next, onward), *skip, changes]


_D, _M, _L = StepState.DONE, StepState.MISSING, StepState.LEFT_OUT
_DETAILS = (
    ("Kvalifiseringsnettverket Lindesnes", "Kvalifiseringsnettverket Lindesnes"),
    ("NAV Lindesnes, Voksenopplæringen, Karriere Agder og 2 til", "Ingen etater er lagt inn."),
    ("Påminnelser i Generelt, løsningsgrupper i Løsningsgrupper.", "Ingen kanal er valgt."),
    ("Kvalifiseringsnettverket", "Ingen grupper er lagt inn."),
    ("Agder. Offentlig side: /moteplan/lindesnes", "Skoleferier og offentlig side."),
    ("5 av 5 etater har kontaktperson.", "1 av 5 etater har kontaktperson."),
    ("12 møter er planlagt.", "Ingen møter er planlagt."),
    ("Alle etatene har bekreftet avtalen.", "Slått av. De fleste klarer seg uten."),
)


def _lines(*states: StepState) -> tuple[StepLine, ...]:
    skipped = {step for step, state in zip(Step, states, strict=True) if state is _L}
    skipped -= NEVER_PROPOSED
    return tuple(
        StepLine(step, state, "Hoppet over" if step in skipped else told[state is not _D])
        for step, state, told in zip(Step, states, _DETAILS, strict=True)
    )


_NETWORK = "Kvalifiseringsnettverket Lindesnes"
SAMPLES: dict[str, View] = {
    "beginning": View(_NETWORK, _lines(_M, _M, _M, _M, _M, _M, _M, _L), Step.BASICS),
    "under-way": View(
        _NETWORK, _lines(_D, _D, _D, _D, _L, _M, _M, _L), Step.PEOPLE, told="Fylket er hoppet over"
    ),
    "ready": View(_NETWORK, _lines(_D, _D, _D, _D, _D, _D, _D, _L), None),
    "county-next": View(_NETWORK, _lines(_D, _D, _M, _M, _M, _M, _M, _L), Step.CHANNELS),
    "read-only": View(
        samples.LONG_NAME,
        _lines(_D, _D, _D, _D, _D, _D, _D, _L),
        None,
        may_change=False,
        admins=("Kari Nilsen", "Ola Berg"),
    ),
    "nobody": View(_NETWORK, (), Step.BASICS, may_change=False),
}
