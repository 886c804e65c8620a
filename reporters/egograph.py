"""The ego graph of one operation as SVG: callers on the left, the operation, its handler on the right.

Presentation attributes alone carry the drawing, so it stays readable where a policy forbids styles. A solid line is a
link by name or exact path, a dashed one a path with holes, a dotted one the end of a path.
"""

from __future__ import annotations

from html import escape

from reporters.clean import clean
from reporters.wording import grade_meaning
from scanner.concepts.callsite import CallKind, Link, MatchGrade
from scanner.concepts.report import AuditedOperation

MOST = 7
"""Callers drawn; one more box counts the rest."""

_BOX = 214
_HEIGHT = 38
_GAP = 10
_BETWEEN = 62
_LETTERS = 31
_DASHES = {MatchGrade.BY_NAME: "", MatchGrade.EXACT: "", MatchGrade.TEMPLATE: "6 3", MatchGrade.SUFFIX: "2 3"}


def ego_graph(audited: AuditedOperation) -> str:
    """SVG markup; every text is escaped."""
    callers = audited.callers
    drawn = callers[:MOST]
    rest = len(callers) - len(drawn)
    count = max(len(drawn) + bool(rest), 1)
    height = count * (_HEIGHT + _GAP) + _GAP
    middle = (height - _HEIGHT) // 2
    first, second, third = 2, 2 + _BOX + _BETWEEN, 2 + 2 * (_BOX + _BETWEEN)
    parts = []
    for number, link in enumerate(drawn):
        top = _GAP + number * (_HEIGHT + _GAP)
        parts.append(_line(first + _BOX, top, second, middle, _DASHES[link.grade], _doubt(link)))
        parts.append(_caller(link, first, top))
    if rest:
        top = _GAP + len(drawn) * (_HEIGHT + _GAP)
        parts.append(_line(first + _BOX, top, second, middle, "", ""))
        parts.append(_box(first, top, f"and {rest} more", "callers, listed below", "caller"))
    if not callers:
        parts.append(_line(first + _BOX, middle, second, middle, "2 3", ""))
        parts.append(_box(first, middle, "no caller found", "in this repository", "absent"))
    operation = audited.operation
    parts.append(_line(second + _BOX, middle, third, middle, "", ""))
    parts.append(_box(second, middle, str(operation), audited.verdict.owner, f"operation {audited.verdict.owner}"))
    handler = operation.handler
    where = f"{handler.file}:{handler.line}" if handler.file else "supplied by a library"
    parts.append(_box(third, middle, handler.name.rpartition(".")[2], where, "handler"))
    name = escape(clean(f"Callers and handler of {operation}"))
    width = third + _BOX + 2
    return (
        f'<svg class="ego" role="img" aria-label="{name}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-family="system-ui, sans-serif" font-size="12" fill="currentColor">'
        + "".join(parts)
        + "</svg>"
    )


def _caller(link: Link, left: int, top: int) -> str:
    site = link.site
    what = f"{site.kind}: {site.caller}" if site.caller else site.kind.value
    return _box(left, top, what, str(site.location), "test" if site.kind is CallKind.TEST else "caller")


def _doubt(link: Link) -> str:
    return f"matched {grade_meaning(link.grade)}"


def _line(x1: int, top: int, x2: int, middle: int, dashes: str, title: str) -> str:
    y1, y2, bend = top + _HEIGHT // 2, middle + _HEIGHT // 2, (x1 + x2) // 2
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    curve = f"M{x1} {y1}C{bend} {y1} {bend} {y2} {x2 - 6} {y2}"
    head = f"M{x2 - 7} {y2 - 4}L{x2} {y2}L{x2 - 7} {y2 + 4}Z"
    inner = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<g class="edge">{inner}<path d="{curve}" fill="none" stroke="currentColor"{dash}/>'
        f'<path d="{head}" stroke="none"/></g>'
    )


def _box(left: int, top: int, title: str, subtitle: str, style: str) -> str:
    full = escape(f"{clean(title)} ({clean(subtitle)})")
    return (
        f'<g class="{style}"><title>{full}</title>'
        f'<rect x="{left}" y="{top}" width="{_BOX}" height="{_HEIGHT}" rx="5" fill="none" stroke="currentColor"/>'
        f'<text x="{left + 9}" y="{top + 16}" font-weight="600">{escape(_head(clean(title)))}</text>'
        f'<text x="{left + 9}" y="{top + 31}" opacity="0.8">{escape(_tail(clean(subtitle)))}</text></g>'
    )


def _head(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"


def _tail(text: str) -> str:
    """The end of a path tells more than its beginning."""
    return text if len(text) <= _LETTERS + 3 else "…" + text[-_LETTERS - 2 :]
