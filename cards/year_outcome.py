"""What has become of a draft, or why there is none."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cards.actions import PerformCommand
from cards.agreement import ShowAgreement
from cards.elements import Execute, Mark, button, card, eyebrow, state
from cards.words import Words
from cards.year import ProposeAgain


class Outcome(StrEnum):
    """confirmed: just now. already: by somebody else, or by an earlier press."""

    CONFIRMED = "confirmed"
    ALREADY = "already"
    DISCARDED = "discarded"
    COMPLETE = "complete"  # everything that was agreed is in the calendar
    NOTHING_AGREED = "nothing-agreed"
    NO_ROOM = "no-room"  # not one day is left for what was agreed


@dataclass(frozen=True, slots=True)
class View:
    """count: the meetings that came into the calendar, or that stand there for the year."""

    outcome: Outcome
    year: int
    count: int = 0


def build(view: View, words: Words) -> dict[str, Any]:
    mark, title, detail = _told(view, words)
    body = [eyebrow(words.text("Årsplan {year}", year=view.year)), state(mark, title, detail)]
    return card(words, body, _actions(view, words), fallback=title)


def _told(view: View, words: Words) -> tuple[Mark, str, str]:
    in_calendar = words.plural(
        "{count} møte står i møteplanen.", "{count} møter står i møteplanen.", view.count
    )
    match view.outcome:
        case Outcome.CONFIRMED:
            title = words.text("Årsplanen for {year} er bekreftet", year=view.year)
            return Mark.DONE, title, in_calendar
        case Outcome.ALREADY:
            return (
                Mark.DONE,
                words.text("Det er ikke noe utkast for {year}", year=view.year),
                in_calendar,
            )
        case Outcome.COMPLETE:
            title = words.text("Alt som er avtalt for {year}, er planlagt", year=view.year)
            return Mark.DONE, title, in_calendar
        case Outcome.DISCARDED:
            return Mark.OPEN, words.text("Utkastet er forkastet"), words.text("Ingenting er sendt.")
        case Outcome.NOTHING_AGREED:
            told = words.text("Avtal først hvor mange møter dere vil ha, og når.")
            return Mark.OPEN, words.text("Ingenting er avtalt ennå"), told
        case Outcome.NO_ROOM:
            told = words.text("Se om avtalen bør ha andre måneder.")
            return Mark.OPEN, words.text("Ingen dager er ledige i {year}", year=view.year), told


def _actions(view: View, words: Words) -> list[Execute]:
    plan = button(words.text("Møteplan"), PerformCommand(command="plan"))
    agreement = button(words.text("Avtalen"), ShowAgreement())
    match view.outcome:
        case Outcome.CONFIRMED | Outcome.ALREADY:
            return [plan]
        case Outcome.COMPLETE:
            return [plan, agreement]
        case Outcome.DISCARDED:
            return [button(words.text("Nytt forslag"), ProposeAgain(year=view.year))]
        case Outcome.NOTHING_AGREED | Outcome.NO_ROOM:
            return [agreement]


SAMPLES: dict[str, View] = {str(outcome): View(outcome, 2027, 12) for outcome in Outcome}
