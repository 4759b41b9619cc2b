"""Agendas that the samples of several cards share."""

from datetime import UTC, datetime
from typing import Any

from bot.domain.agenda import Item, ItemKind
from bot.domain.meetings import Activity, Meeting
from cards import samples


def _item(place: int, title: str, kind: ItemKind, minutes: int | None, **more: Any) -> Item:
    return Item(place, title, kind, minutes=minutes, **more)


# The agenda of NVK's meeting of 3 June 2021; its minutes are ours.
NVK_MEETING = Meeting(
    id=11,
    activity=Activity.NETWORK_MEETING,
    starts_at=datetime(2027, 6, 3, 7, 0, tzinfo=UTC),
    ends_at=datetime(2027, 6, 3, 10, 0, tzinfo=UTC),
    host_id=5,
    host="Fylkeskommunen",
    place="digitalt",
)
NVK_ITEMS = (
    _item(1, "Velkommen og orienteringer", ItemKind.ORIENTATION, 15),
    _item(2, "Runde rundt «bordet»", ItemKind.ROUND, 30),
    _item(3, "Oppfølging Partnerskapskonferansen 2021", ItemKind.DISCUSSION, 15),
    _item(4, "Fylkeskommunens ansvar innen integreringsområdet", ItemKind.ORIENTATION, 30),
    _item(5, "Diskusjon og pause", ItemKind.DISCUSSION, 25),
    _item(
        6,
        "Brukerreisen KIM: erfaringer i møte med offentlige tjenester",
        ItemKind.ORIENTATION,
        30,
        proposed_by="Kari Nordmann",
        proposed_by_id=1,
        noted=True,
    ),
    _item(
        7,
        "Diskusjon",
        ItemKind.DISCUSSION,
        20,
        moved_from=datetime(2027, 3, 12, 8, 0, tzinfo=UTC),
        times_moved=2,
    ),
    _item(8, "Avslutning og veien videre", ItemKind.ORIENTATION, 15),
)
SPEAKERS = ("Karriere Agder Lyngdal", "Mandal videregående skole", "NAV Lindesnes")


CASES = tuple(
    _item(n, title, kind, 20, year=2027, number=11 + n)
    for n, title, kind in (
        (1, "Status fra løsningsgruppene", ItemKind.ORIENTATION),
        (2, "Budsjett for fagdagene neste år", ItemKind.DECISION),
    )
)
LONGEST = tuple(
    _item(
        n,
        "Fra deltaker til fagarbeider i kommunen " * 3,
        ItemKind.DISCUSSION,
        None,
        noted=True,
        proposed_by_id=1,
        proposed_by=samples.LONG_NAME,
        moved_from=datetime(2026, 11, 12, 8, 0, tzinfo=UTC),
        times_moved=4,
    )
    for n in range(1, 31)
)
