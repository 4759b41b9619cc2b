"""To whoever proposed a change of the agreement: all have said yes, or somebody said no."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.agreements import AgreementState, ConsentAnswer
from cards import agreement_samples, samples
from cards.agreement import ShowAgreement
from cards.agreement_words import Proposal, difference_rows
from cards.consent import outcome
from cards.elements import button, card, eyebrow, quote, state
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    proposal: Proposal
    state: AgreementState
    agencies: Mapping[int, str]
    today: date


def build(view: View, words: Words) -> dict[str, Any]:
    mark, title = outcome(view.state, words)
    near = words.from_now(view.proposal.proposed_on, view.today)
    comments = [a for a in view.proposal.answers if a.comment]
    comments.sort(key=lambda answer: answer.answer is not ConsentAnswer.NO)
    body = [
        eyebrow(words.text("Avtalen"), words.text("forslaget ditt {near}", near=near)),
        state(mark, title),
        *(quote(words, answer.comment, answer.agency) for answer in comments),
        *difference_rows(view.proposal.differences, view.agencies, words),
    ]
    return card(words, body, [button(words.text("Se avtalen"), ShowAgreement())], fallback=title)


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen."""
    return outcome(view.state, words)[1]


_YES, _WAITING = agreement_samples.PROPOSAL.answers
_IN_FORCE = View(
    proposal=replace(agreement_samples.PROPOSAL, answers=(_YES, replace(_YES, agency_id=2))),
    state=AgreementState.IN_FORCE,
    agencies=agreement_samples.AGENCIES,
    today=samples.TODAY,
)
_NO = replace(_WAITING, answer=ConsentAnswer.NO, comment="Vi trenger alle fire møtene.")
SAMPLES: dict[str, View] = {
    "in-force": _IN_FORCE,
    "rejected": replace(
        _IN_FORCE,
        proposal=replace(agreement_samples.PROPOSAL, answers=(_YES, _NO)),
        state=AgreementState.REJECTED,
    ),
    "longest": replace(
        _IN_FORCE,
        proposal=replace(
            agreement_samples.PROPOSAL,
            differences=agreement_samples.CHANGES,
            answers=(replace(_NO, agency=samples.LONG_NAME, comment=samples.LONGEST[:500]),),
        ),
        state=AgreementState.REJECTED,
    ),
}
