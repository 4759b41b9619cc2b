"""A year of the demo network, sent in seconds: how many messages does each person get?

`make year` prints one table where nobody ever answers, and one where everybody answers at once.
Measured is what leaves through the real planner, budget and sender; only Teams is played.
"""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlmodel import col, select

from bot.demo import network as demo_network
from bot.demo.playground import load_cast
from bot.deps import Deps
from bot.domain.budget import ANSWERS, QUIET
from bot.domain.duties import UNSETTLED
from cards.duty_actions import MarkDuty
from storage.keys import Keyring
from storage.store import Store
from storage.tables import Delivery, Duty, Membership, Organisation, Person
from tests.clock import Clock
from tests.databases import SqliteDatabases
from tests.demo_network import calendar
from tests.features.bench import CONNECTOR, Network
from tests.features.postman import Letter, Postman

KMV = 1
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Line:
    """What one person got. answers: messages about what they did themselves."""

    name: str
    agency: str
    chats: int
    mentions: int
    answers: int
    most_in_a_week: int


def main() -> None:
    for title, answering in (("Nobody answers", False), ("Everybody answers", True)):
        with tempfile.TemporaryDirectory(prefix="rundebord-") as folder:
            network = laid_out(Path(folder))
            live(network, answering=answering)
            report(title, lines(network))
            network.deps.store.close()


def laid_out(folder: Path) -> Network:
    """The demo network, in which everybody has a chat with the bot."""
    databases = SqliteDatabases(folder)
    databases.keep("year", lambda store: None)
    store = Store.open(f"sqlite:///{folder}/year.db")
    deps = Deps(store, Keyring.create(folder / "secret.key"), Clock(), calendar())
    demo_network.load(deps, load_cast(), CONNECTOR)
    with store.transaction() as session:
        for person in session.exec(select(Person)):
            person.unreachable = False
    clock = deps.now
    assert isinstance(clock, Clock)
    return Network(deps, load_cast(), clock)


def live(network: Network, *, answering: bool) -> None:
    postman = Postman(network)
    if answering:
        postman.answering = partial(answer, network)
    postman.live_until(network.clock() + A_YEAR)


def answer(network: Network, letters: Iterable[Letter]) -> None:
    """Whoever is called on does everything that their agency has to do, there and then."""
    for rung in {letter.rings for letter in letters if letter.rings}:
        with network.deps.store.transaction() as session:
            person = session.exec(select(Person).where(Person.teams_id == rung)).first()
            agency = select(Membership.organisation_id).where(
                Membership.person_id == (person.id if person else 0)
            )
            rows = session.exec(
                select(Duty.id).where(
                    col(Duty.organisation_id).in_(agency), col(Duty.state).in_(UNSETTLED)
                )
            ).all()
        if person is not None:
            for number in rows:
                duty = MarkDuty(duty=number or 0)
                network.member(person.name.split()[0]).press(duty.verb, duty.data())


def lines(network: Network) -> list[Line]:
    with network.deps.store.transaction() as session:
        rows = session.exec(
            select(Delivery).where(
                col(Delivery.person_id).is_not(None), col(Delivery.sent_at).is_not(None)
            )
        ).all()
        people = session.exec(
            select(Person.id, Person.name, Organisation.name)
            .join(Membership, col(Membership.person_id) == col(Person.id))
            .join(Organisation, col(Organisation.id) == col(Membership.organisation_id))
            .where(Membership.network_id == KMV)
            .order_by(col(Person.name))
        ).all()
    messages = [row for row in rows if row.lead_id is None]
    counted = Counter((row.person_id, _column(row)) for row in messages)
    moments: dict[int | None, list[datetime]] = defaultdict(list)
    for row in messages:
        if row.kind not in ANSWERS and row.sent_at is not None:
            moments[row.person_id].append(row.sent_at)
    return [
        Line(
            name,
            agency,
            counted[number, "chat"],
            counted[number, "mention"],
            counted[number, "answer"],
            _most_in_a_week(moments[number]),
        )
        for number, name, agency in people
    ]


def _column(row: Delivery) -> str:
    if row.kind in ANSWERS:
        return "answer"
    return "chat" if row.audience.startswith("person:") else "mention"


def _most_in_a_week(moments: list[datetime]) -> int:
    return max((sum(m <= one < m + QUIET for one in moments) for m in moments), default=0)


def report(title: str, found: Iterable[Line]) -> None:
    print(f"{title}, in a year")
    print(f"  {'':<16} {'':<30} unsolicited  mentions  answers  most in 7 days")
    for line in found:
        print(
            f"  {line.name:<16} {line.agency[:30]:<30} {line.chats:>11}  {line.mentions:>8}"
            f"  {line.answers:>7}  {line.most_in_a_week:>14}"
        )


if __name__ == "__main__":
    main()
