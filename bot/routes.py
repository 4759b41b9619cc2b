"""The table of contents: what one can type, what one can press, and who may.

Every line leads to one function in bot/features. Read it to know the product.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.deps import Deps, Reply, Turn
from bot.domain.errors import mark
from bot.domain.language import Language
from bot.domain.people import Right
from bot.features import calendar, challenges, clock, evaluation, language, meetings
from bot.features import help as help_feature
from cards.actions import CardAction
from cards.challenge import AnswerChallenge, BeginAnswer, ShowChallenge
from cards.challenge_form import SubmitChallenge
from cards.challenge_preview import ChangeChallenge, PostChallenge
from cards.challenge_receipt import WithdrawChallenge
from cards.evaluation_form import SubmitEvaluation
from cards.help import CommandLine
from cards.language import ChooseLanguage
from cards.meeting import MarkDuty, OpenEvaluation, ReopenDuty, ShowMeeting
from cards.plan import ShowPlan
from cards.words import Words


@dataclass(frozen=True, slots=True)
class Command:
    """What one can type. The first phrase of a language is the one that help shows.

    `phrases` of all languages are understood by everybody. `demo`: only where the clock may move.
    """

    name: str
    phrases: Mapping[Language, tuple[str, ...]]
    description: str
    use_case: Callable[[Deps, Turn], Reply]
    right: Right = Right.MEMBER
    demo: bool = False

    def line(self, words: Words) -> CommandLine:
        """The command as help shows it, in the reader's language."""
        return CommandLine(
            name=self.name,
            phrase=self.phrases[words.language][0],
            description=words.text(self.description),
        )


@dataclass(frozen=True, slots=True)
class Button:
    """What one can press: the class that wrote the button reads it, too."""

    action: type[CardAction]
    use_case: Callable[[Deps, Turn, Any], Reply]
    right: Right = Right.MEMBER


def _said(bokmal: str, nynorsk: str, english: str, *also: str) -> dict[Language, tuple[str, ...]]:
    """The phrases of a command; `also` are other words for it, in any of the languages."""
    return {
        Language.BOKMAL: (bokmal, *also),
        Language.NYNORSK: (nynorsk,),
        Language.ENGLISH: (english,),
    }


def _help(deps: Deps, turn: Turn) -> Reply:
    return help_feature.show(turn, lines(deps, turn.words))


def _raise_challenge(deps: Deps, turn: Turn) -> Reply:
    return challenges.begin(deps, turn, COMMANDS["raise"].line(turn.words))


def lines(deps: Deps, words: Words) -> tuple[CommandLine, ...]:
    """The commands that exist here, as help shows them."""
    return tuple(c.line(words) for c in COMMANDS.values() if deps.advance or not c.demo)


COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command(
            "plan",
            _said("møteplan", "møteplan", "meeting plan", "moteplan", "kalender", "plan"),
            mark("årets møter, og hvem som er vert"),
            calendar.plan,
        ),
        Command(
            "next",
            _said("neste møte", "neste møte", "next meeting", "neste mote", "neste"),
            mark("det neste møtet, og hva som er gjort"),
            meetings.next_meeting,
        ),
        Command(
            "raise",
            _said("meld utfordring", "meld utfordring", "raise a challenge", "ta opp noe", "meld"),
            mark("ta opp noe som ikke fungerer, eller en mulighet"),
            _raise_challenge,
        ),
        Command(
            "turns",
            _said("ansvar", "ansvar", "turns", "tur", "hvem har ansvar"),
            mark("hvem sin tur det er, og hvorfor"),
            calendar.turns,
        ),
        Command(
            "evaluation",
            _said("evaluering", "evaluering", "evaluation", "evaluer"),
            mark("si hva du syntes om fagdagen"),
            evaluation.show,
        ),
        Command(
            "language",
            _said("språk", "språk", "language", "sprak", "målform"),
            mark("bokmål, nynorsk eller engelsk"),
            language.show,
        ),
        Command(
            "help",
            _said("hjelp", "hjelp", "help", "hei", "hallo", "hi", "hello"),
            mark("denne oversikten"),
            _help,
            Right.ANYONE,
        ),
        Command(
            "wind",
            _said("spol fram", "spol fram", "wind forward", "spol"),
            mark("flytt klokka i demoen, for eksempel 14 dager"),
            clock.wind,
            Right.ANYONE,
            demo=True,
        ),
    )
}

BUTTONS: dict[str, Button] = {
    button.action.verb: button
    for button in (
        Button(ShowPlan, calendar.turn_page),
        Button(ShowMeeting, meetings.show),
        Button(MarkDuty, meetings.mark_done, Right.AGENCY),
        Button(ReopenDuty, meetings.reopen, Right.AGENCY),
        Button(OpenEvaluation, evaluation.open_now, Right.HOST),
        Button(SubmitEvaluation, evaluation.submit),
        Button(SubmitChallenge, challenges.submit),
        Button(ChangeChallenge, challenges.change, Right.SENDER),
        Button(PostChallenge, challenges.post, Right.SENDER),
        Button(WithdrawChallenge, challenges.withdraw, Right.SENDER),
        Button(BeginAnswer, challenges.begin_answer),
        Button(AnswerChallenge, challenges.answer),
        Button(ShowChallenge, challenges.fold),
        Button(ChooseLanguage, language.choose),
    )
}

GREETED_WITH = ("plan", "turns", "raise")  # three things to try first
