"""What became of a challenge, for whoever raised it: by name, or by the code of the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from bot.domain.challenge_texts import LONGEST_REASON, REMOVED, Remark, RemarkKind, open_question
from bot.domain.challenges import BINDING, ChallengeState
from bot.domain.errors import mark
from bot.domain.solving import Agreed
from cards import samples
from cards.actions import CardAction, RowId
from cards.challenge_words import AGREED_STAYS, Stage, stage_name, supported, told
from cards.elements import (
    Checked,
    Execute,
    button,
    card,
    context,
    eyebrow,
    fact,
    heading,
    problem,
    quote,
    section,
    text_input,
)
from cards.words import Words


class FollowAction(CardAction):
    """What a sender may do. `code` proves it; it is "" for one who gave a name."""

    challenge: RowId
    code: str


class ReplyToQuestion(FollowAction):
    verb = "challenge.reply/1"
    text: str = ""


class AskTakeBack(FollowAction):
    verb = "challenge.ask-take-back/1"


class TakeBackChallenge(FollowAction):
    verb = "challenge.take-back/1"


class FollowChallenge(FollowAction):
    """«Avbryt»: the same card anew."""

    verb = "challenge.follow/1"


class CheckChallenge(FollowAction):
    """Whether the solution holds, four weeks after it was taken into use; a no has a reason."""

    verb = "challenge.check/1"
    holds: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """may_check: the sender is asked whether the solution holds. asks: whether it should really be
    withdrawn. typed, problem: of a reply that was refused.
    """

    challenge_id: int
    code: str
    stage: Stage
    text: str
    answer: str = ""
    answered_by: str | None = None
    reason: str = ""
    supporters: int = 0
    remarks: tuple[Remark, ...] = ()
    may_reply: bool = True
    outcome: Agreed | None = None
    may_check: bool = False
    asks: bool = False
    typed: str = ""
    problem: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = summary(view, words)
    body: list[Checked] = [eyebrow(words.text("Utfordringen din")), heading(title)]
    if view.stage.state is ChallengeState.WITHDRAWN:
        gone = context(words.text("Teksten er fjernet."))
        return card(words, [*body, gone], fallback=title)
    body += [_now(view, words), quote(words, view.text), *_said(view, words)]
    if view.asks:
        return card(words, [*body, *_warning(view, words)], _sure(view, words), fallback=title)
    asked = [*_reply(view, words), *_check(view, words)]
    return card(words, [*body, *asked], _actions(view, words), fallback=title)


def summary(view: View, words: Words) -> str:
    if view.stage.state is ChallengeState.WITHDRAWN or view.text == REMOVED:
        return words.text("Innlegget er trukket tilbake")
    if view.may_check:
        return words.text("Holder løsningen?")
    if _asked(view):
        return words.text("Nettverket spør deg om noe")
    if view.stage.state in _DECIDED:
        return words.text(_DECIDED[view.stage.state])
    if view.answer:
        return words.text("Du har fått svar")
    return words.text("Ingen har svart ennå")


_DECIDED: Mapping[ChallengeState, str] = MappingProxyType(
    {
        ChallengeState.THEME: mark("Det blir tema på en fagdag"),
        ChallengeState.HEARD: mark("Det var tema på en fagdag"),
        ChallengeState.NOT_NOW: mark("Nettverket tar det ikke nå"),
    }
)


def _asked(view: View) -> bool:
    return view.may_reply and open_question(view.remarks) is not None


def _now(view: View, words: Words) -> Checked:
    stage = stage_name(view.stage, words)
    return fact(words.text("Nå: {stage}", stage=stage), core=stage)


def _said(view: View, words: Words) -> list[Checked]:
    answer = [quote(words, view.answer, view.answered_by or "")] if view.answer else []
    reason = [quote(words, view.reason, words.text("Begrunnelse"))] if view.reason else []
    if view.outcome is not None:
        reason.append(quote(words, view.outcome.what, words.text("Resultatet")))
    sentence = supported(view.supporters, words)
    count = [context(sentence)] if sentence else []
    return [*answer, *reason, *told(view.remarks, words), *count]


def _reply(view: View, words: Words) -> list[Checked]:
    if not _asked(view):
        return []
    asked = text_input(
        "text",
        words.text("Svaret ditt, som alle i kanalen kan lese"),
        value=view.typed,
        longest=LONGEST_REASON,
        error=words.text("Skriv et svar."),
        required=True,
    )
    return [*([problem(view.problem)] if view.problem else []), asked]


def _check(view: View, words: Words) -> list[Checked]:
    if not view.may_check:
        return []
    why = text_input(
        "text",
        words.text("Hvis ikke: hva er det som ikke holder?"),
        value=view.typed,
        longest=LONGEST_REASON,
        error=words.text("Skriv noen ord."),
    )
    return [*([problem(view.problem)] if view.problem else []), why]


def _checks(view: View, words: Words) -> list[Execute]:
    if not view.may_check:
        return []
    yes = CheckChallenge.model_validate({**_own(view), "holds": True})
    no = CheckChallenge.model_validate({**_own(view), "holds": False})
    return [
        button(words.text("Ja, den holder"), yes),
        button(words.text("Nei, ta saken opp igjen"), no, with_inputs=True),
    ]


def _own(view: View) -> dict[str, Any]:
    return {"challenge": view.challenge_id, "code": view.code}


def _actions(view: View, words: Words) -> list[Execute]:
    send = button(
        words.text("Send svaret"), ReplyToQuestion.model_validate(_own(view)), with_inputs=True
    )
    back = button(words.text("Trekk tilbake"), AskTakeBack.model_validate(_own(view)))
    first = [*([send] if _asked(view) else []), *_checks(view, words)]
    return [*first, *([] if view.text == REMOVED else [back])]


def _warning(view: View, words: Words) -> list[Checked]:
    follows = words.text("Den blir borte fra kanalen og sakslista, og kan ikke hentes tilbake.")
    stays = [words.text(AGREED_STAYS)] if view.stage.state in BINDING else []
    return [section(words.text("Skal teksten fjernes?")), context(follows, *stays)]


def _sure(view: View, words: Words) -> list[Execute]:
    return [
        button(words.text("Fjern teksten"), TakeBackChallenge.model_validate(_own(view))),
        button(words.text("Avbryt"), FollowChallenge.model_validate(_own(view))),
    ]


_CODE = "K7QM-3XWD-PLZ5-ABGT"
_WAITING = View(12, _CODE, Stage(ChallengeState.FLAGGED), "Vi mister deltakere i begge ender.")
_ANSWERED = replace(
    _WAITING,
    stage=Stage(ChallengeState.PLANNED, samples.TODAY),
    answer="Vi tar det på møtet 12. mars.",
    answered_by="Nils Hansen",
    supporters=2,
)
_QUESTION = (Remark(1, RemarkKind.QUESTION, "Gjelder det begge klassene?", "Amina Yusuf"),)
SAMPLES: dict[str, View] = {
    "waiting": _WAITING,
    "answered": _ANSWERED,
    "asked": replace(_ANSWERED, remarks=_QUESTION),
    "asked-by-name": replace(_ANSWERED, code="", remarks=_QUESTION),
    "reply-refused": replace(
        _ANSWERED, remarks=_QUESTION, typed="a" * 400, problem="Kort det ned til 300 tegn."
    ),
    "longest": replace(
        _ANSWERED, text=samples.LONGEST, answer=samples.LONGEST, reason=samples.LONGEST[:300]
    ),
    "checked": replace(
        _ANSWERED,
        stage=Stage(ChallengeState.IN_USE),
        may_check=True,
        may_reply=False,
        outcome=Agreed(1, "Praksis legges til ferier.", "NAV", samples.TODAY),
    ),
    "theme": replace(_ANSWERED, stage=Stage(ChallengeState.THEME, samples.TODAY)),
    "not-now": replace(
        _ANSWERED, stage=Stage(ChallengeState.NOT_NOW), reason="Vi venter på regelverket."
    ),
    "asks": replace(_WAITING, asks=True),
    "asks-agreed": replace(_WAITING, stage=Stage(ChallengeState.AGREED), asks=True),
    "agreed-withdrawn": replace(_WAITING, stage=Stage(ChallengeState.AGREED), text=REMOVED),
    "withdrawn": replace(_WAITING, stage=Stage(ChallengeState.WITHDRAWN), text=""),
}
