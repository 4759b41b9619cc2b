"""The composition root and the command line: settings → deps → web app and scheduler.

The only file that knows everyone, and the only one that reads the clock and the environment.
"""

import argparse
import asyncio
import gc
import logging
import os
import secrets
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import aiohttp
import holidays
from aiohttp import web
from pydantic import ValidationError
from sqlalchemy import make_url

from bot import dispatch
from bot.checks import problems
from bot.demo import network as demo_network
from bot.demo.clock import MovableClock
from bot.demo.playground import ClientUnavailable, Playground, load_cast
from bot.deps import Deps
from bot.domain.calendar import WorkCalendar
from bot.features import gathered, upkeep
from bot.features.evaluation import closing
from bot.features.notices import failed
from bot.features.outcomes import minutes
from bot.kinds import KINDS, remember_chat
from bot.settings import Settings
from bot.teams import edge
from bot.teams.connector import Connector, pooled_session
from bot.teams.credentials import AppCredentials, Credentials, NoCredentials, msal_application
from bot.teams.directory import TeamDirectory
from bot.teams.hosts import ExactHosts, HostPolicy, LoopbackOnly
from bot.teams.keys import SigningKeys
from bot.teams.tokens import TokenVerifier
from bot.web import door, forms, health
from cards.gallery import write_html
from manifest.contents import PackageIncomplete
from manifest.package import write_package
from scheduler.courier import Courier
from scheduler.floor import Floor
from scheduler.pace import Limits, Pacer, Turns
from scheduler.sender import Sender
from scheduler.shared_pace import SharedPacer
from scheduler.ticks import Job, Ticks
from storage.keys import KeyFileUnusable, Keyring
from storage.lock import StoreBusy, only_process
from storage.migrate import WrongSchema, migrate
from storage.store import Store

log = logging.getLogger("rundebord")

VAR = Path(__file__).parent / "var"
THINGS_TO_TYPE = ("møteplan", "meld utfordring", "spol fram 14 dager")
TO_SET_UP = ("@Rundebord oppsett   (in the channel General: nothing is set up yet)",)


def real_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Running:
    """A bot that listens. `port` is the real one, also when any free one was asked for."""

    deps: Deps
    ticks: Ticks
    port: int


@asynccontextmanager
async def running(settings: Settings, *, demo: bool, empty: bool = False) -> AsyncIterator[Running]:
    """A bot from migrations to listening; the port opens last. Raises StoreBusy, WrongSchema.

    `empty`: a demo without its network, to try the set-up.
    """
    async with AsyncExitStack() as stack:
        stack.enter_context(only_process(settings.database_url))
        store = Store.open(settings.database_url)
        stack.callback(store.close)
        await store.run(migrate, store)
        session = await stack.enter_async_context(pooled_session())
        clock = MovableClock(store, real_now) if demo else None
        deps = _deps(settings, store, clock)
        if demo and not empty:
            url = f"http://localhost:{settings.playground_port}/_connector"
            await store.run(demo_network.load, deps, load_cast(), url)
        bot = _Bot(settings, deps, session, clock)
        await bot.ticks.start()
        stack.push_async_callback(bot.ticks.stop)
        yield Running(bot.deps, bot.ticks, await bot.listen(stack))


def _deps(settings: Settings, store: Store, clock: MovableClock | None) -> Deps:
    make_or_load = Keyring.create if clock else Keyring.load
    return Deps(
        store=store,
        keys=make_or_load(settings.secret_key_file),
        now=clock.now if clock else real_now,
        calendar=WorkCalendar(settings.timezone, holidays.country_holidays("NO")),
        language=settings.locale,
        public_url=_public_url(settings, demo=clock is not None),
    )


def _public_url(settings: Settings, *, demo: bool) -> str:
    """The demo is reached on this machine alone, on the port it was given."""
    local = f"http://{settings.host}:{settings.port}" if demo else ""
    return (settings.public_url or local).rstrip("/")


