"""Who is asked 1:1: at the event, and six weeks later with at most two reminders."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select, update

from bot.deps import Outgoing
from bot.domain.attendance import Coming
from bot.features.evaluation import answering, closing
from storage import attendance, evaluation_plans
from storage.planning import INVITATION
from storage.tables import Delivery, Evaluation, Meeting, Membership, Person
from tests.features.bench import Network
from tests.features.evaluated import fagdag

FAGDAG = "2027-01-15"


@pytest.fixture
def came(network: Network) -> Network:
    """Kari, Nils and Amina say they come to the fagdag of 15 January; Ola says he does not.

    In the demo only Kari has a chat; here all of them do.
    """
    with network.deps.store.transaction() as session:
        session.exec(update(Person).values(unreachable=False))
    answers = {"Kari": Coming.YES, "Nils": Coming.YES, "Amina": Coming.YES, "Ola": Coming.NO}
    for name, coming in answers.items():
        note(network, name, coming)
    return network


def note(network: Network, name: str, coming: Coming) -> None:
    who = person_id(network, name)
    with network.deps.store.transaction() as session:
        (fagdag,) = [
            meeting
            for meeting in session.exec(select(Meeting)).all()
            if f"{meeting.starts_at:%Y-%m-%d}" == FAGDAG
        ]
        attendance.answer(session, fagdag.id or 0, who, coming, network.clock())


def person_id(network: Network, name: str) -> int:
    with network.deps.store.transaction() as session:
        known = network.member(name).person
        return session.exec(select(Person.id).where(Person.object_id == known.object_id)).one() or 0


def agency_id(session: Session, network: Network, name: str) -> int:
    known = network.member(name).person
    found = (
        select(Membership.organisation_id).join(Person).where(Person.object_id == known.object_id)
    )
    return session.exec(found).first() or 0


def audience(network: Network, *names: str) -> list[str]:
    return sorted(f"person:{person_id(network, name)}" for name in names)


def asked(sent: list[tuple[Delivery, Outgoing]], kind: str) -> list[str]:
    return sorted(delivery.audience for delivery, _ in sent if delivery.kind == kind)


def pass_days(network: Network, days: int) -> list[tuple[Delivery, Outgoing]]:
    """Day by day, as the ticks do it."""
    sent = []
    for _ in range(days):
        sent += network.pass_days(1)
        closing.mix(network.deps)
        closing.close_due(network.deps)
    return sent


def answer(network: Network, evaluation: int, *names: str) -> None:
    for name in names:
        who = f"person:{person_id(network, name)}"
        answering.answer(network.deps, evaluation, who, {"benefit": "great"})


def second(network: Network) -> Evaluation:
    with network.deps.store.transaction() as session:
        return session.get_one(Evaluation, 2)


def test_those_who_came_are_asked_once_when_it_opens(came: Network) -> None:
    sent = came.pass_days(16)
    assert asked(sent, evaluation_plans.ASKED) == audience(came, "Kari", "Nils", "Amina")
    assert {
        f"{delivery.sent_at:%d %H:%M}"
        for delivery, _ in sent
        if delivery.kind == evaluation_plans.ASKED
    } == {"15 13:45"}


def test_nobody_is_asked_twice_when_the_host_opened_it_before(came: Network) -> None:
    came.clock.moment += timedelta(days=11, hours=2)
    came.member("Ola").says("neste møte").press("Åpne evalueringen")
    assert asked(came.send_due(), evaluation_plans.ASKED) == audience(came, "Kari", "Nils", "Amina")
    assert asked(came.pass_days(2), evaluation_plans.ASKED) == []


def test_opened_after_the_day_has_ended_the_channel_is_still_asked(network: Network) -> None:
    """The bot was away when the day ended: what was due then was not sent."""
    day = fagdag(network).id
    network.clock.moment += timedelta(days=11, hours=8)
    network.member("Ola").press("evaluation.open/1", {"meeting": day})
    invited = [out for row, out in network.send_due() if row.kind == INVITATION]
    assert [out.message.summary for out in invited] == ["Hva syntes du? Fagdag for alle 15. januar"]


def test_an_agency_that_was_there_without_a_word_is_asked_through_its_contact(
    network: Network,
) -> None:
    """Ola had said no; Kari and Amina said nothing, and only Kari's agency was there of theirs."""
    day = fagdag(network).id or 0
    note(network, "Ola", Coming.NO)
    network.clock.moment += timedelta(days=11, hours=8)
    with network.deps.store.transaction() as session:
        session.exec(update(Person).values(unreachable=False))
        there = {agency_id(session, network, "Kari"), agency_id(session, network, "Ola")}
        attendance.note_presence(session, day, there, there)
        evaluation_plans.replan(session, 1, network.clock(), network.deps.calendar)
    assert asked(network.send_due(), evaluation_plans.ASKED) == audience(network, "Kari")


def test_part_two_comes_six_weeks_later_and_says_what_the_day_was_about(came: Network) -> None:
    pass_days(came, 20)
    assert second(came).opened is False
    until = second(came).opens_at
    sent = pass_days(came, (until - came.clock()).days + 1)
    assert asked(sent, evaluation_plans.SECOND) == audience(came, "Kari", "Nils", "Amina")
    messages = [o.message for d, o in sent if d.kind == evaluation_plans.SECOND]
    told = "Har du fått brukt det? Fagdag for alle 15. januar"
    alone = [message for message in messages if message.summary == told]
    assert "Fagdagen handlet om" in str(alone[0].card)


def test_only_those_who_have_not_answered_are_reminded_and_at_most_twice(came: Network) -> None:
    pass_days(came, 20)
    wait = (second(came).opens_at - came.clock()).days + 1
    assert len(asked(pass_days(came, wait), evaluation_plans.SECOND)) == 3
    answer(came, 2, "Kari")
    sent = pass_days(came, 20)
    reminded = asked(sent, evaluation_plans.SECOND)
    assert reminded == sorted(2 * audience(came, "Nils", "Amina"))


def test_when_it_has_closed_nothing_tells_who_was_asked(came: Network) -> None:
    pass_days(came, 20)
    pass_days(came, (second(came).opens_at - came.clock()).days + 23)
    assert second(came).closed
    kinds = {delivery.kind for delivery in came.deliveries()}
    assert kinds.isdisjoint(evaluation_plans.KINDS)


def test_where_nobody_said_they_would_come_the_channel_is_asked_once(network: Network) -> None:
    pass_days(network, 20)
    sent = pass_days(network, (second(network).opens_at - network.clock()).days + 20)
    assert asked(sent, evaluation_plans.SECOND) == ["conversation:1"]


def test_a_fagdag_that_is_put_off_takes_both_parts_along(came: Network) -> None:
    def first_opens() -> datetime:
        came.member("Ola").says("evaluering")
        with came.deps.store.transaction() as session:
            return session.get_one(Evaluation, 1).opens_at

    came.pass_days(1)
    with came.deps.store.transaction() as session:
        for row in session.exec(select(Meeting)).all():
            if f"{row.starts_at:%Y-%m-%d}" == FAGDAG:
                row.starts_at += timedelta(days=7)
                row.ends_at += timedelta(days=7)
    sent = came.pass_days(24)
    assert {
        f"{delivery.sent_at:%m-%d %H:%M}"
        for delivery, _ in sent
        if delivery.kind == evaluation_plans.ASKED
    } == {"01-22 13:45"}
    assert f"{first_opens():%m-%d %H:%M}" == "01-22 13:45"
