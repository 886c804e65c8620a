"""What a command costs with all processes that it starts, those that outlive it included."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SUBREAPER = 36


@dataclass(frozen=True, slots=True, order=True)
class Cost:
    """CPU seconds of all processes, wall seconds, and megabytes of the largest process."""

    cpu: float
    wall: float
    peak: float


def measured(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run a command and wait for everything that it starts. Raises RuntimeError where it fails."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        # a process of its own, so that its children's times are this command's alone
        os.close(reading)
        os.write(writing, _run(command, environment).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        words = stream.read().split()
    os.waitpid(child, 0)
    if int(words[0]):
        raise RuntimeError(f"{' '.join(command)} ended with {words[0]}")
    cpu, wall, peak = map(float, words[1:])
    return Cost(cpu, wall, peak)


def _run(command: Sequence[str], environment: Mapping[str, str]) -> str:
    if sys.platform == "linux":
        # processes whose parent is gone come to this one; https://man7.org/linux/man-pages/man2/prctl.2.html
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    began = time.perf_counter()
    code = subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL).wait()
    wall = time.perf_counter() - began
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return f"{code} {usage.ru_utime + usage.ru_stime} {wall} {usage.ru_maxrss / 1024}"
