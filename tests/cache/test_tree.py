"""A tree that is as it was is neither walked nor read; whatever changes in it is seen."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scanner.cache import stamps
from scanner.cache.memory import Memory
from scanner.cache.store import Store
from scanner.cache.tree import Tree
from scanner.concepts.inventory import MAX_BYTES, Inventory
from scanner.discover.walk import discover
from scanner.extract import snapshot
from scanner.extract.snapshot import Snapshot


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    store = Store(tmp_path / "cache.sqlite3")
    yield Memory(store)
    store.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "shop/app.py", "shop/views.py", "shop/deep/more.py", "static/site.js", "README.md")
    write(tmp_path, "shop/.gitignore", text="local.py\n")
    return tmp_path / "repository"


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the clock of the file system told any two changes apart."""
    monkeypatch.setattr(stamps, "TICK", -(10**18))


def write(folder: Path, *paths: str, text: str = "x = 1\n") -> None:
    for path in paths:
        (folder / "repository" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "repository" / path).write_text(text)


def look(memory: Memory, root: Path, exclude: tuple[str, ...] = ()) -> tuple[Inventory, dict[str, bytes], bool]:
    """The inventory, the digests, and whether the tree had to be walked."""
    tree = Tree(memory, root, exclude)
    known = tree.inventory()
    inventory = known or discover(root, exclude)
    taken = Snapshot.take(root, inventory.files, tree.digests(), tree.stamp)
    tree.keep(inventory, taken.digests)
    return inventory, dict(taken.digests), known is None


@pytest.mark.usefixtures("settled")
def test_what_is_as_it_was_is_neither_walked_nor_read(
    memory: Memory, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = look(memory, root)
    assert first[2]
    monkeypatch.setattr(snapshot, "read_bytes", lambda root, path: pytest.fail(f"{path} is read again"))
    assert look(memory, root) == (*first[:2], False)
    assert look(memory, root)[:2] == first[:2]


@pytest.mark.usefixtures("settled")
def test_only_a_changed_file_is_read_again(memory: Memory, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look(memory, root)
    (root / "shop/app.py").write_text("x = 2\n")
    read: list[str] = []
    really = snapshot.read_bytes
    monkeypatch.setattr(snapshot, "read_bytes", lambda root, path: read.append(path) or really(root, path))
    inventory, digests, walked = look(memory, root)
    assert (read, walked) == (["shop/app.py"], False)
    assert digests == Snapshot.take(root, inventory.files).digests


def _add(root: Path) -> None:
    (root / "shop/deep/new.py").write_text("")


def _remove(root: Path) -> None:
    (root / "shop/views.py").unlink()


def _ignore(root: Path) -> None:
    (root / "shop/.gitignore").write_text("local.py\nviews.py\n")


def _grow(root: Path) -> None:
    (root / "static/site.js").write_text("x" * (MAX_BYTES + 1))


def _shrink(root: Path) -> None:
    (root / "large.js").write_text("x")


def _link(root: Path) -> None:
    (root / "shop/deep").rename(root / "elsewhere")
    (root / "shop/deep").symlink_to(root / "elsewhere")


def _pipe(root: Path) -> None:
    (root / "shop/app.py").unlink()
    os.mkfifo(root / "shop/app.py")


def _environment(root: Path) -> None:
    (root / "shop/pyvenv.cfg").write_text("")


def _install(root: Path) -> None:
    (root / "libs/deep-1.dist-info/RECORD").write_text("deep/more.py,,\n")


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    "change",
    [_add, _remove, _ignore, _grow, _shrink, _link, _pipe, _environment, _install],
    ids=lambda one: one.__name__,
)
def test_what_changes_the_inventory_is_seen(
    memory: Memory, root: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    write(tmp_path, "large.js", text="x" * (MAX_BYTES + 1))
    write(tmp_path, "libs/deep/more.py")
    write(tmp_path, "libs/deep-1.dist-info/METADATA")
    before = look(memory, root)[0]
    assert not look(memory, root)[2]
    change(root)
    after, digests, walked = look(memory, root)
    assert walked
    assert after == discover(root)
    assert after != before
    assert digests == Snapshot.take(root, after.files).digests


def test_what_was_changed_just_now_is_not_told_by_its_stamp(
    memory: Memory, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(memory, root)
    assert look(memory, root)[2], "its folders are as young as that"
    later = time.time_ns() + 2 * stamps.TICK
    monkeypatch.setattr(time, "time_ns", lambda: later)
    look(memory, root)
    assert not look(memory, root)[2]
    assert set(Tree(memory, root, ()).digests()) == {file.path for file in discover(root).files}


def test_patterns_and_roots_are_told_apart(memory: Memory, root: Path, settled: None) -> None:
    look(memory, root)
    inventory, _, walked = look(memory, root, ("shop/",))
    assert walked
    assert [file.path for file in inventory.files] == ["README.md", "static/site.js"]
    assert look(memory, root / "shop")[2]
    assert not look(memory, root)[2]


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("seed", range(12))
def test_any_changes_are_seen(memory: Memory, root: Path, seed: int) -> None:
    chance = random.Random(seed)
    names = ("a.py", "b/c.py", "b/d/e.html", "b/.gitignore", ".gitignore", "f.js", "b/d")
    for turn in range(12):
        path = root / chance.choice(names)
        if path.is_dir():
            path.rename(root / f"moved{turn}")
        elif path.exists() and chance.random() < 0.4:
            path.unlink()
        elif not path.parent.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            # of another size each time: two changes may fall into one tick
            path.write_text(chance.choice(("a.py\n", "*.html\n", "d/\n", "!e.html\n")) + "#" * turn * 10)
        inventory, digests, _ = look(memory, root)
        assert inventory == discover(root)
        assert digests == Snapshot.take(root, inventory.files).digests
