"""The client starts, says clearly why it does not, and never outlives who started it."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import aiohttp
import pytest

from bot.demo.playground import CAST_FILE, ROOT, ClientUnavailable, Playground, load_cast

NO_BOT = "http://127.0.0.1:1/api/messages"
START_AND_STAY = """
import asyncio, os, sys
from pathlib import Path
from bot.demo.playground import Playground
async def main():
    bot, var = sys.argv[1], Path(sys.argv[2])
    async with Playground.start(bot, var=var, environment=os.environ, port=0) as client:
        print(client.port, flush=True)
        await asyncio.Event().wait()
asyncio.run(main())
"""
pytestmark = pytest.mark.node


async def _configuration(client: Playground) -> dict[str, object]:
    async with aiohttp.ClientSession() as session:
        address = f"http://127.0.0.1:{client.port}/_internal/v1/testConfig"
        async with session.get(address) as answer:
            config: dict[str, object] = (await answer.json())["config"]
            return config


async def test_the_client_shows_the_cast_that_the_demo_reads(tmp_path: Path) -> None:
    cast = load_cast()
    async with Playground.start(NO_BOT, var=tmp_path, environment=os.environ, port=0) as client:
        config = await _configuration(client)
    assert config["personalChat"] == {"id": cast.personal_chat_id, "name": "Personal Chat"}
    assert config["teams"] == [
        {
            "id": cast.team_id,
            "name": cast.team_name,
            "aadGroupId": "entra-gruppe-lindesnes",
            "channels": [
                {"id": channel.channel_id, "name": channel.name, "channelType": "standard"}
                for channel in cast.channels
            ],
            "members": [person.teams_id for person in cast.users],
        }
    ]


async def test_nothing_listens_and_nothing_lies_elsewhere_afterwards(tmp_path: Path) -> None:
    async with Playground.start(NO_BOT, var=tmp_path, environment=os.environ, port=0) as client:
        pass
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", client.port)
    assert [name for _, _, names in os.walk(tmp_path) for name in names] == ["client.log"]


async def test_a_taken_port_is_refused_instead_of_changed(tmp_path: Path) -> None:
    taken = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port = taken.sockets[0].getsockname()[1]
    async with taken:
        with pytest.raises(ClientUnavailable) as refusal:
            await _start_and_end(tmp_path, port=port)
    assert str(refusal.value) == f"Port {port} is taken: end what uses it and start again."


async def test_a_refused_configuration_is_told_with_its_reason(tmp_path: Path) -> None:
    config = tmp_path / "the-same-user-twice.yml"
    config.write_text(CAST_FILE.read_text("utf-8").replace('"29:nils-dahl"', '"29:ola-berg"'))
    with pytest.raises(ClientUnavailable) as refusal:
        await _start_and_end(tmp_path, config=config)
    assert str(refusal.value) == (
        "The client refused its configuration. ConfigFileParseError Failed to parse config file. "
        "Reason: User ID must be unique. Please make sure config file is valid."
    )


async def test_without_node_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ClientUnavailable, match=r"^Node\.js is missing"):
        await _start_and_end(tmp_path)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_it_ends_with_who_started_it_however_that_ends(
    tmp_path: Path, how: signal.Signals
) -> None:
    """Kept open, the page's own websocket closes when the client is gone."""
    arguments = ("-c", START_AND_STAY, NO_BOT, str(tmp_path))
    parent = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdout=PIPE, stderr=PIPE, cwd=ROOT
    )
    assert parent.stdout
    port = int(await parent.stdout.readline())
    stream = f"http://127.0.0.1:{port}/_ws_conversation/v1/conversations/stream"
    async with aiohttp.ClientSession() as session, session.ws_connect(stream) as socket:
        parent.send_signal(how)
        async with asyncio.timeout(10):
            assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSED
    await parent.communicate()


async def _start_and_end(var: Path, port: int = 0, config: Path = CAST_FILE) -> None:
    async with Playground.start(NO_BOT, var=var, environment=os.environ, port=port, config=config):
        pass
