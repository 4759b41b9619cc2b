"""Two processes and one SQLite file."""

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from storage.lock import StoreBusy, only_process

processes = multiprocessing.get_context("forkserver")


def hold(url: str, parent: Connection) -> None:
    with only_process(url):
        parent.send("held")
        parent.recv()


def test_a_second_process_is_refused_until_the_first_one_is_dead(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/network.db"
    here, there = processes.Pipe()
    first = processes.Process(target=hold, args=[url, there])
    first.start()
    assert here.recv() == "held"
    with pytest.raises(StoreBusy, match="in use by another"), only_process(url):
        pytest.fail("two processes on one file")
    first.kill()
    first.join()
    first.close()
    with only_process(url):
        pass
