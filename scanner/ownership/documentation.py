"""Requests in documentation: what manuals show, what API descriptions list, what changelogs name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scanner.concepts.callsite import CallKind, Link
from scanner.concepts.source import Role

_CHANGELOG = re.compile(r"(?i)(^|/)(change[-_ ]?log|changes|history|news|release[-_ ]?notes|releases?|upgrading)[^/]*$")
_SCHEMAS = (".json", ".yaml", ".yml")


def documented(links: Iterable[Link]) -> tuple[Link, ...]:
    """All that this repository's documentation holds."""
    return tuple(link for link in links if link.site.kind is CallKind.DOCS and not link.site.client)


def shown(links: Iterable[Link]) -> tuple[Link, ...]:
    """Of these, what shows people how to request it."""
    return tuple(link for link in documented(links) if not is_schema(link) and not is_history(link))


def is_schema(link: Link) -> bool:
    """Whether an API description lists it that is kept beside the code, for whatever use.

    One among the manual's pages is part of the manual: it is published for those who write clients.
    """
    return link.site.location.file.endswith(_SCHEMAS) and link.site.role is not Role.DOCS


def is_history(link: Link) -> bool:
    """Whether a changelog names it."""
    return bool(_CHANGELOG.search(link.site.location.file))
