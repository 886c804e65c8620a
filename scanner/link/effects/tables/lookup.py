"""Finding a name's row: the full name, the same class re-exported by its package, then the longest tail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

Row = TypeVar("Row")


class Lookup(Generic[Row]):
    """A table ready to be asked."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self._rows = rows
        self._tails = any(name.startswith(".") for name in rows)
        # libraries re-export what they define deeper: `django.views.generic.edit.CreateView` is `…generic.CreateView`
        self._exported = {
            (name.partition(".")[0], name.rpartition(".")[2]): row
            for name, row in rows.items()
            if not name.startswith(".") and name.rpartition(".")[2][:1].isupper()
        }

    def library(self, name: str) -> Row | None:
        """The row of a dotted library name, by its full name, its exported name or its tail."""
        if name in self._rows:
            return self._rows[name]
        exported = self._exported.get((name.partition(".")[0], name.rpartition(".")[2]))
        return exported if exported is not None else self.tail(name)

    def tail(self, text: str) -> Row | None:
        """The row of the longest tail of `text` that the table has."""
        if not self._tails:
            return None
        parts = text.split(".")[-5:]
        for start in range(len(parts)):
            if (row := self._rows.get("." + ".".join(parts[start:]))) is not None:
                return row
        return None
