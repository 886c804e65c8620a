"""What only a run can know: it absorbs, both sides run, and what is known stays known."""

from __future__ import annotations

import pytest

from scanner.concepts.text import Text
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.values import ListValue, Native, Value
from tests.interpret.build import interpret, names, plain_python


def recorded(source: str) -> list[tuple[object, str | None]]:
    """What a program passes to `record`, with the undecided tests around each call."""
    import ast
    from textwrap import dedent

    from scanner.interpret.finder import Finder
    from scanner.interpret.library import standard_library

    calls: list[tuple[object, str | None]] = []

    def record(i: Interpreter, value: Value = None) -> None:
        calls.append((value, i.condition()))

    library = standard_library()
    library.add("recorder.record", Native(record))
    text = "from recorder import record\nfrom somewhere import unknown\n" + dedent(source).strip("\n")
    interpreter = Interpreter(Finder(["main.py"]), lambda path: ast.parse(text), library)
    interpreter.strict = True
    interpreter.root(lambda: interpreter.importer.load_file("main.py"))
    return calls


def test_unknown_absorbs_every_use() -> None:
    found = names(
        "from somewhere import u\nx = [u.a.b, u(1), u['k'], u + 1, -u, not u, u < 2, u[1:]]\ny = [v for v in u]"
    )
    assert found["x"] == [...] * 8
    assert found["y"] == []


def test_both_sides_of_an_undecided_test_run_under_its_text() -> None:
    assert recorded("if unknown.debug:\n    record(1)\nelse:\n    record(2)\nrecord(3)") == [
        (1, "unknown.debug"),
        (2, "not unknown.debug"),
        (3, None),
    ]


def test_nested_tests_are_joined() -> None:
    assert recorded("if unknown.a:\n    if unknown.b > 1:\n        record(1)") == [(1, "unknown.a and unknown.b > 1")]


def test_a_test_in_the_caller_counts() -> None:
    source = "def helper():\n    record(1)\nif unknown.a:\n    helper()\nhelper()"
    assert recorded(source) == [(1, "unknown.a"), (1, None)]


def test_an_early_return_does_not_swallow_the_rest() -> None:
    source = "def f():\n    if unknown.off:\n        return\n    record(1)\nf()\nrecord(2)"
    assert recorded(source) == [(1, "not unknown.off"), (2, None)]


def test_a_check_that_raises_leaves_the_rest_as_it_is() -> None:
    assert recorded("def f():\n    if unknown.off:\n        raise ValueError\n    record(1)\nf()") == [(1, None)]


def test_continue_under_a_test_goes_on_with_each_item() -> None:
    source = "for n in (1, 2):\n    if unknown.skip:\n        continue\n    record(n)"
    assert recorded(source) == [(1, "not unknown.skip"), (2, "not unknown.skip")]


def test_a_loop_over_something_unknown_runs_once() -> None:
    assert [text for _, text in recorded("for item in unknown.items():\n    record(item)")] == [None]


def test_conditional_expressions_and_matches() -> None:
    source = """
        record('a') if unknown.x else record('b')
        match unknown.kind:
            case 'k': record('c')
            case _: record('d')
    """
    assert recorded(source) == [
        ("a", "unknown.x"),
        ("b", "not unknown.x"),
        ("c", "unknown.kind matches 'k'"),
        ("d", None),
    ]


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("x = f'/a/{u}/b'", "/a/{u}/b"),
        ("x = '/a/' + u.version + '/b'", "/a/{version}/b"),
        ("x = '/%s/%d' % (u.name, 3)", "/{name}/3"),
        ("x = '/{}/{k}'.format(u.first, k='v')", "/{first}/v"),
        ("x = '/'.join(['a', u.part, 'c'])", "a/{part}/c"),
        ("x = ('/' + u.x + '/').rstrip('/')", "/{x}"),
        ("x = ('/A/' + u.x).lower()", "/a/{x}"),
    ],
)
def test_unknown_parts_of_text_are_holes(source: str, path: str) -> None:
    interpreter = interpret("from somewhere import u\n" + source)
    value = interpreter.importer.modules["main"].frame.names["x"]
    assert isinstance(value, Text)
    assert str(value) == path


def test_what_is_known_survives_an_undecided_branch() -> None:
    found = names(
        "from somewhere import u\nx = '/a'\nif u.test:\n    x = u.other\ny = u.z or 'default'\nz = 'k' if u.t else u.o"
    )
    assert (found["x"], found["y"], found["z"]) == ("/a", "default", "k")


def test_lists_of_objects_that_both_sides_of_an_undecided_test_make_are_put_together() -> None:
    found = (
        interpret(
            """
        from somewhere import u
        class Route: ...
        if u.old:
            routes, names = [Route(), Route()], ["a"]
        elif u.older:
            routes, names = [Route()], ["b"]
        else:
            routes, names = [Route()], ["c"]
        count = len(routes)
        """
        )
        .importer.modules["main"]
        .frame.names
    )
    routes = found["routes"]
    assert isinstance(routes, ListValue) and len(routes.items) == 4
    assert plain_python(found["names"]) == ["c"]


def test_what_stands_behind_an_undecided_test_does_not_raise() -> None:
    found = names(
        """
        from somewhere import u
        settings = {}
        try:
            x = u.test and "a" in settings["a"]
            y = settings["b"] if u.test else "other"
            z = "reached"
        except KeyError:
            z = "raised"
        """
    )
    assert (found["x"], found["y"], found["z"]) == (..., "other", "reached")


def test_what_a_stub_lacks_is_unknown_not_missing() -> None:
    found = names(
        """
        class Told(Exception): ...
        class Own: ...
        try:
            Told().__notes__.append("x")
            stub = "went on"
        except AttributeError:
            stub = "raised"
        try:
            Own().lost
            own = "went on"
        except AttributeError:
            own = "raised"
        """
    )
    assert (found["stub"], found["own"]) == ("went on", "raised")
