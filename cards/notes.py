"""`noter`: what comes up in plenum and in groups, written down a line at a time, by several."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import Field

from bot.domain.meetings import Meeting
from bot.domain.notes import LONGEST, Note, NoteKind
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    ActionSet,
    Checked,
    Execute,
    Mark,
    button,
    card,
    choice_input,
    context,
    eyebrow,
    heading,
    line_input,
    row,
    with_problems,
)
from cards.evaluation_summary import ShowRaised
from cards.meeting import name_and_day
from cards.results_words import KINDS
from cards.words import Words


class ShowNotes(CardAction):
    """The notes of a fagdag, to write more of them."""

    verb = "notes/1"
    meeting: RowId
    page: int = Field(default=0, ge=0, le=1000)


class AddNote(CardAction):
    """«Legg til»."""

    verb = "note.add/1"
    meeting: RowId
    text: str = ""
    kind: str = ""


class RemoveNote(CardAction):
    """«Ta bort»."""

    verb = "note.remove/1"
    note: RowId
    page: int = Field(default=0, ge=0, le=1000)


class RestoreNote(CardAction):
    """«Angre»."""

    verb = "note.restore/1"
    note: RowId
    page: int = Field(default=0, ge=0, le=1000)


class ShowNoteTakers(CardAction):
    """Who writes, for the host to say."""

    verb = "note.takers/1"
    meeting: RowId


@dataclass(frozen=True, slots=True)
class View:
    """A page of what is written, the newest first. removed: what was just taken away."""

    meeting: Meeting
    notes: tuple[Note, ...] = ()
    count: int = 0
    takers: tuple[str, ...] = ()
    typed: str = ""
    kind: str = str(NoteKind.CHALLENGE)
    page: int = 0
    has_more: bool = False
    may_appoint: bool = False
    removed: Note | None = None
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hva kom opp?")
    body: list[Checked] = [
        eyebrow(words.text("Noter"), name_and_day(view.meeting, words)),
        heading(title),
        context(words.text("Én ting på hver linje. Alle i nettverket kan lese det. Ingen navn.")),
        *with_problems(_inputs(view, words), view.problems),
        _add(view, words),
        *_removed(view, words),
        *(_row(note, view, words) for note in view.notes),
        *_takers(view, words),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _inputs(view: View, words: Words) -> list[Any]:
    kinds = [(str(kind), words.text(name)) for kind, name in KINDS.items()]
    return [
        line_input(
            "text",
            words.text("Skriv én linje"),
            error=words.text("Skriv høyst {limit} tegn.", limit=LONGEST),
            value=view.typed,
            longest=LONGEST,
            required=True,
        ),
        choice_input(
            "kind",
            words.text("Det er"),
            kinds,
            error=words.text("Velg hva slags linje det er."),
            value=view.kind,
            required=True,
        ),
    ]


def _add(view: View, words: Words) -> ActionSet:
    """Right below the fields, so that nobody scrolls past the list to press it."""
    add = AddNote(meeting=view.meeting.id)
    return ActionSet(actions=[button(words.text("Legg til"), add, with_inputs=True)])


def _removed(view: View, words: Words) -> list[Checked]:
    if view.removed is None:
        return []
    restore = button(words.text("Angre"), RestoreNote(note=view.removed.id, page=view.page))
    return [row(Mark.DONE, view.removed.text, words.text("Tatt bort"), button=restore)]


def _row(note: Note, view: View, words: Words) -> Checked:
    remove = button(words.text("Ta bort"), RemoveNote(note=note.id, page=view.page))
    return row(Mark.OPEN, note.text, words.text(KINDS[note.kind]), button=remove)


def _takers(view: View, words: Words) -> list[Checked]:
    if not view.takers:
        return []
    names = words.listing(view.takers)
    return [context(words.text("Verten og {names} skriver.", names=names))]


def _actions(view: View, words: Words) -> list[Execute]:
    meeting = view.meeting.id
    ways: list[tuple[bool, str, CardAction]] = [
        (view.count > 0, words.text("Ta opp noe"), ShowRaised(meeting=meeting)),
        (view.may_appoint, words.text("Hvem skriver?"), ShowNoteTakers(meeting=meeting)),
        (
            view.page > 0,
            words.text("Nyere linjer"),
            ShowNotes(meeting=meeting, page=max(view.page - 1, 0)),
        ),
        (view.has_more, words.text("Eldre linjer"), ShowNotes(meeting=meeting, page=view.page + 1)),
    ]
    return [button(title, action) for there, title, action in ways if there]


_NOTES = (
    Note(7, NoteKind.THEME, "Hva gjør de andre i hverdagen?"),
    Note(5, NoteKind.OPPORTUNITY, "Bedriftene vil gjerne ha flere på praksis."),
    Note(4, NoteKind.CHALLENGE, "Ukentlig praksis kolliderer med undervisningen."),
)
_TYPICAL = View(samples.OPEN_DAY, _NOTES, 3, ("Amina Yusuf",), may_appoint=True)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": View(samples.OPEN_DAY, may_appoint=True),
    "removed": replace(_TYPICAL, notes=_NOTES[1:], count=2, removed=_NOTES[0], may_appoint=False),
    "problem": replace(
        _TYPICAL,
        typed="Ring 90 12 34 56",
        problems={"text": "Her ligner noe på et telefonnummer. Ta det bort, og skriv etaten."},
    ),
    "longest": replace(
        _TYPICAL,
        notes=(replace(_NOTES[0], text=samples.LONGEST[:300]),) * 8,
        count=21,
        takers=(samples.LONG_NAME,) * 6,
        page=1,
        has_more=True,
    ),
}
