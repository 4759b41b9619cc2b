"""A fagdag whose evaluation is open, and the few sentences that the tests speak of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.evaluation import Results, split
from bot.domain.meetings import Activity, MeetingState
from storage import evaluations, tables
from storage.keys import Keyring
from storage.store import Store

ENDS = datetime(2027, 2, 12, 14, 0, tzinfo=UTC)
FORM = "part-1/1"


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
            new = unsaved(network.id or 0, meeting.id or 0)
            evaluation = evaluations.open_evaluation(session, keys, new)
        return cls(store, keys, evaluation.id or 0)

    def answer(self, person: int, theme: str = "Tolk i møtet") -> bool:
        """As a door does it: the answer in one transaction, the mixing in the next."""
        kept = self.answer_only(person, theme)
        with self.store.transaction() as session:
            evaluations.flush(session, self.keys, self.evaluation_id)
        return kept

    def answer_only(self, person: int, theme: str = "Tolk i møtet") -> bool:
        with self.store.transaction() as session:
            receipt, answer = split(self.evaluation_id, person, FORM, given(theme))
            return evaluations.take(session, self.keys, receipt, answer)

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

    def count(self) -> int:
        with self.store.transaction() as session:
            return evaluations.count(session, self.evaluation_id)

    def has_answered(self, person: int) -> bool:
        with self.store.transaction() as session:
            return evaluations.has_answered(session, self.keys, self.evaluation_id, person)

    def unfinished(self) -> list[int]:
        with self.store.transaction() as session:
            return evaluations.unfinished(session, self.keys)


def unsaved(network_id: int, meeting_id: int) -> tables.Evaluation:
    return tables.Evaluation(
        network_id=network_id,
        meeting_id=meeting_id,
        form=FORM,
        opens_at=ENDS,
        closes_at=ENDS + timedelta(days=1),
    )


def given(theme: str) -> Mapping[str, str]:
    return {"benefit": "great", "useful": "some", "theme": theme}
