"""The form for what is agreed about one activity, read strictly, field by field."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import time

from bot.domain import typed
from bot.domain.agenda import ItemKind
from bot.domain.agreements import Responsible, StandingItem, Term
from bot.domain.errors import Refused, mark
from bot.domain.guard import refuse_personal_data
from bot.domain.meetings import Activity

MOST_MEETINGS = 60
MONTHS = range(1, 13)
MOST_ITEMS = 15
MOST_MINUTES = 480
_MINUTES = re.compile(r"^(.*\S)\s+(\d{1,4})\s*min(?:utt(?:er)?|utes?)?\.?$", re.IGNORECASE)
_ROUND = re.compile(r"\brund(?:e|t)\b.*\bbord", re.IGNORECASE)


def read_term(
    activity: Activity,
    fields: Mapping[str, str],
    before: Term | None,
    agencies: Collection[int],
    form: typed.Form,
) -> Term | None:
    """The term that was typed; None where `form` holds problems.

    A count of 0 takes the activity out, so that nothing else in the form matters.
    """
    count = form.read("count", lambda: typed.number(fields["count"], least=0, most=MOST_MEETINGS))
    if count == 0:
        return Term(activity, 0, (), None, time(9), time(10))
    months = form.read("months", lambda: _months(fields["months"]))
    weekday = form.read("weekday", lambda: _weekday(fields["weekday"]))
    starts = form.read("starts", lambda: typed.clock(fields["starts"]))
    ends = form.read("ends", lambda: typed.clock(fields["ends"]))
    host = form.read("responsible", lambda: _responsible(fields["responsible"], agencies))
    known = before.standing if before else ()
    items = form.read("standing", lambda: standing_items(fields["standing"], known))
    if starts is not None and ends is not None and ends <= starts:
        form.refuse("ends", mark("Slutten må komme etter starten."))
    if form.problems or count is None or starts is None or ends is None or host is None:
        return None
    return Term(activity, count, months or (), weekday, starts, ends, host, items or ())


def standing_items(text: str, known: Iterable[StandingItem]) -> tuple[StandingItem, ...]:
    """An item on each line, with its minutes behind: "Hverdagsutfordringer 30 min".

    A title that was there before keeps its kind; "runde rundt bordet" is one by its name.
    """
    refuse_personal_data(text)
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_ITEMS:
        raise Refused(
            mark("Dette er {count} saker. Velg høyst {most}."), count=len(lines), most=MOST_ITEMS
        )
    kinds = {item.title.casefold(): item.kind for item in known}
    return tuple(_item(typed.line(line), kinds) for line in lines)


def _item(line: str, kinds: Mapping[str, ItemKind]) -> StandingItem:
    timed = _MINUTES.match(line)
    title = timed[1] if timed else line
    minutes = typed.number(timed[2], least=1, most=MOST_MINUTES) if timed else None
    usual = ItemKind.ROUND if _ROUND.search(title) else ItemKind.DISCUSSION
    return StandingItem(title, kinds.get(title.casefold(), usual), minutes)


def _months(value: str) -> tuple[int, ...]:
    """None chosen is the whole year."""
    chosen = sorted(set(typed.ids(value)))
    if any(number not in MONTHS for number in chosen):
        raise Refused(mark("Velg måneder i lista."))
    return tuple(chosen)


def _weekday(value: str) -> int | None:
    """Monday to Friday; anything that is no number is any day."""
    return typed.number(value, least=0, most=4) if value.strip().isdecimal() else None


def _responsible(value: str, agencies: Collection[int]) -> Responsible | int:
    if value in set(Responsible):
        return Responsible(value)
    chosen = typed.row_id(value)
    if chosen is not None and chosen in agencies:
        return chosen
    raise Refused(mark("Velg en vert i lista."))
