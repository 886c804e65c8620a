from __future__ import annotations

from collections import Counter

import pytest

from reporters.architecture import MOST_AREAS, MOST_MODULES, MOST_OUTSIDE, OTHERS, architecture, collapse
from reporters.layers import picture
from tests.reporters.build import empty, hostile, many, sample


def test_the_heaviest_folder_is_opened_first() -> None:
    names = {"a/b/x.py": 5, "a/b/y.py": 4, "a/c/z.py": 1, "a/c/w.py": 1, "d/v.py": 1}
    assert collapse(names, 4) == {
        "a/b/x.py": "a/b/x.py",
        "a/b/y.py": "a/b/y.py",
        "a/c/z.py": "a/c/",
        "a/c/w.py": "a/c/",
        "d/v.py": "d/v.py",
    }


def test_where_even_the_outermost_level_is_too_much_the_lightest_are_others() -> None:
    groups = collapse({f"{number:02}.py": number for number in range(30)}, 5)
    assert Counter(groups.values()) == {OTHERS: 26, "29.py": 1, "28.py": 1, "27.py": 1, "26.py": 1}


def test_the_layers_hold_areas_modules_and_audiences() -> None:
    drawn = architecture(sample())
    assert {node.name for node in drawn.outside} == {
        "clients of the API (shared)",
        "probes and monitors (system)",
        "senders of events (system)",
    }
    account = next(node for node in drawn.modules if node.name == "shop/account.py")
    assert (account.operations, account.owners, account.filter) == (2, {"ui": 2}, "under=shop/account.py")
    assert ("shop/hooks.py", "senders of events (system)") in {(edge.source, edge.target) for edge in drawn.serves}
    assert not any(edge.target == "shop/hooks.py" for edge in drawn.uses)


def test_a_picture_never_holds_more_than_forty_boxes() -> None:
    drawn = architecture(many(500))
    assert len(drawn.areas) <= MOST_AREAS
    assert len(drawn.modules) <= MOST_MODULES
    assert len(drawn.outside) <= MOST_OUTSIDE
    assert sum(node.operations for node in drawn.modules) == 500


def test_neighbours_stand_side_by_side() -> None:
    drawn = architecture(many(8))
    modules = [node.name for node in drawn.modules]
    pages = {edge.source: edge.target for edge in drawn.uses}
    assert [pages[node.name] for node in drawn.areas] == [name for name in modules if name in pages.values()]


@pytest.mark.parametrize("report", [empty(), hostile()], ids=["empty", "hostile"])
def test_nothing_and_hostile_names_are_drawn_too(report: object) -> None:
    text = picture(architecture(report))  # type: ignore[arg-type]
    assert text.startswith("<svg")
    assert "<img" not in text
