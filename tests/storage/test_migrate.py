import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, Table, inspect
from sqlmodel import SQLModel, col, select

from storage import migrate as migrations
from storage.migrate import WrongSchema, migrate
from storage.store import Store
from storage.tables import Challenge, Delivery, Membership, Network, Person

WITHOUT_ROWID = {"receipt", "waiting_answer", "answer", "evaluation_challenge"}
on_sqlite = pytest.mark.parametrize("empty_database_url", ["sqlite"], indirect=True)

HEADER = """
import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{newest}"

def upgrade() -> None:
"""


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Store]:
    store = Store.open(empty_database_url)
    yield store
    store.close()


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A copy of the migrations, to which a test adds one."""
    return Path(shutil.copytree(migrations.MIGRATIONS, tmp_path / "migrations"))


def newest(scripts: Path) -> str:
    return max(path.name[:4] for path in (scripts / "versions").glob("*.py"))


def add_migration(scripts: Path, *statements: str) -> None:
    body = "".join(f"    {statement}\n" for statement in statements)
    header = HEADER.format(newest=newest(scripts))
    (scripts / "versions" / "later.py").write_text(header + body)


def tables(store: Store) -> set[str]:
    return set(inspect(store.engine).get_table_names())


def without_rowid(store: Store) -> set[str]:
    with store.transaction() as session:
        rows = session.connection().exec_driver_sql("SELECT name, sql FROM sqlite_master")
        return {name for name, sql in rows if sql and "WITHOUT ROWID" in sql}


def test_the_migrations_make_exactly_the_tables_of_the_code(empty: Store) -> None:
    migrate(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []
    assert len(tables(empty)) == len(SQLModel.metadata.tables) + 1  # and Alembic's own


@on_sqlite
def test_what_must_have_no_row_order_has_none(empty: Store) -> None:
    migrate(empty)
    assert without_rowid(empty) == WITHOUT_ROWID


@on_sqlite
def test_a_table_keeps_having_no_row_order_when_a_migration_rebuilds_it(
    empty: Store, scripts: Path
) -> None:
    add_migration(
        scripts,
        'with op.batch_alter_table("answer", recreate="always") as batch:',
        '    batch.add_column(sa.Column("extra", sa.String()))',
    )
    migrate(empty, scripts)
    assert without_rowid(empty) == WITHOUT_ROWID


def test_migrating_again_changes_nothing(empty: Store) -> None:
    migrate(empty)
    with empty.transaction() as session:
        session.add(Network(tenant_id="tenant", name="KMV", short="KMV"))
    migrate(empty)
    with empty.transaction() as session:
        assert session.exec(select(Network.name)).all() == ["KMV"]


VALUES: dict[type, object] = {
    bool: False,
    bytes: b"x",
    date: date(2027, 3, 18),
    datetime: datetime(2027, 3, 18, 8, 0, tzinfo=UTC),
    float: 1.5,
    int: 1,
    str: "x",
}


def fill(store: Store) -> None:
    """A row in every table that has none; they refer to each other."""
    known = MetaData()
    known.reflect(store.engine)
    with store.transaction() as session:
        for table in known.sorted_tables:
            if session.connection().execute(table.select()).first() is None:
                session.connection().execute(table.insert().values(required(table)))


def required(table: Table) -> dict[str, object]:
    """Something in every column that must hold anything."""
    filled = (column for column in table.columns if not column.nullable)
    return {column.name: VALUES.get(column.type.python_type, {}) for column in filled}


def test_every_migration_takes_a_database_that_is_in_use(empty: Store, scripts: Path) -> None:
    """What is right for empty tables only would stop the first start after an update."""
    written = sorted((migrations.MIGRATIONS / "versions").glob("*.py"))
    for path in (scripts / "versions").glob("*.py"):
        path.unlink()
    for path in written:
        shutil.copy(path, scripts / "versions")
        migrate(empty, scripts)
        fill(empty)


def migrated_up_to(store: Store, scripts: Path, last: str) -> None:
    """As an older version left it: the migrations until that one."""
    for path in (scripts / "versions").glob("*.py"):
        if path.name[:4] > last:
            path.unlink()
    migrate(store, scripts)


def test_rows_from_before_mean_the_same_afterwards(empty: Store, scripts: Path) -> None:
    """Whom a message to somebody's chat calls on, and a state that is none any more."""
    migrated_up_to(empty, scripts, "0002")
    known = MetaData()
    known.reflect(empty.engine)
    rows: dict[str, list[dict[str, object]]] = {
        "network": [{"id": 1}],
        "person": [{"id": 7}],
        "delivery": [
            {"id": 1, "audience": "person:7"},
            {"id": 2, "audience": "conversation:3", "subject": "meeting:2"},
        ],
        "challenge": [
            {"id": 1, "network_id": 1, "state": "answered"},
            {"id": 2, "network_id": 1, "state": "withdrawn", "submission": "y"},
        ],
    }
    with empty.transaction() as session:
        for name, listed in rows.items():
            for row in listed:
                table = known.tables[name]
                session.connection().execute(table.insert().values({**required(table), **row}))
    migrate(empty)
    with empty.transaction() as session:
        called_on = session.exec(select(Delivery.person_id).order_by(col(Delivery.id))).all()
        states = session.exec(select(Challenge.state).order_by(col(Challenge.id))).all()
    assert called_on == [7, None]
    assert [str(state) for state in states] == ["flagged", "withdrawn"]


