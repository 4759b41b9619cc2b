"""One sentence from the bot: a refusal, an apology, an old button."""

from dataclasses import dataclass
from typing import Any

from cards.elements import card, heading, line
from cards.help import CommandLine, command_button
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """Both texts are already translated. `command` offers one way on: a button that performs it."""

    heading: str
    text: str = ""
    command: CommandLine | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    body = [heading(view.heading), *([line(view.text)] if view.text else [])]
    actions = [command_button(view.command)] if view.command else []
    return card(words, body, actions, fallback=view.heading)


SAMPLES: dict[str, View] = {
    "refusal": View("Det er bare verten som kan gjøre dette"),
    "old-button": View(
        "Den knappen er for gammel",
        "Her er det som gjelder nå.",
        CommandLine("plan", "møteplan", "Møtene i nettverket"),
    ),
    "apology": View("Noe gikk galt hos meg", "Prøv en gang til. Oppgi K7-42 hvis det skjer igjen."),
}
