"""Code made to break a reader: linking must end, with the limits named, and never with an exception."""

from __future__ import annotations

import time

import pytest

from tests.link.project import linked, sites

_DEEP = 400


def _script(text: str) -> dict[str, str]:
    return {"a.js": text}


HOSTILE = {
    "a chain of variables": _script(
        "".join(f"const v{n} = v{n + 1};\n" for n in range(_DEEP)) + f"const v{_DEEP} = '/x';\nfetch(v0).then(show);\n"
    ),
    "a chain of functions": _script(
        "".join(f"function f{n}(u) {{ return f{n + 1}(u + '') }}\n" for n in range(_DEEP))
        + f"function f{_DEEP}(u) {{ return fetch(u) }}\nf0('/x');\n"
    ),
    "functions that call each other": _script(
        "".join(
            f"function f{n}(u) {{ f{(n + 1) % 40}(u); f{(n + 7) % 40}(u + '/'); fetch(u).then(show) }}\n"
            for n in range(40)
        )
        + "f0('/x');\n"
    ),
    "classes that construct each other": _script(
        "".join(
            f"class C{n} {{\n"
            f"  constructor(u) {{ this.next = new C{(n + 1) % 60}(u); this.u = this.next.u }}\n"
            "  get() { return fetch(this.u) }\n}\n"
            for n in range(60)
        )
        + "new C0('/x').get();\n"
    ),
    "alternatives that multiply": _script(
        "let u = '';\n" + "".join(f"u = u + (a{n} ? '/x' : '/y');\n" for n in range(40)) + "fetch(u).then(show);\n"
    ),
    "a record spread into itself": _script(
        "let o = {};\nfunction add(x) { o = { ...o, ...p, x }; }\n"
        "let p = {};\nfunction more() { p = { ...o }; }\nfetch(o.url).then(show);\n"
    ),
    "macros that call each other": {
        "templates/a.html": "{% from 'b.html' import g %}{% macro f(u) %}{{ g(u) }}<a href='{{ u }}'>{% endmacro %}",
        "templates/b.html": "{% from 'a.html' import f, g %}{% macro h(u) %}{{ f(u) }}{% endmacro %}{{ f('/x') }}",
    },
    "imports in a circle": {
        "a.js": "import { b } from './b';\nexport const a = b;\nfetch(a).then(show);\n",
        "b.js": "export * from './c';\n",
        "c.js": "export { a as b } from './a';\n",
    },
    "templates in a circle": {
        "templates/a.html": "{% include 'b.html' %}{{ x }}<form method='post'></form>\n",
        "templates/b.html": "{% extends 'a.html' %}<a href='{{ x.y }}'></a>\n",
        "views.py": "def a():\n    return render_template('a.html', x=a)\n",
    },
    "classes that inherit from each other": {
        "a.py": "from django.urls import reverse\n\nclass A(B):\n    name = 'x'\n\nclass B(A):\n"
        "    def url(self):\n        return reverse(self.other)\n"
    },
}


@pytest.mark.parametrize("files", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_code_ends(files: dict[str, str]) -> None:
    began = time.perf_counter()
    linked(files, ["GET /x", "GET /y"])
    assert time.perf_counter() - began < 20


def test_many_callers_of_one_wrapper_cost_their_number() -> None:
    script = "function ask(u) { return fetch(u).then(show) }\n" + "".join(f"ask('/x/{n}');\n" for n in range(400))
    result = linked(_script(script), ["GET /x/{id}"])
    assert len(sites(result, "GET /x/{id}")) == 401
