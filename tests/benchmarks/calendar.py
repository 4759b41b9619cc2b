"""How long the calendar's answers take in a large network, on both databases.

20 agencies, 60 meetings a year, and ten years behind them. `make bench` prints each answer beside
that of `hjelp` in the same run: milliseconds depend on the machine, the ratio much less. Measured
is what the bot does from the words to the card, without Teams and without HTTP.
"""

import itertools
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from datetime import time as wall_time
from functools import partial
from pathlib import Path

from sqlmodel import Session, col, select

from bot.demo import network as demo_network
from bot.demo.playground import load_cast
from bot.deps import Deps
from bot.domain.agreements import AgreementState, Term, to_data
from bot.domain.meetings import Activity, MeetingState
from storage import bundles, meetings, planning
from storage.keys import Keyring
from storage.store import Store
from storage.tables import Agreement, Meeting, Organisation
from storage.tables import Network as NetworkRow
from tests.clock import Clock
from tests.databases import Databases, PostgresqlDatabases, SqliteDatabases
from tests.demo_network import calendar
from tests.features.bench import CONNECTOR, Member, Network, Seen

AGENCIES = 20
YEARS_BEHIND = 10
YEAR = 2027  # the clock stands on 4 January; the year after it is planned
RUNS = 5
GOAL = 300.0
"""Milliseconds: nobody waits for an answer that takes less."""

COUNTS = {
    Activity.NETWORK_MEETING: 24,
    Activity.COOPERATION_DAY: 12,
    Activity.STEERING_GROUP: 12,
    Activity.WORKING_GROUP: 12,
}
"""Together sixty a year."""

Timings = dict[str, list[float]]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="rundebord-") as folder:
        report("SQLite", measured(SqliteDatabases(Path(folder)), Path(folder)))
        postgresql = PostgresqlDatabases(Path(folder) / "postgresql")
        report("PostgreSQL", measured(postgresql, Path(folder)))
        postgresql.close()


def report(database: str, timings: Timings) -> None:
    base = statistics.median(timings["hjelp"])
    print(f"{database}: {AGENCIES} agencies, {sum(COUNTS.values())} meetings a year")
    for name, taken in timings.items():
        typical = statistics.median(taken)
        note = f"  above {GOAL:.0f} ms" if typical > GOAL else ""
        print(f"  {name:<24} {typical:6.1f} ms  {typical / base:5.1f} x hjelp{note}")


def measured(databases: Databases, folder: Path) -> Timings:
    """Each run has a database of its own, for what is confirmed once cannot be confirmed again."""
    timings: Timings = defaultdict(list)
    databases.keep("large", lambda store: _fill(_deps(store, Keyring.create(folder / "key"))))
    for _ in range(RUNS):
        with databases.copy_of("large") as url:
            store = Store.open(url)
            deps = _deps(store, Keyring.load(folder / "key"))
            kari = Network(deps, load_cast(), Clock()).member("Kari")
            for name, seconds in _answers(kari):
                timings[name].append(seconds * 1000)
            store.close()
    return timings


def _answers(kari: Member) -> Iterator[tuple[str, float]]:
    """The first answer of a process loads what it needs, and is not counted."""
    kari.says("hjelp")
    for said in ("hjelp", "møteplan", "neste møte", "ansvar", "saksliste", "oppfølging"):
        yield said, _timed(partial(kari.says, said))[0]
    seconds, year = _timed(lambda: kari.says(f"årsplan {YEAR + 1}"))
    yield "årsplan, made", seconds
    assert f"{sum(COUNTS.values())} møter." in year.texts
    yield "årsplan, shown", _timed(lambda: kari.says(f"årsplan {YEAR + 1}"))[0]
    seconds, question = _timed(lambda: year.press("Bekreft alle"))
    yield "the year, asked", seconds
    yield "the year, confirmed", _timed(lambda: question.press("Bekreft alle"))[0]
    yield "a meeting, moved", _moved(kari.says("neste møte"))


