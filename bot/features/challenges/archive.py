"""A year of challenges in figures, and as files for the agencies' own archives.

A file is reached by a link that holds for an hour and is signed under a key outside the database.
"""

import hashlib
import json
from collections.abc import Sequence

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.challenges import POSTED
from bot.domain.errors import Refused, mark
from bot.domain.learning import learned
from bot.domain.typed import EARLIEST, LATEST
from bot.features.challenges import reading
from bot.features.challenges.document import as_docx
from cards import challenge_files, challenge_year
from cards.challenge_files import File, ShowChallengeFiles
from cards.challenge_year import ShowChallengeYear
from cards.words import Words
from storage import challenges
from storage.challenges import archive, learning
from storage.links import SignedLink
from storage.tables import Challenge

_LINK = SignedLink("challenge-files", ">IIH")  # network, challenge or 0, year or 0


def show_year(deps: Deps, turn: Turn, action: ShowChallengeYear) -> Reply:
    """`utfordringer 2027`."""
    year = action.year or deps.calendar.day_of(turn.now).year
    with deps.store.transaction() as session:
        courses = learning.courses(session, turn.known.network_id, year, deps.calendar)
        view = challenge_year.View(
            year=year,
            learned=learned(courses),
            files=bool(deps.public_url) and turn.known.agency_id is not None,
        )
    return Reply(challenge_year.build(view, turn.words))


def typed_year(typed: str) -> int | None:
    """The year after the command; None where nothing that could be one was typed."""
    digits = typed.strip()
    is_year = digits.isascii() and digits.isdigit() and len(digits) == len("2027")
    return int(digits) if is_year and EARLIEST.year <= int(digits) <= LATEST.year else None


def show_files(deps: Deps, turn: Turn, action: ShowChallengeFiles) -> Reply:
    """The links, for the one who asks. Raises Refused for who speaks for no agency."""
    if turn.known.agency_id is None:
        raise Refused(mark("Si hvilken etat du representerer først."))
    with deps.store.transaction() as session:
        if action.challenge:
            reading.of_network(session, turn, action.challenge)
        claim = (turn.known.network_id, action.challenge, action.year)
        rows = _rows(session, *claim)
        words = Words(deps.language, deps.zone)
        files = _files(deps, session, claim, rows, words) if deps.public_url and rows else ()
    view = challenge_files.View(action.challenge, action.year, files)
    return Reply(challenge_files.build(view, turn.words), private=True)


def _files(
    deps: Deps,
    session: Session,
    claim: tuple[int, int, int],
    rows: Sequence[Challenge],
    words: Words,
) -> tuple[File, ...]:
    link = _LINK.written(deps.keys, deps.now(), *claim)
    address = f"{deps.public_url}/utfordringer/{link}"
    made = {kind: _built(session, kind, rows, words) for kind in ("docx", "json")}
    return tuple(
        File(kind, f"{address}.{kind}", hashlib.sha256(content).hexdigest())
        for kind, content in made.items()
    )


def file_for(deps: Deps, secret: str, kind: str) -> bytes | None:
    """The file behind a link, and that it was fetched; None for a link that is nobody's, or old."""
    claim = _LINK.read(deps.keys, deps.now(), secret)
    if claim is None:
        return None
    with deps.store.transaction() as session:
        rows = _rows(session, *claim)
        archive.exported(session, rows, deps.calendar.day_of(deps.now()))
        return _built(session, kind, rows, Words(deps.language, deps.zone))


def _rows(session: Session, network_id: int, challenge_id: int, year: int) -> Sequence[Challenge]:
    if not challenge_id:
        return learning.raised_in(session, network_id, year)
    row = challenges.find(session, network_id, challenge_id)
    return [row] if row is not None and row.state in POSTED else []


def _built(session: Session, kind: str, rows: Sequence[Challenge], words: Words) -> bytes:
    """Equal facts make equal bytes."""
    records = [archive.record(session, row) for row in rows]
    if kind == "docx":
        return as_docx(words.text("Utfordringer og løsninger"), records, words)
    return json.dumps(records, ensure_ascii=False, indent=1).encode()
