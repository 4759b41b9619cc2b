"""The one person who should answer a challenge is asked, and nobody else."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cards import samples
from cards.challenge import AnswerChallenge, BeginAnswer
from cards.challenge_words import ShowChallenge
from cards.elements import Execute, button, card, context, eyebrow, heading, quote
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """due: the day by which it should have an answer. meeting: the day of the meeting that has it.

    answered: somebody has answered, or it was withdrawn, so that nothing is asked any more.
    """

    challenge_id: int
    text: str
    raised_on: date
    due: date
    meeting: date | None = None
    answered: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = summary(view, words)
    raised = words.text("meldt {day}", day=words.short_day(view.raised_on))
    if view.answered:
        gone = context(words.text("Du trenger ikke å gjøre noe."))
        body = [eyebrow(words.text("Utfordring"), raised), heading(title), gone]
        return card(words, body, fallback=title)
    body = [
        eyebrow(words.text("Utfordring"), raised),
        heading(title),
        quote(words, view.text),
        context(
            words.text(
                "Ingen har svart ennå. Et kort svar innen {day} er nok.", day=_due(view, words)
            ),
            words.text("Jeg spør deg fordi du har ansvaret for neste møte eller for nettverket."),
        ),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def summary(view: View, words: Words) -> str:
    if view.answered:
        return words.text("Utfordringen har fått svar")
    return words.text("Kan du svare på en utfordring?")


def _due(view: View, words: Words) -> str:
    return words.short_day(view.due)


def _actions(view: View, words: Words) -> list[Execute]:
    return [
        *_on_the_meeting(view, words),
        button(words.text("Svar"), BeginAnswer(challenge=view.challenge_id)),
        button(words.text("Vis"), ShowChallenge(challenge=view.challenge_id)),
    ]


def _on_the_meeting(view: View, words: Words) -> list[Execute]:
    """The shortest answer there is, ready to be sent."""
    if view.meeting is None:
        return []
    text = words.text("Vi tar det på møtet {day}", day=words.short_day(view.meeting))
    return [button(text, AnswerChallenge(challenge=view.challenge_id, answer=f"{text}."))]


_TYPICAL = View(
    12,
    "Deltakere må velge mellom praksisplassen og undervisningen den dagen.",
    date(2027, 2, 12),
    date(2027, 2, 19),
    date(2027, 3, 18),
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "no-meeting": View(12, samples.LONGEST, date(2027, 2, 12), date(2027, 2, 19)),
    "answered": View(12, "", date(2027, 2, 12), date(2027, 2, 19), answered=True),
}
