"""To another agency's contact: can you take this over? Until then it stays where it is."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from bot.domain.duties import Duty
from bot.domain.duty_moves import Made, Move
from bot.domain.meetings import Meeting
from cards import samples
from cards.duty_actions import AcceptDuty, DeclineDuty
from cards.duty_words import deadline, the_meeting, undo_button
from cards.elements import Checked, Mark, button, card, context, eyebrow, heading, state
from cards.meeting import name_and_day, when_and_where
from cards.words import Words


class Answer(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    OVER = "over"  # nobody asks any more


@dataclass(frozen=True, slots=True)
class View:
    """asking: the agency that has the duty. asked: the one that could take it. move: the asking.

    last: who moved the duty last. person: who is asked, by name where others read it, too.
    """

    meeting: Meeting
    duty: Duty
    today: date
    asking: str
    asked: str
    move: int
    answer: Answer = Answer.WAITING
    last: Made | None = None
    person: str = ""
    in_channel: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    if view.answer is not Answer.WAITING:
        return _answered(view, words)
    title = _question(view, words)
    whom = words.text("Til {name}.", name=view.person) if view.in_channel else ""
    until = words.text("{sentence}.", sentence=deadline(view.duty, view.today, words))
    stays = words.text("Oppgaven er hos {agency} til dere sier ja.", agency=view.asking)
    body: list[Checked] = [
        eyebrow(words.text("Spørsmål til {agency}", agency=view.asked)),
        heading(title),
        when_and_where(view.meeting, view.today, words),
        context(whom, until, stays),
    ]
    asked = {"duty": view.duty.id, "move": view.move}
    actions = [
        button(words.text("Vi tar den"), AcceptDuty.model_validate(asked)),
        button(words.text("Vi kan ikke"), DeclineDuty.model_validate(asked)),
    ]
    return card(words, body, actions, fallback=title)


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen."""
    return _question(view, words)


def _question(view: View, words: Words) -> str:
    return words.text(
        "Kan dere ta {duty} til {meeting} for {agency}?",
        duty=words.duty(view.duty.kind).lower(),
        meeting=the_meeting(view.meeting, view.today, words),
        agency=view.asking,
    )


def _answered(view: View, words: Words) -> dict[str, Any]:
    titles = {
        Answer.ACCEPTED: words.text("{agency} har oppgaven nå", agency=view.duty.agency),
        Answer.DECLINED: words.text("{agency} kunne ikke", agency=view.asked),
        Answer.OVER: words.text("Du trenger ikke å svare lenger"),
    }
    title = titles[view.answer]
    ended = view.answer is Answer.OVER
    newest = view.last is not None and view.last.move in (Move.ACCEPT, Move.DECLINE)
    undo = [undo_button(view.duty, words, move=view.last)] if newest and not ended else []
    until = deadline(view.duty, view.today, words)
    body: list[Checked] = [
        eyebrow(words.duty(view.duty.kind), name_and_day(view.meeting, words, view.today)),
        state(Mark.OPEN if ended else Mark.DONE, title, "" if ended else until),
    ]
    return card(words, body, undo, fallback=title)


_AT = datetime(2027, 2, 24, 9, 12, tzinfo=UTC)
_ASKED = View(
    samples.NETWORK_MEETING,
    replace(samples.OPEN_DUTIES[1], agency="NAV Lindesnes"),
    samples.TODAY,
    asking="NAV Lindesnes",
    asked="Karriere Agder Lyngdal",
    move=5,
)
SAMPLES: dict[str, View] = {
    "asked": _ASKED,
    "channel": replace(_ASKED, in_channel=True, person="Ola Berg"),
    "accepted": replace(
        _ASKED,
        answer=Answer.ACCEPTED,
        last=Made(6, Move.ACCEPT, "Ola Berg", _AT),
        duty=replace(_ASKED.duty, agency="Karriere Agder Lyngdal"),
    ),
    "declined": replace(
        _ASKED, answer=Answer.DECLINED, last=Made(6, Move.DECLINE, "Ola Berg", _AT)
    ),
    "over": replace(_ASKED, answer=Answer.OVER),
    "longest": replace(
        _ASKED, meeting=samples.MOVED, asking=samples.LONG_NAME, asked=samples.LONG_NAME
    ),
}
