"""Runde rundt «bordet»: every agency speaks, and who opens goes round with the meetings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from bot.domain.agencies import Agency, active


def speaking_order(
    agencies: Iterable[Agency], earlier: Iterable[date], day: date
) -> tuple[tuple[Agency, ...], Agency | None]:
    """The order of a meeting's round, and who comes last because it opened the one before.

    `earlier`: the days of the meetings before this one. Whoever opens goes to the end of the line;
    a new agency joins there; a merged one stands where the first of its predecessors stood.
    """
    by_name = sorted(agencies, key=lambda agency: (agency.name, agency.id))
    known = {agency.id: agency for agency in by_name}
    line: list[int] = []
    opened: int | None = None
    for past in sorted(earlier):
        line = _present(line, known, past)
        if line:
            opened, line = line[0], [*line[1:], line[0]]
    line = _present(line, known, day)
    last = known[line[-1]] if line and line[-1] == opened else None
    return tuple(known[number] for number in line), last


def _present(line: Sequence[int], known: Mapping[int, Agency], day: date) -> list[int]:
    """The line as it stands on that day, after those who left and those who came."""
    here = dict.fromkeys(agency.id for agency in active(known.values(), day))
    heirs = [_heir(number, here, known) for number in line]
    return list(dict.fromkeys([*(heir for heir in heirs if heir is not None), *here]))


def _heir(number: int, here: Collection[int], known: Mapping[int, Agency]) -> int | None:
    """The agency itself, or the one that took it over, perhaps by way of others."""
    seen, heir = set[int](), number
    while heir not in here:
        agency = known.get(heir)
        if agency is None or agency.successor_id is None or heir in seen:
            return None
        seen.add(heir)
        heir = agency.successor_id
    return heir
