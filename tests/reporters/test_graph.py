from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from reporters.graph import call_graph, dot, graphml, mermaid
from tests.reporters.build import empty, hostile, sample

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


def test_callers_lead_to_operations_and_operations_to_handlers() -> None:
    graph = call_graph(sample())
    label = {node.key: node.label for node in graph.nodes}
    kind = {node.key: node.kind for node in graph.nodes}
    edges = {(label[edge.source], label[edge.target], edge.label) for edge in graph.edges}
    assert ("shop/static/profile.js: save", "POST /account/profile", "via-wrapper") in edges
    assert ("POST /account/profile", "shop.account.save_profile", "answers") in edges
    assert not any(name.startswith("tests/") for name in label.values())
    assert {(kind[edge.source], kind[edge.target]) for edge in graph.edges} == {
        ("caller", "operation"),
        ("operation", "handler"),
    }
    assert {edge.sure for edge in graph.edges} == {True, False}


def test_dot() -> None:
    text = dot(sample())
    assert 'label="POST /account/profile", shape=box, class="ui"' in text
    assert "style=dashed" in text


def test_mermaid() -> None:
    text = mermaid(sample())
    assert text.startswith("flowchart LR\n")
    assert '["GET /api/v1/items/#123;id#125;"]' in text


def test_graphml_is_xml_whose_edges_have_nodes() -> None:
    root = ET.fromstring(graphml(sample()))
    nodes = {node.get("id") for node in root.iter(f"{NAMESPACE}node")}
    edges = list(root.iter(f"{NAMESPACE}edge"))
    assert edges
    assert {edge.get(end) for edge in edges for end in ("source", "target")} <= nodes


def test_an_empty_graph_is_still_a_graph() -> None:
    assert dot(empty()).splitlines()[0] == "digraph callside {"
    assert mermaid(empty()) == "flowchart LR\n"
    assert ET.fromstring(graphml(empty())) is not None


def test_hostile_labels_stay_inside_their_quotes() -> None:
    for line in dot(hostile('x" ]; evil [label="\\')).splitlines()[3:-1]:
        assert re.fullmatch(r'  n\d+( -> n\d+)? \[label="(?:[^"\\]|\\.)*"[^"]*(?:"ui")?\];', line)
    for line in mermaid(hostile()).splitlines()[1:]:
        assert line.count('"') == 2
    assert "<img" not in mermaid(hostile())
