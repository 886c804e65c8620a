"""Text written for people: Markdown, reStructuredText, plain text, docstrings. Requests it shows are documentation.

Read: commands (`curl …`) in code blocks and lines, `METHOD /path` anywhere, table rows that hold a method and a path,
`.. http:get:: /path` directives (https://sphinxcontrib-httpdomain.readthedocs.io/), client calls in code examples,
inline code that is a path, addresses on this machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.concepts.facts import Request
from scanner.extract.other.address import BASE, is_address, read_address
from scanner.extract.other.clients import MENTION
from scanner.extract.other.lines import Lines
from scanner.extract.other.shell import read_script

_METHODS = r"GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"
_CHARACTER = r"(?:\[[\w.-]+\]|[^\s`|*\"',)\]\[])"
_PLACE = rf"(?:(?:https?|wss?)://{_CHARACTER}+|{BASE}{_CHARACTER}+|/{_CHARACTER}*)"
_OPERATION = re.compile(rf"\b((?:{_METHODS})(?:\s*[,/|]\s*(?:{_METHODS}))*)\b[`*\s:|]{{1,12}}[`*]*({_PLACE})")
_DIRECTIVE = re.compile(r"^\s*\.\.\s+http:(get|post|put|patch|delete|head|options)::\s*(/\S*)", re.MULTILINE)
_AUTOFLASK = re.compile(r"^\.\. autoflask::[^\n]*((?:\n[ \t]+\S[^\n]*)*)", re.MULTILINE)
_OPTION = re.compile(r"\s+:([\w-]+):(.*)")
_INLINE_CODE = re.compile(rf"`+\s*({_PLACE})\s*`+")
_LOCAL = re.compile(r"(?:https?|wss?)://(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?/[^\s`|*\"'<>)\]]*")
_CELL_METHOD = re.compile(rf"[`*]*({_METHODS})[`*]*")
_CELL_PLACE = re.compile(rf"[`*]*({_PLACE})[`*]*")
_CLIENT_CALL = re.compile(
    r"\b(?:requests|httpx|session|client|axios|ky|\$)\s*\.\s*(?P<verb>get|post|put|patch|delete|head)(?:Async)?\(\s*"
    r"f?[\"'`](?P<url>[^\"'`\s]{1,500})[\"'`]"
    r"|\bfetch\(\s*[\"'`](?P<fetched>[^\"'`\s]{1,500})[\"'`](?:[^)]{0,200}?\bmethod:\s*[\"'](?P<method>\w+)[\"'])?"
)
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})\s*([\w+-]*)")
_PROMPT = re.compile(r"^\s*(?:[$%>#]|(?:\w+@)?[\w.-]*[$#])\s+(?=\S)")
_COMMAND_LINE = re.compile(r"^\s*(?:[$%>#]\s+)?(?:curl|wget|https?|xhs?)\s+\S")
_TRAILING = ".,;:!?)"
_FILES = re.compile(r"/(?:bin|boot|dev|etc|home|lib|mnt|opt|path|proc|root|run|sbin|srv|sys|tmp|usr|var)(?:/|$)|/$")
"""Folders of the Filesystem Hierarchy Standard: a bare mention of them is no address."""

_LIMIT = 2_000
_ROW = 5_000
"""Longer rows are data, and patterns that look for pairs take too long on them."""
_CELLS = 20

_MENTION = re.compile(
    rf"\b(?:{_METHODS})\b[`*\s:|]+(?:https?://|{BASE}|/)|\b(?:curl|wget|http)\s|http:(?:get|post|put|patch|delete)::"
)


def mentions_requests(text: str) -> bool:
    """A cheap test before a docstring is read."""
    return _MENTION.search(text) is not None


def read_prose(text: str, line: int = 1, *, note: str = "", scope: int = 0) -> list[Request]:
    """The requests shown in a text that begins at `line`: each place once, at most 2,000.

    Where no `note` is given it tells how strongly the text speaks: `example` (a command or code), `operation` (method
    and path), `mention` (a path in inline code, an address on this machine).
    """
    found: dict[tuple[int, str | None, str], Request] = {}
    for request in _requests(text, line, note, scope):
        key = (request.line, request.method, str(request.url))
        known = found.get((request.line, None, key[2]))
        if request.method is None and any(other[0] == key[0] and other[2] == key[2] for other in found):
            continue
        if known is not None:
            del found[known.line, None, key[2]]
        found.setdefault(key, request)
        if len(found) >= _LIMIT:
            break
    return list(found.values())


def read_manual(text: str) -> list[tuple[str, str]]:
    """What a manual documents out of the code: `autoflask:LINE` → names of endpoints, `BLUEPRINT.*` for all of one, `*`
    for all.

    https://sphinxcontrib-httpdomain.readthedocs.io/en/stable/#module-sphinxcontrib.autohttp.flask
    """
    found: list[tuple[str, str]] = []
    lines = Lines(text, 1)
    for match in _AUTOFLASK.finditer(text):
        options = _options(match[1])
        names = options.get("endpoints") or [f"{one}.*" for one in options.get("blueprints", ())]
        if "modules" not in options or names:
            found.append((f"autoflask:{lines.at(match.start())}", " ".join(names or ["*"])))
    return found


def _options(text: str) -> dict[str, list[str]]:
    """The words of a directive's options, whose values may go on in further rows."""
    found: dict[str, list[str]] = {}
    words: list[str] = []
    for row in text.split("\n"):
        option = _OPTION.match(row)
        if option:
            words = found.setdefault(option[1], [])
        words += (option[2] if option else row).replace(",", " ").split()
    return found


