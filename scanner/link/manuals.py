"""Manuals that Sphinx writes out of the code: a directive names the routes, and their docstrings become the pages.

https://sphinxcontrib-httpdomain.readthedocs.io/en/stable/#module-sphinxcontrib.autohttp.flask
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from scanner.concepts.callsite import CallKind, MatchGrade
from scanner.concepts.facts import FileFacts
from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.concepts.source import Language
from scanner.concepts.text import Text
from scanner.link import values as v
from scanner.link.outcomes import Target
from scanner.link.requests import Seen

_DIRECTIVE = "autoflask:"


def documented(facts: Mapping[str, FileFacts], operations: Sequence[Operation]) -> Iterator[tuple[Seen, Target]]:
    """Each route that a directive of a manual names, once a directive."""
    routes = [operation for operation in operations if operation.framework == "flask" and operation.name]
    for path in sorted(facts):
        file = facts[path]
        for key, names in file.settings if file.language is Language.MARKDOWN else ():
            if not key.startswith(_DIRECTIVE):
                continue
            place = Location(path, int(key.removeprefix(_DIRECTIVE)))
            wanted = names.split()
            for operation in routes:
                if any(fnmatchcase(operation.name, name) for name in wanted):
                    url = v.String(Text((operation.path.text,)))
                    seen = Seen(kind=CallKind.DOCS, asked=CallKind.DOCS, location=place, role=file.role, url=url)
                    yield seen, Target((operation,), MatchGrade.BY_NAME)


__all__ = ["documented"]
