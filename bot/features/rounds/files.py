"""A round in an agency's own calendar: an entry for each meeting that it comes to."""

from bot.deps import Deps
from bot.domain.entries import CalendarFile, Entry
from bot.domain.meetings import Activity, Meeting, MeetingState
from bot.domain.rounds import RoundState, Slot
from bot.features.rounds.shown import comes, gathered
from cards.round_words import meeting
from cards.words import Words
from storage import agencies, rounds
from storage.tables import Network, Round


def file_for(deps: Deps, key: str, agency: str) -> CalendarFile | None:
    """The meetings of one agency; None for a key or an agency that is not in such a round."""
    with deps.store.transaction() as session:
        row = rounds.by_key(session, key)
        if row is None or row.state is not RoundState.PLANNED:
            return None
        facts = gathered(deps, session, row)
        found = agencies.by_key(session, row.network_id, agency)
        if found is None or found.id not in facts.names:
            return None
        slots = rounds.slots(session, row, deps.calendar)
        network = session.get_one(Network, row.network_id)
        entries = tuple(
            _entry(deps, row, slot, place, network.name)
            for place, slot in enumerate(slots)
            if comes(facts, found.id or 0, slot)
        )
    return CalendarFile(network.name, entries, deps.language)


def _entry(deps: Deps, row: Round, slot: Slot, place: int, network: str) -> Entry:
    """The slot as a meeting of its own. Its place in the round makes its UID, whatever moves."""
    words = Words(deps.language, deps.zone)
    told = Meeting(
        id=0,
        activity=Activity.RESOURCE_GROUP,
        starts_at=deps.calendar.at(slot.day, slot.starts),
        ends_at=deps.calendar.at(slot.day, slot.ends),
        state=MeetingState.CANCELLED if slot.cancelled else MeetingState.PLANNED,
        theme=meeting(slot.number, slot.language, words),
        key=f"{row.key}-{place}",
    )
    return Entry(meeting=told, network=network, changed_at=row.confirmed_at)
