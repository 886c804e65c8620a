"""The call graph: callers → operations → handlers, as DOT, GraphML and Mermaid text for other tools.

https://graphviz.org/doc/info/lang.html · http://graphml.graphdrawing.org/ · https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from reporters.clean import clean
from scanner.concepts.callsite import CallSite, MatchGrade
from scanner.concepts.report import Report

_SURE = (MatchGrade.BY_NAME, MatchGrade.EXACT)


@dataclass(frozen=True, slots=True)
class Node:
    """A caller (a page, a script, a document), an operation or a handler. `group` is the owner of an operation."""

    key: str
    label: str
    kind: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """`label` is the call kind, or `answers` from operation to handler; `sure` tells exact matches from guesses."""

    source: str
    target: str
    label: str
    sure: bool


@dataclass(frozen=True, slots=True)
class CallGraph:
    """Nodes and edges in the report's order, each once."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def call_graph(report: Report) -> CallGraph:
    """The graph of a report. Tests are left out: they are no consumers."""
    nodes: dict[tuple[str, str], Node] = {}
    edges: dict[Edge, None] = {}

    def node(kind: str, identity: str, label: str, group: str = "") -> str:
        fresh = Node(f"n{len(nodes)}", clean(label), kind, group)
        return nodes.setdefault((kind, identity), fresh).key

    for audited in report.operations:
        operation = audited.operation
        target = node("operation", operation.id, str(operation), audited.verdict.owner)
        for link in audited.callers:
            name = caller_name(link.site)
            edges[Edge(node("caller", name, name), target, link.site.kind, link.grade in _SURE)] = None
        name = operation.handler.name or str(operation.route)
        edges[Edge(target, node("handler", name, name), "answers", sure=True)] = None
    return CallGraph(tuple(nodes.values()), tuple(edges))


def caller_name(site: CallSite) -> str:
    """Who calls: the function in its file, or the file."""
    return f"{site.location.file}: {site.caller}" if site.caller else site.location.file


def dot(report: Report) -> str:
    """Graphviz DOT: doubtful links are dashed."""
    graph = call_graph(report)
    shapes = {"caller": "note", "operation": "box", "handler": "ellipse"}
    lines = ["digraph callside {", "  rankdir=LR;", '  node [fontname="sans-serif"];']
    for node in graph.nodes:
        owner = f', class="{node.group}"' if node.group else ""
        lines.append(f"  {node.key} [label={_dot(node.label)}, shape={shapes[node.kind]}{owner}];")
    for edge in graph.edges:
        style = "" if edge.sure else ", style=dashed"
        lines.append(f"  {edge.source} -> {edge.target} [label={_dot(edge.label)}{style}];")
    return "\n".join([*lines, "}"]) + "\n"


def _dot(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def mermaid(report: Report) -> str:
    """A Mermaid flowchart, left to right; doubtful links are dotted."""
    graph = call_graph(report)
    brackets = {"caller": ("(", ")"), "operation": ("[", "]"), "handler": ("([", "])")}
    lines = ["flowchart LR"]
    for node in graph.nodes:
        opening, closing = brackets[node.kind]
        lines.append(f'  {node.key}{opening}"{_mermaid(node.label)}"{closing}')
    for edge in graph.edges:
        arrow = "-->" if edge.sure else "-.->"
        lines.append(f'  {edge.source} {arrow}|"{_mermaid(edge.label)}"| {edge.target}')
    return "\n".join(lines) + "\n"


def _mermaid(text: str) -> str:
    """Entities by number, Mermaid's own escape: anything but letters, digits and plain punctuation."""
    return "".join(c if c.isalnum() or c in " /_.-:" else f"#{ord(c)};" for c in text)


def graphml(report: Report) -> str:
    """GraphML with kind, label and owner on nodes, kind and certainty on edges."""
    graph = call_graph(report)
    root = ET.Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for name, domain, kind in (
        ("label", "node", "string"),
        ("kind", "node", "string"),
        ("owner", "node", "string"),
        ("call", "edge", "string"),
        ("sure", "edge", "boolean"),
    ):
        ET.SubElement(root, "key", {"id": name, "for": domain, "attr.name": name, "attr.type": kind})
    body = ET.SubElement(root, "graph", {"id": "callside", "edgedefault": "directed"})
    for node in graph.nodes:
        item = ET.SubElement(body, "node", {"id": node.key})
        for key, value in (("label", node.label), ("kind", node.kind), ("owner", node.group)):
            if value:
                ET.SubElement(item, "data", {"key": key}).text = value
    for edge in graph.edges:
        item = ET.SubElement(body, "edge", {"source": edge.source, "target": edge.target})
        ET.SubElement(item, "data", {"key": "call"}).text = edge.label
        ET.SubElement(item, "data", {"key": "sure"}).text = str(edge.sure).lower()
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
