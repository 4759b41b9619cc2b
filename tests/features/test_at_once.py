"""Two press at the same moment: one of them was first, the other sees how it stands.

On PostgreSQL, where they really overlap; on SQLite there is one writer.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import combinations_with_replacement, count
from pathlib import Path
from shutil import copy
from threading import Barrier
from typing import TYPE_CHECKING, TypeVar

import pytest
from sqlalchemy import ColumnElement
from sqlmodel import SQLModel, col, func, select

from bot.demo.playground import load_cast
from bot.deps import Deps
from bot.domain import deliveries
from bot.domain import results as rules
from bot.domain.agreements import AgreementState
from bot.domain.duties import DutyState
from bot.domain.duty_moves import Move as DutyMoved
from bot.domain.meetings import MeetingState
from bot.domain.offers import OfferState
from bot.features import upkeep
from bot.features.duties import reminders
from bot.features.evaluation import closing
from cards.actions import CardAction
from cards.agenda_preview import PostAgenda
from cards.call_in_preview import PostCallIn
from cards.consent import AnswerConsent
from cards.duty_actions import AcceptDuty, DeclineDuty, MarkDuty
from cards.leaving_preview import ConfirmLeaving
from cards.meeting_cancel import CancelMeeting
from cards.meeting_change import SaveMeeting
from cards.minutes_preview import PostMinutes
from cards.setup_leave import Leave
from cards.setup_merge import Merge
from cards.theme_choice import PutThemeOn
from cards.theme_form import ProposeTheme
from cards.theme_set import ReplaceTheme
from cards.turn_offered import OfferToAll, TakeTurn, WithdrawOffer
from cards.year_confirm import ConfirmYear
from cards.year_question import DiscardYear
from storage import planning, reach, results
from storage.keys import Keyring
from storage.store import Store
from storage.tables import (
    AgendaItem,
    Agreement,
    Answer,
    Change,
    Consent,
    Delivery,
    Duty,
    DutyMove,
    Evaluation,
    Meeting,
    Membership,
    Organisation,
    Person,
    Theme,
    ThemeVote,
    TurnOffer,
)
from tests.clock import Clock
from tests.databases import open_store
from tests.demo_network import calendar
from tests.features.bench import Network, parts
from tests.features.estate import Estate, Who, lay_out, member
from tests.features.evaluated import THIRTY_ONE, answered
from tests.features.presses import HOURS, TOGETHER

if TYPE_CHECKING:
    from tests.databases import PostgresqlDatabases

Found = TypeVar("Found")
Move = tuple[tuple[Who, Who], Callable[["Busy"], CardAction]]


def at_once(work: Sequence[Callable[[], Found]]) -> list[Found]:
    """What each of them returned. Raises what any of them raises."""
    gate = Barrier(len(work))

    def do(one: Callable[[], Found]) -> Found:
        gate.wait()
        return one()

    with ThreadPoolExecutor(len(work)) as threads:
        return list(threads.map(do, work))


def until_it_waits(store: Store, work: Future[None]) -> None:
    """Come back when the work waits for somebody's lock, or has not found any."""
    waiting = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not work.done() and not connection.exec_driver_sql(waiting).scalar_one():
            pass


class Busy:
    """The estate, in a database of its own, with two threads at hand."""

    def __init__(self, network: Network, estate: Estate) -> None:
        self.network, self.estate = network, estate

    def both(self, *presses: tuple[Who, CardAction]) -> list[str]:
        """The headings that both see. Raises what either of them raises."""
        return at_once([self._press(who, action) for who, action in presses])

    def _press(self, who: Who, action: CardAction) -> Callable[[], str]:
        by = member(self.network, who)
        return lambda: by.press(action.verb, action.data()).heading

    def tick(self, work: Callable[[Deps], None]) -> None:
        """Two processes come to the same work at the same moment."""
        at_once([lambda: work(self.network.deps)] * 2)

    def count(self, table: type[SQLModel], *which: ColumnElement[bool] | bool) -> int:
        with self.network.deps.store.transaction() as session:
            statement = select(func.count()).select_from(table).where(*which)
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
    request: pytest.FixtureRequest,
    postgresql_databases: "PostgresqlDatabases",
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, Estate, str]:
    """The keys, the estate and the database that holds it: one for each module that races."""
    template = f"estate_{request.module.__name__.rpartition('.')[2]}"
    keys = Keyring.create(tmp_path_factory.mktemp("busy") / "secret.key")
    made: list[Estate] = []

    def fill(store: Store) -> None:
        made.append(lay_out(Deps(store, keys, Clock(), calendar())))

    postgresql_databases.keep(template, fill)
    return keys.path, made[0], template


