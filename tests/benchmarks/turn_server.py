"""The servers of ours that `turns.py` measures: `turn_server.py ours|thin PORT LOGIN FOLDER`.

ours: the real door, dispatcher, use cases and a database on disk, as app.py wires them. thin: the
least that a bot can do, with the same token check: read the activity, post an answer.
"""

import asyncio
import sys
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

from aiohttp import web
from sqlmodel import Session, col, insert, select

from app import keep_for_life
from bot import dispatch
from bot.demo import network as demo_network
from bot.demo.playground import load_cast
from bot.deps import Deps, Message, PlaceKind, Target
from bot.domain.meetings import Activity
from bot.features.evaluation import found
from bot.teams import edge
from bot.teams.body import parse
from bot.teams.connector import Connector, pooled_session
from bot.teams.credentials import NoCredentials
from bot.teams.hosts import LoopbackOnly
from bot.teams.keys import SigningKeys
from bot.teams.tokens import TokenVerifier
from storage.keys import Keyring
from storage.migrate import migrate
from storage.store import Store
from storage.tables import Conversation, Meeting, Membership, Organisation, Person
from tests.clock import MORNING
from tests.demo_network import calendar
from tests.fakes import teams
from tests.fakes.login import APP_ID

FIRST = 1_000  # the id of the first of them
MEMBERS = 20_000  # each answers once; so many are there for all runs together


def member(number: int) -> teams.Person:
    return teams.Person(f"entra-{number}", f"29:medlem-{number}", f"Medlem Nummer {number}")


async def ours(login: str, folder: Path) -> web.Application:
    store = Store.open(f"sqlite:///{folder}/bench.db")
    deps = Deps(store, Keyring.load(folder / "key"), lambda: MORNING, calendar())
    tokens, connector = _teams(login)
    door = edge.Door(
        receive=partial(dispatch.receive, deps),
        apologise=partial(dispatch.apologise, deps),
        tokens=tokens,
        hosts=LoopbackOnly(),
        connector=connector,
    )
    application = web.Application()
    edge.mount(application, door)
    return application


async def thin(login: str, _folder: Path) -> web.Application:
    tokens, connector = _teams(login)

    async def messages(request: web.Request) -> web.StreamResponse:
        envelope = parse(await request.read())
        authorization = request.headers.get("Authorization")
        await tokens.verify(
            authorization, service_url=envelope.service_url, channel_id=envelope.channel_id
        )
        said = envelope.payload
        target = Target("", said["serviceUrl"], said["recipient"]["id"], said["conversation"]["id"])
        await connector.post(target, Message({"type": "AdaptiveCard"}, said.get("text", "")))
        return web.Response()

    application = web.Application()
    application.router.add_post("/api/messages", messages)
    return application


def _teams(login: str) -> tuple[TokenVerifier, Connector]:
    session = pooled_session()
    keys = SigningKeys(session, time.monotonic, f"{login}/v1/.well-known/openidconfiguration")
    tokens = TokenVerifier(APP_ID, keys, time.time)
    return tokens, Connector(session, NoCredentials(), LoopbackOnly(), lambda: MORNING)


def fill(folder: Path) -> int:
    """The demo network with many members, and a fagdag's evaluation that is open; its id."""
    store = Store.open(f"sqlite:///{folder}/bench.db")
    migrate(store)
    deps = Deps(store, Keyring.create(folder / "key"), lambda: MORNING, calendar())
    demo_network.load(deps, load_cast(), "http://localhost:1/connector")
    with store.transaction() as session:
        agency = session.exec(select(Organisation).order_by(col(Organisation.id))).first()
        assert agency is not None
        _add_members(session, agency)
        evaluation_id = _open_evaluation(deps, session, agency.network_id)
    store.close()
    return evaluation_id


def _add_members(session: Session, agency: Organisation) -> None:
    """With their chats, as people who are asked 1:1 have them."""
    numbers = range(FIRST, FIRST + MEMBERS)
    known = {number: member(number) for number in numbers}
    here = {"tenant_id": teams.TENANT}
    told = ((n, {"object_id": k.object_id, "teams_id": k.teams_id}) for n, k in known.items())
    people = [here | ids | {"id": n, "name": known[n].name} for n, ids in told]
    belongs = {"network_id": agency.network_id, "organisation_id": agency.id}
    chats = here | {"kind": PlaceKind.PERSONAL}
    session.execute(insert(Person), people)
    session.execute(insert(Membership), [belongs | {"person_id": number} for number in numbers])
    session.execute(
        insert(Conversation),
        [chats | {"person_id": n, "conversation_id": f"a:{k.teams_id}"} for n, k in known.items()],
    )


def _open_evaluation(deps: Deps, session: Session, network_id: int) -> int:
    """Part 1 of the open day, open now, with part 2 to come."""
    of_day = select(Meeting).where(
        Meeting.network_id == network_id, Meeting.activity == Activity.OPEN_DAY
    )
    meeting = session.exec(of_day.where(Meeting.starts_at > MORNING)).first()
    assert meeting is not None
    evaluation = found.opened(deps, session, meeting)
    assert evaluation is not None
    evaluation.closes_at = max(evaluation.closes_at, MORNING + timedelta(days=2))
    session.flush()
    return evaluation.id or 0


async def _serve(which: str, port: int, login: str, folder: Path) -> None:
    runner = web.AppRunner(
        await {"ours": ours, "thin": thin}[which](login, folder), access_log=None
    )
    await runner.setup()
    keep_for_life()  # as `serve` does
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    chosen, port, login, folder = sys.argv[1:]
    asyncio.run(_serve(chosen, int(port), login, Path(folder)))
