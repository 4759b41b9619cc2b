"""What became of a challenge, for whoever raised it: by name, or by the code of the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from bot.domain.challenge_texts import LONGEST_REASON, REMOVED, Remark, RemarkKind
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
class Followed:
    """What became of a challenge, as whoever raised it may know it.

    may_reply: the network waits for an answer. may_check: the sender is asked whether the solution
    holds. merged_into: the text of the challenge that this one is a part of.
    """

    stage: Stage
    text: str
    answer: str = ""
    answered_by: str | None = None
    reason: str = ""
    merged_into: str = ""
    supporters: int = 0
    remarks: tuple[Remark, ...] = ()
    may_reply: bool = False
    outcome: Agreed | None = None
    may_check: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """asks: whether it should really be withdrawn. typed, problem: of a reply that was refused."""

    challenge_id: int
    code: str
    told: Followed
    asks: bool = False
    typed: str = ""
    problem: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    followed = view.told
    title = summary(view, words)
    body: list[Checked] = [eyebrow(words.text("Utfordringen din")), heading(title)]
    if followed.stage.state is ChallengeState.WITHDRAWN:
        gone = context(words.text("Teksten er fjernet."))
        return card(words, [*body, gone], fallback=title)
    body += [_now(followed, words), quote(words, followed.text), *_said(followed, words)]
    if view.asks:
        return card(words, [*body, *_warning(followed, words)], _sure(view, words), fallback=title)
    asked = [*_reply(view, words), *_check(view, words)]
    return card(words, [*body, *asked], _actions(view, words), fallback=title)


def summary(view: View, words: Words) -> str:
    return heading_of(view.told, words)


def heading_of(followed: Followed, words: Words) -> str:
    """What matters most to the sender now: what is asked of them, else what was decided."""
    if followed.stage.state is ChallengeState.WITHDRAWN or followed.text == REMOVED:
        return words.text("Innlegget er trukket tilbake")
    if followed.may_check:
        return words.text("Holder løsningen?")
    if followed.may_reply:
        return words.text("Nettverket spør deg om noe")
    if followed.stage.state in _DECIDED:
        return words.text(_DECIDED[followed.stage.state])
    if followed.answer:
        return words.text("Du har fått svar")
    return words.text("Ingen har svart ennå")


_DECIDED: Mapping[ChallengeState, str] = MappingProxyType(
    {
        ChallengeState.SOLVING: mark("En løsningsgruppe ser på dette"),
        ChallengeState.THEME: mark("Det blir tema på en fagdag"),
        ChallengeState.HEARD: mark("Det var tema på en fagdag"),
        ChallengeState.AGREED: mark("Vi er enige om en løsning"),
        ChallengeState.IN_USE: mark("Løsningen er tatt i bruk"),
        ChallengeState.NOT_NOW: mark("Nettverket tar det ikke nå"),
        ChallengeState.MERGED: mark("Dette er slått sammen med en annen"),
    }
)


def _now(followed: Followed, words: Words) -> Checked:
    stage = stage_name(followed.stage, words)
    return fact(words.text("Nå: {stage}", stage=stage), core=stage)


def _said(followed: Followed, words: Words) -> list[Checked]:
    by = followed.answered_by or ""
    outcome = followed.outcome.what if followed.outcome else ""
    quotes = (
        (followed.answer, by),
        (followed.reason, words.text("Begrunnelse")),
        (followed.merged_into, words.text("Den andre utfordringen")),
        (outcome, words.text("Resultatet")),
    )
    sentence = supported(followed.supporters, words)
    return [
        *(quote(words, said, about) for said, about in quotes if said),
        *told(followed.remarks, words),
        *([context(sentence)] if sentence else []),
    ]


def _reply(view: View, words: Words) -> list[Checked]:
    if not view.told.may_reply:
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
    if not view.told.may_check:
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
    if not view.told.may_check:
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
    first = [*([send] if view.told.may_reply else []), *_checks(view, words)]
    return [*first, *([] if view.told.text == REMOVED else [back])]


def _warning(followed: Followed, words: Words) -> list[Checked]:
    follows = words.text("Den blir borte fra kanalen og sakslista, og kan ikke hentes tilbake.")
    stays = [words.text(AGREED_STAYS)] if followed.stage.state in BINDING else []
    return [section(words.text("Skal teksten fjernes?")), context(follows, *stays)]


def _sure(view: View, words: Words) -> list[Execute]:
    return [
        button(words.text("Fjern teksten"), TakeBackChallenge.model_validate(_own(view))),
        button(words.text("Avbryt"), FollowChallenge.model_validate(_own(view))),
    ]


_CODE = "K7QM-3XWD-PLZ5-ABGT"
_WAITING = Followed(Stage(ChallengeState.FLAGGED), "Vi mister deltakere i begge ender.")
_ANSWERED = replace(
    _WAITING,
    stage=Stage(ChallengeState.PLANNED, samples.TODAY),
    answer="Vi tar det på møtet 12. mars.",
    answered_by="Nils Hansen",
    supporters=2,
)
_QUESTION = (Remark(1, RemarkKind.QUESTION, "Gjelder det begge klassene?", "Amina Yusuf"),)
_ASKED = replace(_ANSWERED, remarks=_QUESTION, may_reply=True)


def _at(state: ChallengeState) -> Followed:
    return replace(_ANSWERED, stage=Stage(state))


_SHOWN: dict[str, Followed] = {
    "waiting": _WAITING,
    "answered": _ANSWERED,
    "asked": _ASKED,
    "longest": replace(
        _ANSWERED, text=samples.LONGEST, answer=samples.LONGEST, reason=samples.LONGEST[:300]
    ),
    "checked": replace(
        _at(ChallengeState.IN_USE),
        may_check=True,
        outcome=Agreed(1, "Praksis legges til ferier.", "NAV", samples.TODAY),
    ),
    "theme": replace(_ANSWERED, stage=Stage(ChallengeState.THEME, samples.TODAY)),
    "not-now": replace(_at(ChallengeState.NOT_NOW), reason="Vi venter på regelverket."),
    "merged": replace(
        _at(ChallengeState.MERGED), merged_into="Praksis og undervisning faller på samme dag."
    ),
    "agreed-withdrawn": replace(_WAITING, stage=Stage(ChallengeState.AGREED), text=REMOVED),
    "withdrawn": replace(_WAITING, stage=Stage(ChallengeState.WITHDRAWN), text=""),
}
SAMPLES: dict[str, View] = {
    **{name: View(12, _CODE, followed) for name, followed in _SHOWN.items()},
    "asked-by-name": View(12, "", _ASKED),
    "reply-refused": View(12, _CODE, _ASKED, typed="a" * 400, problem="Kort det ned til 300 tegn."),
    "asks": View(12, _CODE, _WAITING, asks=True),
    "asks-agreed": View(
        12, _CODE, replace(_WAITING, stage=Stage(ChallengeState.AGREED)), asks=True
    ),
}
