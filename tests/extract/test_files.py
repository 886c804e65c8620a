"""Reading files in this process and over processes: the same facts, and a file that kills its process costs itself."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scanner.concepts.facts import FileFacts
from scanner.concepts.location import Location
from scanner.concepts.source import Language, Role, SourceFile
from scanner.discover.walk import discover
from scanner.extract import processes
from scanner.extract.files import Extractor, extract
from scanner.extract.one import Unread
from scanner.extract.processes import batches, facts_of
from tests.fixtures.marks import FIXTURES


def _file(path: str, size: int) -> SourceFile:
    return SourceFile(path, Language.PYTHON, Role.SOURCE, size)


def test_any_number_of_processes_gives_the_same() -> None:
    files = discover(FIXTURES / "flask_shop").files
    alone = extract(FIXTURES / "flask_shop", files, 1)
    assert alone == extract(FIXTURES / "flask_shop", files, 3)
    assert list(alone.facts) == sorted(alone.facts)
    assert alone.facts


def test_unreadable_and_binary_files_are_told_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.py").write_bytes(b"x = 1\0\0\0")
    (tmp_path / "c.py").write_text("y = 2\n")
    files = [_file("a.py", 5), _file("b.py", 8), _file("c.py", 6)]
    for jobs in (1, 2):
        found = extract(tmp_path, files, jobs)
        assert list(found.facts) == ["c.py"]
        assert found.skipped == {"binary": 1, "unreadable": 1}
        places = [item.location.file for item in found.diagnostics if item.location]
        assert places == ["a.py", "b.py"]


def test_batches_keep_order_and_are_of_about_one_size() -> None:
    files = [_file(f"{number:03}.py", size) for number, size in enumerate([10, 900_000, 5, 5, 399_990, 1])]
    made = list(batches(files))
    assert [file for batch in made for file in batch] == files
    assert [len(batch) for batch in made] == [2, 3, 1]


@pytest.mark.skipif(os.name != "posix", reason="the readers of forked processes are replaced")
def test_a_file_that_kills_its_process_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from multiprocessing import get_context

    names = [f"m{number:02}.py" for number in range(12)]
    for name in names:
        (tmp_path / name).write_text(f"value = '{name}'\n")
    really = processes.read_file

    def read_file(root: Path, file: SourceFile) -> object:
        if file.path == "m05.py":
            os._exit(9)
        return really(root, file)

    monkeypatch.setattr(processes, "read_file", read_file)
    monkeypatch.setattr(processes, "BATCH_BYTES", 60)
    # a forked process has the replaced reader
    monkeypatch.setattr(processes, "_context", lambda: get_context("fork"))
    readers = processes.Readers(tmp_path, [_file(name, 20) for name in names], 2)
    found = [facts_of(written) for written in readers.outcomes()]
    readers.stop()
    crashed = [item for item in found if isinstance(item, Unread)]
    assert [item.reason for item in crashed] == ["crashed"]
    assert isinstance(found[5], Unread)
    assert [item.file for item in found if not isinstance(item, Unread)] == [n for n in names if n != "m05.py"]


def test_progress_tells_files_done_and_how_many_are_read_in_a_second(tmp_path: Path) -> None:
    files = [SourceFile(f"m{number}.py", Language.PYTHON, Role.SOURCE, 5) for number in range(120)]
    for file in files:
        (tmp_path / file.path).write_text("x = 1")
    told: list[tuple[int, int, float]] = []
    with Extractor(tmp_path, files, 1) as extractor:
        extractor.read(lambda done, total, rate: told.append((done, total, rate)))
    assert [(done, total) for done, total, _ in told] == [(50, 120), (100, 120)]
    assert all(rate > 0 for *_, rate in told)


def test_a_file_that_our_own_reader_fails_on_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scanner.extract.python import module

    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("x = 1\n")
    really = module.read_module

    def read_module(file: SourceFile, text: str) -> FileFacts:
        if file.path == "a.py":
            raise TypeError("unhashable type:\n'dict'")
        return really(file, text)

    monkeypatch.setattr(module, "read_module", read_module)
    found = extract(tmp_path, [_file("a.py", 6), _file("b.py", 6)], 1)
    assert list(found.facts) == ["b.py"]
    assert found.skipped == {"crashed": 1}
    (told,) = found.diagnostics
    assert told.location == Location("a.py", 1)
    assert told.message == "is not read, by a bug in callside: please report it (TypeError: unhashable type: 'dict')"


_SLEEPER = """
import os, sys, time
from pathlib import Path
from scanner.concepts.source import Language, Role, SourceFile
from scanner.extract import processes

def read_file(root, file):
    Path(root, "begun").touch()
    time.sleep(60)

processes.read_file = read_file
if sys.argv[2] == "thread":
    import threading
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
readers = processes.Readers(Path(sys.argv[1]), [SourceFile("a.py", Language.PYTHON, Role.SOURCE, 5)], 2)
print(*(process.pid for process in readers._pool._processes.values()), flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("beside", ["", "thread"])
def test_processes_end_when_the_one_that_started_them_is_killed(tmp_path: Path, beside: str) -> None:
    started = subprocess.Popen(
        [sys.executable, "-c", _SLEEPER, str(tmp_path), beside],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(processes.__file__).parents[2])},
    )
    with started:
        assert started.stdout is not None
        readers = [int(word) for word in started.stdout.readline().split()]
        started.kill()
    assert readers
    _wait_for(lambda: not any(_alive(reader) for reader in readers))


def _alive(process: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def _wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < limit, "not within ten seconds"
        time.sleep(0.02)
