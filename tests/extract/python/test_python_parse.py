from __future__ import annotations

import ast
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.concepts.expression import Call, Expression, Join, Literal, Name
from scanner.concepts.source import Language, Role, SourceFile
from scanner.extract.nesting import too_deep
from scanner.extract.python.lower import lower_syntax
from scanner.extract.python.module import read_module
from scanner.extract.python.parse import parse

HOSTILE = {
    "brackets": "x = " + "(" * 5_000 + ")" * 5_000,
    "unclosed": "x = " + "[" * 5_000,
    "attributes": "x = a" + ".b" * 20_000,
    "sum": "x = " + "+".join("a" * 20_000),
    "calls": "f" + "()" * 5_000,
    "not": "x = " + "not " * 50_000 + "1",
    "minus": "x = " + "-" * 100_000 + "1",
    "lambda": "x = " + "lambda: " * 3_000 + "1",
    "elif": "if a:\n pass\n" + "elif b:\n pass\n" * 5_000,
    "number": "x = " + "9" * 5_000,
    "null": "x = 1\0",
    "surrogate": "x = '\ud800'",
    "python 2": "print 'hello'",
    "cut off": "def f(:",
    "new and deep": "type X = " + "(" * 140 + ")" * 140,
    "new and long": "type X = int\ny = " + "+".join("a" * 20_000),
    "new with many branches": "type X = int\nif a:\n pass\n" + "elif b:\n pass\n" * 900,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_one_diagnostic(text: str) -> None:
    module, diagnostics = parse(text, "x.py")
    if module is None:
        assert len(diagnostics) == 1
        assert diagnostics[0].location is not None
        assert diagnostics[0].message.startswith("not read: ")
    facts = read_module(SourceFile("x.py", Language.PYTHON, Role.SOURCE, len(text)), text)
    assert facts.diagnostics == diagnostics


def test_diagnostics_name_the_line_and_the_cause() -> None:
    _, diagnostics = parse("x = 1\nprint 'hello'\n", "old.py")
    assert str(diagnostics[0].location) == "old.py:2"
    assert "Python 2" in diagnostics[0].message
    _, diagnostics = parse("a = 1\nb = " + "(" * 200 + ")" * 200, "x.py")
    assert str(diagnostics[0].location) == "x.py:2"


@given(st.text(alphabet="()[]{}'\"#\\\nfx:=+-.,% \tdeficlas@", max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    facts = read_module(SourceFile("x.py", Language.PYTHON, Role.SOURCE, len(text)), text)
    assert facts.scopes
    lowered = lower_syntax(text)
    assert lowered is None or lowered.count("\n") == text.count("\n")


def test_brackets_in_strings_do_not_nest() -> None:
    assert too_deep("x = [" + '"(",' * 500 + "]", 100) == 0
    assert too_deep("'''" + "(" * 500 + "'''", 100) == 0
    assert too_deep("a\n# " + "(" * 500 + "\n" + "[" * 101 + "]" * 101, 100) == 3
    assert too_deep("[" * 100 + "]" * 100, 100) == 0


NEWER = {
    "class parameters": ("class Repo[T: (int, str), *Ts, **P](Base[T]):\n    x = 1\n", "class Repo", 1),
    "function parameters": ("def first[T = int](\n    x: T,\n) -> T:\n    return x\n", "def first", 1),
    "parameters over lines": ("class A[\n    T,  # why\n    U,\n](Base):\n    y = 1\n", "y", 5),
    "type statement": ("if 1:\n    type X[T] = list[T]\n    y = X\n", "y", 3),
    "bare except": ("try:\n    pass\nexcept ValueError, errors.Other:\n    y = 1\n", "y", 4),
    "bare except group": ("try:\n    pass\nexcept* A, B:\n    y = 1\n", "y", 4),
}


@pytest.mark.parametrize(("text", "landmark", "line"), NEWER.values(), ids=NEWER)
def test_newer_syntax_is_lowered_on_its_lines(text: str, landmark: str, line: int) -> None:
    lowered = lower_syntax(text)
    assert lowered is not None
    assert lowered.count("\n") == text.count("\n")
    ast.parse(lowered, feature_version=(3, 11))
    assert landmark in lowered.split("\n")[line - 1]
    assert parse(text, "x.py")[0] is not None


def url_of(text: str) -> tuple[Expression, int]:
    facts = read_module(SourceFile("x.py", Language.PYTHON, Role.SOURCE, len(text)), text)
    assert facts.diagnostics == ()
    call = next(call for call in facts.scopes[0].calls if call.callee == Name("fetch"))
    return call.arguments[0], call.line


USER = Call(Name("user"), (Literal("id"),))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('fetch(f"/users/{user("id")}/edit")', 1),
        ('\nfetch(f"/users/{\n    user("id")  # the id\n}/edit")', 2),
        ('fetch("/users" f"/{user("id")}/" "edit")', 1),
        ('fetch(f"""/users/{user("id"):>{"10"}}/edit""")', 1),
        ('x = f"{y["a"]}\\n{z!r}"\nfetch(f"/users/{user("id")}/edit")', 2),
    ],
)
def test_unlimited_format_strings_keep_their_pieces(text: str, line: int) -> None:
    url, found = url_of(text)
    assert found == line
    assert isinstance(url, Join)
    assert [url.parts[0], url.parts[2]] == [Literal("/users/"), Literal("/edit")]
    assert isinstance(url.parts[1], Call)
    assert url.parts[1].callee == USER.callee


def test_lines_after_a_rewritten_string_stay() -> None:
    text = 'x = f"""\n{a["k"]}\n  {b["""l"""]}\n"""\nfetch("/x")\n'
    assert url_of(text) == (Literal("/x"), 5)


def test_template_strings_are_text() -> None:
    assert url_of('fetch(t"/users/{id}")')[0] == Join((Literal("/users/"), Name("id")))


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads the syntax itself")
def test_the_running_parser_needs_the_lowering() -> None:
    with pytest.raises(SyntaxError):
        ast.parse(NEWER["type statement"][0])
