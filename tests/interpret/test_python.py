"""Python itself, on values that are known: what a program would compute, the interpreter computes."""

from __future__ import annotations

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
        "x = []\nfor i in range(5):\n    if i == 1: continue\n    if i == 3: break\n    x.append(i)\nelse:\n    x.append('no')",
        {"x": [0, 2]},
    ),
    "while": ("x = 0\nwhile x < 7: x += 2", {"x": 8}),
    "arguments": (
        "def f(a, b=2, *c, d=4, **e): return (a, b, c, d, e)\nx = f(1, 3, 5, z=6)\ny = f(*[1], **{'d': 0})",
        {"x": (1, 3, (5,), 4, {"z": 6}), "y": (1, 2, (), 0, {})},
    ),
    "closures": (
        "def make(n):\n    count = 0\n    def inner():\n        nonlocal count\n        count += n\n        return count\n    return inner\nf = make(2)\nf()\nx = f()",
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
        "class E(ValueError): pass\ndef f(): raise E('no')\ntry:\n    f()\nexcept (KeyError, ValueError) as e:\n    x = isinstance(e, E)",
        {"x": True},
    ),
    "match": (
        "def f(v):\n    match v:\n        case 'a' | 'b': return 1\n        case [x, y]: return y\n        case int(): return 3\n        case _: return 4\nx = [f('b'), f([1, 2]), f(9), f(None)]",
        {"x": [1, 2, 3, 4]},
    ),
    "context managers": (
        "from contextlib import contextmanager\n@contextmanager\ndef m():\n    yield 'v'\nwith m() as x: pass",
        {"x": "v"},
    ),
    "builtins": (
        "x = sorted([3, 1, 2], reverse=True)\ny = list(zip('ab', [1, 2]))\nz = dict(enumerate('ab'))\nw = [max(1, 5), any([0, 1]), len('abc')]",
        {"x": [3, 2, 1], "y": [("a", 1), ("b", 2)], "z": {0: "a", 1: "b"}, "w": [5, True, 3]},
    ),
    "functools": (
        "from functools import partial, reduce, lru_cache\ndef f(a, b): return a + b\nx = partial(f, 'a')(b='b')\ny = reduce(f, [1, 2, 3])\n@lru_cache\ndef g(): return []\nz = g() is g()",
        {"x": "ab", "y": 6, "z": True},
    ),
    "collections": (
        "from collections import defaultdict, namedtuple\nd = defaultdict(list)\nd['a'].append(1)\nP = namedtuple('P', 'a b')\nx = P(1, b=2).b\na, b = P(3, 4)",
        {"d": {"a": [1]}, "x": 2, "a": 3, "b": 4},
    ),
    "itertools": ("from itertools import chain, product\nx = list(chain([1], (2,)))\ny = len(list(product('ab', 'cd')))", {"x": [1, 2], "y": 4}),
    "paths": (
        "import os\nfrom pathlib import Path\nx = os.path.basename(os.path.dirname(__file__ + '/..'))\ny = Path('/a') / 'b' / 'c.txt'\nz = [y.name, y.stem, str(y.parent)]",
        {"z": ["c.txt", "c", "/a/b"]},
    ),
    "urljoin": ("from urllib.parse import urljoin\nx = urljoin('/api/', 'users')", {"x": "/api/users"}),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_computes_as_python_does(name: str) -> None:
    source, expected = PROGRAMS[name]
    found = names(source)
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("name", [name for name in PROGRAMS if name not in ("percent",)])
def test_agrees_with_python_itself(name: str) -> None:
    """The expectations above are Python's own: the same program, run."""
    source, expected = PROGRAMS[name]
    scope: dict[str, object] = {"__file__": "/x/main.py", "__name__": "main"}
    exec(compile(source, "main", "exec"), scope)  # noqa: S102 - our own programs, above
    for key, value in expected.items():
        assert scope[key] == value or list(scope[key]) == value  # type: ignore[call-overload]
