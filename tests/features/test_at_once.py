"""Two press at the same moment: one of them was first, the other sees how it stands.

On PostgreSQL, where they really overlap; on SQLite there is one writer.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations_with_replacement, count
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlmodel import SQLModel, func, select

from bot.demo.playground import load_cast
from bot.deps import Deps
from bot.domain.agreements import AgreementState
from bot.domain.meetings import MeetingState
from bot.domain.offers import OfferState
from cards.actions import CardAction
from cards.agenda_preview import PostAgenda
from cards.call_in_preview import PostCallIn
from cards.consent import AnswerConsent
from cards.leaving_preview import ConfirmLeaving
from cards.meeting_cancel import CancelMeeting
from cards.meeting_change import SaveMeeting
from cards.minutes_preview import PostMinutes
from cards.setup_leave import Leave
from cards.setup_merge import Merge
from cards.turn_offered import OfferToAll, TakeTurn, WithdrawOffer
from cards.year_confirm import ConfirmYear
from cards.year_question import DiscardYear
from storage.keys import Keyring
from storage.store import Store
from storage.tables import (
    Agreement,
    Change,
    Consent,
    Delivery,
    Duty,
    Meeting,
    Membership,
    Organisation,
    TurnOffer,
)
from tests.clock import Clock
from tests.demo_network import calendar
from tests.features.bench import Network, parts
from tests.features.estate import Estate, Who, lay_out, member
from tests.features.presses import HOURS, TOGETHER

if TYPE_CHECKING:
    from tests.databases import PostgresqlDatabases

TEMPLATE = "estate"
Move = tuple[tuple[Who, Who], Callable[["Busy"], CardAction]]


class Busy:
    """The estate, in a database of its own, with two threads at hand."""

    def __init__(self, network: Network, estate: Estate) -> None:
        self.network, self.estate = network, estate

    def both(self, *presses: tuple[Who, CardAction]) -> list[str]:
        """The headings that both see. Raises what either of them raises."""
        gate = Barrier(len(presses))
        people = [member(self.network, who) for who, _ in presses]

        def press(number: int) -> str:
            action = presses[number][1]
            gate.wait()
            return people[number].press(action.verb, action.data()).heading

        with ThreadPoolExecutor(len(presses)) as threads:
            return list(threads.map(press, range(len(presses))))

    def count(self, table: type[SQLModel], *which: object) -> int:
        with self.network.deps.store.transaction() as session:
            statement = select(func.count()).select_from(table).where(*which)  # type: ignore[arg-type]  # conditions
            return session.exec(statement).one()

    def sent(self, kind: str) -> int:
        return self.count(Delivery, Delivery.kind == kind)

    def seen(self) -> str:
        """The stamp of the agenda that the preview shows."""
        ola = member(self.network, Who.CONTACT)
        card = ola.press("agenda.preview/1", {"meeting": self.estate.coming}).card
        post = next(part for part in parts(card) if part.get("verb") == PostAgenda.verb)
        return str(post["data"]["seen"])


@pytest.fixture(scope="module")
def laid_out(
    postgresql_databases: "PostgresqlDatabases", tmp_path_factory: pytest.TempPathFactory
) -> tuple[Keyring, Estate]:
    keys = Keyring.create(tmp_path_factory.mktemp("busy") / "secret.key")
    made: list[Estate] = []

    def fill(store: Store) -> None:
        made.append(lay_out(Deps(store, keys, Clock(), calendar())))

    postgresql_databases.keep(TEMPLATE, fill)
    return keys, made[0]


@pytest.fixture
def busy(
    postgresql_databases: "PostgresqlDatabases", laid_out: tuple[Keyring, Estate]
) -> Iterator[Busy]:
    keys, estate = laid_out
    with postgresql_databases.copy_of(TEMPLATE) as url:
        store = Store.open(url)
        deps = Deps(store, keys, Clock(), calendar())
        yield Busy(Network(deps, load_cast(), Clock(), count(10_000)), estate)
        store.close()


MOVES: dict[str, Move] = {
    "confirm the year": ((Who.OWNER, Who.OTHER), lambda _: ConfirmYear(year=2029)),
    "discard the year": ((Who.OTHER, Who.OWNER), lambda _: DiscardYear(year=2029)),
    "take a turn": ((Who.OTHER, Who.OWNER), lambda b: TakeTurn(offer=b.estate.to_all)),
    "withdraw an offer": (
        (Who.CONTACT, Who.COLLEAGUE),
        lambda b: WithdrawOffer(offer=b.estate.to_all),
    ),
    "ask all": ((Who.COORDINATOR, Who.CONTACT), lambda b: OfferToAll(offer=b.estate.to_all)),
    "post an agenda": (
        (Who.CONTACT, Who.COLLEAGUE),
        lambda b: PostAgenda(meeting=b.estate.coming, seen=b.seen()),
    ),
    "post minutes": (
        (Who.CONTACT, Who.COLLEAGUE),
        lambda b: PostMinutes(meeting=b.estate.held),
    ),
    "call in": ((Who.COLLEAGUE, Who.CONTACT), lambda b: PostCallIn(meeting=b.estate.offered)),
    "change a meeting": (
        (Who.CONTACT, Who.OWNER),
        lambda b: SaveMeeting(meeting=b.estate.offered, sequence=0, place="Rådhuset", **HOURS),
    ),
    "cancel a meeting": (
        (Who.COORDINATOR, Who.CONTACT),
        lambda b: CancelMeeting(meeting=b.estate.offered, reason="Sykdom"),
    ),
    "consent": (
        (Who.CONTACT, Who.CONTACT),
        lambda b: AnswerConsent(agreement=b.estate.proposal, agency=b.estate.own, yes=True),
    ),
    "merge agencies": (
        (Who.OWNER, Who.COORDINATOR),
        lambda b: Merge(agency=b.estate.own, others=str(b.estate.other), **TOGETHER),
    ),
    "let an agency leave": (
        (Who.COORDINATOR, Who.OWNER),
        lambda b: Leave(agency=b.estate.other, day="2027-02-01"),
    ),
    "take somebody out": (
        (Who.OWNER, Who.CONTACT),
        lambda b: ConfirmLeaving(person=b.estate.colleague, colleague=None, member=None),
    ),
}


@pytest.mark.parametrize(("one", "other"), [*combinations_with_replacement(MOVES, 2)])
def test_two_moves_at_once_never_wait_for_each_other_for_ever(
    busy: Busy, one: str, other: str
) -> None:
    """A deadlock, or a rule that the database had to keep, would be raised here."""
    (first, _), build = MOVES[one]
    (_, second), build_other = MOVES[other]
    assert len(busy.both((first, build(busy)), (second, build_other(busy)))) == 2


def twice(busy: Busy, move: str) -> list[str]:
    (first, second), build = MOVES[move]
    action = build(busy)
    return busy.both((first, action), (second, action))


def test_a_year_is_confirmed_once(busy: Busy) -> None:
    drafts = busy.count(Meeting, Meeting.state == MeetingState.DRAFT)
    planned = busy.count(Meeting, Meeting.state == MeetingState.PLANNED)
    twice(busy, "confirm the year")
    assert busy.count(Meeting, Meeting.state == MeetingState.PLANNED) == planned + drafts
    assert busy.sent("year-plan") == 1
    told = Change.what == "Bekreftet årsplanen for {year} med {count} møter."
    assert busy.count(Change, told) == 1


def test_one_agency_takes_the_turn(busy: Busy) -> None:
    twice(busy, "take a turn")
    with busy.network.deps.store.transaction() as session:
        offer = session.get_one(TurnOffer, busy.estate.to_all)
        meeting = session.get_one(Meeting, offer.meeting_id)
        duties = session.exec(select(Duty).where(Duty.meeting_id == meeting.id)).all()
    assert offer.state is OfferState.TAKEN
    assert meeting.host_id == offer.taken_by_id
    assert {duty.organisation_id for duty in duties} == {meeting.host_id}


@pytest.mark.parametrize(
    ("move", "kind"),
    [("post an agenda", "agenda"), ("post minutes", "minutes"), ("call in", "call-in")],
)
def test_it_is_posted_once(busy: Busy, move: str, kind: str) -> None:
    before = busy.sent(kind)
    answers = twice(busy, move)
    assert busy.sent(kind) == before + 1
    assert len(answers) == 2


def test_a_party_answers_once(busy: Busy) -> None:
    answers = twice(busy, "consent")
    assert answers[0] == answers[1]
    with busy.network.deps.store.transaction() as session:
        row = session.get_one(Agreement, busy.estate.proposal)
        own = session.get_one(Consent, (busy.estate.proposal, busy.estate.own))
    assert (row.state, own.answer) == (AgreementState.PROPOSED, "yes")


def test_agencies_merge_once(busy: Busy) -> None:
    twice(busy, "merge agencies")
    assert busy.count(Organisation, Organisation.name == "Sammen") == 1


def test_somebody_leaves_once(busy: Busy) -> None:
    changes = busy.count(Change)
    twice(busy, "take somebody out")
    assert busy.count(Membership, Membership.person_id == busy.estate.colleague) == 0
    assert busy.count(Change) == changes + 1
