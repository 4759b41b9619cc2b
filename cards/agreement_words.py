"""How the cards speak of the agreement: its terms, and what a proposal changes in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from babel.dates import format_date

from bot.domain.agreements import ConsentAnswer, Difference, Responsible, StandingItem, Term
from bot.domain.errors import mark
from cards.elements import ColumnSet, Container, Mark, plain_row, row
from cards.words import Words, capital

WEEKDAYS = (
    mark("mandager"),
    mark("tirsdager"),
    mark("onsdager"),
    mark("torsdager"),
    mark("fredager"),
)
ALL_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """What a party answered; `person` and `at` are None as long as it has not."""

    agency_id: int
    agency: str
    answer: ConsentAnswer
    person: str | None = None
    at: datetime | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed version beside the one in force, and who has answered."""

    agreement: int
    proposer: str
    proposed_on: date
    differences: tuple[Difference, ...]
    answers: tuple[PartyAnswer, ...]

    @property
    def waiting(self) -> tuple[str, ...]:
        """The agencies that have not answered."""
        return tuple(a.agency for a in self.answers if a.answer is ConsentAnswer.WAITING)


def month(number: int, words: Words) -> str:
    """ "mars"."""
    return str(format_date(date(2000, number, 1), "LLLL", locale=words.locale))


def how_often(term: Term, words: Words) -> str:
    """ "fire ganger i året"."""
    return words.plural(
        "én gang i året", "{number} ganger i året", term.count, number=words.number(term.count)
    )


def when(term: Term, words: Words) -> str:
    """ "Torsdager kl. 09.00–11.30 i februar, mai og november."."""
    values = {
        "days": weekday(term.weekday, words),
        "hours": hours(term.starts, term.ends, words),
        "months": words.listing([month(number, words) for number in term.months]),
    }
    if not term.months:
        return capital(words.text("{days} {hours}, hele året.", **values))
    return capital(words.text("{days} {hours} i {months}.", **values))


def weekday(number: int | None, words: Words) -> str:
    return words.text("hverdager") if number is None else words.text(WEEKDAYS[number])


def hours(starts: time, ends: time, words: Words) -> str:
    day = date(2000, 1, 3)
    return words.hours(
        datetime.combine(day, starts, words.zone), datetime.combine(day, ends, words.zone)
    )


def host(responsible: Responsible | int, agencies: Mapping[int, str], words: Words) -> str:
    match responsible:
        case Responsible.TURN:
            return words.text("etatene etter tur")
        case Responsible.NETWORK:
            return words.text("nettverket sammen, ingen vert")
        case _:
            return agencies.get(responsible, "?")


def standing(items: tuple[StandingItem, ...], words: Words) -> str:
    if not items:
        return ""
    return words.plural("{count} fast sak.", "{count} faste saker.", len(items))


def term_details(term: Term, agencies: Mapping[int, str], words: Words) -> tuple[str, ...]:
    """All that was agreed about an activity but its name and number."""
    hosted = words.text("Vert: {host}.", host=host(term.responsible, agencies, words))
    return when(term, words), hosted, standing(term.standing, words)


def changed(difference: Difference, agencies: Mapping[int, str], words: Words) -> tuple[str, ...]:
    """A proposed change of one activity, a sentence for each thing that becomes different."""
    before, after = difference.before, difference.after
    if after is None:
        return (words.text("Går ut av avtalen."),)
    if before is None:
        often = words.text("Ny i avtalen: {often}.", often=how_often(after, words))
        return (often, *(told for told in term_details(after, agencies, words) if told))
    pairs = _told(before, agencies, words), _told(after, agencies, words)
    return tuple(
        words.text("{what}: {after} i stedet for {before}", what=what, after=new, before=old)
        for (what, old), (_, new) in zip(*pairs, strict=True)
        if old != new
    )


def _told(term: Term, agencies: Mapping[int, str], words: Words) -> Iterator[tuple[str, str]]:
    """Each thing that can change, and how it is now."""
    months = [month(number, words) for number in term.months or ALL_MONTHS]
    yield words.text("Hvor ofte"), how_often(term, words)
    yield words.text("Måneder"), words.listing(months)
    yield words.text("Ukedag"), weekday(term.weekday, words)
    yield words.text("Tid"), hours(term.starts, term.ends, words)
    yield words.text("Vert"), host(term.responsible, agencies, words)
    yield words.text("Faste saker"), _items(term, words)


def _items(term: Term, words: Words) -> str:
    if not term.standing:
        return words.text("ingen")
    return words.listing([item_line(item, words) for item in term.standing])


def item_line(item: StandingItem, words: Words) -> str:
    """ "Runde rundt bordet 30 min", as it is also typed into the form."""
    if item.minutes is None:
        return item.title
    return words.text("{title} {minutes} min", title=item.title, minutes=item.minutes)


def difference_rows(
    differences: tuple[Difference, ...], agencies: Mapping[int, str], words: Words
) -> list[Container]:
    """Exactly what a proposal changes, activity by activity."""
    return [
        plain_row(words.activity(d.activity), "\n".join(changed(d, agencies, words)))
        for d in differences
    ]


def answer_row(answer: PartyAnswer, today: date, words: Words) -> ColumnSet:
    if answer.at is None or answer.answer is ConsentAnswer.WAITING:
        return row(Mark.OPEN, answer.agency, words.text("Har ikke svart ennå"))
    when = words.moment(answer.at, today)
    told = words.text("Ja fra {person}, {when}", person=answer.person or "", when=when)
    return row(Mark.DONE, answer.agency, told)
