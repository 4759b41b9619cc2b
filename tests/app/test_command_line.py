"""The command line refuses what would be dangerous, and says all that is wrong at once."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import app
from bot.settings import Settings
from storage.keys import Keyring
from storage.lock import only_process
from storage.store import Store

WRONG = {"R003", "R010", "R011", "R012", "R013", "R020", "R030"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment with a database and keys of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RUNDEBORD_DATABASE_URL", f"sqlite:///{tmp_path}/bot.db")
    monkeypatch.setenv("RUNDEBORD_SECRET_KEY_FILE", f"{tmp_path}/secret.key")
    return tmp_path


def problem_ids(capsys: pytest.CaptureFixture[str]) -> set[str]:
    return {line.partition(":")[0] for line in capsys.readouterr().out.splitlines()}


def test_check_lists_every_problem_with_an_id(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RUNDEBORD_DATABASE_URL", f"sqlite:///{home}/missing/bot.db")
    monkeypatch.setenv("RUNDEBORD_PUBLIC_URL", "http://rundebord.example")
    assert app.main(["check"]) == 1
    assert problem_ids(capsys) == WRONG


def test_check_has_nothing_to_say_about_good_settings(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Keyring.create(home / "secret.key")
    for name, value in (
        ("APP_ID", "an-app"),
        ("APP_PASSWORD", "a-canary"),
        ("APP_TENANT_ID", "a-tenant"),
        ("ALLOWED_TENANTS", "a-tenant, another"),
    ):
        monkeypatch.setenv(f"RUNDEBORD_{name}", value)
    assert app.main(["check"]) == 0
    assert capsys.readouterr().out == "No problems found.\n"
    assert Settings().allowed_tenants == {"a-tenant", "another"}


@pytest.mark.usefixtures("home")
def test_serve_refuses_to_start_without_an_app_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["serve"]) == 2
    assert "R010" in problem_ids(capsys)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "rundebord.example", "::"])
def test_the_demo_refuses_any_host_but_this_machine(
    host: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RUNDEBORD_HOST", host)
    assert app.main(["demo", "--no-client"]) == 2
    assert problem_ids(capsys) == {"R002"}


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "a-canary"), ("TIMEZONE", "Europe/a-canary"), ("LOG_LEVEL", "a-canary")],
)
def test_a_setting_that_cannot_be_is_named_and_not_repeated(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"RUNDEBORD_{name}", value)
    assert app.main(["check"]) == 2
    printed = capsys.readouterr().out
    assert f"RUNDEBORD_{name}" in printed
    assert "canary" not in printed


def test_the_log_is_in_utc_wherever_the_machine_is(home: Path) -> None:
    """In a process of its own: pytest has the log of this one."""
    script = (
        "import app, logging; from bot.settings import Settings; app._log(Settings());"
        "logging.getLogger().handle(logging.makeLogRecord({'created': 0.0, 'levelno': 30}))"
    )
    here = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONPATH": str(Path(app.__file__).parent)}
    told = subprocess.run(
        [sys.executable, "-c", script], env=here, capture_output=True, text=True, check=True
    )
    assert told.stderr.startswith("1970-01-01 00:00:00.")
    assert told.stderr.split()[1].endswith("Z")


def test_a_second_process_on_one_file_refuses_to_start(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with only_process(f"sqlite:///{home}/bot.db"):
        assert app.main(["demo", "--no-client"]) == 2
    assert "in use by another Rundebord process" in capsys.readouterr().out


def test_migrate_makes_the_tables(home: Path) -> None:
    assert app.main(["migrate"]) == 0
    store = Store.open(f"sqlite:///{home}/bot.db")
    with store.transaction() as session:
        tables = session.connection().exec_driver_sql("SELECT count(*) FROM sqlite_master")
        assert tables.scalar_one() > 20
    store.close()


async def test_the_demo_makes_keys_that_only_their_owner_may_read(tmp_path: Path) -> None:
    settings = Settings(
        port=0,
        database_url=f"sqlite:///{tmp_path}/bot.db",
        secret_key_file=tmp_path / "secret.key",
    )
    async with app.running(settings, demo=True) as bot:
        assert bot.port > 0
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_the_package_needs_a_public_address_and_says_so(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(["package", str(home / "rundebord.zip")]) == 2
    assert "RUNDEBORD_PUBLIC_URL" in capsys.readouterr().out
    assert not (home / "rundebord.zip").exists()
