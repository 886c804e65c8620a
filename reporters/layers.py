"""The architecture as SVG: three columns of boxes and curves between them.

Presentation attributes alone carry the drawing, so that it stays readable where a policy forbids styles. Boxes are
links that filter the operations; a box's bar shows whose its operations are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from math import log2

from reporters.architecture import Architecture, Edge, Node
from reporters.clean import clean
from reporters.summary import plural

_WIDTH, _HEIGHT, _PITCH, _BETWEEN, _TOP = 320, 34, 44, 140, 26
_LETTERS = 35
_TITLES = ("Areas of the interface", "Operations by module", "Outside systems")


def picture(drawn: Architecture) -> str:
    """SVG markup; every text is escaped."""
    layers = (drawn.areas, drawn.modules, drawn.outside)
    tallest = max(map(len, layers))
    height = _TOP + tallest * _PITCH
    places = [
        {node.name: _TOP + (tallest - len(layer)) * _PITCH // 2 + index * _PITCH for index, node in enumerate(layer)}
        for layer in layers
    ]
    width = 3 * _WIDTH + 2 * _BETWEEN
    lines = [*_curves(drawn.uses, 0, places[0], places[1]), *_curves(drawn.serves, 1, places[1], places[2])]
    boxes = [
        _box(node, _left(column), places[column][node.name]) for column, layer in enumerate(layers) for node in layer
    ]
    heads = [
        f'<text x="{_left(column)}" y="15" font-weight="600">{title}</text>' for column, title in enumerate(_TITLES)
    ]
    return (
        f'<svg class="layers" role="group" aria-label="Areas of the interface, modules, outside systems" '
        f'viewBox="-1 0 {width + 2} {height}" width="{width}" height="{height}" font-size="13" fill="currentColor">'
        f'{"".join(heads)}<g fill="none" stroke="currentColor" stroke-opacity="0.4">{"".join(lines)}</g>'
        f"{''.join(boxes)}</svg>"
    )


def _left(column: int) -> int:
    return column * (_WIDTH + _BETWEEN)


def _curves(edges: Iterable[Edge], column: int, left: Mapping[str, int], right: Mapping[str, int]) -> Iterable[str]:
    x1, x2 = _left(column) + _WIDTH, _left(column + 1)
    bend = (x1 + x2) // 2
    for edge in edges:
        y1, y2 = left[edge.source] + _HEIGHT // 2, right[edge.target] + _HEIGHT // 2
        title = f"{edge.source} → {edge.target}: {plural(edge.operations, 'operation')}"
        yield (
            f'<path d="M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}" stroke-width="{1 + log2(edge.operations):.1f}">'
            f"<title>{escape(clean(title))}</title></path>"
        )


def _box(node: Node, left: int, top: int) -> str:
    name = clean(node.name)
    title = f"{name}: {plural(node.operations, 'operation')}"
    shown = name if len(name) <= _LETTERS else "…" + name[1 - _LETTERS :]
    count = f'<text x="{left + _WIDTH - 8}" y="{top + 20}" text-anchor="end">{node.operations}</text>'
    body = (
        f"<title>{escape(title)}</title>"
        f'<rect x="{left}" y="{top}" width="{_WIDTH}" height="{_HEIGHT}" rx="5" '
        'stroke="currentColor" fill-opacity="0"/>'
        f'<text x="{left + 9}" y="{top + 20}">{escape(shown)}</text>{count}{_bar(node, left, top + _HEIGHT - 6)}'
    )
    if not node.filter:
        return f"<g>{body}</g>"
    return f'<a href="#operations" data-filter="{escape(node.filter)}">{body}</a>'


def _bar(node: Node, left: int, top: int) -> str:
    parts = []
    x = float(left + 9)
    for owner, number in node.owners.items():
        width = (_WIDTH - 18) * number / max(node.operations, 1)
        parts.append(
            f'<rect class="bar {owner}" x="{x:.0f}" y="{top}" width="{max(width, 1):.0f}" height="3"><title>'
            f"{number} {owner}</title></rect>"
        )
        x += width
    return "".join(parts)
