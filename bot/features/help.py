"""What one can say to the bot, and what happens when it did not understand."""

from bot.deps import PlaceKind, Reply, Turn
from cards import help as help_card
from cards import suggestion
from cards.help import CommandLine


def show(
    turn: Turn,
    commands: tuple[CommandLine, ...],
    *,
    understood: bool = True,
    everything: bool = False,
) -> Reply:
    """The help card. It never echoes what was typed: that could be anybody's name."""
    view = help_card.View(
        commands=commands,
        bot_name=turn.incoming.bot_name,
        in_channel=turn.place.kind is not PlaceKind.PERSONAL,
        understood=understood,
        everything=everything,
    )
    return Reply(help_card.build(view, turn.words))


def suggest(turn: Turn, command: CommandLine) -> Reply:
    """«Mente du …?», for a spelling that came near."""
    view = suggestion.View(command=command.name, phrase=command.phrase)
    return Reply(suggestion.build(view, turn.words))
