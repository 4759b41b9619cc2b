"""How long the network keeps what it has settled, and what no archive has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.networks import FEWEST_YEARS, MOST_YEARS
from cards.actions import CardAction
from cards.challenge_files import ShowChallengeFiles
from cards.elements import (
    Checked,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    number_input,
    row,
    section,
    whole,
    with_problems,
)
from cards.setup_parts import overview_button
from cards.words import Words

SHOWN_YEARS = 4  # the oldest: they are what is kept for nobody


class SaveKeeping(CardAction):
    """«Lagre»."""

    verb = "setup.keeping.save/1"
    years: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """years: as kept, or as typed. waiting: settled challenges that nobody has fetched since, by
    the year they were raised in, the oldest first. files: the reader can fetch them here.
    """

    years: str
    waiting: tuple[tuple[int, int], ...] = ()
    files: bool = True
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvor lenge skal løste utfordringer ligge her?")
    asked = number_input(
        "years",
        words.text("Antall år"),
        value=whole(view.years),
        least=FEWEST_YEARS,
        most=MOST_YEARS,
        error=words.text(
            "Skriv et antall år fra {least} til {most}.", least=FEWEST_YEARS, most=MOST_YEARS
        ),
        required=True,
    )
    body: list[Checked] = [
        eyebrow(words.text("Oppsett"), words.text("Oppbevaring")),
        heading(title),
        context(
            words.text("Tiden regnes fra dagen saken ble løst eller lagt bort."),
            words.text("Etterpå sletter jeg den, men aldri før noen har hentet den til et arkiv."),
        ),
        *with_problems([asked], view.problems),
        *_waiting(view, words),
    ]
    actions = [button(words.text("Lagre"), SaveKeeping(), with_inputs=True), overview_button(words)]
    return card(words, body, actions, fallback=title)


def _waiting(view: View, words: Words) -> list[Checked]:
    """What is not deleted, however old, because no archive has it."""
    if not view.waiting:
        return [context(words.text("Alt som er løst, er hentet til et arkiv."))]
    rows = [_year(year, count, view, words) for year, count in view.waiting[:SHOWN_YEARS]]
    more = len(view.waiting) - SHOWN_YEARS
    rest = [context(words.plural("og ett år til", "og {count} år til", more))] if more > 0 else []
    return [section(words.text("Ikke hentet til arkiv ennå")), *rows, *rest]


def _year(year: int, count: int, view: View, words: Words) -> Checked:
    told = words.plural("{count} utfordring", "{count} utfordringer", count)
    fetched = button(words.text("Til arkivet"), ShowChallengeFiles(year=year))
    return row(Mark.OPEN, str(year), told, button=fetched if view.files else None)


SAMPLES: dict[str, View] = {
    "nothing-waits": View("5"),
    "waiting": View("5", ((2026, 1), (2027, 3))),
    "longest": View("10", tuple((year, 40) for year in range(2019, 2028))),
    "problem": View("x", ((2027, 3),), False, {"years": "Skriv et tall fra 1 til 30."}),
}
