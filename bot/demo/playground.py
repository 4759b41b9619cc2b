"""The client of the demo: Microsoft 365 Agents Playground as a child process, and its cast.

The Playground is Microsoft's local stand-in for Teams. It hides what goes wrong: a taken port makes
it move to a random one, and the reason for a refused configuration stands only in its log. Both are
turned into one clear sentence here.
"""

import asyncio
import json
import os
import shutil
import signal
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).resolve().parents[2]
CAST_FILE = Path(__file__).with_name("playground.yml")
ENTRY = ROOT / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
DEFAULT_PORT = 56150
START_DEADLINE = 30.0
"""Seconds from the start of Node to the first answer; about one is usual."""

END_DEADLINE = 5.0
"""Seconds between asking the client to end and ending it by force."""

LISTENING = "Listening on "

END_WITH_PARENT = (
    'data:text/javascript,process.stdin.on("end",()=>process.exit());process.stdin.resume()'
)
"""Given to Node's --import: when this process dies, however it dies, its end of the pipe closes."""


class ClientUnavailable(Exception):
    """The demo has no client; the text says in one sentence why and what helps."""


@dataclass(frozen=True, slots=True)
class CastPerson:
    """`teams_id` is who speaks in an activity, `object_id` is the person in Entra."""

    teams_id: str
    object_id: str
    name: str


@dataclass(frozen=True, slots=True)
class CastChannel:
    channel_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what the Playground pretends exists. `channels` begins with General."""

    tenant_id: str
    bot_id: str
    bot_name: str
    current_user: CastPerson
    users: tuple[CastPerson, ...]
    personal_chat_id: str
    group_chat_id: str
    team_id: str
    team_name: str
    channels: tuple[CastChannel, ...]

    @property
    def everyone(self) -> tuple[CastPerson, ...]:
        return (self.current_user, *self.users)

    def person(self, name: str) -> CastPerson:
        return next(person for person in self.everyone if person.name == name)

    def channel(self, name: str) -> CastChannel:
        return next(channel for channel in self.channels if channel.name == name)


def load_cast(path: Path = CAST_FILE) -> Cast:
    """Read the client's own configuration, so that the demo's data can never disagree with it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    config = json.loads("\n".join(line for line in lines if not line.startswith("#")))
    team = config["team"]
    return Cast(
        tenant_id=config["tenantId"],
        bot_id=config["bot"]["id"],
        bot_name=config["bot"]["name"],
        current_user=_person(config["currentUser"]),
        users=tuple(_person(user) for user in config["users"]),
        personal_chat_id=config["personalChat"]["id"],
        group_chat_id=config["groupChat"]["id"],
        team_id=team["id"],
        team_name=team["name"],
        channels=(
            CastChannel(team["id"], "General"),
            *(CastChannel(channel["id"], channel["name"]) for channel in team["channels"]),
        ),
    )


def _person(user: Mapping[str, Any]) -> CastPerson:
    return CastPerson(user["id"], user["aadObjectId"], user["name"])


@dataclass(frozen=True, slots=True)
class Playground:
    """A running client. It has no password and listens on every interface of the machine."""

    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def warning(self) -> str:
        return (
            f"The client has no password and listens on every network interface, port {self.port}: "
            "others on your network can reach it while it runs."
        )

    @classmethod
    @asynccontextmanager
    async def start(
        cls,
        bot_url: str,
        *,
        var: Path,
        environment: Mapping[str, str],
        port: int = DEFAULT_PORT,
        config: Path = CAST_FILE,
    ) -> AsyncIterator["Playground"]:
        """Run the client until the block ends, however it ends.

        bot_url: the whole address that activities are sent to.
        var: everything the client writes lies below this folder.
        port: 0 means any free one. Raises ClientUnavailable.
        """
        command = _command(bot_url, port)
        log = (var / "playground" / "client.log").resolve()
        log.parent.mkdir(parents=True, exist_ok=True)
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=STDOUT,
            cwd=log.parent,
            env=_environment(environment, config, log),
            start_new_session=True,
        )
        try:
            yield await _started(process, port, log)
        finally:
            await _end(process)


def _command(bot_url: str, port: int) -> list[str]:
    node = shutil.which("node")
    if node is None:
        raise ClientUnavailable(
            "Node.js is missing, so there is no client to open. "
            "Install Node.js 20 or newer with npm and start again."
        )
    if not ENTRY.exists():
        raise ClientUnavailable(
            "The client's packages are missing (node_modules). Run `make setup` and start again."
        )
    # --dt turns the client's telemetry off.
    options = ["-e", bot_url, "-c", "msteams", "-p", str(port), "--dt"]
    return [node, "--import", END_WITH_PARENT, str(ENTRY), "start", *options]


def _environment(base: Mapping[str, str], config: Path, log: Path) -> dict[str, str]:
    """Proxies are left out: the client would send even loopback traffic through them."""
    kept = {name: value for name, value in base.items() if not name.lower().endswith("_proxy")}
    return kept | {
        "TEAMSAPPTESTER_BROWSER": "none",
        "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(config),
        "M365_AGENTS_PLAYGROUND_LOGFILE": str(log),
        "M365_AGENTS_PLAYGROUND_RECORDING_FILE": str(log.with_name("events.log")),
    }


async def _started(process: Process, wanted: int, log: Path) -> Playground:
    try:
        async with asyncio.timeout(START_DEADLINE):
            client = Playground(await _port(process, wanted), log)
            if await _answers(client):
                return client
    except TimeoutError as error:
        msg = f"The client did not answer within {START_DEADLINE:.0f} seconds. Its log: {log}"
        raise ClientUnavailable(msg) from error
    msg = f"The client refused its configuration. {_reason(log)}"
    raise ClientUnavailable(msg)


async def _port(process: Process, wanted: int) -> int:
    said = await _first_words(process)
    if not said.startswith(LISTENING):
        msg = f"The client did not start: {said}"
        raise ClientUnavailable(msg)
    port = int(said.removeprefix(LISTENING))
    if wanted not in (0, port):
        msg = f"Port {wanted} is taken: end what uses it and start again."
        raise ClientUnavailable(msg)
    return port


async def _first_words(process: Process) -> str:
    """The line that says where it listens, or everything it said before it gave up.

    Later it writes to its log only, so that nobody needs to read on.
    """
    output = process.stdout
    said: list[str] = []
    while output is not None and (line := await output.readline()):
        said.append(line.decode(errors="replace").strip())
        if said[-1].startswith(LISTENING):
            return said[-1]
    return " ".join(said)


async def _answers(client: Playground) -> bool:
    """It listens before it reads its configuration, and ends itself if that is wrong.

    It is asked once: a request that arrives while it still starts waits until it has started.
    """
    with suppress(aiohttp.ClientError):
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{client.port}/_internal/v1/testConfig") as answer,
        ):
            return answer.ok
    return False


def _reason(log: Path) -> str:
    marker = "error Reason: "
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    told = [line.removeprefix(marker) for line in lines if line.startswith(marker)]
    return told[-1] if told else f"Its log: {log}"


async def _end(process: Process) -> None:
    """End the whole group; it has nothing to save, so a stubborn one is ended by force."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        async with asyncio.timeout(END_DEADLINE):
            await process.wait()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
