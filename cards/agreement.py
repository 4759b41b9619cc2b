"""What the network has agreed to do in a year, and what somebody proposes to change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import Field

from bot.domain.agreements import Term
from cards import agreement_samples, samples
from cards.actions import CardAction, RowId
from cards.agreement_words import (
    Proposal,
    answer_row,
    difference_rows,
    how_often,
    term_details,
)
from cards.elements import (
    Checked,
    Container,
    Execute,
    button,
    card,
    context,
    eyebrow,
    heading,
    plain_row,
    problem,
    section,
)
from cards.words import Words


class ShowAgreement(CardAction):
    """`avtalen`, as a way on or back."""

    verb = "agreement/1"


class ShowEarlier(CardAction):
    """A page of the versions that no longer apply."""

    verb = "agreement.earlier/1"
    page: int = Field(ge=0, le=1000)


class BeginChange(CardAction):
    """«Foreslå endring»."""

    verb = "agreement.change/1"


class AskWithdraw(CardAction):
    """«Trekk forslaget», which asks first."""

    verb = "agreement.ask-withdraw/1"
    agreement: RowId


class ShowConsent(CardAction):
    """The question to one party, for whoever answers for it."""

    verb = "consent/1"
    agreement: RowId
    agency: RowId


@dataclass(frozen=True, slots=True)
class View:
    """agreed_by: the parties that said yes; empty for what the template began with.

    agencies: names by id. answers_for: the agency whose answer is up to the reader. problem: why
    what was pressed could not be done.
    """

    network: str
    today: date
    since: date
    terms: tuple[Term, ...]
    agencies: Mapping[int, str]
    agreed_by: tuple[str, ...] = ()
    proposal: Proposal | None = None
    may_propose: bool = False
    may_withdraw: bool = False
    answers_for: int | None = None
    has_earlier: bool = False
    problem: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body = [
        eyebrow(view.network, words.text("avtalen")),
        heading(title),
        context(_agreed(view, words)),
        *([problem(view.problem)] if view.problem else []),
        *(_proposed(view.proposal, view, words) if view.proposal else []),
        *([section(words.text("Dette gjelder nå"))] if view.proposal and view.terms else []),
        *(_term(term, view.agencies, words) for term in view.terms),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    if not view.terms:
        return words.text("Ingenting er avtalt ennå")
    return words.text("Dette har vi avtalt")


def _agreed(view: View, words: Words) -> str:
    if not view.terms:
        return words.text("Foreslå den første aktiviteten, så blir de andre etatene spurt.")
    day = words.short_day(view.since, view.today)
    if not view.agreed_by:
        return words.text(
            "Det vanlige i modellen, fra {day}. Alle etatene kan foreslå endringer.", day=day
        )
    return words.text(
        "Avtalt av {agencies} {day}.", agencies=words.listing(view.agreed_by), day=day
    )


def _term(term: Term, agencies: Mapping[int, str], words: Words) -> Container:
    often = words.text(
        "{activity}, {often}", activity=words.activity(term.activity), often=how_often(term, words)
    )
    return plain_row(often, " ".join(told for told in term_details(term, agencies, words) if told))


def _proposed(proposal: Proposal, view: View, words: Words) -> list[Checked]:
    day = words.short_day(proposal.proposed_on, view.today)
    told = words.text("{person} har foreslått en endring {day}", person=proposal.proposer, day=day)
    return [
        section(told),
        *difference_rows(proposal.differences, view.agencies, words),
        *(answer_row(answer, view.today, words) for answer in proposal.answers),
    ]


def _actions(view: View, words: Words) -> list[Execute]:
    proposal, actions = view.proposal, []
    if proposal is not None and view.answers_for is not None:
        asked = ShowConsent(agreement=proposal.agreement, agency=view.answers_for)
        actions.append(button(words.text("Svar på forslaget"), asked))
    if proposal is None and view.may_propose:
        actions.append(button(words.text("Foreslå endring"), BeginChange()))
    if proposal is not None and view.may_withdraw:
        withdraw = AskWithdraw(agreement=proposal.agreement)
        actions.append(button(words.text("Trekk forslaget"), withdraw))
    if view.has_earlier:
        actions.append(button(words.text("Tidligere avtaler"), ShowEarlier(page=0)))
    return actions


_NETWORK = "Kvalifiseringsnettverket i Lindesnes"
_TYPICAL = View(
    network=_NETWORK,
    today=samples.TODAY,
    since=date(2026, 3, 3),
    terms=agreement_samples.TERMS,
    agencies=agreement_samples.AGENCIES,
    agreed_by=("NAV Lindesnes", "Karriere Agder Lyngdal"),
    may_propose=True,
    has_earlier=True,
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "standard": replace(_TYPICAL, agreed_by=(), has_earlier=False, may_propose=False),
    "empty": replace(_TYPICAL, terms=(), agreed_by=(), has_earlier=False),
    "proposed": replace(
        _TYPICAL,
        proposal=agreement_samples.PROPOSAL,
        answers_for=2,
        may_withdraw=True,
        problem="Det er alt et forslag ute. Det må avgjøres eller trekkes først.",
    ),
    "longest": replace(
        _TYPICAL,
        terms=agreement_samples.EVERYTHING,
        proposal=replace(agreement_samples.PROPOSAL, differences=agreement_samples.CHANGES),
    ),
}
