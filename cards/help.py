"""What the bot can be asked for: the everyday things first, everything on request."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import Any

from bot.domain.errors import mark
from cards.actions import CardAction, PerformCommand
from cards.elements import (
    Checked,
    Execute,
    button,
    card,
    context,
    eyebrow,
    heading,
    plain_row,
    section,
)
from cards.words import Words, capital

MOST_BUTTONS = 3
NAME = "help"  # the command that shows this card, which needs no button on it


class Subject(StrEnum):
    """What a command is about, in the order of the whole list."""

    MEETINGS = mark("Møtene")
    FAGDAG = mark("Fagdagene")
    TOGETHER = mark("Det vi løser sammen")
    NETWORK = mark("Nettverket")
    ME = mark("Deg og meg")


class ShowEverything(CardAction):
    """The whole list, by subject."""

    verb = "help.all/1"


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command as help shows it: what to type and what it gives, in the reader's language."""

    name: str
    phrase: str
    description: str
    subject: Subject = Subject.ME
    everyday: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """`in_channel`: there one mentions the bot. `understood` is False after a strange sentence."""

    commands: tuple[CommandLine, ...]
    bot_name: str
    in_channel: bool
    understood: bool = True
    everything: bool = False


@lru_cache(maxsize=64)
def build(view: View, words: Words) -> dict[str, Any]:
    """Drawn once for all who read the same: a drawn card is never changed, only copied."""
    title = _title(view, words)
    body = [
        eyebrow(view.bot_name),
        heading(title),
        context(how_to_ask(view, words)),
        *(_by_subject(view, words) if view.everything else _rows(_everyday(view))),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def command_button(line: CommandLine) -> Execute:
    return button(capital(line.phrase), PerformCommand(command=line.name))


def how_to_ask(view: View, words: Words) -> str:
    if view.in_channel:
        return words.text("Skriv @{bot} og så det du vil ha.", bot=view.bot_name)
    return words.text("Skriv det du vil ha, eller trykk på en av knappene.")


def _title(view: View, words: Words) -> str:
    if view.everything:
        return words.text("Alt du kan be meg om")
    if view.understood:
        return words.text("Hva kan jeg hjelpe med?")
    return words.text("Det forsto jeg ikke helt")


def _everyday(view: View) -> list[CommandLine]:
    return [line for line in view.commands if line.everyday]


def _rows(lines: Iterable[CommandLine]) -> list[Checked]:
    return [plain_row(line.phrase, line.description) for line in lines]


def _by_subject(view: View, words: Words) -> list[Checked]:
    order = list(Subject)
    lines = sorted(view.commands, key=lambda line: order.index(line.subject))
    shown: list[Checked] = []
    for subject, group in groupby(lines, key=lambda line: line.subject):
        shown += [section(words.text(subject)), *_rows(group)]
    return shown


def _actions(view: View, words: Words) -> list[Execute]:
    if view.everything:
        return []
    offered = [line for line in _everyday(view) if line.name != NAME][:MOST_BUTTONS]
    more = button(words.text("Alt jeg kan"), ShowEverything())
    hidden = len(_everyday(view)) < len(view.commands)
    return [*(command_button(line) for line in offered), *([more] if hidden else [])]


_COMMANDS = (
    CommandLine("help", "hjelp", "Alt du kan be om"),
    CommandLine("plan", "møteplan", "Møtene i nettverket, det neste først", Subject.MEETINGS),
    CommandLine("next", "neste møte", "Når, hvor, og hva som gjenstår", Subject.MEETINGS),
    CommandLine("turns", "ansvar", "Hvem som er vert for hvilket møte", Subject.MEETINGS),
    CommandLine("swap", "bytt vertskap", "La noen andre ta turen", Subject.MEETINGS, False),
    CommandLine("evaluation", "evaluering", "Si hva du syntes om fagdagen", Subject.FAGDAG),
    CommandLine("raise", "meld utfordring", "Noe som bør løses", Subject.TOGETHER),
    CommandLine("setup", "oppsett", "Etater, kanaler og roller", Subject.NETWORK, False),
    CommandLine("language", "språk", "Bokmål, nynorsk eller engelsk", Subject.ME, False),
)
SAMPLES: dict[str, View] = {
    "personal": View(_COMMANDS, "Rundebord", in_channel=False),
    "channel": View(_COMMANDS, "Rundebord", in_channel=True),
    "everything": View(_COMMANDS, "Rundebord", in_channel=False, everything=True),
    "not-understood": View(_COMMANDS[:2], "Rundebord", in_channel=False, understood=False),
    "no-commands": View((), "Rundebord", in_channel=False),
}
