"""«Er dette navnet på en person?»: asked once before a text is kept that may hold a full name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from pydantic import ConfigDict

from cards import samples
from cards.actions import CardAction
from cards.elements import button, card, context, eyebrow, heading, quote, text_input
from cards.propose_item import SubmitItem
from cards.words import Words

LONGEST = 5_000


class SendAsItIs(CardAction):
    """«Nei, send som det er»: the action `to` with what it carried and what the fields hold.

    The fields are those of the action that is meant, so they are checked by its own class.
    """

    model_config = ConfigDict(
        frozen=True, extra="allow", str_max_length=20_000, coerce_numbers_to_str=True
    )

    verb: ClassVar[str] = "name.send/1"
    to: str
    carried: dict[str, Any]

    @property
    def meant(self) -> dict[str, Any]:
        """The data of the action that is sent on."""
        return {**self.carried, **(self.model_extra or {})}


@dataclass(frozen=True, slots=True)
class View:
    """names: what was taken for them. action: what was sent, without the texts in `texts`.

    texts: the fields that hold the names, to be changed here.
    """

    names: tuple[str, ...]
    action: CardAction
    texts: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Er dette navnet på en person?")
    body = [
        eyebrow(words.text("ingenting er sendt")),
        heading(title),
        quote(words, words.listing(view.names)),
        context(
            words.text("Kandidater skal aldri nevnes med navn her."),
            words.text("Endre teksten, eller send den som den er."),
        ),
        *(_field(name, text, words) for name, text in view.texts.items()),
    ]
    as_it_is = SendAsItIs(to=view.action.verb, carried=view.action.data())
    actions = [
        button(words.text("Send det jeg har endret"), view.action, with_inputs=True),
        button(words.text("Nei, send som det er"), as_it_is, with_inputs=True),
    ]
    return card(words, body, actions, fallback=title)


def _field(name: str, text: str, words: Words) -> Any:
    return text_input(
        name,
        words.text("Teksten"),
        value=text,
        longest=LONGEST,
        error=words.text("Skriv teksten uten navn."),
    )


_TYPICAL = View(
    ("Fatima Hussein",),
    SubmitItem(kind="discussion", minutes="20", noted="true", when="next"),
    {"title": "Praksisplass til Fatima Hussein"},
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "two": replace(
        _TYPICAL,
        names=("Fatima Hussein", "Amanuel Tesfay"),
        texts={"title": "Fatima Hussein", "body": samples.TYPED},
    ),
    "longest": replace(_TYPICAL, names=(samples.LONG_NAME,) * 4, texts={"title": samples.LONGEST}),
}
