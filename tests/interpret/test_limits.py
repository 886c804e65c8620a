"""Hostile code: it ends, it touches nothing, and the report says where it was stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.concepts.source import Language, Role, SourceFile
from scanner.frameworks.registry import discover_operations
from tests.interpret.build import interpret

HOSTILE = {
    "endless while": "while True: pass",
    "endless counting": "n = 0\nwhile n >= 0: n += 1",
    "endless nesting": "def f(): return f()\nx = f()",
    "mutual recursion": "def f(n): return g(n + 1)\ndef g(n): return f(n + 1)\nx = f(0)",
    "exponential calls": "from u import t\ndef f():\n    if t: return f()\n    else: return f() + f()\nx = f()",
    "huge text": "x = 'a' * 10**9",
    "growing text": "x = 'ab'\nfor i in range(100): x = x + x",
    "huge padding": "x = 'a'.ljust(10**9)\ny = '%999999999d' % 1\nz = f'{1:>999999999}'\nw = '{:>999999999}'.format(1)",
    "huge number": "x = 10 ** 10 ** 10\ny = 1 << 10**9",
    "growing number": "x = 3\nfor i in range(1000): x = x * x",
    "huge list": "x = [0] * 10**9\ny = list(range(10**9))",
    "growing list": "x = [1, 2]\nfor i in range(100): x += x",
    "endless appending": "x = [1]\nfor i in x: x.append(i)\nwhile True: x.append(1)",
    "product": "from itertools import product\nx = list(product(range(1000), range(1000), range(1000)))",
    "nested loops": "for a in range(4000):\n    for b in range(4000):\n        for c in range(4000): pass",
    "replacement": "x = 'aaaa'\nfor i in range(50): x = x.replace('a', 'aaaa')",
    "classes": "class A: pass\nfor i in range(100000):\n    class A(A): pass",
    "self import": "import main\nimport main as m\nfrom main import *",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_ends_soon(name: str) -> None:
    began = time.process_time()  # of the processor: other work on the machine is no fault of ours
    discover({"main.py": HOSTILE[name]})
    assert time.process_time() - began < 10


def discover(files: dict[str, str]) -> object:
    import ast

    found = [SourceFile(path, Language.PYTHON, Role.SOURCE, len(text)) for path, text in files.items()]
    header = "import flask\n"
    return discover_operations(found, lambda path: ast.parse(header + files[path]), lambda path: header + files[path])


@pytest.mark.parametrize("name", ["endless counting", "huge text", "endless nesting", "nested loops", "growing list"])
def test_says_where_it_was_stopped(name: str) -> None:
    diagnostics = interpret(HOSTILE[name]).diagnostics.values()
    assert diagnostics
    assert all(one.location is not None and one.location.file == "main.py" and one.location.line for one in diagnostics)


def test_deep_expressions_do_not_escape() -> None:
    source = "x = " + "+".join(["1"] * 900) + "\ny = " + "f(" * 80 + ")" * 80 + "\nz = 1"
    assert discover({"main.py": source}) is not None


def test_nothing_outside_is_touched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every door is watched; the program tries them all."""
    opened: list[str] = []

    def watch(name: str) -> object:
        def door(*args: object, **kwargs: object) -> None:
            opened.append(name)
            raise AssertionError(name)

        return door

    source = f"""
import os, subprocess, socket, shutil, sys, builtins, pathlib
os.system("touch {tmp_path}/a")
os.remove("/etc/passwd")
os.environ["X"] = "1"
subprocess.run(["touch", "{tmp_path}/b"])
socket.socket().connect(("127.0.0.1", 1))
open("{tmp_path}/c", "w").write("x")
pathlib.Path("{tmp_path}/d").write_text("x")
shutil.rmtree("{tmp_path}")
exec("import os; os.mkdir('{tmp_path}/e')")
eval("__import__('os').mkdir('{tmp_path}/f')")
__import__("os").system("touch {tmp_path}/g")
getattr(builtins, "open")("{tmp_path}/h", "w")
().__class__.__bases__[0].__subclasses__()
sys.exit(1)
"""
    tree = __import__("ast").parse(source)
    before = dict(os.environ)
    from scanner.interpret.finder import Finder
    from scanner.interpret.interpreter import Interpreter
    from scanner.interpret.library import standard_library

    interpreter = Interpreter(Finder(["main.py"]), lambda path: tree, standard_library())
    with monkeypatch.context() as patch:
        patch.setattr(os, "system", watch("os.system"))
        patch.setattr(subprocess, "Popen", watch("Popen"))
        patch.setattr(socket, "socket", watch("socket"))
        patch.setattr("builtins.open", watch("open"))
        interpreter.root(lambda: interpreter.importer.load_file("main.py"))
    assert opened == []
    assert dict(os.environ) == before
    assert list(tmp_path.iterdir()) == []
    assert any("code in a string" in one.message for one in interpreter.diagnostics.values())


