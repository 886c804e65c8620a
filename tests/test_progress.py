"""Progress is for a person who watches a long run, and for nobody else."""

from __future__ import annotations

import os
import pty
import sys
import time

import pytest

from scanner import progress
from scanner.progress import on_terminal


def _watched(monkeypatch: pytest.MonkeyPatch, seconds: float, *, quiet: bool = False) -> str:
    """What a terminal shows of a run that takes so long in its second stage."""
    master, slave = pty.openpty()
    with os.fdopen(slave, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with on_terminal(quiet=quiet) as tell:
            tell("finding files")
            tell("linking callers")
            time.sleep(seconds)
        terminal.write("end")
    shown = b""
    while not shown.endswith(b"end"):
        shown += os.read(master, 10_000)
    os.close(master)
    return shown.decode().removesuffix("end")


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "_PATIENCE", 0.2)


def test_a_long_run_shows_the_stage_it_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _watched(monkeypatch, 0.6)
    assert "linking callers" in shown
    assert "finding files" not in shown, "it was over before anything was shown"


def test_a_short_run_a_quiet_one_and_one_in_ci_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _watched(monkeypatch, 0) == ""
    assert _watched(monkeypatch, 0.6, quiet=True) == ""
    monkeypatch.setenv("CI", "true")
    assert _watched(monkeypatch, 0.6) == ""
