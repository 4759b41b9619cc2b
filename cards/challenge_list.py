"""`utfordringer`: everything that was raised, by where it stands and how old it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field

from bot.domain.challenges import SETTLED, ChallengeKind, ChallengeState
from cards import samples
from cards.actions import CardAction
from cards.challenge_words import ShowChallenge, Stage, kind_or_challenge, stage_name
from cards.challenge_year import ShowChallengeYear
from cards.elements import (
    Checked,
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    row,
    shortened,
)
from cards.openings import BeginChallenge
from cards.words import Words, capital

SHOWN = 90  # characters of a text


class ShowChallenges(CardAction):
    verb = "challenges/1"
    page: int = Field(default=0, ge=0, le=1000)


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    text: str
    kind: ChallengeKind | None
    stage: Stage
    raised_on: date


@dataclass(frozen=True, slots=True)
class View:
    rows: tuple[Row, ...]
    today: date
    page: int = 0
    more: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Det vi har meldt") if view.rows else words.text("Ingen har meldt noe ennå")
    body: list[Checked] = [eyebrow(words.text("Utfordringer og muligheter")), heading(title)]
    if not view.rows:
        body.append(context(words.text("Er det noe som ikke fungerer, eller noe vi kunne prøvd?")))
    body += [_row(listed, view.today, words) for listed in view.rows]
    return card(words, body, _actions(view, words), fallback=title)


def _row(listed: Row, today: date, words: Words) -> Checked:
    detail = words.text(
        "{stage} · {kind}, meldt {age}",
        stage=capital(stage_name(listed.stage, words)),
        kind=kind_or_challenge(listed.kind, words).lower(),
        age=words.from_now(listed.raised_on, today),
    )
    settled = listed.stage.state in SETTLED
    shown = button(words.text("Vis"), ShowChallenge(challenge=listed.id))
    mark = Mark.DONE if settled else Mark.OPEN
    return row(mark, shortened(listed.text, SHOWN), detail, button=shown)


def _actions(view: View, words: Words) -> list[Execute]:
    new = button(words.text("Meld utfordring"), BeginChallenge(source="", key=""))
    earlier = (
        button(words.text("Forrige"), ShowChallenges(page=view.page - 1)) if view.page else None
    )
    later = button(words.text("Flere"), ShowChallenges(page=view.page + 1)) if view.more else None
    year = button(words.text("Året i tall"), ShowChallengeYear())
    pages = [way for way in (earlier, later) if way is not None]
    return [*pages, new, *([year] if view.rows else [])]


_ROW = Row(
    12,
    "Deltakere må velge mellom praksisplassen og undervisningen den dagen.",
    ChallengeKind.SAND,
    Stage(ChallengeState.PLANNED, date(2027, 3, 18)),
    date(2027, 2, 12),
)
_DONE = Row(13, samples.TYPED, None, Stage(ChallengeState.IN_USE), date(2026, 2, 12))
SAMPLES: dict[str, View] = {
    "typical": View((_ROW, _DONE), samples.TODAY),
    "empty": View((), samples.TODAY),
    "longest": View(
        tuple(
            Row(
                n,
                samples.LONGEST,
                ChallengeKind.ELEPHANT,
                Stage(ChallengeState.SOLVING),
                _ROW.raised_on,
            )
            for n in range(1, 7)
        ),
        samples.TODAY,
        page=1,
        more=True,
    ),
}
