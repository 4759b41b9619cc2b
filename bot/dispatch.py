"""Between the doors and the use cases: what is meant, and may they?

A door calls `receive`; everything below it is plain, blocking code in the store's own threads.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from bot.deps import (
    Arrived,
    ChannelGone,
    Chosen,
    Deps,
    Directory,
    Incoming,
    Left,
    PlaceKind,
    Pressed,
    Reply,
    Said,
    TeamRenamed,
    Turn,
)
from bot.domain.errors import DeliveryFailed, Refused
from bot.domain.language import language_of
from bot.domain.people import Right
from bot.features import arrival, gathered, names
from bot.features import help as help_feature
from bot.features.membership import choice
from bot.matching import understand
from bot.recognition import Recognised, recognise
from bot.routes import (
    ANY_NETWORK,
    BUTTONS,
    COMMANDS,
    ON_MESSAGE,
    Button,
    Command,
    by_phrase,
    known,
    lines,
    typed,
)
from cards import notice
from cards.actions import CardAction, PerformCommand
from cards.gathered import ShowAllGathered, ShowGathered
from cards.name_question import SendAsItIs
from cards.words import Words

Answer = Callable[[], Reply]

LISTED = {ShowGathered.verb, ShowAllGathered.verb}  # they lead to and fro by themselves
PATIENCE = 3.0  # seconds for what Teams tells of a Team; then we go on with what is known

log = logging.getLogger(__name__)


async def receive(deps: Deps, incoming: Incoming) -> Reply | None:
    """What the acting person sees, or None when there is nothing to answer."""
    if deps.directory is None or not _looks_at_team(deps, incoming):
        return await deps.store.run_together(answer, deps, incoming)
    recognised = await deps.store.run_together(recognise, deps, incoming)
    await _look_at_team(deps, deps.directory, recognised[0])
    return await deps.store.run_together(_act, deps, incoming, recognised)


def answer(deps: Deps, incoming: Incoming) -> Reply | None:
    """The same without asking Teams for anything."""
    return _act(deps, incoming, recognise(deps, incoming))


def _act(deps: Deps, incoming: Incoming, recognised: Recognised) -> Reply | None:
    turn, place, new = recognised
    match incoming:
        case Arrived():
            arrival.arrive(deps, place)
        case Left():
            arrival.leave(deps, incoming)
        case ChannelGone():
            arrival.forget_channel(deps, incoming)
        case TeamRenamed():
            arrival.follow_team_name(deps, incoming)
        case Said() if new:
            return _discreet(turn, _hear(deps, turn, incoming))
        case Pressed():
            return _discreet(turn, _press(deps, turn, incoming))
        case Chosen():
            return _allowed(turn, Right.MEMBER, lambda: ON_MESSAGE(deps, turn, incoming))
    return None


def apologise(deps: Deps, incoming: Incoming, reference: str) -> Reply:
    """For a bug of ours. Nothing is looked up: the database may be what is broken."""
    words = Words(language_of(incoming.locale, deps.language), deps.zone)
    view = notice.View(
        words.text("Beklager, noe gikk galt hos meg"),
        words.text("Prøv igjen om litt. Hjelper ikke det, oppgi {reference}.", reference=reference),
    )
    return Reply(notice.build(view, words))


def wait_a_little(deps: Deps, incoming: Incoming) -> str:
    """For who does more than a person can. Nothing is looked up: that would help the flood."""
    words = Words(language_of(incoming.locale, deps.language), deps.zone)
    return words.text("Vent litt før du prøver igjen")


def _looks_at_team(deps: Deps, incoming: Incoming) -> bool:
    """Whether what was typed or pressed shows the Team as it is in Teams at this moment."""
    match incoming:
        case Said():
            named = typed(deps, incoming.text)
            return named is not None and named.looks_at_team
        case Pressed(verb=PerformCommand.verb):
            named = COMMANDS.get(str(incoming.data.get("command")))
            return named is not None and named.looks_at_team
        case Pressed():
            button = BUTTONS.get(incoming.verb)
            return button is not None and button.looks_at_team
    return False


async def _look_at_team(deps: Deps, directory: Directory, turn: Turn) -> None:
    """Store what Teams tells of the member's Team. No answer, or a late one, changes nothing."""
    if turn.member is None:
        return
    network = await deps.store.run(arrival.network_of, deps, turn.member)
    if network.team_id is None:
        return
    try:
        async with asyncio.timeout(PATIENCE):
            told = await directory.channels(turn.incoming.service_url, network.team_id)
    except (DeliveryFailed, TimeoutError) as failure:
        log.warning("Teams told nothing of a Team: %s", type(failure).__name__)
        return
    await deps.store.run(arrival.learn_channels, deps, network, told)


