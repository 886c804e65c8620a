"""An ego graph as SVG of about a kilobyte: four columns of boxes, lines by how surely a call was matched.

Presentation attributes alone carry the drawing, so that it stays readable where a policy forbids styles. All boxes are
one shape, which the page defines once (`BOX`). A box is a link: it searches the operations for what it stands for,
which the first line of its title names, or its text where it has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from reporters.clean import clean
from reporters.ego import Box, Ego
from scanner.concepts.callsite import MatchGrade

_WIDTH, _HEIGHT, _PITCH, _BETWEEN = 210, 22, 28, 34
_LETTERS = 30

BOX = (
    '<svg width="0" height="0" aria-hidden="true" class="defs"><defs>'
    f'<rect id="b" width="{_WIDTH}" height="{_HEIGHT}" rx="4" fill="none" stroke="currentColor"/></defs></svg>'
)
_DASHES = {
    MatchGrade.BY_NAME: "",
    MatchGrade.EXACT: "",
    MatchGrade.TEMPLATE: ' stroke-dasharray="6 3"',
    MatchGrade.SUFFIX: ' stroke-dasharray="1 3"',
}


def graph(drawn: Ego, anchor: str, owner: str) -> str:
    """SVG markup; every text is escaped. `anchor` is the id of the operation's details on the page."""
    columns: tuple[Sequence[Box], ...] = (drawn.callers, (drawn.operation,), (drawn.handler,), drawn.deeds)
    rows = max(map(len, columns))
    places = [[(rows - len(boxes)) * _PITCH // 2 + at * _PITCH + 1 for at in range(len(boxes))] for boxes in columns]
    width = sum(1 for boxes in columns if boxes) * (_WIDTH + _BETWEEN) - _BETWEEN + 2
    lines = _lines(drawn.callers, places)
    boxes = [
        _box(box, 1 + column * (_WIDTH + _BETWEEN), top, anchor if column == 1 else "operations", owner * (column == 1))
        for column, boxes in enumerate(columns)
        for box, top in zip(boxes, places[column], strict=True)
    ]
    return (
        f'<svg class="ego" role="group" aria-label="Its graph" viewBox="0 0 {width} {rows * _PITCH - 4}" '
        f'width="{width}" font-size="11" fill="currentColor">{lines}{"".join(boxes)}</svg>'
    )


def _lines(callers: Iterable[Box], places: Sequence[Sequence[int]]) -> str:
    """One path for all lines of a style."""
    operation, handler = places[1][0], places[2][0]
    strokes = {"": _curve(1, operation, handler) + "".join(_curve(2, handler, top) for top in places[3])}
    for box, top in zip(callers, places[0], strict=True):
        dashes = _DASHES[box.grade]
        strokes[dashes] = strokes.get(dashes, "") + _curve(0, top, operation)
    paths = [f'<path d="{drawn}"{dashes}/>' for dashes, drawn in strokes.items()]
    return f'<g fill="none" stroke="currentColor">{"".join(paths)}</g>'


def _curve(column: int, start: int, end: int) -> str:
    left = 1 + column * (_WIDTH + _BETWEEN) + _WIDTH
    right, bend, y1, y2 = left + _BETWEEN, left + _BETWEEN // 2, start + _HEIGHT // 2, end + _HEIGHT // 2
    return f"M{left} {y1}H{right}" if y1 == y2 else f"M{left} {y1}C{bend} {y1} {bend} {y2} {right} {y2}"


def _box(box: Box, left: int, top: int, target: str, owner: str) -> str:
    label = clean(box.label)
    shown = label if len(label) <= _LETTERS else _shortened(label)
    drawn = f'<use href="#b" x="{left}" y="{top}"/><text x="{left + 7}" y="{top + 15}">{escape(shown)}</text>'
    if not box.subject:
        return drawn
    told = "\n".join(clean(text) for text in (box.subject, box.note) if text)
    title = "" if told == shown else f"<title>{escape(told)}</title>"
    mine = f' class="{owner}"' if owner else ""
    return f'<a href="#{escape(target)}"{mine}>{title}{drawn}</a>'


def _shortened(label: str) -> str:
    """The first word says of what kind it is, the end says which one."""
    first, _, rest = label.partition(" ")
    if not rest or len(first) > _LETTERS // 2:
        return "…" + label[1 - _LETTERS :]
    return f"{first} …{rest[len(first) + 2 - _LETTERS :]}"
