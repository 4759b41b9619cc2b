"""What the sender sees after an answer: thanks, and what part 2 will ask, to take home."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from bot.domain.evaluation_form import PART_TWO, Field, fields
from bot.domain.meetings import Meeting
from cards import samples
from cards.elements import Checked, Mark, button, card, context, eyebrow, line, section, state
from cards.evaluation_fields import said
from cards.meeting import name_and_day
from cards.openings import BeginChallenge
from cards.words import Words, capital


@dataclass(frozen=True, slots=True)
class View:
    """After an answer. `again`: the person had answered before, and this one was not kept.

    take_home: what part 2 asks, and on which day; empty after part 2 itself.
    """

    meeting: Meeting
    again: bool = False
    take_home: tuple[Field, ...] = ()
    asked_on: date | None = None


@lru_cache(maxsize=64)
def build(view: View, words: Words) -> dict[str, Any]:
    """Drawn once for all who have answered: a drawn card is never changed, only copied."""
    title, detail = told(view, words)
    body = [
        eyebrow(name_and_day(view.meeting, words)),
        state(Mark.DONE, title, detail),
        *_take_home(view, words),
    ]
    raise_one = button(words.text("Ta opp noe"), BeginChallenge(source="", key=""))
    return card(words, body, [raise_one], fallback=f"{title}. {detail}")


def told(view: View, words: Words) -> tuple[str, str]:
    """What became of it, and what that means; the web page says the same."""
    if view.again:
        return (
            words.text("Du har alt svart"),
            words.text("Vi beholder det første svaret ditt. Takk for at du tok deg tid."),
        )
    return words.text("Takk for svaret"), words.text("Det er lagret uten navn og tidspunkt.")


def _take_home(view: View, words: Words) -> list[Checked]:
    if not view.take_home or view.asked_on is None:
        return []
    day = words.day(view.asked_on)
    return [
        section(words.text("Ta med deg hjem")),
        context(words.text("{day} spør vi om du har fått brukt det:", day=capital(day))),
        *(line(question) for question in questions(view.take_home, words)),
    ]


def questions(fields: Iterable[Field], words: Words) -> list[str]:
    """What a form asks, without what belongs to the question above it."""
    asked = (said(f.heading or f.label, words) for f in fields if _is_question(f))
    return list(dict.fromkeys(asked))


def _is_question(field: Field) -> bool:
    """A consent belongs to the question above it, and so does what follows a yes."""
    return not field.name.endswith(("-send", "-more"))


SAMPLES: dict[str, View] = {
    "first": View(samples.OPEN_DAY, take_home=fields(PART_TWO), asked_on=date(2027, 6, 3)),
    "again": View(samples.OPEN_DAY, again=True),
    "second": View(samples.OPEN_DAY),
}
