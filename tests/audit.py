"""Whether a package of ours is known to be unsafe: `python -m tests.audit`, in CI and by hand.

A weakness that is known ends it with 1. Where PyPI cannot be asked, or does not know our packages,
that is said loudly and is no fault of the build: silence would look like safety.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

LOCK = Path(__file__).parent.parent / "requirements.lock"
SECONDS = 120
ASK = (
    *(sys.executable, "-m", "pip_audit", "--vulnerability-service", "pypi", "--format", "json"),
    *("--disable-pip", "--no-deps", "--progress-spinner", "off", "--requirement", str(LOCK)),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """unsafe: a line each. unasked: how many packages nothing is known of."""

    unsafe: tuple[str, ...]
    unasked: int
    asked: int

    def lines(self) -> list[str]:
        if not self.asked:
            return ["NOT AUDITED: the list of known weaknesses could not be read."]
        left = f", of {self.unasked} NOTHING IS KNOWN" if self.unasked else ""
        found = f"{len(self.unsafe)} known weaknesses in {self.asked} packages{left}."
        return [*self.unsafe, found]


def read(answer: str) -> Verdict:
    """pip-audit's own answer as JSON; anything else means that nobody was asked."""
    try:
        listed = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Verdict((), 0, 0)
    told = [each for each in listed if "vulns" in each]
    unsafe = tuple(
        f"{each['name']} {each['version']}: {weakness['id']}, mended in "
        f"{', '.join(weakness['fix_versions']) or 'no version yet'}"
        for each in told
        for weakness in each["vulns"]
    )
    return Verdict(unsafe, len(listed) - len(told), len(told))


def ask() -> str:
    try:
        found = subprocess.run(ASK, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return ""
    return found.stdout


def main() -> int:
    verdict = read(ask())
    print("\n".join(verdict.lines()))
    return 1 if verdict.unsafe else 0


if __name__ == "__main__":
    sys.exit(main())