@pytest.fixture
def busy(
    postgresql_databases: "PostgresqlDatabases",
    laid_out: tuple[Path, Estate, str],
    tmp_path: Path,
) -> Iterator[Busy]:
    path, estate, template = laid_out
    keys, clock = Keyring.load(Path(copy(path, tmp_path))), Clock()
    with postgresql_databases.copy_of(template) as url:
        store = open_store(url)
        deps = Deps(store, keys, clock, calendar())
        yield Busy(Network(deps, load_cast(), clock, count(10_000)), estate)
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
    "say that it is done": (
        (Who.CONTACT, Who.COLLEAGUE),
        lambda b: MarkDuty(duty=b.estate.open_duty),
    ),
    "take a duty over": (
        (Who.CONTACT, Who.COLLEAGUE),
        lambda b: AcceptDuty(duty=b.estate.asked_duty, move=b.estate.asked_move),
    ),
    "put a theme on": (
        (Who.CONTACT, Who.OWNER),
        lambda b: ReplaceTheme(theme=b.estate.theme, meeting=b.estate.fagdag),
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
    follow = {duty.organisation_id for duty in duties if not duty.taken_over}
    assert follow == {meeting.host_id}


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


def test_a_duty_is_done_once(busy: Busy) -> None:
    twice(busy, "say that it is done")
    (done,) = moves(busy, busy.estate.open_duty)
    with busy.network.deps.store.transaction() as session:
        duty = session.get_one(Duty, busy.estate.open_duty)
    assert (done.move, duty.state, duty.done_by_id) == (
        DutyMoved.DONE,
        DutyState.DONE,
        done.person_id,
    )


def moves(busy: Busy, duty: int) -> list[DutyMove]:
    with busy.network.deps.store.transaction() as session:
        listed = select(DutyMove).where(DutyMove.duty_id == duty).order_by(col(DutyMove.id))
        return list(session.exec(listed))


def test_a_duty_that_was_passed_on_is_accepted_or_declined(busy: Busy) -> None:
    asked = {"duty": busy.estate.asked_duty, "move": busy.estate.asked_move}
    busy.both((Who.CONTACT, AcceptDuty(**asked)), (Who.COLLEAGUE, DeclineDuty(**asked)))
    _, answer = moves(busy, busy.estate.asked_duty)
    with busy.network.deps.store.transaction() as session:
        duty = session.get_one(Duty, busy.estate.asked_duty)
    theirs = {DutyMoved.ACCEPT: busy.estate.own, DutyMoved.DECLINE: busy.estate.other}
    assert (duty.organisation_id, duty.offered_to_id) == (theirs[answer.move], None)


def test_a_fagdag_gets_one_of_two_themes_and_the_other_is_asked(busy: Busy) -> None:
    without_theme(busy)
    answers = busy.both(
        (Who.CONTACT, put_on(busy, busy.estate.theme)),
        (Who.OWNER, put_on(busy, busy.estate.other_theme)),
    )
    assert sorted(answers) == ["Fagdagen har et tema fra før. Bytte?", "Temaet er satt opp"]
    with busy.network.deps.store.transaction() as session:
        both = (busy.estate.theme, busy.estate.other_theme)
        themes = [session.get_one(Theme, number) for number in both]
        fagdag = session.get_one(Meeting, busy.estate.fagdag)
    assert [theme.text for theme in themes if theme.meeting_id == fagdag.id] == [fagdag.theme]


def test_a_theme_that_two_put_on_a_fagdag_can_be_taken_off_again(busy: Busy) -> None:
    without_theme(busy)
    action = put_on(busy, busy.estate.theme)
    assert len(set(busy.both((Who.CONTACT, action), (Who.OWNER, action)))) == 1
    with busy.network.deps.store.transaction() as session:
        assert session.get_one(Theme, busy.estate.theme).replaced == ""


def put_on(busy: Busy, theme: int) -> PutThemeOn:
    return PutThemeOn(theme=str(theme), meeting=str(busy.estate.fagdag))


def without_theme(busy: Busy) -> None:
    with busy.network.deps.store.transaction() as session:
        session.get_one(Meeting, busy.estate.fagdag).theme = ""


def test_the_same_words_proposed_by_two_are_one_theme_with_two_votes(busy: Busy) -> None:
    action = ProposeTheme(text="Læreplass i bygg")
    busy.both((Who.CONTACT, action), (Who.OTHER, action))
    assert busy.count(Theme, Theme.text == "Læreplass i bygg") == 1
    assert busy.count(ThemeVote) == 2


def test_an_evaluation_is_closed_once_and_told_once(busy: Busy) -> None:
    answered(busy.network, busy.estate.evaluation, THIRTY_ONE[:6])
    with busy.network.deps.store.transaction() as session:
        over = session.get_one(Evaluation, busy.estate.evaluation).closes_at
    busy.network.clock.moment = over
    busy.tick(closing.close_due)
    busy.tick(upkeep.plan)
    with busy.network.deps.store.transaction() as session:
        row = session.get_one(Evaluation, busy.estate.evaluation)
        items = session.exec(select(AgendaItem.standing)).all()
    assert (row.closed, row.answered) == (True, 6)
    assert busy.count(Answer, Answer.evaluation_id == row.id) == 6
    subject = deliveries.subject("evaluation", row.id or 0)
    told = (Delivery.kind == results.SUMMARY, Delivery.subject == subject)
    assert busy.count(Delivery, *told) == 1
    assert items.count(rules.standing(row.id or 0)) == 1


def a_reminder(busy: Busy) -> Delivery:
    return Delivery(
        network_id=1,
        kind=planning.REMINDER,
        subject=deliveries.subject("meeting", busy.estate.coming),
        audience=deliveries.person(busy.estate.contact),
    )


def test_a_refusal_waits_for_who_changes_the_person_and_plans_anew(busy: Busy) -> None:
    """Had it begun to plan before it has the person, the database would end one of them."""
    deps, refused, person_id = busy.network.deps, a_reminder(busy), busy.estate.contact

    def refuse() -> None:
        with deps.store.transaction() as session:
            reach.hold(session, refused)
            reminders.unreachable(deps, session, refused, "blocked")

    with ThreadPoolExecutor(1) as threads:
        with deps.store.transaction() as session:
            session.get_one(Person, person_id).name = "Kari Ny"
            session.flush()
            refusal = threads.submit(refuse)
            until_it_waits(deps.store, refusal)
            planning.replan(session, 1, deps.now(), deps.calendar)
        refusal.result()
    assert busy.count(Person, Person.name == "Kari Ny", col(Person.unreachable).is_(True)) == 1


def test_a_refusal_is_not_written_down_while_somebody_plans(busy: Busy) -> None:
    deps, refused, written = busy.network.deps, a_reminder(busy), list[str]()

    def refuse() -> None:
        with deps.store.transaction() as session:
            reach.hold(session, refused)
            written.append("refused")

    with ThreadPoolExecutor(1) as threads:
        with deps.store.transaction() as session:
            planning.replan(session, 1, deps.now(), deps.calendar)
            refusal = threads.submit(refuse)
            until_it_waits(deps.store, refusal)
            assert written == []
        refusal.result()
    assert written == ["refused"]
