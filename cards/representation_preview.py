"""Before the question is posted to everybody: the exact text, place and readers."""

from dataclasses import dataclass, replace
from typing import Any

from cards import representation
from cards.actions import CardAction, PerformCommand
from cards.elements import (
    Mark,
    TextBlock,
    button,
    card,
    context,
    eyebrow,
    fact,
    heading,
    line,
    section,
    state,
)
from cards.words import Words


class PostRepresentation(CardAction):
    """Whoever sets the network up has seen it and says yes."""

    verb = "representation.post/1"


@dataclass(frozen=True, slots=True)
class View:
    """What will be posted, where, and who can read it; or, once it is `posted`, how it goes."""

    channel: str
    readers: int | None
    answered: int = 0
    posted: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    return _posted(view, words) if view.posted else _asking(view, words)


def _asking(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Dette legges ut i «{channel}»", channel=view.channel)
    body = [
        eyebrow(words.text("Før noe legges ut")),
        heading(title),
        section(representation.question(words)),
        context(representation.about(words)),
        _readers(view.readers, words),
        context(words.text("Kortet teller svarene. Det sendes ingen purring.")),
    ]
    actions = [button(words.text("Legg ut"), PostRepresentation())]
    return card(words, body, actions, fallback=title)


def _readers(readers: int | None, words: Words) -> TextBlock:
    if readers is None:
        return line(words.text("Alle i teamet kan lese kanalen."))
    people = words.plural("{count} person", "{count} personer", readers)
    return fact(words.text("{readers} kan lese kanalen.", readers=people), core=people)


def _posted(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Spørsmålet står i «{channel}»", channel=view.channel)
    core = representation.answered_of(view.answered, view.readers, words)
    told = words.text("{answered} har svart.", answered=core)
    actions = [button(words.text("Hvem er hvem"), PerformCommand(command="contacts"))]
    return card(words, [state(Mark.DONE, title, told)], actions, fallback=title)


_TYPICAL = View("Generelt", readers=31)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "readers-unknown": replace(_TYPICAL, readers=None),
    "posted": replace(_TYPICAL, posted=True, answered=14),
}
