"""Python itself, on values that are known: what a program would compute, the interpreter computes."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.interpret.build import names

PROGRAMS = {
    "arithmetic": ("x = (1 + 2) * 3 - 4 // 3 % 2", {"x": 8}),
    "f-string": ("a = 'v1'\nx = f'/api/{a}/{2 + 1:03d}'", {"x": "/api/v1/003"}),
    "percent": ("x = '%s/%d/%(a)s' % {'a': 1} if False else '%s/%02d' % ('a', 7)", {"x": "a/07"}),
    "format": ("x = '/{0}/{name}/{1[k]}'.format(7, {'k': 'v'}, name='n') + '{}-{}'.format(1, 2)", {"x": "/7/n/v1-2"}),
    "join": ("x = '/'.join(['a', 'b'] + [c for c in 'cd'])", {"x": "a/b/c/d"}),
    "slices": ("x = [1, 2, 3, 4][1:3]\ny = 'abc'[::-1]", {"x": [2, 3], "y": "cba"}),
    "unpacking": ("a, *b, (c, d) = 1, 2, 3, (4, 5)", {"a": 1, "b": [2, 3], "c": 4, "d": 5}),
    "chained comparison": ("x = 1 < 2 < 3\ny = 3 in (1, 2)\nz = None is None", {"x": True, "y": False, "z": True}),
    "boolean default": ("x = '' or 'a' or 'b'\ny = 1 and 2", {"x": "a", "y": 2}),
    "walrus": ("x = (y := 3) + y", {"x": 6, "y": 3}),
    "dict merging": ("x = {**{'a': 1}, 'b': 2} | {'c': 3}", {"x": {"a": 1, "b": 2, "c": 3}}),
    "loops": (
        """
            x = []
            for i in range(5):
                if i == 1: continue
                if i == 3: break
                x.append(i)
            else:
                x.append('no')
        """,
        {"x": [0, 2]},
    ),
    "while": ("x = 0\nwhile x < 7: x += 2", {"x": 8}),
    "arguments": (
        "def f(a, b=2, *c, d=4, **e): return (a, b, c, d, e)\nx = f(1, 3, 5, z=6)\ny = f(*[1], **{'d': 0})",
        {"x": (1, 3, (5,), 4, {"z": 6}), "y": (1, 2, (), 0, {})},
    ),
    "closures": (
        """
            def make(n):
                count = 0
                def inner():
                    nonlocal count
                    count += n
                    return count
                return inner
            f = make(2)
            f()
            x = f()
        """,
        {"x": 4},
    ),
    "global": ("n = 1\ndef f():\n    global n\n    n += 1\nf()", {"n": 2}),
    "generators": ("def g():\n    yield 1\n    yield from [2, 3]\nx = list(g())", {"x": [1, 2, 3]}),
    "recursion": ("def f(n): return 1 if n < 2 else n * f(n - 1)\nx = f(5)", {"x": 120}),
    "exceptions": (
        "try:\n    x = {}['a']\nexcept KeyError:\n    x = 'none'\nelse:\n    x = 'some'\nfinally:\n    y = 1",
        {"x": "none", "y": 1},
    ),
    "own exceptions": (
        """
            class E(ValueError): pass
            def f(): raise E('no')
            try:
                f()
            except (KeyError, ValueError) as e:
                x = isinstance(e, E)
        """,
        {"x": True},
    ),
    "match": (
        """
            def f(v):
                match v:
                    case 'a' | 'b': return 1
                    case [x, y]: return y
                    case int(): return 3
                    case _: return 4
            x = [f('b'), f([1, 2]), f(9), f(None)]
        """,
        {"x": [1, 2, 3, 4]},
    ),
    "context managers": (
        "from contextlib import contextmanager\n@contextmanager\ndef m():\n    yield 'v'\nwith m() as x: pass",
        {"x": "v"},
    ),
    "builtins": (
        """
            x = sorted([3, 1, 2], reverse=True)
            y = list(zip('ab', [1, 2]))
            z = dict(enumerate('ab'))
            w = [max(1, 5), any([0, 1]), len('abc')]
        """,
        {"x": [3, 2, 1], "y": [("a", 1), ("b", 2)], "z": {0: "a", 1: "b"}, "w": [5, True, 3]},
    ),
    "functools": (
        """
            from functools import partial, reduce, lru_cache
            def f(a, b): return a + b
            x = partial(f, 'a')(b='b')
            y = reduce(f, [1, 2, 3])
            @lru_cache
            def g(): return []
            z = g() is g()
        """,
        {"x": "ab", "y": 6, "z": True},
    ),
    "regular expressions": ("import re\nx = r'^%s/$' % re.escape('a.b')", {"x": r"^a\.b/$"}),
    "operators as functions": (
        """
            from functools import reduce
            from operator import add, or_
            x = reduce(add, [[1], [2]])
            y = or_({1: 2}, {3: 4})
        """,
        {"x": [1, 2], "y": {1: 2, 3: 4}},
    ),
    "collections": (
        """
            from collections import defaultdict, namedtuple
            d = defaultdict(list)
            d['a'].append(1)
            P = namedtuple('P', 'a b')
            x = P(1, b=2).b
            a, b = P(3, 4)
        """,
        {"d": {"a": [1]}, "x": 2, "a": 3, "b": 4},
    ),
    "itertools": (
        "from itertools import chain, product\nx = list(chain([1], (2,)))\ny = len(list(product('ab', 'cd')))",
        {"x": [1, 2], "y": 4},
    ),
    "paths": (
        """
            import os
            from pathlib import Path
            x = os.path.basename(os.path.dirname(__file__ + '/..'))
            y = Path('/a') / 'b' / 'c.txt'
            z = [y.name, y.stem, str(y.parent)]
        """,
        {"z": ["c.txt", "c", "/a/b"]},
    ),
    "urljoin": ("from urllib.parse import urljoin\nx = urljoin('/api/', 'users')", {"x": "/api/users"}),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_computes_as_python_does(name: str) -> None:
    source, expected = PROGRAMS[name]
    found = names(source)
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("name", [name for name in PROGRAMS if name != "percent"])
def test_agrees_with_python_itself(name: str) -> None:
    """The expectations above are Python's own: the same program, run."""
    source, expected = PROGRAMS[name]
    scope: dict[str, object] = {"__file__": "/x/main.py", "__name__": "main"}
    exec(compile(dedent(source), "main", "exec"), scope)  # noqa: S102 - our own programs, above
    for key, value in expected.items():
        assert scope[key] == value or list(scope[key]) == value  # type: ignore[call-overload]


