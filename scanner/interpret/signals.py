"""How control leaves a block of interpreted code."""

from __future__ import annotations

from enum import Enum

from scanner.interpret.values import Value


class Signal(Enum):
    """Why a block ended before its last statement."""

    RETURN = "return"
    BREAK = "break"
    CONTINUE = "continue"


class Raised(Exception):  # noqa: N818 - it carries the program's own exception, it is no error of ours
    """An exception of the interpreted program on its way to a handler."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.value = value


class LimitReached(Exception):  # noqa: N818 - an end, not an error
    """The budget of a root is used up; the diagnostic is already written."""
