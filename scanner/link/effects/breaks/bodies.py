"""Keys of a JSON body that are read bare: `data["name"]` is a KeyError where a client leaves `name` out.

Forms are left out: Flask answers 400 for a missing key of `request.form`
(https://flask.palletsprojects.com/en/stable/api/#flask.Request.form), and people do not write forms by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.expression import Call, Choice, Expression, Item, Literal, Member, Name
from scanner.concepts.facts import Scope
from scanner.concepts.location import Location
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined, Instance
from scanner.link.effects.breaks.broken import KEY, Broken, caught
from scanner.link.effects.expressions import dotted

_KEYED = re.compile(r"""(?P<body>[A-Za-z_][\w.]*(\(\))?)\["(?P<key>[^"\]]+)"\].*""")
_CALLED = ("request.get_json", "request.json")
_READ = ("request.json",)
_PARSED = ("request.data",)
"""REST framework's parsed body; Flask's `request.data` is the raw one."""
_RAW = frozenset({"request.body", "request.data", "request.get_data"})
_LOADS = ("json.loads", "orjson.loads", "simplejson.loads")


def missing_keys(graph: CallGraph, function: Defined, framework: str) -> Iterator[Broken]:
    """Each bare read of a body's key in `function` that nothing there asks for, fills in or catches."""
    scope = graph.scope(function)
    bodies = _bodies(scope, framework)
    direct = frozenset({*_READ, "request.get_json()", *(_PARSED if framework == "drf" else ())})
    handed = _handed_on(graph, function, scope, bodies)
    for read in scope.reads:
        match = _KEYED.fullmatch(read.path)
        if match is None or (match["body"] not in bodies and match["body"].removeprefix("self.") not in direct):
            continue
        body, key = match["body"], match["key"]
        if _asked(scope, body, key) or caught(scope, read.line, KEY) or handed.get(body, read.line) < read.line:
            continue
        yield Broken(Location(function.file, read.line), f'{body}["{key}"]', KEY)


def _bodies(scope: Scope, framework: str) -> frozenset[str]:
    """Names that hold the parsed body and nothing else."""
    found: set[str] = set()
    other: set[str] = set()
    for binding in scope.bindings:
        if isinstance(binding.target, Name):
            (found if _is_body(binding.value, framework) else other).add(binding.target.id)
    return frozenset(found - other)


def _is_body(value: Expression, framework: str) -> bool:
    match value:
        case Choice(options=options):
            return any(_is_body(option, framework) for option in options)
        case Call(callee=callee, arguments=arguments):
            name = dotted(callee).removeprefix("self.").removeprefix("flask.")
            if name in _LOADS:
                return any(dotted(one).removeprefix("self.") in _RAW for one in arguments[:1])
            return name in _CALLED
        case Member():
            name = dotted(value).removeprefix("self.").removeprefix("flask.")
            return name in _READ or (framework == "drf" and name in _PARSED)
        case _:
            return False


def _asked(scope: Scope, body: str, key: str) -> bool:
    """Whether the function asks for the key anywhere, or puts it there itself."""
    chain = f'{body}["{key}"]'
    if any(one == chain or (one.startswith(f"{body}[") and '"' not in one) for one in scope.tests):
        return True
    for binding in scope.bindings:
        match binding.target:
            case Item(base=base, key=Literal(value=name)) if name == key and dotted(base) == body.removesuffix("()"):
                return True
            case _:
                continue
    return any(
        dotted(call.callee) in (f"{body}.get", f"{body}.setdefault", f"{body}.update", f"{body}.keys")
        and (call.arguments[:1] in ((Literal(key),), ()) or dotted(call.callee).endswith(".update"))
        for call in scope.calls
    )


def _handed_on(graph: CallGraph, function: Defined, scope: Scope, bodies: frozenset[str]) -> dict[str, int]:
    """Body → the first line that hands it to a function, which may check it."""
    found: dict[str, int] = {}
    for position, call in enumerate(scope.calls):
        for argument in (*call.arguments, *(value for _, value in call.named)):
            name = dotted(argument)
            if (
                name in bodies
                and name not in found
                and isinstance(graph.callee(function, position), Defined | Instance)
            ):
                found[name] = call.line
    return found