class _Bot:
    """The parts of one bot, wired together."""

    def __init__(
        self,
        settings: Settings,
        deps: Deps,
        session: aiohttp.ClientSession,
        clock: MovableClock | None,
    ) -> None:
        self.settings, self.session, self.clock = settings, session, clock
        self.hosts: HostPolicy = LoopbackOnly() if clock else ExactHosts()
        self.connector = Connector(session, self._credentials(), self.hosts, real_now)
        self.floor = Floor()
        self.winding: set[asyncio.Task[None]] = set()
        self.deps = replace(
            deps,
            advance=self._advance if clock else None,
            directory=TeamDirectory(self.connector),
        )
        self.ticks = Ticks(Sender(self._courier()), self._jobs())

    def _credentials(self) -> Credentials:
        if self.clock:
            return NoCredentials()
        recipe = msal_application(
            self.settings.app_id,
            self.settings.app_password.get_secret_value(),
            self.settings.app_type,
            self.settings.app_tenant_id,
        )
        return AppCredentials(recipe, time.monotonic)

    def _courier(self) -> Courier:
        return Courier(
            deps=self.deps,
            messenger=self.connector,
            kinds=KINDS,
            gather=gathered.together,
            pacer=self._turns(),
            clock=real_now,
            remember_chat=remember_chat,
            floor=self.floor,
            owner=f"{os.getpid()}-{secrets.token_hex(4)}",
        )

    def _turns(self) -> Turns:
        """On SQLite there is one process; on PostgreSQL any number share what Teams takes."""
        store, alone = self.deps.store, self.deps.store.dialect == "sqlite"
        limits = Limits.read(
            self.settings.teams_per_second, self.settings.teams_windows, alone=alone
        )
        if alone:
            return Pacer(limits, time.monotonic, asyncio.sleep)
        return SharedPacer(limits, time.monotonic, asyncio.sleep, store)

    def _jobs(self) -> tuple[Job, ...]:
        """What happens by itself, and how often."""
        return (
            Job("follow rules", timedelta(days=1), self._work(upkeep.follow_rules)),
            Job("plan", timedelta(minutes=10), self._work(upkeep.plan)),
            Job("mix answers", timedelta(minutes=1), self._work(closing.mix)),
            Job("close evaluations", timedelta(minutes=5), self._work(closing.close_due)),
            Job("approve minutes", timedelta(minutes=10), self._work(minutes.approve_due)),
            Job("tell of failures", timedelta(hours=1), self._work(failed.notify)),
            Job("forget", timedelta(hours=6), self._work(upkeep.forget)),
        )

    def _work(self, use_case: Callable[[Deps], None]) -> Callable[[], Awaitable[None]]:
        return partial(self.deps.store.run, use_case, self.deps)

    def _advance(self, by: timedelta) -> None:
        """The demo's clock; the task is held so that it is not forgotten half way."""
        if self.clock is None:
            raise RuntimeError("only the demo has a clock that moves")
        task = asyncio.get_running_loop().create_task(self.clock.wind(by, self.ticks.settle))
        self.winding.add(task)
        task.add_done_callback(self.winding.discard)

    async def listen(self, stack: AsyncExitStack) -> int:
        runner = web.AppRunner(self._application(), access_log=None, handle_signals=False)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, self.settings.host, self.settings.port)
        await site.start()
        return int(runner.addresses[0][1])

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=forms.MAX_BYTES)
        edge.mount(application, self._door())
        health.mount(application, self.deps)
        door.mount(application, self.deps, time.monotonic)
        return application

    def _door(self) -> edge.Door:
        keys = SigningKeys(self.session, time.monotonic)
        return edge.Door(
            receive=partial(dispatch.receive, self.deps),
            apologise=partial(dispatch.apologise, self.deps),
            tokens=None if self.clock else TokenVerifier(self.settings.app_id, keys, time.time),
            hosts=self.hosts,
            connector=self.connector,
            allowed_tenants=self.settings.allowed_tenants,
            limits=None if self.clock else edge.by_hand(time.monotonic),
            wait_a_little=partial(dispatch.wait_a_little, self.deps),
            settled=self.ticks.nudge,
            floor=self.floor,
        )


async def demo(settings: Settings, *, client: bool, empty: bool = False) -> int:
    stopped = _stop_signal()
    settings = _apart(settings) if empty else settings
    async with running(settings, demo=True, empty=empty) as bot:
        url = f"http://{settings.host}:{bot.port}/api/messages"
        print(f"Rundebord is listening on {url}", flush=True)
        if not client:
            await stopped.wait()
            return 0
        async with AsyncExitStack() as stack:
            await _show_client(settings, bot, stack, TO_SET_UP if empty else THINGS_TO_TYPE)
            await stopped.wait()
    return 0


def _apart(settings: Settings) -> Settings:
    """The demo without a network has a database file of its own, beside that of the other one."""
    address = make_url(settings.database_url)
    if address.get_backend_name() != "sqlite" or address.database is None:
        return settings
    path = Path(address.database)
    apart = address.set(database=str(path.with_stem(f"{path.stem}-empty")))
    return settings.model_copy(update={"database_url": apart.render_as_string(hide_password=False)})


