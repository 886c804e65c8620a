"""A value worked out in a process beside this one, forked off with all that is known so far.

Linking and registration are one long computation each, over objects that cost as much to hand to a process as to work
out again. A forked process has them already (https://docs.python.org/3/library/os.html#os.fork), and only its result is
handed over, as a document. Where there can be no such process, the value is worked out here: it is the same, later.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Generic, TypeVar

from scanner.cache.memory import read, write

T = TypeVar("T")

FORKS = sys.platform == "linux"
"""Elsewhere a forked process may die of what system libraries have begun in this one:
https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods"""


class Forked(Generic[T]):
    """What `find` returns, looked for from now on in a process of its own if `apart`; use it as a context.

    `kind` is its class, a frozen dataclass that can be remembered. The process sees everything as it is now, and
    nothing that it changes is seen here. It must not print: a thread that shows progress may hold the lock of a stream
    just now. Threads but the main one get none: their callers may have others of which more is to be feared.
    """

    def __init__(self, kind: type[T], find: Callable[[], T], *, apart: bool) -> None:
        self._kind = kind
        self._find = find
        alone = threading.current_thread() is threading.main_thread()
        self._process, self._answer = _begin(find) if apart and FORKS and alone else (0, -1)

    @property
    def apart(self) -> bool:
        """Whether a process of its own looks for the value."""
        return self._process != 0

    def __enter__(self) -> Forked[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.apart:
            with suppress(OSError):
                os.kill(self._process, signal.SIGKILL)
            with suppress(OSError):
                os.waitpid(self._process, 0)
            with suppress(OSError):
                os.close(self._answer)

    def value(self) -> T:
        """The value; ask once. Raises what `find` raises."""
        if self.apart:
            with os.fdopen(self._answer, "rb", closefd=False) as answer:
                found = read(self._kind, answer.read())
            if found is not None:
                return found
        return self._find()  # whatever ended the process happens again here, where it can be told


def _begin(find: Callable[[], T]) -> tuple[int, int]:
    """The process and the end of a pipe that it sends the value through; 0 and -1 where there can be none."""
    try:
        answer, theirs = os.pipe()
    except OSError:
        return 0, -1
    try:
        with warnings.catch_warnings():
            # Python 3.12 warns of other threads, whose locks nobody would release: none of ours is one of `find`'s
            warnings.simplefilter("ignore", DeprecationWarning)
            process = os.fork()
    except OSError:  # no memory is left, or no process
        os.close(answer)
        process, answer = 0, -1
    else:
        if process == 0:
            os.close(answer)  # so that writing fails, and does not wait for ever, where nobody reads any more
            _send(find, theirs)
    os.close(theirs)
    return process, answer


def _send(find: Callable[[], T], answer: int) -> None:
    """Send the value, and end the process without what the other one has still to do at its end."""
    with suppress(BaseException):
        document = write(find())
        if document is not None:
            with os.fdopen(answer, "wb") as stream:
                stream.write(document)
    os._exit(0)
