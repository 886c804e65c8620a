"""The ego graph of one operation as SVG: callers on the left, the operation, its handler on the right.

Presentation attributes alone carry the drawing, so it stays readable where a policy forbids styles. A solid line is a
link by name or exact path, a dashed one a path with holes, a dotted one the end of a path.
"""

from __future__ import annotations

from html import escape

from reporters.clean import clean
from scanner.concepts.callsite import Link, MatchGrade
from scanner.concepts.report import AuditedOperation

MOST = 7
"""Callers drawn; one more box counts the rest."""

_BOX = 244
_HEIGHT = 38
_GAP = 10
_BETWEEN = 62
_LETTERS = 28
"""Characters of a box's first line that fit in a wide font; its second line is smaller."""
_DASHES = {MatchGrade.BY_NAME: "", MatchGrade.EXACT: "", MatchGrade.TEMPLATE: "6 3", MatchGrade.SUFFIX: "2 3"}


def definitions() -> str:
    """The box and the arrow head, once a page; every graph refers to them, which keeps each a few hundred bytes."""
    return (
        '<svg class="defs" width="0" height="0" aria-hidden="true"><defs>'
        f'<rect id="ego-box" width="{_BOX}" height="{_HEIGHT}" rx="5" fill="none" stroke="currentColor"/>'
        '<marker id="ego-arrow" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">'
        '<path d="M0 0L8 4L0 8Z" fill="currentColor"/></marker></defs></svg>'
    )


def ego_graph(audited: AuditedOperation) -> str:
    """SVG markup; every text is escaped. The page must hold `definitions`."""
    callers = audited.callers
    drawn = callers[:MOST]
    rest = len(callers) - len(drawn)
    count = max(len(drawn) + bool(rest), 1)
    height = count * (_HEIGHT + _GAP) + _GAP
    middle = (height - _HEIGHT) // 2
    first, second, third = 2, 2 + _BOX + _BETWEEN, 2 + 2 * (_BOX + _BETWEEN)
    lines, boxes = [], []
    for number, link in enumerate(drawn):
        top = _GAP + number * (_HEIGHT + _GAP)
        lines.append(_line(first, top, middle, _DASHES[link.grade]))
        boxes.append(_caller(link, first, top))
    if rest:
        top = _GAP + len(drawn) * (_HEIGHT + _GAP)
        lines.append(_line(first, top, middle, ""))
        boxes.append(_box(first, top, f"and {rest} more", "callers, listed below"))
    if not callers:
        lines.append(_line(first, middle, middle, "2 3"))
        boxes.append(_box(first, middle, "no caller found", "in this repository"))
    lines.append(_line(second, middle, middle, ""))
    operation = audited.operation
    owner = audited.verdict.owner
    boxes.append(f'<g class="operation {owner}">{_box(second, middle, str(operation), owner)}</g>')
    handler = operation.handler
    where = f"{handler.file}:{handler.line}" if handler.file else "supplied by a library"
    boxes.append(_box(third, middle, handler.name.rpartition(".")[2], where))
    name = escape(clean(f"Callers and handler of {operation}"))
    width = third + _BOX + 2
    return (
        f'<svg class="ego" role="img" aria-label="{name}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-size="12" fill="currentColor">'
        f'<g fill="none" stroke="currentColor" marker-end="url(#ego-arrow)">{"".join(lines)}</g>{"".join(boxes)}</svg>'
    )


def _caller(link: Link, left: int, top: int) -> str:
    site = link.site
    return _box(left, top, f"{site.kind}: {site.caller}" if site.caller else site.kind, str(site.location))


def _line(left: int, top: int, middle: int, dashes: str) -> str:
    """From the box at `left` to the next column."""
    x1, x2 = left + _BOX, left + _BOX + _BETWEEN
    y1, y2, bend = top + _HEIGHT // 2, middle + _HEIGHT // 2, (x1 + x2) // 2
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}"{dash}/>'


def _box(left: int, top: int, title: str, subtitle: str) -> str:
    title, subtitle = clean(title), clean(subtitle)
    head, tail = _head(title), _tail(subtitle)
    full = f"<title>{escape(title)} ({escape(subtitle)})</title>" if (head, tail) != (title, subtitle) else ""
    return (
        f'<g>{full}<use href="#ego-box" x="{left}" y="{top}"/>'
        f'<text x="{left + 9}" y="{top + 16}" font-weight="600">{escape(head)}</text>'
        f'<text x="{left + 9}" y="{top + 31}" font-size="11">{escape(tail)}</text></g>'
    )


def _head(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"


def _tail(text: str) -> str:
    """The end of a path tells more than its beginning."""
    return text if len(text) <= _LETTERS + 4 else "…" + text[-_LETTERS - 3 :]