def _moved(meeting: Seen) -> float:
    """A week later."""
    form = meeting.press("Mer").press("Endre")
    typed = {name: str(value) for name, value in form.inputs().items()}
    later = date.fromisoformat(typed["day"]) + timedelta(days=7)
    seconds, changed = _timed(lambda: form.press("Lagre", **{**typed, "day": later.isoformat()}))
    assert "Endringen er lagret" in changed.texts
    return seconds


def _timed(answer: Callable[[], Seen]) -> tuple[float, Seen]:
    begun = time.perf_counter()
    seen = answer()
    return time.perf_counter() - begun, seen


# --- A network as large as one is likely to become -----------------------------------------------


def _deps(store: Store, keys: Keyring) -> Deps:
    return Deps(store, keys, Clock(), calendar())


def _fill(deps: Deps) -> None:
    """The demo network and its people, with more agencies and another calendar."""
    demo_network.load(deps, load_cast(), CONNECTOR)
    with deps.store.transaction() as session:
        network = session.exec(select(NetworkRow).where(NetworkRow.slug == "lindesnes")).one()
        network_id = network.id or 0
        session.add(_agreement(network_id, deps))
        hosts = _agencies(session, network_id)
        _hold_meetings(session, network_id, hosts, deps)
        planning.replan(session, network_id, deps.now(), deps.calendar)


def _agreement(network_id: int, deps: Deps) -> Agreement:
    every_month = tuple(range(1, 13))
    terms = [
        Term(activity, count, every_month, None, wall_time(9), wall_time(11))
        for activity, count in COUNTS.items()
    ]
    return Agreement(
        network_id=network_id,
        version=1,
        state=AgreementState.IN_FORCE,
        terms=to_data(terms),
        proposed_at=deps.now(),
        settled_at=deps.now(),
    )


def _agencies(session: Session, network_id: int) -> list[int]:
    """The ids of all that may host."""
    known = _active(session, network_id)
    for number in range(len(known), AGENCIES):
        row = Organisation(
            network_id=network_id,
            key=f"etat-{number}",
            name=f"Etat nummer {number} i en lang kommune",
            level="kommune",
            valid_from=date(YEAR - YEARS_BEHIND, 1, 1),
        )
        session.add(row)
    session.flush()
    return [row.id or 0 for row in _active(session, network_id)]


def _active(session: Session, network_id: int) -> list[Organisation]:
    statement = select(Organisation).where(
        Organisation.network_id == network_id,
        col(Organisation.valid_to).is_(None),
        col(Organisation.observer).is_(False),
    )
    return list(session.exec(statement))


def _hold_meetings(session: Session, network_id: int, hosts: list[int], deps: Deps) -> None:
    """Sixty in each year behind, and in this one, in which each has its duties."""
    turns = itertools.cycle(hosts)
    first = date(YEAR - YEARS_BEHIND, 1, 5)
    for year, (activity, count) in itertools.product(range(YEARS_BEHIND + 1), COUNTS.items()):
        for number in range(count):
            day = first + timedelta(days=365 * year + number * 365 // count)
            day = deps.calendar.on_or_before(day)
            session.add(_meeting(network_id, activity, day, next(turns), deps))
    session.flush()
    coming = meetings.upcoming(session, network_id, deps.now())
    bundles.follow(session, [row for row in coming if _is_new(session, row)], deps.calendar)


def _is_new(session: Session, row: Meeting) -> bool:
    """The demo's own meetings have their duties."""
    return not meetings.duties(session, row.id or 0)


def _meeting(network_id: int, activity: Activity, day: date, host_id: int, deps: Deps) -> Meeting:
    starts = deps.calendar.at(day, wall_time(9))
    return Meeting(
        network_id=network_id,
        activity=activity,
        state=MeetingState.PLANNED if starts > deps.now() else MeetingState.FINISHED,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        host_id=host_id,
        place="Lindesnes læringssenter, Mandal",
    )


if __name__ == "__main__":
    main()
