"""The question to one party: can you say yes to this change of the agreement?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.agreements import AgreementState, ConsentAnswer
from cards import agreement_samples, samples
from cards.actions import CardAction, RowId
from cards.agreement import ShowAgreement
from cards.agreement_words import PartyAnswer, Proposal, difference_rows
from cards.elements import (
    Checked,
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    quote,
    state,
    text_input,
    with_problems,
)
from cards.words import Words

LONGEST = 500


class AnswerConsent(CardAction):
    """«Ja» or «Nei» from whoever answers for a party."""

    verb = "consent.answer/1"
    agreement: RowId
    agency: RowId
    yes: bool
    comment: str = ""


class UndoConsent(CardAction):
    """«Angre», as long as the others have not all answered."""

    verb = "consent.undo/1"
    agreement: RowId
    agency: RowId


@dataclass(frozen=True, slots=True)
class View:
    """own: the party that is asked. reminder: it is asked for the second time.

    typed: the comment that came back with `problems`.
    """

    proposal: Proposal
    state: AgreementState
    own: PartyAnswer
    agencies: Mapping[int, str]
    today: date
    reminder: bool = False
    typed: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    if view.state is not AgreementState.PROPOSED:
        return _settled(view, words)
    if view.own.answer is not ConsentAnswer.WAITING:
        return _answered(view, words)
    return _question(view, words)


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen."""
    return words.text(
        "{person} foreslår en endring i avtalen. {question}",
        person=view.proposal.proposer,
        question=_title(view, words),
    )


def _title(view: View, words: Words) -> str:
    if view.reminder:
        return words.text("Svaret fra {agency} mangler ennå", agency=view.own.agency)
    return words.text("Kan {agency} si ja til dette?", agency=view.own.agency)


def _question(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    comment = text_input(
        "comment",
        words.text("Kommentar (valgfritt ved ja)"),
        value=view.typed,
        longest=LONGEST,
        error=words.text("Skriv kort hva som må være annerledes."),
    )
    body = [
        _eyebrow(view, words),
        heading(title),
        context(words.text("Endringen gjelder først når alle etatene har sagt ja.")),
        *difference_rows(view.proposal.differences, view.agencies, words),
        *with_problems([comment], view.problems),
    ]
    return card(words, body, _answers(view, words), fallback=title)


def _eyebrow(view: View, words: Words) -> Checked:
    near = words.from_now(view.proposal.proposed_on, view.today)
    return eyebrow(
        words.text("Avtalen"),
        words.text("forslag fra {person} {near}", person=view.proposal.proposer, near=near),
    )


def _answers(view: View, words: Words) -> list[Execute]:
    ids = {"agreement": view.proposal.agreement, "agency": view.own.agency_id}
    return [
        button(words.text("Ja"), AnswerConsent(**ids, yes=True), with_inputs=True),
        button(words.text("Nei"), AnswerConsent(**ids, yes=False), with_inputs=True),
    ]


def _answered(view: View, words: Words) -> dict[str, Any]:
    title = words.text("{agency} har sagt ja", agency=view.own.agency)
    waiting = words.listing(view.proposal.waiting)
    told = words.text("Vi venter på {agencies}.", agencies=waiting) if waiting else ""
    undo = UndoConsent(agreement=view.proposal.agreement, agency=view.own.agency_id)
    body = [_eyebrow(view, words), state(Mark.DONE, title, _by(view, words)), context(told)]
    return card(words, body, [button(words.text("Angre"), undo)], fallback=title)


def _by(view: View, words: Words) -> str:
    if view.own.at is None or view.own.person is None:
        return ""
    when = words.moment(view.own.at, view.today)
    return words.text("{person}, {when}", person=view.own.person, when=when)


def _settled(view: View, words: Words) -> dict[str, Any]:
    mark, title = outcome(view.state, words)
    no = next((a for a in view.proposal.answers if a.answer is ConsentAnswer.NO), None)
    body = [
        _eyebrow(view, words),
        state(mark, title),
        *([quote(words, no.comment, no.agency)] if no else []),
    ]
    return card(words, body, [button(words.text("Se avtalen"), ShowAgreement())], fallback=title)


def outcome(settled: AgreementState, words: Words) -> tuple[Mark, str]:
    """What has become of a proposal, in one line."""
    match settled:
        case AgreementState.REJECTED:
            return Mark.OPEN, words.text("Forslaget falt, og avtalen gjelder som før")
        case AgreementState.WITHDRAWN:
            return Mark.OPEN, words.text("Forslaget er trukket, og avtalen gjelder som før")
        case _:
            return Mark.DONE, words.text("Alle har sagt ja, og endringen gjelder")


_WAITING = agreement_samples.PROPOSAL.answers[1]
_YES = agreement_samples.PROPOSAL.answers[0]
_NO = replace(_YES, answer=ConsentAnswer.NO, comment=samples.TYPED)
_TYPICAL = View(
    proposal=agreement_samples.PROPOSAL,
    state=AgreementState.PROPOSED,
    own=_WAITING,
    agencies=agreement_samples.AGENCIES,
    today=samples.TODAY,
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "reminder": replace(_TYPICAL, reminder=True),
    "problem": replace(
        _TYPICAL, typed="Nei", problems={"comment": "Skriv kort hva som må være annerledes."}
    ),
    "longest": replace(
        _TYPICAL,
        proposal=replace(agreement_samples.PROPOSAL, differences=agreement_samples.CHANGES),
        own=replace(_WAITING, agency=samples.LONG_NAME),
    ),
    "yes": replace(_TYPICAL, own=_YES),
    "in-force": replace(_TYPICAL, own=_YES, state=AgreementState.IN_FORCE),
    "rejected": replace(
        _TYPICAL,
        proposal=replace(agreement_samples.PROPOSAL, answers=(_NO, _WAITING)),
        state=AgreementState.REJECTED,
    ),
    "withdrawn": replace(_TYPICAL, state=AgreementState.WITHDRAWN),
}