def _hear(deps: Deps, turn: Turn, said: Said) -> Reply:
    commands = by_phrase(deps)
    meant = understand(said.text, commands)
    if meant is None:
        return help_feature.show(turn, lines(deps, turn.words), understood=not said.text.strip())
    command = commands[meant.phrase]
    if not meant.certain:
        return help_feature.suggest(turn, command.line(turn.words))
    return _perform(deps, replace(turn, rest=meant.rest), command)


def _perform(deps: Deps, turn: Turn, command: Command) -> Reply:
    if turn.undecided and command.right is not Right.ANYONE and command.name not in ANY_NETWORK:
        return choice.ask(deps, turn, command.name)
    return _allowed(turn, command.right, lambda: command.use_case(deps, turn))


def _press(deps: Deps, turn: Turn, pressed: Pressed) -> Reply:
    try:
        if pressed.verb == PerformCommand.verb:
            named = PerformCommand.model_validate(dict(pressed.data)).command
            return _perform(deps, turn, known(demo=deps.advance is not None)[named])
        verb, data, sure = _meant(pressed)
        button = BUTTONS[verb]
        action = button.action.model_validate(data)
    except (KeyError, ValidationError):
        return _outdated(turn)
    reply = _allowed(turn, button.right, lambda: _named(deps, turn, button, action, sure=sure))
    return reply if verb in LISTED else gathered.with_way_back(turn, reply)


def _meant(pressed: Pressed) -> tuple[str, dict[str, Any], bool]:
    """The verb and the data, and whether the question about names has been answered."""
    if pressed.verb != SendAsItIs.verb:
        return pressed.verb, dict(pressed.data), False
    sent = SendAsItIs.model_validate(dict(pressed.data))
    return sent.to, sent.meant, True


def _named(deps: Deps, turn: Turn, button: Button, action: CardAction, *, sure: bool) -> Reply:
    """Asked once where a text may hold somebody's full name; what is sent as it is, is done."""
    asks = button.asks_about_names and not sure
    asked = names.question(deps, turn, action) if asks else None
    return asked or button.use_case(deps, turn, action)


def _outdated(turn: Turn) -> Reply:
    """Cards live for months in a channel: an old button is a normal case, with a way on."""
    view = notice.View(
        turn.words.text("Denne knappen er for gammel"),
        turn.words.text("Kortet er fra en tidligere utgave av meg. Hent et nytt her:"),
        COMMANDS["next"].line(turn.words),
    )
    return Reply(notice.build(view, turn.words))


def _allowed(turn: Turn, right: Right, perform: Answer) -> Reply:
    """Strangers are stopped here. What a right means for one thing, its use case checks again."""
    if turn.member is None and right is not Right.ANYONE:
        return _stranger(turn)
    try:
        return perform()
    except Refused as refused:
        return _refused(turn, right, refused)


def _refused(turn: Turn, right: Right, refused: Refused) -> Reply:
    """What the rule said, with a way on. Whoever represents nobody yet can say so."""
    words = turn.words
    heading = words.text(refused.text, **refused.values)
    if right in {Right.AGENCY, Right.HOST} and turn.member and turn.member.agency_id is None:
        unsaid = words.text("Jeg vet ikke hvilken etat du representerer ennå.")
        view = notice.View(heading, unsaid, COMMANDS["who-am-i"].line(words))
        return Reply(notice.build(view, words))
    pressed = isinstance(turn.incoming, Pressed)
    way_on = COMMANDS["next"].line(words) if pressed else None
    return Reply(notice.build(notice.View(heading, command=way_on), words))


def _stranger(turn: Turn) -> Reply:
    """Somebody no network knows, or a place that belongs to none: anybody may read a group chat."""
    log.warning("somebody whom no network knows was turned away")
    if turn.place.kind is PlaceKind.GROUP:
        heading = turn.words.text("Spør meg i chatten vår, eller i en kanal i nettverkets team")
        return Reply(notice.build(notice.View(heading), turn.words))
    view = notice.View(
        turn.words.text("Jeg kjenner deg ikke ennå"),
        turn.words.text(
            "Skriv til meg i en kanal i nettverkets team først: nevn @{bot} og skriv «hjelp».",
            bot=turn.incoming.bot_name,
        ),
    )
    return Reply(notice.build(view, turn.words))


def _discreet(turn: Turn, reply: Reply) -> Reply:
    """What is only for one person is never posted where others read."""
    if not reply.private or not turn.read_by_others:
        return reply
    if reply.aloud:
        return Reply(notice.build(notice.View(reply.aloud), turn.words))
    view = notice.View(
        turn.words.text("Dette tar vi på tomannshånd"),
        turn.words.text("Åpne chatten med {bot} og prøv der.", bot=turn.incoming.bot_name),
    )
    return Reply(notice.build(view, turn.words))
