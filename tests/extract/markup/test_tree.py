from __future__ import annotations

from scanner.extract.markup.templates.engine import Engine
from scanner.extract.markup.templates.segments import segment
from scanner.extract.markup.templates.tree import MAX_DEPTH, Group, Node, build


def outline(text: str, engine: Engine = Engine.JINJA) -> str:
    return " ".join(drawn(node, text) for node in build(segment(text, engine)))


def drawn(node: Node, text: str) -> str:
    if isinstance(node, Group):
        branches = " | ".join(" ".join(drawn(inner, text) for inner in branch.nodes) for branch in node.branches)
        return f"{node.name}[{branches}]"
    return node.name or text[node.start : node.end].strip()


def test_conditions_have_branches() -> None:
    assert outline("{% if a %}1{% elif b %}2{% else %}3{% endif %}4") == "if[1 | 2 | 3] 4"


def test_unknown_tags_with_an_end_tag_nest() -> None:
    assert outline("{% box %}{% for x in y %}1{% empty %}2{% endfor %}{% endbox %}") == "box[for[1 | 2]]"


def test_tags_without_an_end_tag_stand_alone() -> None:
    assert outline("{% trans 'x' %}{% set a = 1 %}{% set b %}2{% endset %}") == "trans set set[2]"


def test_unbalanced_tags_never_fail() -> None:
    assert outline("{% endif %}1{% if a %}2{% for b in c %}3{% endif %}4") == "endif 1 if[2 for 3] 4"
    assert outline("{% else %}1") == "else 1"


def test_deep_nesting_flattens_at_a_fixed_depth() -> None:
    nodes = build(segment("{% if a %}" * 500 + "x" + "{% endif %}" * 500, Engine.JINJA))
    depth = 0
    while groups := [node for node in nodes if isinstance(node, Group)]:
        nodes = groups[0].branches[0].nodes
        depth += 1
    assert depth == MAX_DEPTH
