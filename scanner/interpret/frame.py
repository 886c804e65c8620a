"""Frames: the names of one running module, function or class body, and what it has given back so far."""

from __future__ import annotations

from collections.abc import Callable

from scanner.interpret.objects import Cell, Module
from scanner.interpret.values import Unknown, Value


class Frame:
    """A scope while it runs, and the closure of the functions made in it afterwards."""

    __slots__ = (
        "branches",
        "cell",
        "displaced",
        "is_class",
        "leaving",
        "line",
        "module",
        "names",
        "on_yield",
        "parent",
        "qualname",
        "receiver",
        "redirected",
        "returns",
        "undecided",
        "yields",
    )

    def __init__(self, module: Module, parent: Frame | None = None, qualname: str = "") -> None:
        self.names: dict[str, Value] = {}
        self.module = module
        self.parent = parent
        self.qualname = qualname
        self.line = 0
        self.branches = 0
        """Undecided branches open in this frame: what is assigned or returned there may not happen."""
        self.is_class = False
        self.undecided = 0
        """Undecided branches met so far."""
        self.leaving = False
        """Whether an undecided branch of the running loop's body left it: nothing tells when such a loop ends."""
        self.cell: Cell | None = None
        self.receiver: Value = None
        self.displaced: dict[str, list[Value]] | None = None
        """Values that an undecided branch replaced: where it does not run, the name still has them."""
        self.redirected: dict[str, Frame] | None = None
        self.returns: list[Value] | None = None
        self.yields: list[Value] | None = None
        self.on_yield: Callable[[Value], None] | None = None
        """What runs where this generator first yields: the body of a `with`."""

    def put_back(self, names: dict[str, Value]) -> None:
        """Give names their former values again, and remember what an unlikely branch made of them."""
        for name, value in names.items():
            made = self.names.get(name)
            if made is not value:
                self.names[name] = value
                self.displaced = self.displaced or {}
                self.displaced.setdefault(name, []).append(made)

    def assign(self, name: str, value: Value) -> None:
        """Bind a name, where `global` or `nonlocal` send it."""
        if self.redirected is not None and name in self.redirected:
            self.redirected[name].names[name] = value
        else:
            if self.branches and isinstance(value, Unknown) and not isinstance(self.names.get(name), Unknown | None):
                return  # an undecided branch does not make what is known unknown
            if self.branches and name in self.names:
                self.displaced = self.displaced or {}
                self.displaced.setdefault(name, []).append(self.names[name])
            self.names[name] = value
