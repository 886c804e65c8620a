"""Progress for a person who watches a long run: the stage on stderr; nothing in logs and pipes, and in short runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

_PATIENCE = 1.0
"""Seconds that a run may take before anything is shown."""


@contextmanager
def on_terminal(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Give a function that is told each stage, and show the last one told once the run is long."""
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda stage: None
        return
    from rich.console import Console

    status = Console(stderr=True, markup=False, highlight=False).status("starting")
    timer = Timer(_PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda stage: status.update(stage)
    finally:
        timer.cancel()
        timer.join()  # it may be about to start what is stopped here
        status.stop()
