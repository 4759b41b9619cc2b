"""Bring a database to the tables of this version: all of it, or nothing.

There is no way down: going back is restoring the backup. `python -m storage.migrate "what changes"`
writes a new migration from what differs between `storage/tables/` and the migrations so far;
`python -m storage.migrate --first` writes the first one anew, as long as nothing is released.
Read what it wrote.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.store import Store

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 0x52756E64  # any number: replicas that start together migrate one after the other


class WrongSchema(RuntimeError):
    """The database is not one that this version may touch. `hint` says what to do."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"the database has revision {revision}, which this version does not know")
        self.hint = "Run the newer version that wrote it, or restore a backup of this version."


def migrate(store: Store, scripts: Path = MIGRATIONS) -> None:
    """Upgrade to the newest revision, in one transaction.

    Raises WrongSchema when a newer version has been here, and what the database raises when a
    migration fails; then nothing has changed.
    """
    with _one_transaction(store) as connection:
        config = _config(connection, scripts)
        _refuse_unknown(connection, config)
        command.upgrade(config, "head")


@contextmanager
def _one_transaction(store: Store) -> Iterator[Connection]:
    with store.engine.connect() as connection:
        if store.dialect == "sqlite":
            with _unchecked_references(connection):
                yield connection
        else:
            with connection.begin():
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
                yield connection


@contextmanager
def _unchecked_references(connection: Connection) -> Iterator[None]:
    """SQLite replaces a table by dropping it, so references are checked at the end instead.

    The pragma does nothing inside a transaction, so it goes to the driver, past SQLAlchemy.
    """
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():
            yield
            _refuse_broken_references(connection)
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
        driver.close()


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        msg = f"the migration leaves references to missing rows: {broken[:5]}"
        raise RuntimeError(msg)


def _config(connection: Connection, scripts: Path) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _refuse_unknown(connection: Connection, config: Config) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    for revision in MigrationContext.configure(connection).get_current_heads():
        if revision not in known:
            raise WrongSchema(revision)


def write(message: str, scripts: Path = MIGRATIONS) -> None:
    """Write the next migration, numbered, by comparing the tables with the migrations so far."""
    number = len(list((scripts / "versions").glob("*.py"))) + 1
    with TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{folder}/scratch.db")
        migrate(store, scripts)
        with store.engine.connect() as connection:
            config = _config(connection, scripts)
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
        store.close()


if __name__ == "__main__":
    if sys.argv[1:] == ["--first"]:
        for old in (MIGRATIONS / "versions").glob("*.py"):
            old.unlink()
        write("the first tables")
    else:
        write(" ".join(sys.argv[1:]))