def _requests(text: str, line: int, note: str, scope: int) -> Iterator[Request]:
    rows = text.split("\n")
    position = 0
    while position < len(rows):
        row = rows[position]
        at = line + position
        fence = _FENCE.match(row)
        if fence:
            end = _closing(rows, position + 1, fence[1])
            yield from _code(rows[position + 1 : end], at + 1, note, scope)
            position = end + 1
            continue
        if _COMMAND_LINE.match(row):
            end = position + 1
            while end < len(rows) and rows[end - 1].rstrip().endswith("\\"):
                end += 1
            yield from _code(rows[position:end], at, note, scope)
            position = end
            continue
        yield from _row(row, at, note, scope)
        position += 1


def _closing(rows: list[str], start: int, fence: str) -> int:
    for index in range(start, len(rows)):
        if rows[index].strip().startswith(fence):
            return index
    return len(rows)


def _code(rows: list[str], line: int, note: str, scope: int) -> Iterator[Request]:
    text = "\n".join(_PROMPT.sub("", row) if len(row) <= _ROW else "" for row in rows)
    if MENTION.search(text):
        yield from read_script(text, line, kind=CallKind.DOCS, note=note or "example", scope=scope)
    lines = Lines(text, line)
    for match in _CLIENT_CALL.finditer(text):
        url = match["url"] or match["fetched"]
        method = (match["verb"] or match["method"] or "get").upper()
        if is_address(url):
            yield _request(url, lines.at(match.start()), method, note or "example", scope)
    for offset, row in enumerate(rows):
        if len(row) <= _ROW and not _COMMAND_LINE.match(row):
            yield from _operations(row, line + offset, note, scope)


def _row(row: str, line: int, note: str, scope: int) -> Iterator[Request]:
    if "/" not in row or len(row) > _ROW:
        return
    yield from _operations(row, line, note, scope)
    directive = _DIRECTIVE.match(row)
    if directive:
        url = directive[2].replace("(", "<").replace(")", ">")
        yield _request(url, line, directive[1].upper(), note or "operation", scope)
    if row.count("|") > 1:
        yield from _table_row(row, line, note, scope)
    for match in _INLINE_CODE.finditer(row):
        if not _FILES.match(match[1]):
            yield _request(match[1], line, None, note or "mention", scope)
    for match in _LOCAL.finditer(row):
        yield _request(match[0], line, None, note or "mention", scope)


def _operations(row: str, line: int, note: str, scope: int) -> Iterator[Request]:
    for match in _OPERATION.finditer(row):
        for method in re.findall(_METHODS, match[1]):
            yield _request(match[2], line, method, note or "operation", scope)


def _table_row(row: str, line: int, note: str, scope: int) -> Iterator[Request]:
    """A row with the path before the method; the other order reads as `METHOD | /path`."""
    cells = [cell.strip() for cell in row.strip().strip("|").split("|")][:_CELLS]
    for index, cell in enumerate(cells):
        place = _CELL_PLACE.fullmatch(cell)
        if place is None:
            continue
        for later in cells[index + 1 :]:
            words = re.split(r"\s*[,/ ]\s*", later)
            matches = [_CELL_METHOD.fullmatch(word) for word in words]
            if all(matches):
                for match in matches:
                    if match is not None:
                        yield _request(place[1], line, match[1], note or "operation", scope)
                return


def _request(url: str, line: int, method: str | None, note: str, scope: int) -> Request:
    return Request(
        kind=CallKind.DOCS, url=read_address(url.rstrip(_TRAILING)), line=line, method=method, note=note, scope=scope
    )
