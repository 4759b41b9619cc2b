"""Everything that is kept, as it is kept, to be copied."""

from dataclasses import dataclass, replace
from typing import Any

from cards.elements import button, card, context, eyebrow, heading, text_input
from cards.references import ShowExport, ShowReferences
from cards.words import Words

LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class View:
    """rows: a line for each reference, its fields separated by semicolons; the first names them."""

    rows: tuple[str, ...]
    page: int = 0
    has_more: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Alt som er lagret om referansene")
    body = [
        eyebrow(words.text("Referanser")),
        heading(title),
        context(words.text("Dette er alt: koder, datoer og språk. Kopier det dit du trenger det.")),
        text_input(
            "rows",
            words.text("Semikolon mellom feltene"),
            value="\n".join(view.rows),
            longest=LONGEST,
            error=words.text("Kopier teksten."),
        ),
    ]
    actions = [button(words.text("Tilbake"), ShowReferences(page=0))]
    if view.page:
        actions.append(button(words.text("Forrige side"), ShowExport(page=view.page - 1)))
    if view.has_more:
        actions.append(button(words.text("Neste side"), ShowExport(page=view.page + 1)))
    return card(words, body, actions, fallback=title)


HEADER = "kode;språk;start;grunnskole;videregående fra;videregående til;før;ferdig;møter"
_ROW = "LK-2027-014;tigrinja;2026-08-03;2028-06-16;;;;;1:2026-11-03:2026-11-04,2:2027-06-16:"
_TYPICAL = View((HEADER, _ROW, _ROW.replace("014", "015")))
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": View((HEADER,)),
    "longest": replace(_TYPICAL, rows=(HEADER, *[_ROW] * 60), page=1, has_more=True),
}
