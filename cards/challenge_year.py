"""A year of challenges in figures: how soon answered and agreed on, and whether it holds."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from bot.domain.learning import Learned
from cards.actions import CardAction
from cards.challenge_files import ShowChallengeFiles
from cards.elements import Checked, button, card, context, eyebrow, heading, plain_row
from cards.words import Words


class ShowChallengeYear(CardAction):
    """The year of this moment where none is given."""

    verb = "challenges.year/1"
    year: int = Field(default=0, ge=0, le=2100)


@dataclass(frozen=True, slots=True)
class View:
    """files: the reader may fetch the year for an archive."""

    year: int
    learned: Learned
    files: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    told = view.learned
    title = (
        words.plural("Én utfordring er meldt", "{count} utfordringer er meldt", told.raised)
        if told.raised
        else words.text("Ingen meldte noe det året")
    )
    body: list[Checked] = [
        eyebrow(words.text("Utfordringer fra {year}", year=view.year)),
        heading(title),
        *(plain_row(*pair) for pair in _rows(told, words)),
    ]
    if not told.raised:
        body.append(context(words.text("Skriv «utfordringer» og et annet år.")))
    actions = [
        button(words.text("Året før"), ShowChallengeYear(year=view.year - 1)),
        *(
            [button(words.text("Til arkivet"), ShowChallengeFiles(year=view.year))]
            if view.files and told.raised
            else []
        ),
    ]
    return card(words, body, actions, fallback=title)


def _rows(told: Learned, words: Words) -> list[tuple[str, str]]:
    """A figure in words, and what it is of; nothing where there is nothing to tell."""
    rows = [
        (
            words.plural("{count} har fått svar", "{count} har fått svar", told.answered),
            _days(told.days_to_answer, words),
        ),
        (
            words.plural("{count} er avtalt", "{count} er avtalt", told.agreed),
            " · ".join(
                part
                for part in (_days(told.days_to_agreement, words), _meetings(told.meetings, words))
                if part
            ),
        ),
        (
            words.plural("{count} er tatt i bruk", "{count} er tatt i bruk", told.in_use),
            _held(told, words),
        ),
    ]
    return rows if told.raised else []


def _days(days: int | None, words: Words) -> str:
    if days is None:
        return ""
    return words.plural("oftest etter {count} dag", "oftest etter {count} dager", days)


def _meetings(count: int | None, words: Words) -> str:
    if count is None:
        return ""
    return words.plural("oftest på {count} møte", "oftest på {count} møter", count)


def _held(told: Learned, words: Words) -> str:
    if not told.checked:
        return ""
    return words.text("{held} av {checked} holder", held=told.held, checked=told.checked)


SAMPLES: dict[str, View] = {
    "typical": View(2027, Learned(4, 4, 3, 2, 3, 41, 2, 2, 1), files=True),
    "one": View(2026, Learned(1, 1, 0, 0, 1)),
    "empty": View(2025, Learned()),
}
