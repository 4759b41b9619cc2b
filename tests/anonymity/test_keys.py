import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.keys import KEY_BYTES, KeyFileUnusable, KeyGone, Keyring, subkey


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_a_key_is_random_and_outlives_the_process(path: Path) -> None:
    made = Keyring.create(path).make("a")
    assert len(made) == KEY_BYTES
    assert Keyring.load(path).key("a") == made
    assert Keyring.load(path).make("b") != made


def test_making_a_key_again_keeps_it(keys: Keyring) -> None:
    assert keys.make("a") == keys.make("a")


def test_many_at_once_make_one_key_and_lose_none(path: Path) -> None:
    Keyring.create(path)
    names = [str(number % 5) for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda name: Keyring.load(path).make(name), names))
    assert len(set(made)) == 5
    assert Keyring.load(path).names() == {"0", "1", "2", "3", "4"}


def test_creating_keeps_a_file_that_is_there(path: Path) -> None:
    made = Keyring.create(path).make("a")
    assert Keyring.create(path).key("a") == made


def test_only_its_owner_can_read_the_file(path: Path) -> None:
    Keyring.create(path).make("a")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_destroyed_key_is_gone_and_the_others_are_not(path: Path) -> None:
    keys = Keyring.create(path)
    destroyed, kept = keys.make("a"), keys.make("b")
    keys.destroy("a")
    with pytest.raises(KeyGone):
        keys.key("a")
    assert keys.key("b") == kept
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert kept.hex().encode() in left
    assert destroyed.hex().encode() not in left


def test_the_file_that_held_a_destroyed_key_is_overwritten(path: Path) -> None:
    keys = Keyring.create(path)
    keys.make("a")
    with path.open("rb") as held_open:
        keys.destroy("a")
        assert set(held_open.read()) == {0}


def test_destroying_twice_is_harmless(keys: Keyring) -> None:
    keys.make("a")
    keys.destroy("a")
    keys.destroy("a")
    assert keys.names() == frozenset()


def test_a_key_made_anew_is_another_one(keys: Keyring) -> None:
    before = keys.make("a")
    keys.destroy("a")
    assert keys.make("a") != before


def test_no_file_no_keys(path: Path) -> None:
    with pytest.raises(KeyFileUnusable, match="is missing") as caught:
        Keyring.load(path)
    assert "SECRET_KEY_FILE" in caught.value.hint
    assert not path.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_file_open_to_others_is_refused(path: Path, mode: int) -> None:
    Keyring.create(path)
    path.chmod(mode)
    with pytest.raises(KeyFileUnusable, match="open to others") as caught:
        Keyring.load(path)
    assert caught.value.hint == f"Run: chmod 600 {path}"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}', '{"a": "secret"}', '"secret"'])
def test_a_broken_file_is_refused_without_telling_what_it_holds(path: Path, content: str) -> None:
    Keyring.create(path)
    path.write_text(content)
    with pytest.raises(KeyFileUnusable, match="not readable") as caught:
        Keyring.load(path)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_a_keyring_does_not_show_its_keys(keys: Keyring) -> None:
    keys.make("a")
    assert repr(keys) == f"Keyring({str(keys.path)!r})"


def test_each_purpose_has_a_key_of_its_own() -> None:
    key = bytes(KEY_BYTES)
    assert len({key, subkey(key, "receipt"), subkey(key, "answer")}) == 3
    assert subkey(key, "receipt") == subkey(key, "receipt")
