"""Runs the benchmarks and writes docs/benchmarks.md anew below its line «## Results».

`make bench-all`. What stands above that line is written by hand and stays.
"""

import importlib
import os
import platform
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
BENCHES = ("start", "calendar", "turns", "sending", "growth", "soak")
LIBRARIES = ("aiohttp", "sqlalchemy", "sqlmodel", "pydantic", "botbuilder-core", "apscheduler")
RESULTS = "## Results\n"


def main() -> None:
    kept, _, _ = PAGE.read_text("utf-8").partition(RESULTS)
    parts = [kept.rstrip(), RESULTS.rstrip(), _machine(), *(_section(name) for name in BENCHES)]
    PAGE.write_text("\n\n".join(parts) + "\n", "utf-8")


def _machine() -> str:
    """What the figures were measured with, and how busy it was: only ratios compare."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    load = os.getloadavg()[1]
    return (
        f"{datetime.now(UTC):%d %B %Y}. {os.cpu_count()} cores, {_processor()}, "
        f"load {load:.1f} at the start. {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}."
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    found = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(found, platform.machine())


def _section(name: str) -> str:
    """What a benchmark says of itself in its first paragraph, and what it prints."""
    module = f"tests.benchmarks.{name}"
    about = (importlib.import_module(module).__doc__ or "").partition("\n\n")[0]
    ran = subprocess.run(
        [sys.executable, "-m", module], cwd=ROOT, check=True, capture_output=True, text=True
    )
    text = " ".join(about.split())
    return f"### {name}\n{text}\n\n```text\n{ran.stdout.rstrip()}\n```"


if __name__ == "__main__":
    main()
