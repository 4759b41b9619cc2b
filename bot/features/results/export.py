"""`evalueringer`: what has closed; and all of it as files, for research and for who administers.

A file is reached by a link that holds for an hour and is signed under a key outside the database.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.people import Member, RoleKind
from bot.domain.results import Report
from cards import evaluation_list
from cards.evaluation_fields import said
from cards.evaluation_list import Closed, ShowEvaluations
from cards.words import Words
from storage import meetings, results, tables
from storage.links import SignedLink

_LINK = SignedLink("result-files", ">I")  # the network


def command(deps: Deps, turn: Turn) -> Reply:
    """`evalueringer`."""
    return turn_page(deps, turn, ShowEvaluations())


def turn_page(deps: Deps, turn: Turn, action: ShowEvaluations) -> Reply:
    """Where others read it, nobody's links are on it."""
    network_id = turn.known.network_id
    with deps.store.transaction() as session:
        rows, has_more = results.page(session, network_id, action.page)
        described = meetings.described(session, [meeting for _, meeting in rows])
        network = session.get_one(tables.Network, network_id).name
    listed = zip(rows, described, strict=True)
    files = rows and may_export(turn.known) and not turn.read_by_others and deps.public_url
    link = _LINK.written(deps.keys, deps.now(), network_id) if files else ""
    address = f"{deps.public_url}/evalueringer/{link}"
    view = evaluation_list.View(
        network=network,
        evaluations=tuple(
            Closed(row.id or 0, meeting, row.part, row.answered or 0)
            for (row, _), meeting in listed
        ),
        page=action.page,
        has_more=has_more,
        csv=f"{address}.csv" if files else "",
        json=f"{address}.json" if files else "",
    )
    return Reply(evaluation_list.build(view, turn.words))


def may_export(member: Member) -> bool:
    return member.administers or RoleKind.RESEARCHER in member.roles


@dataclass(frozen=True, slots=True)
class Line:
    """One figure or one text. day: of the fagdag. value: what was chosen, or what was written."""

    evaluation: int
    day: str
    theme: str
    part: int
    answered: int
    question: str
    kind: str
    value: str
    count: int | None = None


def file_for(deps: Deps, secret: str) -> list[Line] | None:
    """Everything that may be shown; None for a link that is nobody's, or too old."""
    claim = _LINK.read(deps.keys, deps.now(), secret)
    if claim is None:
        return None
    words = Words(deps.language, deps.zone)
    with deps.store.transaction() as session:
        return list(_lines(deps, session, claim[0], words))


def as_rows(lines: list[Line]) -> list[dict[str, object]]:
    return [asdict(line) for line in lines]


def _lines(deps: Deps, session: Session, network_id: int, words: Words) -> Iterator[Line]:
    number, more = 0, True
    while more:
        rows, more = results.page(session, network_id, number)
        number += 1
        for row, meeting in rows:
            report = results.report(session, row)
            day = deps.calendar.day_of(meeting.starts_at).isoformat()
            common = (row.id or 0, day, meeting.theme, row.part, row.answered or 0)
            yield from (Line(*common, *told) for told in _told(report, words))


def _told(report: Report | None, words: Words) -> Iterator[tuple[str, str, str, int | None]]:
    """question, kind, value, count."""
    if report is None:
        return
    for figure in report.figures:
        asked = ": ".join(said(text, words) for text in (figure.heading, figure.label) if text)
        for step in figure.steps:
            yield asked, "count", said(step.label, words), step.count
    for written in report.said:
        for text in written.texts:
            yield said(written.label, words), "text", text, None
