"""Values worked out in a forked process: the same as here, whatever becomes of the process."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from scanner import fork
from scanner.fork import Forked

pytestmark = pytest.mark.skipif(not fork.FORKS, reason="this system does not fork")


@dataclass(frozen=True, slots=True)
class _Found:
    process: int
    text: str


def _found() -> _Found:
    return _Found(os.getpid(), "x" * 1_000_000)


def _open() -> set[str]:
    """The numbers of this process's open files, that of their listing among them."""
    return {path.name for path in Path("/proc/self/fd").iterdir()}


def _children() -> bool:
    """Whether this process has any that it has not waited for."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


@pytest.mark.parametrize("apart", [True, False])
def test_the_value_is_found_apart_or_here(apart: bool) -> None:
    with Forked(_Found, _found, apart=apart) as forked:
        assert forked.apart is apart
        found = forked.value()
    assert (found.process != os.getpid()) is apart
    assert found.text == _found().text


def test_two_are_worked_out_at_once_and_nothing_is_left_behind() -> None:
    before = _open()
    with Forked(_Found, _found, apart=True) as one, Forked(_Found, _found, apart=True) as other:
        assert len({other.value().process, one.value().process, os.getpid()}) == 3
    assert _open() == before
    assert not _children()


def test_what_it_changes_is_not_seen_here() -> None:
    seen: list[int] = []

    def find() -> _Found:
        seen.append(1)
        return _found()

    with Forked(_Found, find, apart=True) as forked:
        forked.value()
    assert seen == []


def test_what_it_raises_is_raised_here() -> None:
    def find() -> _Found:
        raise LookupError("nothing there")

    with Forked(_Found, find, apart=True) as forked, pytest.raises(LookupError, match="nothing there"):
        forked.value()


def test_a_process_that_dies_costs_time_alone() -> None:
    here = os.getpid()

    def find() -> _Found:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return _found()

    with Forked(_Found, find, apart=True) as forked:
        assert forked.apart
        assert forked.value().process == here


def test_a_value_that_cannot_be_written_is_found_here() -> None:
    def find() -> _Found:
        return _Found(10**5000, "")  # more digits than a number may have in a document

    with Forked(_Found, find, apart=True) as forked:
        assert forked.value() == find()


def test_a_value_nobody_asks_for_leaves_no_process() -> None:
    with pytest.raises(ZeroDivisionError), Forked(_Found, _found, apart=True):
        raise ZeroDivisionError
    assert not _children()


def test_where_no_process_can_be_had_the_value_is_found_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    before = _open()
    with Forked(_Found, _found, apart=True) as forked:
        assert not forked.apart
        assert forked.value().process == os.getpid()
    assert _open() == before


def test_other_threads_than_the_main_one_get_no_process() -> None:
    found: list[_Found] = []

    def run() -> None:
        with Forked(_Found, _found, apart=True) as forked:
            found.append(forked.value())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert [one.process for one in found] == [os.getpid()]