def test_a_with_body_runs_where_the_generator_yields() -> None:
    found = names(
        """
        from contextlib import contextmanager
        log = []
        @contextmanager
        def around(name):
            log.append("in " + name)
            try:
                yield name.upper()
            finally:
                log.append("out " + name)
        class Prefixed:
            prefix = ""
            @contextmanager
            def under(self, prefix):
                self.prefix = prefix
                yield
                self.prefix = ""
        def both():
            with around("a") as first, around("b") as second:
                log.append(first + second)
                return "left"
            return "went on"
        result = both()
        one = Prefixed()
        with one.under("/x"):
            inside = one.prefix
        after = one.prefix
        """
    )
    assert found["log"] == ["in a", "in b", "AB", "out b", "out a"]
    assert (found["result"], found["inside"], found["after"]) == ("left", "/x", "")


def test_an_exception_passes_a_context_manager_that_does_not_catch_it() -> None:
    found = names(
        """
        from contextlib import contextmanager
        @contextmanager
        def plain():
            yield
        @contextmanager
        def catching():
            try:
                yield
            except ValueError:
                pass
        def run(manager):
            with manager():
                raise ValueError
            return "went on"
        try:
            passed = run(plain)
        except ValueError:
            passed = "raised"
        caught = run(catching)
        """
    )
    assert (found["passed"], found["caught"]) == ("raised", "went on")


def test_frozen_sets_are_keys() -> None:
    found = names(
        """
        def once(cache, *args, **kwargs):
            key = (args, frozenset(kwargs.items()))
            if key not in cache:
                cache[key] = len(cache)
            return cache[key]
        results = (lambda cache: [once(cache, 1, a=2), once(cache, 1, a=3), once(cache, 1, a=2)])({})
        """
    )
    assert found["results"] == [0, 1, 0]


def test_modules_that_are_imported_are_in_sys_modules() -> None:
    found = names(
        {
            "main.py": "import sys, shop.one\nnames = sorted(n for n in sys.modules if n.startswith('shop'))\n"
            "this = sys.modules['shop.one'].value",
            "shop/__init__.py": "",
            "shop/one.py": "value = 1",
        }
    )
    assert (found["names"], found["this"]) == (["shop", "shop.one"], 1)
