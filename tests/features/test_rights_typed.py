"""The table of rights of what one types, and the presses once more on PostgreSQL.

Whoever is of another network, tenant or nobody reads nothing of ours: every text of the network
holds a canary, and no answer to them does.
"""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, SQLModel, col, func, select, update

from bot.routes import COMMANDS
from storage.keys import Keyring
from storage.tables import Membership, Person
from tests.databases import Databases
from tests.features.bench import Network, Seen
from tests.features.estate import MEMBERS, Who, member
from tests.features.presses import ADMINS, HOSTS, PARTIES, SPEAKING
from tests.features.test_rights import AT_MOST, pressed, refused, stranger
from tests.features.world import World, stored

TYPED = {name: command for name, command in COMMANDS.items() if not command.demo}
OUTSIDERS = (Who.LEFT, Who.GUEST, Who.NEIGHBOUR, Who.ABROAD)

# Who is not refused. What a member may not, stands here; so does what needs more than a right.
MAY = dict.fromkeys(TYPED, MEMBERS) | {
    "help": frozenset(Who),
    "failed": ADMINS,
    "follow": frozenset(),  # nobody, without the code of a receipt
    "notes": HOSTS,
    **dict.fromkeys(("my-duties", "duties", "swap"), SPEAKING),
    **dict.fromkeys(("new-meeting", "references", "year-plan"), PARTIES),
}
CANARY = "kanarifugl"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    keys = Keyring.create(tmp_path_factory.mktemp("estate") / "secret.key")
    made = World(databases, keys, "rights_typed")
    yield made
    made.close()


def typed(network: Network, who: Who, name: str) -> Seen:
    return member(network, who).says(next(iter(COMMANDS[name].phrases.values()))[0])


def turned_away(seen: Seen) -> bool:
    """A stranger's card, or one sentence and nothing to do; what is pressed has a way on."""
    alone = len(seen.texts) == 1 and not seen.buttons and not seen.inputs()
    return alone or refused(seen) or stranger(seen)


def greet(network: Network) -> None:
    """The bot has seen everybody before."""
    for who in Who:
        member(network, who).says("hjelp")


@pytest.mark.parametrize("name", TYPED)
def test_the_right_beside_the_command_is_true(name: str) -> None:
    assert MAY[name] <= AT_MOST[TYPED[name].right]


def test_who_may_type_what_is_as_the_table_says(world: World) -> None:
    network = world.anew()
    for name, may in MAY.items():
        answers = {who: typed(network, who, name) for who in set(Who) - {Who.NEIGHBOUR}}
        let_in = {who for who, seen in answers.items() if not turned_away(seen)}
        assert let_in == may - {Who.NEIGHBOUR}, name


def test_outsiders_read_nothing_of_ours_and_change_nothing(world: World) -> None:
    network = world.anew()
    greet(network)
    with network.deps.store.transaction() as session:
        plant(session)
    before = ours(network)
    shown = [typed(network, who, name) for who in OUTSIDERS for name in TYPED]
    shown += [
        pressed(member(network, who), press.action(world.estate))
        for who in OUTSIDERS
        for press in world.presses.values()
        if who not in press.may
    ]
    assert [(s.reader.person.name, s.heading) for s in shown if CANARY in str(s.card)] == []
    assert ours(network) == before
    assert CANARY in str(typed(network, Who.CONTACT, "contacts").card)


def ours(network: Network) -> dict[str, list[str]]:
    """Without what the bot has heard, and whom it knows."""
    found = stored(network, 1)
    return {name: rows for name, rows in found.items() if name != "conversation"}


TEXTS = {"name", "title", "text", "place", "theme", "note", "reason", "answer", "comment", "case"}


def plant(session: Session) -> None:
    """In every text of the network, as far as tables say whose their rows are; and its people."""
    for table in SQLModel.metadata.sorted_tables:
        names = TEXTS & set(table.c.keys()) if "network_id" in table.c else set()
        for name in names - {"place"} if table.name == "place" else names:
            written = CANARY + " " + func.coalesce(table.c[name], "")
            session.execute(update(table).where(table.c.network_id == 1).values({name: written}))
    in_ours = select(Membership.person_id).where(Membership.network_id == 1)
    people = update(Person).where(col(Person.id).in_(in_ours))
    session.execute(people.values(name=CANARY + " " + col(Person.name)))


@pytest.mark.parametrize("world", ["postgresql"], indirect=True)
def test_who_may_not_press_is_refused_on_postgresql_too(world: World) -> None:
    network = world.anew()
    greet(network)
    before = stored(network)
    for press in world.presses.values():
        for who in set(Who) - press.may - {Who.NEIGHBOUR}:
            seen = pressed(member(network, who), press.action(world.estate))
            assert turned_away(seen), (seen.reader.person.name, seen.heading)
    assert stored(network) == before
