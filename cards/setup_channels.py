"""Step 3 of the set-up: where the bot posts, and who can read it there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.networks import Step
from cards import samples
from cards.actions import CardAction
from cards.elements import (
    Container,
    Execute,
    button,
    card,
    context,
    dropdown_input,
    heading,
    plain_row,
    with_problems,
)
from cards.setup_parts import leave_out_button, overview_button, step_eyebrow
from cards.words import Words

NO_CHANNEL = "none"  # a dropdown cannot be emptied again in every client
MOST_SHOWN = 8  # channels told about one by one
MOST_CHOICES = 30  # in a dropdown; a card has its size


class SaveChannels(CardAction):
    """The filled-in form; each field is a channel's row id or NO_CHANNEL."""

    verb = "setup.channels.save/1"
    reminders: str = ""
    solutions: str = ""


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel of the Team. kind: "standard", "private" or "shared"; readers: None if unknown."""

    id: int
    name: str
    kind: str = "standard"
    readers: int | None = None

    @property
    def takes_posts(self) -> bool:
        return self.kind != "private"


@dataclass(frozen=True, slots=True)
class View:
    """`reminders` and `solutions` are what is chosen or proposed: a row id, or NO_CHANNEL."""

    channels: tuple[ChannelLine, ...]
    reminders: str = ""
    solutions: str = ""
    may_leave_out: bool = True
    problems: Mapping[str, str] = field(default_factory=dict)
    told: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    if not view.channels:
        return _nothing_known(view, words)
    title = words.text("Hvor skal jeg skrive?")
    body = [
        step_eyebrow(Step.CHANNELS, words, view.told),
        heading(title),
        *with_problems([_reminders(view, words), _solutions(view, words)], view.problems),
        context(words.text("Dette er kanalene i teamet:")),
        *(_row(channel, words) for channel in view.channels[:MOST_SHOWN]),
        *_more(view, words),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _nothing_known(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Jeg kjenner ingen kanal ennå")
    how = words.text("Nevn meg i kanalen du vil bruke, og skriv «oppsett» der.")
    body = [step_eyebrow(Step.CHANNELS, words, view.told), heading(title), context(how)]
    return card(words, body, [overview_button(words)], fallback=title)


def _reminders(view: View, words: Words) -> Any:
    return dropdown_input(
        "reminders",
        words.text("Påminnelser, innkallinger og evaluering"),
        _choices(view),
        value=view.reminders,
        error=words.text("Velg en kanal."),
        required=True,
    )


def _solutions(view: View, words: Words) -> Any:
    return dropdown_input(
        "solutions",
        words.text("Utfordringer og løsningsgrupper"),
        [*_choices(view), (NO_CHANNEL, words.text("Ingen ennå"))],
        value=view.solutions,
        error=words.text("Velg en kanal."),
    )


def _choices(view: View) -> list[tuple[str, str]]:
    usable = [channel for channel in view.channels if channel.takes_posts]
    return [(str(channel.id), channel.name) for channel in usable[:MOST_CHOICES]]


def _row(channel: ChannelLine, words: Words) -> Container:
    return plain_row(channel.name, readers(channel, words))


def readers(channel: ChannelLine, words: Words) -> str:
    """Who can read what is posted there, in one sentence."""
    if not channel.takes_posts:
        return words.text("Privat kanal: der får jeg ikke skrive.")
    if channel.kind == "shared":
        return _shared(channel.readers, words)
    if channel.readers is None:
        return words.text("Alle i teamet kan lese.")
    return words.plural(
        "Den ene i teamet kan lese.", "Alle {count} i teamet kan lese.", channel.readers
    )


def _shared(count: int | None, words: Words) -> str:
    if count is None:
        return words.text("Delt kanal: også folk utenfor teamet kan lese.")
    return words.plural(
        "Delt kanal: {count} kan lese, også utenfor teamet.",
        "Delt kanal: {count} kan lese, også utenfor teamet.",
        count,
    )


def _more(view: View, words: Words) -> list[Any]:
    hidden = len(view.channels) - MOST_SHOWN
    if hidden <= 0:
        return []
    return [
        context(
            words.plural("Og {count} kanal til.", "Og {count} kanaler til.", hidden),
            words.text("Skriv «oppsett» i den du vil bruke, så står den øverst."),
        )
    ]


def _actions(view: View, words: Words) -> list[Execute]:
    save = button(words.text("Lagre"), SaveChannels(), with_inputs=True)
    skip = [leave_out_button(Step.CHANNELS, words)] if view.may_leave_out else []
    return [save, *skip, overview_button(words)]


_CHANNELS = (
    ChannelLine(1, "Generelt", readers=31),
    ChannelLine(2, "Løsningsgrupper", readers=31),
    ChannelLine(3, "Ledelsen", kind="private"),
    ChannelLine(4, "Med skolene", kind="shared", readers=12),
)
SAMPLES: dict[str, View] = {
    "new": View(_CHANNELS, reminders="1", solutions="2", told="5 etater er lagt til"),
    "chosen": View(_CHANNELS, "1", NO_CHANNEL, may_leave_out=False),
    "small": View((ChannelLine(1, "Generelt", readers=1),), "1", "1"),
    "unanswered": View((ChannelLine(1, "Generelt"), ChannelLine(4, "Delt", kind="shared")), "1"),
    "none": View(()),
    "longest": View(
        tuple(ChannelLine(n, f"{samples.LONG_NAME} {n}", readers=80) for n in range(1, 61)), "1"
    ),
    "problem": View(
        _CHANNELS, "99", "2", problems={"reminders": "Velg en kanal jeg kan skrive i."}
    ),
}