def test_a_failed_migration_leaves_nothing_half_done(empty: Store, scripts: Path) -> None:
    add_migration(scripts, 'op.create_table("half", sa.Column("id", sa.Integer()))', "1 / 0")
    with pytest.raises(ZeroDivisionError):
        migrate(empty, scripts)
    assert tables(empty) == set()
    migrate(empty)
    assert "half" not in tables(empty)


def test_a_database_of_a_newer_version_is_refused_and_left_alone(
    empty: Store, scripts: Path
) -> None:
    add_migration(scripts, 'op.create_table("newer", sa.Column("id", sa.Integer()))')
    migrate(empty, scripts)
    before = tables(empty)
    with pytest.raises(WrongSchema, match="revision later") as refusal:
        migrate(empty)
    assert "newer version" in refusal.value.hint
    assert tables(empty) == before


def with_a_member(store: Store) -> None:
    migrate(store)
    with store.transaction() as session:
        session.add(Network(id=1, tenant_id="tenant", name="KMV", short="KMV"))
        session.add(Person(id=7, tenant_id="tenant", object_id="o", teams_id="t", name="Kari"))
        session.flush()
        session.add(Membership(network_id=1, person_id=7))


def test_rebuilding_a_table_that_others_refer_to_keeps_the_others(
    empty: Store, scripts: Path
) -> None:
    with_a_member(empty)
    add_migration(
        scripts,
        'with op.batch_alter_table("person") as batch:',
        '    batch.alter_column("name", existing_type=sa.String(), type_=sa.String(200))',
    )
    migrate(empty, scripts)
    with empty.transaction() as session:
        assert session.exec(select(Membership.person_id)).all() == [7]
        if empty.dialect == "sqlite":
            pragma = session.connection().exec_driver_sql("PRAGMA foreign_keys")
            assert pragma.scalar_one() == 1


@on_sqlite
def test_a_migration_that_loses_what_others_refer_to_is_taken_back(
    empty: Store, scripts: Path
) -> None:
    with_a_member(empty)
    add_migration(scripts, 'op.execute("DELETE FROM person")')
    with pytest.raises(RuntimeError, match="references to missing rows"):
        migrate(empty, scripts)
    with empty.transaction() as session:
        assert session.exec(select(col(Membership.person_id))).all() == [7]


def test_a_new_migration_writes_down_what_differs(scripts: Path) -> None:
    before = newest(scripts)
    first = next((scripts / "versions").glob("0001*.py"))
    without = first.read_text().replace("sa.Column('short', sa.String(), nullable=False),", "")
    first.write_text(without)
    migrations.write("a short name", scripts)
    written = (scripts / "versions" / f"{int(before) + 1:04}_a_short_name.py").read_text()
    assert "batch_op.add_column(sa.Column('short', sa.String(), nullable=False))" in written
    assert f"down_revision = '{before}'" in written
