"""What a network has agreed before anybody changed it: the usual year of each template.

KMV: the cooperation model's own table (network meetings up to four a year, one open fagdag, up to
two cross-agency days of which one before the autumn term, an information meeting before the rounds)
and the standing items it names. The project years had steering and working group besides. NVK: its
digital meetings 09-12 with the eight-point agenda of June 2021. The hours, months and minutes are
ours. Titles are the network's own data from then on, so they are written in bokmål here.
"""

from datetime import time

from bot.domain.agenda import ItemKind
from bot.domain.agreements import StandingItem, Term
from bot.domain.meetings import Activity
from bot.domain.networks import Template

TUESDAY, THURSDAY = 1, 3

_ROUND = StandingItem("Runde rundt bordet", ItemKind.ROUND, 30)
_SOLUTION_GROUPS = StandingItem("Status fra løsningsgruppene", ItemKind.ORIENTATION, 15)

_KMV = (
    Term(
        Activity.NETWORK_MEETING,
        count=4,
        months=(2, 5, 9, 11),
        weekday=THURSDAY,
        starts=time(9),
        ends=time(11, 30),
        standing=(
            _ROUND,
            StandingItem("Ressursgruppemodellen", ItemKind.DISCUSSION, 20),
            StandingItem("Fagdager og evaluering", ItemKind.DISCUSSION, 20),
            StandingItem("Løsningsgrupper", ItemKind.ORIENTATION, 15),
            StandingItem("Hverdagsutfordringer", ItemKind.DISCUSSION, 30),
        ),
    ),
    Term(
        Activity.OPEN_DAY,
        count=1,
        months=(10,),
        weekday=None,
        starts=time(9),
        ends=time(15),
    ),
    Term(
        Activity.COOPERATION_DAY,
        count=2,
        months=(4, 8),
        weekday=None,
        starts=time(9),
        ends=time(14),
    ),
    Term(
        Activity.INFORMATION_MEETING,
        count=1,
        months=(11,),
        weekday=None,
        starts=time(10),
        ends=time(12),
    ),
)
_PROJECT = (
    Term(
        Activity.STEERING_GROUP,
        count=4,
        months=(3, 6, 9, 12),
        weekday=TUESDAY,
        starts=time(12),
        ends=time(14),
        standing=(
            StandingItem("Orientering fra arbeidsgruppa", ItemKind.ORIENTATION, 15),
            _SOLUTION_GROUPS,
        ),
    ),
    Term(
        Activity.WORKING_GROUP,
        count=4,
        months=(1, 4, 8, 10),
        weekday=TUESDAY,
        starts=time(9),
        ends=time(11),
        standing=(
            StandingItem("Evaluering av siste fagdag", ItemKind.DISCUSSION, 20),
            _SOLUTION_GROUPS,
            StandingItem("Nye utfordringer og muligheter", ItemKind.DISCUSSION, 30),
        ),
    ),
)
_NVK = (
    Term(
        Activity.NETWORK_MEETING,
        count=4,
        months=(2, 6, 8, 11),
        weekday=THURSDAY,
        starts=time(9),
        ends=time(12),
        standing=(
            StandingItem("Velkommen og orienteringer", ItemKind.ORIENTATION, 15),
            _ROUND,
            StandingItem("Oppfølging fra forrige møte", ItemKind.ORIENTATION, 15),
            StandingItem("Nytt fra fylkeskommunen", ItemKind.ORIENTATION, 20),
            StandingItem("Diskusjon og pause", ItemKind.DISCUSSION, 35),
            StandingItem("Erfaringer fra praksis", ItemKind.ORIENTATION, 25),
            StandingItem("Diskusjon", ItemKind.DISCUSSION, 25),
            StandingItem("Avslutning og veien videre", ItemKind.ORIENTATION, 15),
        ),
    ),
)
_TERMS: dict[Template, tuple[Term, ...]] = {
    Template.KMV: _KMV,
    Template.KMV_PROJECT: (*_KMV, *_PROJECT),
    Template.NVK: _NVK,
    Template.EMPTY: (),
}


def standard_terms(template: Template) -> tuple[Term, ...]:
    """The agreement that a network of this template begins with."""
    return _TERMS[template]
