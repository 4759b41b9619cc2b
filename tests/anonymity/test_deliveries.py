"""Whom a reminder did not go to had answered: what is stored of the reminders must not tell it.

The attacker knows whom each row is for, and parts the rows by everything else that stands in them.
First that is shown to work on the rows as the sender leaves them; then on ours.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, select, update

from bot.domain import deliveries
from bot.domain.attendance import Coming
from bot.domain.calendar import WorkCalendar
from bot.domain.deliveries import DeliveryState
from bot.domain.evaluation import split
from bot.domain.evaluation_form import PART_TWO, SECOND_PART
from bot.domain.fagdag import Window
from storage import evaluation_plans, evaluation_rows, evaluations, sending, tables
from storage.keys import Keyring
from storage.sending import Claim
from storage.store import Store
from tests.anonymity.fagdag import Fagdag

PEOPLE = range(1, 41)
HAVE_ANSWERED = frozenset(PEOPLE[::2])
CALENDAR = WorkCalendar(ZoneInfo("Europe/Oslo"), frozenset())
OPENS = datetime(2027, 3, 26, 8, tzinfo=UTC)
WINDOW = Window(OPENS, OPENS + timedelta(days=14))
REMINDED = OPENS + timedelta(days=8)
LEASE = timedelta(minutes=1)
TELLS_WHO = {"id", "audience", "person_id"}


@dataclass(frozen=True)
class SecondPart:
    """Part 2 of a day to which everybody said they would come."""

    store: Store
    keys: Keyring
    evaluation_id: int

    @classmethod
    def open(cls, fagdag: Fagdag) -> "SecondPart":
        with fagdag.store.transaction() as session:
            first = session.get_one(tables.Evaluation, fagdag.evaluation_id)
            meeting = session.get_one(tables.Meeting, first.meeting_id)
            for number in PEOPLE:
                _comes(session, meeting, number)
            second = evaluation_rows.prepared(session, fagdag.keys, meeting, SECOND_PART, WINDOW)
            evaluation_rows.open_now(second, OPENS)
            evaluation_plans.replan(session, meeting.network_id, OPENS, CALENDAR)
        return cls(fagdag.store, fagdag.keys, second.id or 0)

    def answer(self, number: int) -> None:
        parted = split(self.evaluation_id, f"person:{number}", PART_TWO, {"benefit": "great"})
        with self.store.transaction() as session:
            evaluations.take(session, self.keys, *parted)

    def remind(self, occurrence: int) -> None:
        """As the sender does it, once the question whether somebody has answered is decided."""
        for row in self.rows(occurrence):
            held = Claim(row.id or 0, "worker")
            with self.store.transaction() as session:
                session.exec(
                    update(tables.Delivery)
                    .where(col(tables.Delivery.id) == row.id)
                    .values(state=DeliveryState.CLAIMED, owner="worker", lease_until=OPENS + LEASE)
                )
                who = f"person:{deliveries.row_id(row.audience)}"
                if evaluations.has_answered(session, self.keys, self.evaluation_id, who):
                    sending.cancel(session, held)
                    continue
                session.exec(
                    update(tables.Delivery)
                    .where(col(tables.Delivery.id) == row.id)
                    .values(state=DeliveryState.SENDING)
                )
                now = REMINDED + timedelta(milliseconds=row.id or 0)
                where = {"conversation_id": f"a:{row.id}", "activity_id": f"m:{row.id}"}
                assert sending.sent(session, held, (), sent_at=now, **where)

    def rows(self, occurrence: int) -> list[tables.Delivery]:
        with self.store.transaction() as session:
            found = select(tables.Delivery).where(
                tables.Delivery.kind == evaluation_plans.SECOND,
                tables.Delivery.occurrence == occurrence,
            )
            return list(session.exec(found.order_by(col(tables.Delivery.id))))

    def forget(self) -> None:
        with self.store.transaction() as session:
            evaluation_plans.forget_who_was_asked(session, REMINDED)

    def close(self) -> None:
        with self.store.transaction() as session:
            evaluations.close(session, self.keys, self.evaluation_id)
            evaluation_plans.forget(session, self.evaluation_id)
        evaluations.after_close(self.store, self.keys, self.evaluation_id)


def _comes(session: Session, meeting: tables.Meeting, number: int) -> None:
    person = tables.Person(
        id=number, tenant_id="t", object_id=f"o{number}", teams_id=f"29:{number}", name="Navn"
    )
    session.add(person)
    session.flush()
    session.add(tables.Membership(network_id=meeting.network_id, person_id=number))
    session.add(
        tables.Attendance(
            meeting_id=meeting.id or 0, person_id=number, answer=Coming.YES, answered_at=OPENS
        )
    )
    session.flush()


def parted(rows: list[tables.Delivery]) -> list[set[int]]:
    """People by what stands in their rows; any single column is enough."""
    found: list[set[int]] = []
    for column in sorted(set(tables.Delivery.model_fields) - TELLS_WHO):
        groups: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            unlike = getattr(row, column) is None if column.endswith("_id") else None
            value = str(getattr(row, column)) if unlike is None else str(unlike)
            groups[value].add(deliveries.row_id(row.audience))
        if len(groups) > 1:
            found += groups.values()
    return found


@pytest.fixture
def second(fagdag: Fagdag) -> SecondPart:
    opened = SecondPart.open(fagdag)
    for number in HAVE_ANSWERED:
        opened.answer(number)
    return opened


def test_everybody_who_came_is_planned_for_alike_whether_they_have_answered_or_not(
    second: SecondPart,
) -> None:
    for occurrence in (1, 2, 3):
        asked = [deliveries.row_id(row.audience) for row in second.rows(occurrence)]
        assert sorted(asked) == list(PEOPLE)
    assert second.rows(4) == []


def test_the_attack_sees_who_has_answered_in_the_rows_as_they_are_left(second: SecondPart) -> None:
    second.remind(2)
    assert set(HAVE_ANSWERED) in parted(second.rows(2))


def test_a_minute_later_no_column_of_any_row_tells_who_has_answered(second: SecondPart) -> None:
    second.remind(2)
    second.forget()
    assert parted(second.rows(2)) == []
    assert {row.state for row in second.rows(2)} == {DeliveryState.SENT}


def test_what_is_still_to_come_is_left_alone(second: SecondPart) -> None:
    second.forget()
    assert {row.state for row in second.rows(3)} == {DeliveryState.PENDING}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_neither_do_the_hidden_columns(second: SecondPart) -> None:
    second.remind(2)
    second.forget()
    with second.store.engine.connect() as connection:
        query = "SELECT DISTINCT xmin::text FROM delivery WHERE occurrence = 2"
        assert len(connection.exec_driver_sql(query).all()) == 1


def test_after_closing_nothing_tells_that_anybody_was_asked(second: SecondPart) -> None:
    second.remind(2)
    second.close()
    with second.store.transaction() as session:
        assert list(session.exec(select(tables.Delivery))) == []
