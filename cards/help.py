"""What the bot can be asked for."""

from dataclasses import dataclass
from typing import Any

from cards.actions import PerformCommand
from cards.elements import Execute, button, card, context, eyebrow, heading, plain_row
from cards.words import Words, capital

MOST_BUTTONS = 3
NAME = "help"  # the command that shows this card, which needs no button on it


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command as help shows it: what to type and what it gives, in the reader's language."""

    name: str
    phrase: str
    description: str


@dataclass(frozen=True, slots=True)
class View:
    """`in_channel`: there one mentions the bot. `understood` is False after a strange sentence."""

    commands: tuple[CommandLine, ...]
    bot_name: str
    in_channel: bool
    understood: bool = True


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    rows = [plain_row(line.phrase, line.description) for line in view.commands]
    body = [eyebrow(view.bot_name), heading(title), context(how_to_ask(view, words)), *rows]
    offered = [line for line in view.commands if line.name != NAME][:MOST_BUTTONS]
    return card(words, body, [command_button(line) for line in offered], fallback=title)


def command_button(line: CommandLine) -> Execute:
    return button(capital(line.phrase), PerformCommand(command=line.name))


def how_to_ask(view: View, words: Words) -> str:
    if view.in_channel:
        return words.text("Skriv @{bot} og så det du vil ha.", bot=view.bot_name)
    return words.text("Skriv det du vil ha, eller trykk på en av knappene.")


def _title(view: View, words: Words) -> str:
    if view.understood:
        return words.text("Hva kan jeg hjelpe med?")
    return words.text("Det forsto jeg ikke helt")


_COMMANDS = (
    CommandLine("help", "hjelp", "Alt du kan be om"),
    CommandLine("plan", "møteplan", "Møtene i nettverket, det neste først"),
    CommandLine("next", "neste møte", "Når, hvor, og hva som gjenstår"),
    CommandLine("turns", "ansvar", "Hvem som er vert for hvilket møte"),
    CommandLine("evaluation", "evaluering", "Si hva du syntes om fagdagen"),
    CommandLine("challenge", "meld utfordring", "Noe som bør løses, også anonymt"),
    CommandLine("language", "språk", "Bokmål, nynorsk eller engelsk"),
)
SAMPLES: dict[str, View] = {
    "personal": View(_COMMANDS, "Rundebord", in_channel=False),
    "channel": View(_COMMANDS, "Rundebord", in_channel=True),
    "not-understood": View(_COMMANDS[:2], "Rundebord", in_channel=False, understood=False),
    "no-commands": View((), "Rundebord", in_channel=False),
}
