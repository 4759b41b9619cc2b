"""How the agenda cards speak of items, times and changes."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.domain.agenda import Balance, Item, ItemKind, Slot
from bot.domain.agenda_changes import AgendaChange, ChangeKind
from bot.domain.errors import mark
from cards.elements import ColumnSet, Execute, dated_row
from cards.words import Words

KINDS: Mapping[ItemKind, str] = MappingProxyType(
    {
        ItemKind.ORIENTATION: mark("Orientering"),
        ItemKind.DISCUSSION: mark("Diskusjon"),
        ItemKind.DECISION: mark("Avgjøres her"),
        ItemKind.ROUND: mark("Runde rundt bordet"),
    }
)
EXPLAINED: Mapping[ItemKind, str] = MappingProxyType(
    {
        ItemKind.ORIENTATION: mark("Orientering: noe de andre bør vite"),
        ItemKind.DISCUSSION: mark("Diskusjon: noe vi må snakke om"),
        ItemKind.DECISION: mark("Avgjøres her: noe vi må bli enige om"),
    }
)
_AGAIN: Mapping[int, str] = MappingProxyType(
    {
        2: mark("Flyttet fra møtet {day}, andre gang"),
        3: mark("Flyttet fra møtet {day}, tredje gang"),
    }
)
_SAID: Mapping[ChangeKind, str] = MappingProxyType(
    {
        ChangeKind.ADDED: mark("Ny sak: «{title}»"),
        ChangeKind.TAKEN_OUT: mark("Tatt ut: «{title}»"),
        ChangeKind.RENAMED: mark("«{was}» heter nå «{title}»"),
        ChangeKind.MOVED: mark("«{title}» har fått en annen plass"),
    }
)


def item_row(
    slot: Slot,
    words: Words,
    *,
    round_of: Iterable[str] = (),
    opens: Execute | None = None,
) -> ColumnSet:
    """One item: when it begins, or its place where nobody knows; what it is; how long."""
    when = words.clock(slot.starts_at) if slot.starts_at else f"{slot.place}."
    speakers = words.listing(round_of) if slot.item.kind is ItemKind.ROUND else ""
    return dated_row(
        when,
        item_name(slot, words),
        about(slot.item, words),
        speakers,
        history(slot.item, words),
        opens=opens,
    )


def item_name(slot: Slot, words: Words) -> str:
    """ "2. Runde rundt bordet", or "Sak 12/27: Budsjett" where cases are numbered."""
    if slot.item.case:
        return case_name(slot.item, words)
    return f"{slot.place}. {slot.item.title}" if slot.starts_at else slot.item.title


def case_name(item: Item, words: Words) -> str:
    """A case by its number, as steering groups say it."""
    if item.kind is ItemKind.ORIENTATION:
        return words.text("Orienteringssak {case}: {title}", case=item.case, title=item.title)
    return words.text("Sak {case}: {title}", case=item.case, title=item.title)


def about(item: Item, words: Words) -> str:
    """ "20 min · Diskusjon · Kari Nilsen · kort referat ønskes"."""
    minutes = "" if item.minutes is None else words.text("{count} min", count=item.minutes)
    noted = words.text("kort referat ønskes") if item.noted else ""
    kind = words.text(KINDS[item.kind]) if _says_more(item) else ""
    return " · ".join(part for part in (minutes, kind, item.proposed_by, noted) if part)


def _says_more(item: Item) -> bool:
    """A round, and a numbered orienteringssak, are called so already."""
    return item.kind is not ItemKind.ROUND and not (item.case and item.kind is ItemKind.ORIENTATION)


def history(item: Item, words: Words) -> str:
    """ "Flyttet fra møtet 12. mars, andre gang"."""
    if item.moved_from is None:
        return ""
    day = words.short_day(words.day_of(item.moved_from))
    if item.times_moved <= 1:
        return words.text("Flyttet fra møtet {day}", day=day)
    if item.times_moved in _AGAIN:
        return words.text(_AGAIN[item.times_moved], day=day)
    return words.text("Flyttet fra møtet {day}, {count}. gang", day=day, count=item.times_moved)


def balance_sentence(balance: Balance, words: Words) -> str:
    """The sum, beside what there is time for."""
    if balance.planned == 0:
        return ""
    total = words.text(
        "Til sammen {planned} av {available} minutter.",
        planned=balance.planned,
        available=balance.available,
    )
    return f"{total} {_untimed(balance, words)}".strip()


def _untimed(balance: Balance, words: Words) -> str:
    if balance.untimed == 0:
        return ""
    return words.plural(
        "{count} sak har ikke fått tid.", "{count} saker har ikke fått tid.", balance.untimed
    )


def overrun_sentence(balance: Balance, words: Words) -> str:
    if balance.overrun == 0:
        return ""
    return words.plural(
        "Det er {count} minutt for mye.", "Det er {count} minutter for mye.", balance.overrun
    )


def change_sentence(change: AgendaChange, words: Words) -> str:
    if change.kind is not ChangeKind.RETIMED:
        return words.text(_SAID[change.kind], title=change.title, was=change.was)
    if change.minutes is None:
        return words.text("«{title}» har ikke tid lenger", title=change.title)
    return words.plural(
        "«{title}» har nå {count} minutt",
        "«{title}» har nå {count} minutter",
        change.minutes,
        title=change.title,
    )


def round_sentence(opened: str | None, words: Words) -> str:
    """Why the round goes in this order."""
    if opened is None:
        return ""
    return words.text("{agency} åpnet runden sist, og kommer derfor til slutt.", agency=opened)
