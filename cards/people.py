"""Who is who: every agency with its contact and its deputy, a page at a time."""

from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field

from cards import samples
from cards.actions import CardAction, PerformCommand
from cards.agency_people import ShowAgencyPeople
from cards.elements import ColumnSet, Execute, Mark, button, card, context, eyebrow, heading, row
from cards.representation import AskRepresentation
from cards.words import Words

PAGE = 8


class ShowPeople(CardAction):
    """Turn to another page of the agencies."""

    verb = "people/1"
    page: int = Field(ge=0, le=1000)


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """`stands_in` is asked where the agency has no contact."""

    id: int
    name: str
    contact: str | None = None
    deputy: str | None = None
    stands_in: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """`unsaid` members have not said whom they represent; `may_ask`: the reader can have them
    asked.
    """

    network: str
    agencies: tuple[AgencyLine, ...]
    page: int = 0
    more: bool = False
    unsaid: int = 0
    may_ask: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Disse kan dere spørre") if view.agencies else words.text("Ingen ennå")
    rows = [_row(line, words) for line in view.agencies]
    body = [eyebrow(view.network, words.text("hvem er hvem")), heading(title)]
    if not rows:
        body.append(context(words.text("Etatene legges inn med «oppsett».")))
    unsaid = [context(_unsaid(view.unsaid, words))] if view.unsaid else []
    return card(words, [*body, *rows, *unsaid], _actions(view, words), fallback=title)


def _row(line: AgencyLine, words: Words) -> ColumnSet:
    mark = Mark.DONE if line.contact else Mark.OPEN
    opens = button(words.text("Vis"), ShowAgencyPeople(agency=line.id))
    return row(mark, line.name, _detail(line, words), button=opens)


def _detail(line: AgencyLine, words: Words) -> str:
    if line.contact is None and line.stands_in is None:
        return words.text("Ingen kontaktperson ennå")
    if line.contact is None:
        return words.text("Ingen kontaktperson. {name} blir spurt.", name=line.stands_in)
    if line.deputy is None:
        return words.text("{name}, ingen vara", name=line.contact)
    return words.text("{contact}, vara {deputy}", contact=line.contact, deputy=line.deputy)


def _unsaid(count: int, words: Words) -> str:
    return words.plural(
        "{count} medlem har ikke sagt hvilken etat de representerer.",
        "{count} medlemmer har ikke sagt hvilken etat de representerer.",
        count,
    )


def _actions(view: View, words: Words) -> list[Execute]:
    actions = [button(words.text("Min etat"), PerformCommand(command="who-am-i"))]
    if view.page:
        actions.append(button(words.text("Forrige"), ShowPeople(page=view.page - 1)))
    if view.more:
        actions.append(button(words.text("Flere"), ShowPeople(page=view.page + 1)))
    if view.may_ask and view.unsaid:
        actions.append(button(words.text("Spør alle"), AskRepresentation()))
    return actions


_AGENCIES = (
    AgencyLine(1, "NAV Lindesnes", "Kari Nilsen", "Nils Dahl"),
    AgencyLine(2, "Lindesnes kommune", "Amina Yusuf"),
    AgencyLine(3, "Mandal videregående skole", None, None, "Kari Nilsen"),
)
_TYPICAL = View("Kvalifiseringsnettverket i Lindesnes", _AGENCIES)
_LONG = AgencyLine(9, samples.LONG_NAME, samples.LONG_NAME, samples.LONG_NAME)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "administrator": replace(_TYPICAL, unsaid=17, may_ask=True),
    "none": replace(_TYPICAL, agencies=()),
    "nobody-to-ask": replace(_TYPICAL, agencies=(AgencyLine(4, "Karriere Agder Lyngdal"),)),
    "longest": replace(_TYPICAL, agencies=(_LONG,) * PAGE, page=1, more=True, unsaid=1),
}
