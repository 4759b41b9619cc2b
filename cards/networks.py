"""Which of several networks is meant in a personal chat."""

from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field

from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import Mark, button, card, context, eyebrow, heading, row, state
from cards.words import Words

LONGEST = 200  # characters of what was typed after a command


class ChooseNetwork(CardAction):
    """This one, until something else is said. `command` is what was asked for, with its `rest`."""

    verb = "network/1"
    network: RowId
    command: str = ""
    rest: str = Field(default="", max_length=LONGEST)


@dataclass(frozen=True, slots=True)
class NetworkLine:
    id: int
    name: str
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """`current` is the one chosen before; `chosen` is set after the choice.

    command, rest: what the person asked for, and gets as soon as they have chosen.
    """

    networks: tuple[NetworkLine, ...]
    current: int | None = None
    chosen: str | None = None
    command: str = ""
    rest: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    if view.chosen is not None:
        title = words.text("Nå snakker vi om {network}", network=view.chosen)
        told = words.text("Skriv «nettverk» når du vil bytte.")
        return card(words, [state(Mark.DONE, title, told)], fallback=title)
    if len(view.networks) == 1:
        return _only_one(view.networks[0], words)
    title = words.text("Hvilket nettverk gjelder det?")
    once = words.text("Du er med i flere. Jeg husker valget, og «nettverk» bytter.")
    rows = [_row(line, view, words) for line in view.networks]
    body = [eyebrow(words.text("Bare i denne chatten")), heading(title), context(once), *rows]
    return card(words, body, fallback=title)


def _only_one(line: NetworkLine, words: Words) -> dict[str, Any]:
    title = words.text("Du er med i {network}", network=line.name)
    more = words.text("Skriv til meg i et annet nettverks team, så er du med der også.")
    return card(
        words, [heading(title), context(_agency(line, words)), context(more)], fallback=title
    )


def _row(line: NetworkLine, view: View, words: Words) -> Any:
    current = line.id == view.current
    detail = _agency(line, words)
    if current:
        detail = words.text("Valgt nå. {agency}", agency=detail)
    chosen = ChooseNetwork(network=line.id, command=view.command, rest=view.rest)
    mark = Mark.DONE if current else Mark.OPEN
    return row(mark, line.name, detail, button=button(words.text("Velg"), chosen))


def _agency(line: NetworkLine, words: Words) -> str:
    if line.agency is None:
        return words.text("Du har ikke sagt hvilken etat du representerer")
    return words.text("Du representerer {agency}", agency=line.agency)


_ASKING = View(
    (
        NetworkLine(1, "Kvalifiseringsnettverket i Lindesnes", "NAV Lindesnes"),
        NetworkLine(2, "Nettverk for voksnes læring i Agder"),
    ),
    command="plan",
)
SAMPLES: dict[str, View] = {
    "asking": _ASKING,
    "changing": replace(_ASKING, current=1, command=""),
    "only-one": replace(_ASKING, networks=_ASKING.networks[:1], command=""),
    "chosen": replace(_ASKING, chosen="Kvalifiseringsnettverket i Lindesnes"),
    "longest": View(
        tuple(NetworkLine(n, f"{samples.LONG_NAME} {n}", samples.LONG_NAME) for n in range(1, 9))
    ),
}
