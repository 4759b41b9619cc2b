"""A fagdag whose evaluation is open, and the few sentences that the tests speak of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.evaluation import Results, split
from bot.domain.evaluation_form import FIRST_PART, PART_ONE
from bot.domain.fagdag import Window
from bot.domain.meetings import Activity, MeetingState
from storage import evaluation_rows, evaluations, tables
from storage.keys import Keyring
from storage.store import Store

ENDS = datetime(2027, 2, 12, 14, 0, tzinfo=UTC)
WINDOW = Window(ENDS, ENDS + timedelta(days=1))


@dataclass(frozen=True)
class Fagdag:
    store: Store
    keys: Keyring
    evaluation_id: int

    @classmethod
    def open(cls, store: Store, keys: Keyring) -> "Fagdag":
        with store.transaction() as session:
            network = tables.Network(tenant_id="tenant", name="Nettverket", short="NV")
            session.add(network)
            session.flush()
            meeting = tables.Meeting(
                network_id=network.id or 0,
                activity=Activity.OPEN_DAY,
                state=MeetingState.PLANNED,
                starts_at=ENDS - timedelta(hours=6),
                ends_at=ENDS,
            )
            session.add(meeting)
            session.flush()
            evaluation = evaluation_rows.prepared(session, keys, meeting, FIRST_PART, WINDOW)
            evaluation_rows.open_now(evaluation, ENDS)
            evaluation_rows.lock_form(session, evaluation, meeting)
        return cls(store, keys, evaluation.id or 0)

    def answer(self, person: int, theme: str = "Tolk i møtet", challenge: str = "") -> bool:
        """As a door does it: the answer in one transaction, the mixing in the next."""
        kept = self.answer_only(person, theme, challenge)
        with self.store.transaction() as session:
            evaluations.flush(session, self.keys, self.evaluation_id)
        return kept

    def answer_only(self, person: int, theme: str = "Tolk i møtet", challenge: str = "") -> bool:
        parted = split(self.evaluation_id, respondent(person), PART_ONE, given(theme, challenge))
        with self.store.transaction() as session:
            return evaluations.take(session, self.keys, *parted)

    def answer_all(self, people: Iterable[int]) -> None:
        for person in people:
            self.answer(person, f"Tema {person}")

    def commit_closing(self) -> int:
        with self.store.transaction() as session:
            return evaluations.close(session, self.keys, self.evaluation_id)

    def finish_closing(self) -> None:
        evaluations.after_close(self.store, self.keys, self.evaluation_id)

    def close(self) -> int:
        answered = self.commit_closing()
        self.finish_closing()
        return answered

    def results(self) -> Results | None:
        with self.store.transaction() as session:
            return evaluations.results(session, self.evaluation_id)

    def themes(self) -> list[str]:
        found = self.results()
        return sorted(found.texts["theme"]) if found else []

    def challenges(self) -> list[str]:
        """What was sent on, as it lies in the table."""
        with self.store.transaction() as session:
            found = evaluations.challenges(session, self.evaluation_id)
        return sorted(row.text for row in found)

    def count(self) -> int:
        with self.store.transaction() as session:
            return evaluations.count(session, self.evaluation_id)

    def has_answered(self, person: int) -> bool:
        with self.store.transaction() as session:
            return evaluations.has_answered(
                session, self.keys, self.evaluation_id, respondent(person)
            )

    def unfinished(self) -> list[int]:
        with self.store.transaction() as session:
            return evaluations.unfinished(session, self.keys)


def respondent(person: int) -> str:
    """Every other one answers on the web: there it is a cookie that has the receipt."""
    return f"web:{person}" if person % 2 else f"person:{person}"


def given(theme: str, challenge: str = "") -> Mapping[str, str]:
    """`challenge` is sent on; "" is not."""
    sent_on = {"challenge": challenge, "challenge-send": "yes"} if challenge else {}
    return {"benefit": "great", "useful": "some", "theme": theme, **sent_on}
