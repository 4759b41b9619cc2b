"""So many steps of the state machine of deliveries."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import event, make_url

from storage.store import Store
from tests.databases import SqliteDatabases
from tests.faults.machine import Deliveries

EXAMPLES, STEPS_EACH = 20, 40


def do_not_wait_for_the_disk(connection: Any, _record: object) -> None:
    """Nobody pulls the plug here, and a thousand steps wait for the disk otherwise."""
    connection.execute("PRAGMA synchronous = OFF")


def take_steps(url: str, least: int) -> int:
    """How many were taken, at least so many. Raises what a broken promise raises."""
    path = make_url(url).database or ""
    with closing(Store.open(url)) as store, closing(sqlite3.connect(path)) as reader:
        event.listen(store.engine, "connect", do_not_wait_for_the_disk)
        machine: type[Deliveries] = type("Run", (Deliveries,), {"store": store, "reader": reader})
        profile = settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS_EACH,
            deadline=None,
            derandomize=False,  # as it is where CI is set: then every run would take the same steps
            database=None,
            phases=[Phase.generate, Phase.shrink],
        )
        while machine.steps < least:
            run_state_machine_as_test(machine, settings=profile)
        return machine.steps


def take_steps_apart(least: int) -> int:
    """The same in a process of its own, with a database of its own."""
    with TemporaryDirectory() as folder, SqliteDatabases(Path(folder)).copy_of("migrated") as url:
        return take_steps(url, least)
