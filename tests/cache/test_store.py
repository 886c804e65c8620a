"""The store: what it keeps and drops, and that no state of its file is more than a miss."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.cache.store import Store


def _put(path: Path, **entries: bytes) -> None:
    store = Store(path)
    store.put({key.encode(): value for key, value in entries.items()})
    store.close()


def _get(path: Path, *keys: str) -> list[bytes | None]:
    store = Store(path)
    found = list(store.get(key.encode() for key in keys))
    store.close()
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "cache.sqlite3"


def test_what_is_put_is_found_by_the_next_run(path: Path) -> None:
    _put(path, a=b"1", b=b"2")
    _put(path, b=b"3")
    assert _get(path, "b", "c", "a") == [b"3", None, b"1"]
    assert path.parent.stat().st_mode & 0o077 == 0


def test_an_empty_store_makes_no_file(path: Path) -> None:
    store = Store(path)
    assert store.usage().entries == 0
    store.put({})
    store.close()
    assert not path.exists()


def test_the_least_recently_used_is_dropped_first(path: Path) -> None:
    value = b"x" * 1000
    for day, key in enumerate("abc"):
        store = Store(path, limit=10_000, day=day)
        store.put({key.encode(): value})
        store.close()
    store = Store(path, limit=10_000, day=5)
    assert list(store.get([b"a"])) == [value]
    store.close()
    store = Store(path, limit=3500, day=6)
    store.put({b"d": value})
    assert [found is not None for found in store.get([b"a", b"b", b"c", b"d"])] == [True, False, True, True]
    store.close()


def test_the_file_shrinks_with_its_entries(path: Path) -> None:
    store = Store(path, limit=4_000_000)
    store.put({bytes([number]): bytes(100_000) for number in range(30)})
    store.close()
    large = path.stat().st_size
    store = Store(path, limit=200_000)
    store.put({b"new": b"1"})
    store.close()
    assert path.stat().st_size < large / 5


def test_a_damaged_entry_is_a_miss(path: Path) -> None:
    _put(path, a=b"good", b=b"good")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE entries SET data = CAST(data || x'00' AS BLOB) WHERE key = x'61'")
    connection.close()
    assert _get(path, "a", "b") == [None, b"good"]


def test_an_entry_under_another_key_is_a_miss(path: Path) -> None:
    _put(path, a=b"of a", b=b"of b")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE entries SET data = (SELECT data FROM entries WHERE key = x'61')")
    connection.close()
    assert _get(path, "a", "b") == [b"of a", None]


@pytest.mark.parametrize("value", ["'text'", "17", "NULL || 'x'"])
def test_a_value_of_another_type_is_a_miss(path: Path, value: str) -> None:
    _put(path, a=b"1")
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE OR IGNORE entries SET data = COALESCE({value}, 1.5)")
    connection.close()
    assert _get(path, "a") == [None]


@pytest.mark.parametrize("content", [b"not a database at all " * 50, b"SQLite format 3\0" + bytes(500)])
def test_a_foreign_file_is_replaced_by_the_run_after(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    _put(path, a=b"1")
    assert _get(path, "a") == [None]
    _put(path, a=b"1")
    assert _get(path, "a") == [b"1"]


def test_a_file_torn_in_the_middle_is_no_error(path: Path) -> None:
    _put(path, **{f"k{number}": bytes([number]) * 5000 for number in range(40)})
    data = bytearray(path.read_bytes())
    data[4096 : len(data) - 4096] = bytes(len(data) - 8192)
    path.write_bytes(data)
    assert set(_get(path, *(f"k{number}" for number in range(40)))) <= {
        None,
        *(bytes([number]) * 5000 for number in range(40)),
    }


def test_a_table_of_another_shape_is_no_error(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE entries (something TEXT)")
    connection.close()
    _put(path, a=b"1")
    assert _get(path, "a") == [None]


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    _put(tmp_path / "file" / "cache.sqlite3", a=b"1")
    assert _get(tmp_path / "file" / "cache.sqlite3", "a") == [None]


def test_a_full_disk_is_no_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _put(path, a=b"1")
    connect = sqlite3.connect

    def small(*arguments: object, **options: object) -> sqlite3.Connection:
        connection = connect(*arguments, **options)  # type: ignore[call-overload]
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection  # type: ignore[no-any-return]

    monkeypatch.setattr(sqlite3, "connect", small)
    _put(path, big=bytes(1_000_000))
    monkeypatch.undo()
    assert _get(path, "a", "big") == [b"1", None]


def test_another_run_that_holds_the_file_is_no_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.cache.store._WAIT", 0.05)
    _put(path, a=b"1")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    _put(path, b=b"2")
    assert _get(path, "a") == [b"1"], "a reader is not kept out by a writer"
    other.execute("ROLLBACK")
    other.close()
    assert _get(path, "a", "b") == [b"1", None]


def test_two_runs_at_once_keep_what_both_found(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from scanner.cache.store import Store\n"
        "for n in range(20):\n"
        "    store = Store(Path(sys.argv[1]))\n"
        "    store.put({f'{sys.argv[2]}{n}'.encode(): b'v' * 2000, b'both': b'same'}); store.close()"
    )
    runs = [subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in ("x", "y")]
    assert [run.wait(60) for run in runs] == [0, 0]
    keys = [f"{name}{number}" for name in ("x", "y") for number in range(20)]
    assert _get(path, *keys, "both") == [b"v" * 2000] * 40 + [b"same"]


def test_clearing_removes_everything(path: Path) -> None:
    _put(path, a=b"1")
    store = Store(path)
    assert store.usage().entries == 1
    store.clear()
    assert not list(path.parent.iterdir())
    assert store.usage().size == 0
