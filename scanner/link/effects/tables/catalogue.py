"""All tables, merged: the explicit list of library families that effects know."""

from __future__ import annotations

from scanner.link.effects.tables import django, drf, fastapi, flask, security, storage
from scanner.link.effects.tables.table import Kinds, Table

TABLES: tuple[Table, ...] = (flask.TABLE, django.TABLE, drf.TABLE, fastapi.TABLE, storage.TABLE, security.TABLE)

CALLS = {name: kinds for table in TABLES for name, kinds in table.calls.items()}
ANSWERS = {name: kind for table in TABLES for name, kind in table.answers.items()}
GUARDS = {name: kinds for table in TABLES for name, kinds in table.guards.items()}
BASES = {name: kinds for table in TABLES for name, kinds in table.bases.items()}
HEADERS = {name: kinds for table in TABLES for name, kinds in table.headers.items()}


def _reads() -> dict[str, Kinds]:
    """Frameworks share names (`request.data` is raw in Flask, parsed in REST framework): all meanings are kept."""
    merged: dict[str, Kinds] = {}
    for table in TABLES:
        for name, kinds in table.reads.items():
            merged[name] = tuple(dict.fromkeys((*merged.get(name, ()), *kinds)))
    return merged


READS = _reads()
