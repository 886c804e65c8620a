"""What the file system says of a file or folder: while that is the same, so is what it holds.

The time of the last change of status is part of it, which no program can set; a change within the same tick of the
clock would go unseen, so that what was changed just now is not told by its stamp. Git's index works so:
https://git-scm.com/docs/racy-git
"""

from __future__ import annotations

import os

TICK = 2_000_000_000
"""Nanoseconds in which two changes may get the same time: the coarsest clock of a file system, that of FAT."""


def stamp_of(path: str) -> str:
    """Both times of change in nanoseconds, size, inode and kind of what is at a path; empty where nothing is."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return ""
    return f"{status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {status.st_ino} {status.st_mode}"


def size_of(stamp: str) -> int:
    """Bytes of the file that a stamp tells of; -1 where there is none."""
    return int(stamp.split(" ", 3)[2]) if stamp else -1


def is_settled(stamp: str, now: int) -> bool:
    """Whether a stamp taken at `now`, in nanoseconds, changes with whatever is changed from then on."""
    return all(int(time) < now - TICK for time in stamp.split(" ", 2)[:2]) if stamp else True
