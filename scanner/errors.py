"""Errors that a user can act on: each knows its exit code and what to do about it."""

from __future__ import annotations


class CallsideError(Exception):
    """What went wrong (`message`), what to do (`help`), and how the command ends (`exit_code`)."""

    exit_code = 2

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002 - the word users see
        super().__init__(message)
        self.message = message
        self.help = help


class UsageError(CallsideError):
    """The command line asks for something that cannot be: a missing path, an unknown operation."""


class ConfigError(CallsideError):
    """Configuration, a baseline or another input file of callside's own is wrong."""


class NothingToScan(CallsideError):  # noqa: N818 - an outcome, not a fault
    """The folder holds no Flask, Django or FastAPI code."""

    exit_code = 3
