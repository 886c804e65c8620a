from __future__ import annotations

import pytest

from scanner.concepts.facts import Guard
from tests.extract.javascript.reading import read


@pytest.mark.parametrize(
    ("code", "guards"),
    [
        ("if (again) {\n  reload();\n}", [Guard("again", (), 2, 4)]),
        (
            "if (!again) {\n  stay();\n} else {\n  reload();\n}",
            [Guard("again", (), 2, 4, True), Guard("again", (), 4, 6)],
        ),
        (
            "if (again)\n  reload();\nelse if (other)\n  go();",
            [
                Guard("again", (), 3, 3),
                Guard("again", (), 4, 5, True),
                Guard("other", (), 5, 5),
            ],
        ),
        ("if (a && b) go();", []),
        ("if (answer.ok) go();", []),
    ],
)
def test_branches_under_a_variable_are_marked(code: str, guards: list[Guard]) -> None:
    (_, function) = read(f"function f(again) {{\n{code}\n}}").scopes
    assert list(function.guards) == guards