async def _show_client(
    settings: Settings, bot: Running, stack: AsyncExitStack, things: Sequence[str]
) -> None:
    """Start the client and say what to do; without one, say what is missing and go on."""
    url = f"http://127.0.0.1:{bot.port}/api/messages"
    try:
        playground = await stack.enter_async_context(
            Playground.start(url, var=VAR, environment=os.environ, port=settings.playground_port)
        )
    except ClientUnavailable as missing:
        print(f"The bot runs, but there is no client to open: {missing}")
        return
    print(f"Open {playground.url} and type, in the chat with Rundebord:")
    for thing in things:
        print(f"  {thing}")
    print(playground.warning)
    print("Ctrl-C ends both.", flush=True)


async def serve(settings: Settings) -> int:
    stopped = _stop_signal()
    async with running(settings, demo=False) as bot:
        keep_for_life()
        log.info("listening on %s:%d", settings.host, bot.port)
        await stopped.wait()
    return 0


def keep_for_life() -> None:
    """What is there now stays until the end. Without this, all of it is looked through for garbage
    again and again, and everybody waits a tenth of a second.
    """
    gc.collect()
    gc.freeze()


def _stop_signal() -> asyncio.Event:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped


def check(settings: Settings, *, for_demo: bool = False, quiet: bool = False) -> int:
    """Print every problem; 0 when there is none, which `quiet` does not mention."""
    found = problems(settings, demo=for_demo)
    for problem in found:
        print(problem)
    if not found and not quiet:
        print("No problems found.")
    return 1 if found else 0


def migrate_only(settings: Settings) -> int:
    with only_process(settings.database_url):
        store = Store.open(settings.database_url)
        migrate(store)
        store.close()
    print("The database has the tables of this version.")
    return 0


def draw_cards(page: Path) -> int:
    page.parent.mkdir(parents=True, exist_ok=True)
    write_html(page)
    print(f"Open {page} in a browser.")
    return 0


def package(settings: Settings, out: Path) -> int:
    write_package(out, settings)
    print(f"Upload {out} in Teams: Apps, Manage your apps, Upload an app.")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            print(f"R000: RUNDEBORD_{str(problem['loc'][0]).upper()}: {problem['msg']}.")
        return 2
    _log(settings)
    try:
        return _run(chosen, settings)
    except (StoreBusy, WrongSchema, KeyFileUnusable, PackageIncomplete) as refusal:
        print(f"{refusal}. {refusal.hint}")
        return 2


def _log(settings: Settings) -> None:
    """In UTC, so that what several machines wrote can be put in order.

    Libraries are heard when something is wrong. aiohttp is not: it quotes the headers of broken
    requests, and a token may be among them.
    """
    lines = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    lines.converter, lines.default_msec_format = time.gmtime, "%s.%03dZ"
    written = logging.StreamHandler()
    written.setFormatter(lines)
    logging.basicConfig(level=settings.log_level, handlers=[written])
    for library in ("apscheduler", "alembic"):
        logging.getLogger(library).setLevel(logging.WARNING)
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)


def _run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Raises what `main` turns into a sentence and a hint."""
    commands: dict[str, Callable[[], int]] = {
        "demo": lambda: _start(
            settings,
            demo(settings, client=not chosen.no_client, empty=chosen.empty),
            for_demo=True,
        ),
        "serve": lambda: _start(settings, serve(settings), for_demo=False),
        "check": lambda: check(settings),
        "migrate": lambda: migrate_only(settings),
        "cards": lambda: draw_cards(chosen.html),
        "package": lambda: package(settings, chosen.out),
    }
    return commands[chosen.command]()


def _start(settings: Settings, bot: Coroutine[None, None, int], *, for_demo: bool) -> int:
    """Run it, unless the settings are wrong: then say all that is, and refuse."""
    if check(settings, for_demo=for_demo, quiet=True):
        bot.close()
        return 2
    VAR.mkdir(exist_ok=True)
    return asyncio.run(bot)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    demo_parser = commands.add_parser("demo", help="try the bot on this machine, without Teams")
    demo_parser.add_argument("--no-client", action="store_true", help="start the bot alone")
    demo_parser.add_argument("--empty", action="store_true", help="start without a network")
    commands.add_parser("serve", help="run the bot for Teams")
    commands.add_parser("check", help="list what is wrong with the settings")
    commands.add_parser("migrate", help="bring the database to this version")
    cards_parser = commands.add_parser("cards", help="draw every card, to look at them")
    cards_parser.add_argument("--html", type=Path, required=True, metavar="OUT")
    package_parser = commands.add_parser("package", help="write the app package for Teams")
    package_parser.add_argument("out", type=Path, metavar="OUT")
    return parser


if __name__ == "__main__":
    sys.exit(main())
