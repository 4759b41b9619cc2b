"""The result of a closed evaluation, as a card: asked for, or posted when it has closed."""

import random

from sqlmodel import Session

from bot.deps import Deps, Message, Reply, Turn
from bot.domain import deliveries
from bot.domain import results as rules
from bot.domain.errors import Refused, mark
from bot.domain.evaluation_form import Text
from bot.domain.notes import TAKEN_UP
from bot.domain.results import Comparison, Report
from cards import evaluation_raised, evaluation_summary, evaluation_texts
from cards.evaluation_raised import Raised
from cards.evaluation_summary import ShowRaised, ShowSummary
from cards.evaluation_texts import MOST_ORDERS, ShowTexts
from cards.words import Words
from storage import meetings, notes, results
from storage.tables import Delivery, Evaluation, Meeting

PAGE = 8  # of challenges
TEXTS = 4  # on a card: each may be a thousand characters

_chance = random.SystemRandom()


def summary(deps: Deps, turn: Turn, action: ShowSummary) -> Reply:
    """Raises Refused for one that is still open, in the words for one that does not exist."""
    with deps.store.transaction() as session:
        view = view_of(deps, session, find(session, turn, action.evaluation))
    return Reply(evaluation_summary.build(view, turn.words))


def announce(deps: Deps, session: Session, delivery: Delivery) -> Message:
    """The same in the channel, for everybody."""
    row = session.get_one(Evaluation, deliveries.row_id(delivery.subject))
    words = Words(deps.language, deps.zone)
    view = view_of(deps, session, row)
    return Message(evaluation_summary.build(view, words), evaluation_summary.summary(view, words))


def find(session: Session, turn: Turn, evaluation_id: int) -> Evaluation:
    """A closed evaluation of the reader's network. Raises Refused."""
    row = results.find(session, turn.known.network_id, evaluation_id)
    if row is None:
        raise Refused(mark("Den evalueringen er ikke avsluttet."))
    return row


def view_of(deps: Deps, session: Session, row: Evaluation) -> evaluation_summary.View:
    report, key = results.report(session, row), results.key_of(session, row.id or 0)
    (meeting,) = meetings.described(session, [session.get_one(Meeting, row.meeting_id)])
    return evaluation_summary.View(
        evaluation_id=row.id or 0,
        meeting=meeting,
        part=row.part,
        answered=row.answered or 0,
        report=report,
        minimum=row.minimum,
        comparisons=compared(deps, session, row, report) if report else (),
        raised=len(lines(session, row.meeting_id)),
        address=f"{deps.public_url}/r/{key}" if deps.public_url and key else "",
    )


def compared(
    deps: Deps, session: Session, row: Evaluation, report: Report
) -> tuple[Comparison, ...]:
    """Beside the other part of the same day, and beside the fagdag before it; each as a whole."""
    found: list[Comparison] = []
    for other, meeting in results.others(session, row):
        there = results.report(session, other)
        if there is not None:
            day, same = deps.calendar.day_of(meeting.starts_at), other.part == row.part
            found += rules.comparisons(report, there, other.part, day, same_part=same)
    return tuple(found)


def raised(deps: Deps, turn: Turn, action: ShowRaised) -> Reply:
    """«Ta opp noe»: what was sent on and what was noted, each with the way to the form."""
    with deps.store.transaction() as session:
        row = meetings.find(session, turn.known.network_id, action.meeting)
        if row is None:
            raise Refused(mark("Det møtet finnes ikke lenger."))
        (meeting,), found = meetings.described(session, [row]), lines(session, action.meeting)
    first = action.page * PAGE
    view = evaluation_raised.View(
        meeting, found[first : first + PAGE], action.page, len(found) > first + PAGE
    )
    return Reply(evaluation_raised.build(view, turn.words), private=True)


def lines(session: Session, meeting_id: int) -> tuple[Raised, ...]:
    """Challenges and opportunities of a fagdag, those that were noted first."""
    noted = (note for note in notes.of_meeting(session, meeting_id) if note.kind in TAKEN_UP)
    sent = results.challenges(session, results.of_meeting(session, meeting_id))
    return (
        *(Raised("note", str(note.id), note.text, note.kind) for note in noted),
        *(Raised("evaluation", row.key, row.text) for row in sent),
    )


def texts(deps: Deps, turn: Turn, action: ShowTexts) -> Reply:
    """What was written, question by question; a new order each time it is opened."""
    order = action.order or _chance.randrange(1, MOST_ORDERS)
    with deps.store.transaction() as session:
        row = find(session, turn, action.evaluation)
        report = results.report(session, row)
        (meeting,) = meetings.described(session, [session.get_one(Meeting, row.meeting_id)])
    pages = _pages(report, order) if report else []
    if action.page >= len(pages):
        raise Refused(mark("Det er ingen svar å lese her."))
    question, written = pages[action.page]
    view = evaluation_texts.View(
        evaluation_id=action.evaluation,
        meeting=meeting,
        part=row.part,
        question=question,
        texts=written,
        page=action.page,
        order=order,
        has_more=action.page + 1 < len(pages),
    )
    return Reply(evaluation_texts.build(view, turn.words))


def _pages(report: Report, order: int) -> list[tuple[Text, tuple[str, ...]]]:
    """The same for the same `order`; from what is stored by chance, so first in a fixed order."""
    found = []
    for said in report.said:
        ordered = sorted(said.texts)
        random.Random(f"{order}:{said.name}").shuffle(ordered)  # nosec B311 # noqa: S311 - an order
        starts = range(0, len(ordered), TEXTS)
        found += [(said.label, tuple(ordered[at : at + TEXTS])) for at in starts]
    return found
