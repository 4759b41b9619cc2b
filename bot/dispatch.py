"""Between the doors and the use cases: who is it, have we heard it before, what is meant, may they?

A door calls `receive`; everything below it is plain, blocking code in the store's own threads.
"""

from collections.abc import Callable
from dataclasses import replace

from pydantic import ValidationError
from sqlmodel import Session

from bot.deps import Arrived, Deps, Incoming, Left, PlaceKind, Pressed, Reply, Said, Turn
from bot.domain.errors import Refused
from bot.domain.language import choose, language_of
from bot.domain.people import Member, Right
from bot.features import arrival
from bot.features import help as help_feature
from bot.matching import understand
from bot.routes import BUTTONS, COMMANDS, Command, lines
from cards import notice
from cards.actions import PerformCommand
from cards.words import Words
from storage import heard, networks, people, places
from storage.tables import Conversation, Person

Answer = Callable[[], Reply]


async def receive(deps: Deps, incoming: Incoming) -> Reply | None:
    """What the acting person sees, or None when there is nothing to answer."""
    return await deps.store.run(answer, deps, incoming)


def answer(deps: Deps, incoming: Incoming) -> Reply | None:
    turn, place, new = _recognise(deps, incoming)
    match incoming:
        case Arrived():
            arrival.arrive(deps, place)
        case Left():
            arrival.leave(deps, incoming)
        case Said() if new:
            return _discreet(turn, _hear(deps, turn, incoming))
        case Pressed():
            return _discreet(turn, _press(deps, turn, incoming))
    return None


def apologise(deps: Deps, incoming: Incoming, reference: str) -> Reply:
    """For a bug of ours. Nothing is looked up: the database may be what is broken."""
    words = Words(language_of(incoming.locale, deps.language), deps.zone)
    view = notice.View(
        words.text("Beklager, noe gikk galt hos meg"),
        words.text("Prøv igjen om litt. Hjelper ikke det, oppgi {reference}.", reference=reference),
    )
    return Reply(notice.build(view, words))


def _recognise(deps: Deps, incoming: Incoming) -> tuple[Turn, Conversation, bool]:
    """Who, where, and whether it is new. What Teams told us on the way is remembered."""
    with deps.store.transaction() as session:
        _remember_tenant(session, incoming)
        person = _remember_person(session, incoming)
        place = _remember_place(session, incoming, person)
        member = _member(session, place, person)
        new = _is_new(deps, session, incoming)
    words = Words(choose(person.language, incoming.locale, deps.language), deps.zone)
    return Turn(incoming, member, words, deps.now()), place, new


def _remember_tenant(session: Session, incoming: Incoming) -> None:
    networks.remember_tenant(
        session,
        tenant_id=incoming.place.tenant_id,
        service_url=incoming.service_url,
        bot_id=incoming.bot_id,
        bot_name=incoming.bot_name,
    )


def _remember_person(session: Session, incoming: Incoming) -> Person:
    sender = incoming.sender
    return people.remember(
        session,
        tenant_id=sender.tenant_id,
        object_id=sender.object_id,
        teams_id=sender.teams_id,
        name=sender.name,
    )


def _remember_place(session: Session, incoming: Incoming, person: Person) -> Conversation:
    place = incoming.place
    network = networks.of_team(session, place.tenant_id, place.team_id) if place.team_id else None
    personal = place.kind is PlaceKind.PERSONAL
    told = Conversation(
        tenant_id=place.tenant_id,
        conversation_id=place.channel_id or place.conversation_id,
        kind=place.kind,
        network_id=network.id if network else None,
        person_id=person.id if personal else None,
        team_id=place.team_id,
        name=place.channel_name or "",
    )
    return places.remember(session, told)


def _member(session: Session, place: Conversation, person: Person) -> Member | None:
    """The person in the network of the place; in a personal chat in the one they belong to."""
    person_id = person.id or 0
    if place.network_id is not None:
        people.join(session, place.network_id, person_id)
        return people.member(session, place.network_id, person)
    belongs = people.networks_of(session, person_id) if place.person_id else []
    return people.member(session, belongs[0], person) if belongs else None


def _is_new(deps: Deps, session: Session, incoming: Incoming) -> bool:
    """Only what is typed is remembered: pressing twice is harmless by itself."""
    if not isinstance(incoming, Said) or not incoming.activity_id:
        return True
    today = deps.calendar.day_of(deps.now())
    place = incoming.place.conversation_id
    return heard.first_time(session, place, incoming.activity_id, today)


def _hear(deps: Deps, turn: Turn, said: Said) -> Reply:
    commands = {phrase: command for command in _known(deps) for phrase in _phrases(command)}
    meant = understand(said.text, commands)
    if meant is None:
        return help_feature.show(turn, lines(deps, turn.words), understood=not said.text.strip())
    command = commands[meant.phrase]
    if not meant.certain:
        return help_feature.suggest(turn, command.line(turn.words))
    return _perform(deps, replace(turn, rest=meant.rest), command)


def _known(deps: Deps) -> list[Command]:
    return [command for command in COMMANDS.values() if deps.advance or not command.demo]


def _phrases(command: Command) -> set[str]:
    return {phrase for phrases in command.phrases.values() for phrase in phrases}


def _perform(deps: Deps, turn: Turn, command: Command) -> Reply:
    return _allowed(turn, command.right, lambda: command.use_case(deps, turn))


def _press(deps: Deps, turn: Turn, pressed: Pressed) -> Reply:
    try:
        if pressed.verb == PerformCommand.verb:
            named = PerformCommand.model_validate(dict(pressed.data)).command
            return _perform(deps, turn, {c.name: c for c in _known(deps)}[named])
        button = BUTTONS[pressed.verb]
        action = button.action.model_validate(dict(pressed.data))
    except (KeyError, ValidationError):
        return _outdated(turn)
    return _allowed(turn, button.right, lambda: button.use_case(deps, turn, action))


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
        pressed = isinstance(turn.incoming, Pressed)
        way_on = COMMANDS["next"].line(turn.words) if pressed else None
        view = notice.View(turn.words.text(refused.text, **refused.values), command=way_on)
        return Reply(notice.build(view, turn.words))


def _stranger(turn: Turn) -> Reply:
    """Somebody no network knows, or a place that belongs to none: anybody may read a group chat."""
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
