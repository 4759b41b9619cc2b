"""The challenge as it stands in the channel, for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from bot.domain.challenge_texts import LONGEST, Remark, RemarkKind
from bot.domain.challenges import ChallengeKind, ChallengeState, Step
from bot.domain.errors import mark
from bot.domain.meetings import Meeting
from bot.domain.solving import Agreed
from cards import samples
from cards.actions import CardAction, RowId
from cards.challenge_solution import told as agreed
from cards.challenge_solving_words import ShowSolution
from cards.challenge_step import TITLES, BeginStep, TakeStep
from cards.challenge_words import (
    ShowChallenge,
    Stage,
    kind_or_challenge,
    linked,
    posted,
    stage_name,
    supported,
    told,
)
from cards.elements import (
    Checked,
    Execute,
    button,
    card,
    context,
    eyebrow,
    fact,
    heading,
    in_rows,
    problem,
    quote,
    section,
    text_input,
)
from cards.words import Words, capital


class BeginAnswer(CardAction):
    """Unfold the posted challenge with a field for the answer."""

    verb = "challenge.begin/1"
    challenge: RowId


class AnswerChallenge(CardAction):
    verb = "challenge.answer/1"
    challenge: RowId
    answer: str = ""


class SupportChallenge(CardAction):
    """«Gjelder oss også», and its «Angre»."""

    verb = "challenge.support/1"
    challenge: RowId
    on: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """The challenge as it stands in the channel. Withdrawn: the text is gone.

    steps: what the reader may do, shown when `unfolded`. `may_answer`: nobody has answered yet.
    `open`: it can be said of an agency that it has it too. `supporting`: the reader's has; never
    told to others.
    `outcome`: what the løsningsgruppe wrote. `solving`: there is a group, or was one.
    `undo`: it was made a theme a moment ago, by the reader.
    `answering`: unfolded with a field for the answer; `problem` and `typed` keep an answer that
    was refused.
    """

    challenge_id: int
    stage: Stage
    text: str
    concerns: tuple[str, ...]
    kind: ChallengeKind | None
    sender: str | None
    raised_on: date | None
    link: str = ""
    meeting: Meeting | None = None
    supporters: int = 0
    remarks: tuple[Remark, ...] = ()
    reason: str = ""
    merged_into: str = ""
    answer: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None
    may_answer: bool = False
    open: bool = True
    outcome: Agreed | None = None
    solving: bool = False
    supporting: bool = False
    steps: tuple[Step, ...] = ()
    unfolded: bool = False
    undo: bool = False
    answering: bool = False
    typed: str = ""
    problem: str | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    if view.stage.state is ChallengeState.WITHDRAWN:
        return _withdrawn(view, words)
    body: list[Checked] = [
        eyebrow(kind_or_challenge(view.kind, words), _raised(view, words)),
        heading(_title(view, words)),
        _now(view, words),
        posted(view.text, view.concerns, view.sender, words, view.meeting),
        *linked(view.link, words),
        *_reason(view, words),
        *_answer(view, words),
        *_outcome(view, words),
        *told(view.remarks, words),
        *_supported(view, words),
    ]
    if view.answering and view.may_answer:
        return _answering(view, body, words)
    if view.unfolded:
        return card(words, [*body, *_steps(view, words)], fallback=summary(view, words))
    return card(words, body, _actions(view, words), fallback=summary(view, words))


def summary(view: View, words: Words) -> str:
    if view.stage.state is ChallengeState.WITHDRAWN:
        return words.text("Innlegget er trukket tilbake")
    kind = kind_or_challenge(view.kind, words)
    return words.text("{kind}: {title}", kind=kind, title=_title(view, words))


def _raised(view: View, words: Words) -> str:
    if view.raised_on is None:
        return ""
    return words.text("meldt {day}", day=words.short_day(view.raised_on))


_SETTLED: Mapping[ChallengeState, str] = MappingProxyType(
    {
        ChallengeState.SOLVING: mark("En løsningsgruppe ser på dette"),
        ChallengeState.THEME: mark("Dette blir tema på en fagdag"),
        ChallengeState.HEARD: mark("Dette var tema på en fagdag"),
        ChallengeState.AGREED: mark("Vi er enige om en løsning"),
        ChallengeState.IN_USE: mark("Løsningen er tatt i bruk"),
        ChallengeState.NOT_NOW: mark("Dette tar vi ikke nå"),
        ChallengeState.MERGED: mark("Dette er slått sammen med en annen"),
    }
)


def _title(view: View, words: Words) -> str:
    if view.stage.state in _SETTLED:
        return words.text(_SETTLED[view.stage.state])
    if not view.answer:
        return words.text("Kan vi løse dette sammen?")
    if view.answered_by is None:
        return words.text("Dette har fått svar")
    return words.text("{name} har svart", name=view.answered_by)


def _now(view: View, words: Words) -> Checked:
    stage = stage_name(view.stage, words)
    return fact(words.text("Nå: {stage}", stage=stage), core=stage)


def _reason(view: View, words: Words) -> list[Checked]:
    """Why it was put off or came back; or what it has become a part of."""
    if view.merged_into:
        return [quote(words, view.merged_into, words.text("Den andre utfordringen"))]
    if not view.reason:
        return []
    about = (
        words.text("Begrunnelse")
        if view.stage.state is ChallengeState.NOT_NOW
        else words.text("Tatt opp igjen, fordi")
    )
    return [quote(words, view.reason, about)]


def _answer(view: View, words: Words) -> list[Checked]:
    if not view.answer:
        return []
    when = capital(words.moment(view.answered_at)) if view.answered_at else ""
    named = view.stage.state not in _SETTLED  # else the heading does not say who
    return [quote(words, view.answer, *([] if named else [view.answered_by or ""]), when)]


def _outcome(view: View, words: Words) -> list[Checked]:
    return [quote(words, view.outcome.what, *agreed(view.outcome, words))] if view.outcome else []


def _solution(view: View, words: Words) -> list[Execute]:
    if not view.solving:
        return []
    return [button(words.text("Løsningsgruppa"), ShowSolution(challenge=view.challenge_id))]


def _supported(view: View, words: Words) -> list[Checked]:
    own = words.text("Etaten din er talt med.") if view.supporting else ""
    sentence = supported(view.supporters, words)
    return [context(sentence, own)] if sentence else []


def _actions(view: View, words: Words) -> list[Execute]:
    """The first answer stands, so that whoever gave it is not talked over."""
    answer = [button(words.text("Svar"), BeginAnswer(challenge=view.challenge_id))]
    more = button(words.text("Mer"), ShowChallenge(challenge=view.challenge_id, more=True))
    first = answer if view.may_answer else []
    return [*_undo(view, words), *first, *_solution(view, words), *_support(view, words), more]


def _undo(view: View, words: Words) -> list[Execute]:
    if not view.undo:
        return []
    return [button(words.text("Angre"), TakeStep(challenge=view.challenge_id, step=Step.NO_THEME))]


def _support(view: View, words: Words) -> list[Execute]:
    if not view.open:
        return []
    if view.supporting:
        back = SupportChallenge(challenge=view.challenge_id, on=False)
        return [button(words.text("Gjelder oss ikke likevel"), back)]
    return [button(words.text("Gjelder oss også"), SupportChallenge(challenge=view.challenge_id))]


def _steps(view: View, words: Words) -> list[Checked]:
    """Everything the reader may do, in rows that a phone is wide enough for."""
    answer = [button(words.text("Svar"), BeginAnswer(challenge=view.challenge_id))]
    listed = [
        *(answer if view.may_answer else []),
        *_solution(view, words),
        *_support(view, words),
        *(
            button(words.text(TITLES[step]), BeginStep(challenge=view.challenge_id, step=step))
            for step in view.steps
        ),
        button(words.text("Vis mindre"), ShowChallenge(challenge=view.challenge_id)),
    ]
    return [section(words.text("Hva vil du gjøre?")), *in_rows(listed)]


def _answering(view: View, body: list[Checked], words: Words) -> dict[str, Any]:
    asked = text_input(
        "answer",
        words.text("Svaret ditt, som alle i kanalen kan lese"),
        value=view.typed,
        longest=LONGEST,
        error=words.text("Skriv et svar."),
        required=True,
    )
    wrong = [problem(view.problem)] if view.problem else []
    send = AnswerChallenge(challenge=view.challenge_id)
    actions = [
        button(words.text("Send svaret"), send, with_inputs=True),
        button(words.text("Avbryt"), ShowChallenge(challenge=view.challenge_id)),
    ]
    return card(words, [*body, *wrong, asked], actions, fallback=summary(view, words))


def _withdrawn(view: View, words: Words) -> dict[str, Any]:
    title = summary(view, words)
    gone = context(words.text("Teksten er fjernet."))
    body = [eyebrow(words.text("Utfordring"), _raised(view, words)), heading(title), gone]
    return card(words, body, fallback=title)


_FLAGGED = View(
    challenge_id=12,
    stage=Stage(ChallengeState.PLANNED, date(2027, 3, 18)),
    text="Deltakere må velge mellom praksisplassen og undervisningen den dagen.",
    concerns=("NAV Lindesnes", "Mandal videregående skole"),
    kind=ChallengeKind.SAND,
    sender="Kari Nordmann",
    raised_on=date(2027, 2, 12),
    may_answer=True,
)
_ANSWERED = replace(
    _FLAGGED,
    answer="Vi flytter praksisen til uka før ferien. Jeg kaller inn til et møte.",
    answered_by="Nils Hansen",
    answered_at=datetime(2027, 2, 15, 9, 12, tzinfo=UTC),
    may_answer=False,
)
_SAID = (
    Remark(1, RemarkKind.VIEW, "Vi har bare plasser på tirsdager.", "NAV Lindesnes", 2),
    Remark(2, RemarkKind.QUESTION, "Gjelder det begge klassene?", "Amina Yusuf"),
    Remark(3, RemarkKind.REPLY, "Ja, begge."),
)
_LONG = tuple(Remark(n, RemarkKind.VIEW, samples.LONGEST, samples.LONG_NAME, n) for n in range(3))
SAMPLES: dict[str, View] = {
    "flagged": replace(_FLAGGED, stage=Stage(ChallengeState.FLAGGED)),
    "planned": replace(_FLAGGED, meeting=samples.NETWORK_MEETING),
    "anonymous": replace(_FLAGGED, sender=None, kind=None, concerns=(), supporters=2),
    "typed-markup": replace(_FLAGGED, text=samples.TYPED, sender="**Kari** <at>Alle</at>"),
    "longest": replace(
        _ANSWERED,
        text=samples.LONGEST,
        answer=samples.LONGEST,
        remarks=_LONG,
        supporters=5,
        link="https://teams.microsoft.com/l/message/19:x@thread.tacv2/1",
    ),
    "answering": replace(_FLAGGED, answering=True),
    "answer-refused": replace(
        _FLAGGED, answering=True, typed="Ok", problem="Skriv litt mer, så andre forstår."
    ),
    "answered": replace(_ANSWERED, remarks=_SAID, supporters=1, supporting=True),
    "unfolded": replace(
        _FLAGGED,
        steps=tuple(s for s in Step if s not in {Step.REOPEN, Step.NO_THEME}),
        unfolded=True,
    ),
    "put-off": replace(
        _ANSWERED,
        stage=Stage(ChallengeState.NOT_NOW),
        reason="Vi venter på det nye regelverket i august.",
        open=False,
        steps=(Step.REOPEN,),
        unfolded=True,
    ),
    "solving": replace(_ANSWERED, stage=Stage(ChallengeState.SOLVING, number=1), solving=True),
    "agreed": replace(
        _ANSWERED,
        stage=Stage(ChallengeState.AGREED),
        solving=True,
        open=False,
        outcome=Agreed(
            1, "Praksis legges til ferier.", "NAV og læringssenteret", date(2027, 4, 1), "Kari"
        ),
    ),
    "theme": replace(
        _ANSWERED, stage=Stage(ChallengeState.THEME, date(2027, 4, 22)), open=False, undo=True
    ),
    "heard": replace(
        _ANSWERED,
        stage=Stage(ChallengeState.HEARD, date(2027, 4, 22)),
        open=False,
        steps=(Step.REOPEN,),
        unfolded=True,
    ),
    "merged": replace(
        _ANSWERED,
        stage=Stage(ChallengeState.MERGED),
        merged_into="Praksis og undervisning faller på samme dag.",
        open=False,
    ),
    "withdrawn": replace(_FLAGGED, stage=Stage(ChallengeState.WITHDRAWN), text="", raised_on=None),
}
