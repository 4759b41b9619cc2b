"""An agreement and a proposal that the samples of several cards share."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.domain.agreements import (
    ConsentAnswer,
    Responsible,
    StandingItem,
    Term,
    differences,
    with_term,
)
from bot.domain.meetings import Activity
from bot.domain.networks import Template
from bot.domain.standard_terms import standard_terms
from cards import samples
from cards.agreement_words import PartyAnswer, Proposal

AGENCIES = {1: "NAV Lindesnes", 2: "Karriere Agder Lyngdal", 3: samples.LONG_NAME}
TERMS = standard_terms(Template.KMV)
EVERYTHING = standard_terms(Template.KMV_PROJECT)
_FEWER = replace(
    TERMS[0],
    count=3,
    months=(2, 5, 10),
    weekday=1,
    starts=time(12),
    ends=time(14),
    responsible=2,
    standing=(StandingItem(samples.TYPED.split("\n")[0], minutes=20),),
)
CHANGED = with_term(
    with_term(TERMS, _FEWER),
    Term(Activity.WEBINAR, 2, (), None, time(9), time(10), Responsible.NETWORK),
)
CHANGES = differences(TERMS, CHANGED)
SMALL_CHANGE = differences(TERMS, with_term(TERMS, replace(TERMS[0], count=3)))
_ANSWERED = datetime(2027, 2, 24, 9, 5, tzinfo=UTC)
PROPOSAL = Proposal(
    agreement=12,
    proposer="Kari Nilsen",
    proposed_on=date(2027, 2, 23),
    differences=SMALL_CHANGE,
    answers=(
        PartyAnswer(1, AGENCIES[1], ConsentAnswer.YES, "Kari Nilsen", _ANSWERED),
        PartyAnswer(2, AGENCIES[2], ConsentAnswer.WAITING),
    ),
)