EXPRESSIONS = st.recursive(
    st.sampled_from(
        ["(1)", "'a'", "None", "True", "u", "[]", "{}", "()", "x", "f", "C", "C()", "len", "(1.5)", "b'x'", "..."]
    ),
    lambda inner: st.one_of(
        st.builds("({} + {})".format, inner, inner),
        st.builds("({} % {})".format, inner, inner),
        st.builds("({} * {})".format, inner, inner),
        st.builds("({} in {})".format, inner, inner),
        st.builds("({} == {})".format, inner, inner),
        st.builds("({} < {})".format, inner, inner),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("{}({})".format, inner, inner),
        st.builds("{}(*{}, **{})".format, inner, inner, inner),
        st.builds("[y for y in {} if {}]".format, inner, inner),
        st.builds("{{**{}, 'k': {}}}".format, inner, inner),
        st.builds("f'{{{}}}'".format, st.just("u")),
        st.builds(
            "{}.{}".format,
            inner,
            st.sampled_from(["a", "append", "format", "join", "items", "__class__", "__dict__", "get"]),
        ),
        st.builds(
            "{}({}, {})".format,
            st.sampled_from(
                [
                    "getattr",
                    "isinstance",
                    "map",
                    "zip",
                    "sorted",
                    "print",
                    "type",
                    "setattr",
                    "sum",
                    "super",
                    "min",
                    "range",
                    "dict",
                    "str",
                    "int",
                ]
            ),
            inner,
            inner,
        ),
        st.builds("(lambda y: {})({})".format, inner, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EXPRESSIONS, EXPRESSIONS)
def test_no_program_breaks_the_interpreter(first: str, second: str) -> None:
    """Any expression, on any values, gives some value: never an error of ours."""
    source = f"""
from somewhere import u
x = [1, 'b']
class C(u.Base):
    a = 1
    def __init__(self, *args): self.args = args
def f(*args, **kwargs): return args
first = {first}
class D:
    value = {second}
    def method(self): return {first}
D().method()
for item in {second}:
    x.append(item)
    if len(x) > 9: break
del item
if first: x = {second}
"""
    interpret(source)


def test_a_call_that_never_ends_leaves_steps_for_what_follows() -> None:
    interpreter = interpret(
        """
        def waste(n):
            for a in range(4000):
                for b in range(4000):
                    n = n + 1
        def start():
            waste(0)
            return "went on"
        result = start()
        """
    )
    assert interpreter.importer.modules["main"].frame.names["result"] == "went on"
    assert any("too many steps" in one.message for one in interpreter.diagnostics.values())


def test_the_loop_of_a_worker_runs_a_few_times() -> None:
    interpreter = interpret(
        """
        class Worker:
            running = True
        def step():
            total = 0
            for n in range(300):
                total += n
        def start():
            while Worker.running:
                step()
            return "went on"
        result = start()
        """
    )
    assert interpreter.importer.modules["main"].frame.names["result"] == "went on"
    assert interpreter.diagnostics == {}
