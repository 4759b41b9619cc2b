"""One reference: its code, and the meetings that its dates ask for."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    line,
    row,
)
from cards.references import ShowReferences
from cards.words import Words

MOST_ROWS = 16


class EditReference(CardAction):
    verb = "reference.edit/1"
    reference: RowId


class MarkHeld(CardAction):
    """«Holdt», or «Angre»."""

    verb = "reference.held/1"
    reference: RowId
    meeting: RowId
    held: bool = True


class FinishReference(CardAction):
    """«Ferdig», or «Angre»: it is deleted after the retention time."""

    verb = "reference.finish/1"
    reference: RowId
    finished: bool = True


class RemoveReference(CardAction):
    """«Slett», which asks first (`sure`)."""

    verb = "reference.remove/1"
    reference: RowId
    sure: bool = False


@dataclass(frozen=True, slots=True)
class MeetingLine:
    id: int
    number: int
    due_on: date
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class View:
    """forgotten_on: when it is deleted; None as long as it is not finished."""

    id: int
    code: str
    today: date
    language: str = ""
    worry_on: date | None = None
    meetings: tuple[MeetingLine, ...] = ()
    forgotten_on: date | None = None
    removing: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Skal {code} slettes?", code=view.code) if view.removing else view.code
    body: list[Checked] = [eyebrow(words.text("Referanse")), heading(title)]
    if view.removing:
        told = words.text("Koden og alle datoene slettes for godt. Det kan ikke angres.")
        return card(words, [*body, context(told)], _removing(view, words), fallback=title)
    body += [context(*_about(view, words)), *_meetings(view, words)]
    return card(words, body, _ways(view, words), fallback=title)


def _about(view: View, words: Words) -> list[str]:
    told = []
    if view.language:
        told.append(words.text("Tolk: {language}.", language=view.language))
    if view.worry_on is not None:
        day = words.short_day(view.worry_on, view.today)
        told.append(words.text("Møtes før, innen {day}, fordi framgangen bekymrer.", day=day))
    if view.forgotten_on is not None:
        day = words.short_day(view.forgotten_on, view.today)
        told.append(words.text("Ferdig. Slettes {day}.", day=day))
    return told


def _meetings(view: View, words: Words) -> list[Checked]:
    if not view.meetings:
        return [line(words.text("Datoene gir ingen møter ennå."))]
    return [_meeting(each, view, words) for each in view.meetings[:MOST_ROWS]]


def _pressed(view: View, words: Words) -> dict[int, Execute]:
    """What can be done with the next meeting, and undone with the last; by the meeting's id."""
    waiting = [each for each in view.meetings if each.held_on is None][:1]
    last = [each for each in view.meetings if each.held_on is not None][-1:]
    return {
        each.id: button(
            words.text("Angre") if each.held_on else words.text("Holdt"),
            MarkHeld(reference=view.id, meeting=each.id, held=each.held_on is None),
        )
        for each in (*waiting, *last)
    }


def _meeting(each: MeetingLine, view: View, words: Words) -> Checked:
    pressed = _pressed(view, words).get(each.id)
    name = words.text("Møte {number}", number=each.number)
    if each.held_on is not None:
        day = words.short_day(each.held_on, view.today)
        return row(Mark.DONE, name, words.text("holdt {day}", day=day), button=pressed)
    late = each.due_on < view.today
    day = words.short_day(each.due_on, view.today)
    told = words.text("skulle vært {day}", day=day) if late else words.text("innen {day}", day=day)
    return row(Mark.SOON if late else Mark.OPEN, name, told, strong=late, button=pressed)


def _ways(view: View, words: Words) -> list[Execute]:
    finished = view.forgotten_on is not None
    title = words.text("Ikke ferdig likevel") if finished else words.text("Ferdig")
    finish = FinishReference(reference=view.id, finished=not finished)
    edit = button(words.text("Endre datoene"), EditReference(reference=view.id))
    remove = button(words.text("Slett"), RemoveReference(reference=view.id))
    back = button(words.text("Tilbake"), ShowReferences(page=0))
    return [remove if finished else edit, button(title, finish), back]


def _removing(view: View, words: Words) -> list[Execute]:
    return [
        button(words.text("Slett"), RemoveReference(reference=view.id, sure=True)),
        button(words.text("Tilbake"), ShowReferences(page=0)),
    ]


_TYPICAL = View(
    1,
    "LK-2027-014",
    samples.TODAY,
    "tigrinja",
    meetings=(
        MeetingLine(1, 1, date(2026, 11, 2), date(2026, 11, 4)),
        MeetingLine(2, 2, date(2027, 2, 1)),
        MeetingLine(3, 3, date(2027, 8, 2)),
    ),
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": replace(_TYPICAL, meetings=(), language=""),
    "worry": replace(_TYPICAL, worry_on=date(2027, 3, 15)),
    "finished": replace(_TYPICAL, forgotten_on=date(2028, 2, 25)),
    "removing": replace(_TYPICAL, removing=True),
    "longest": replace(
        _TYPICAL, meetings=tuple(MeetingLine(n, 4, date(2027, 8, 2)) for n in range(1, 17))
    ),
}
