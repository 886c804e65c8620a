"""Defaults: what holds unless somebody says otherwise, of parameters, command-line options and environment variables.

click https://click.palletsprojects.com/en/stable/options/#default-values · typer
https://typer.tiangolo.com/tutorial/options/ · os.environ https://docs.python.org/3/library/os.html#os.getenv
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Literal, Member, Name
from scanner.concepts.facts import Formal, Scope
from scanner.concepts.text import Hole, Text
from scanner.link import values as v
from scanner.link.index import last_name
from scanner.link.requests import argument

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_ADDRESSES = ("http://", "https://", "ws://", "wss://", "/")
ENVIRONMENT = frozenset({"os.environ.get", "os.getenv", "environ.get", "getenv", "decouple.config"})


def of_parameter(flow: Flow, hole: v.ParameterHole) -> Text | None:
    """What a parameter holds where its callers say nothing, as text; None where it has to be given."""
    scope = flow.index.scope(hole.owner)
    formal = next((item for item in scope.parameters if item.name == hole.name), None)
    default = _default(scope, formal) if formal is not None else None
    if default is None:
        return None
    texts = flow.ask_texts(default, v.Place(v.ScopeRef(hole.owner.file, scope.parent or 0)))
    return texts[0].text if texts else None


def optional(flow: Flow, part: str | Hole) -> bool:
    """Whether a part of an address is a parameter that may be left out: without it, another route is asked for."""
    if not isinstance(part, v.ParameterHole):
        return False
    formals = flow.index.scope(part.owner).parameters
    return any(item.name == part.name and item.default in (Literal(""), Literal(None)) for item in formals)


def of_environment(flow: Flow, expression: Call, place: v.Place) -> v.Values:
    """The address that an environment variable holds where it is not set; empty where that is none."""
    default = argument(expression, 1, "default")
    if default is None:
        return ()
    return tuple(text for text in flow.texts(default, place) if text.text.head.startswith(_ADDRESSES))


def _default(scope: Scope, formal: Formal) -> Expression | None:
    match formal.default:
        case Call(Name("Option" | "Argument") | Member(_, "Option" | "Argument"), (value, *_)):
            return value
        case None:
            stated = (_optioned(one, formal.name) for one in scope.decorators)
            return next((one for one in stated if one is not None), None)
        case _:
            return formal.default


def _optioned(decorator: Expression, name: str) -> Expression | None:
    """The default of `@click.option("--url", default=…)`, for the parameter that it is handed to."""
    if not isinstance(decorator, Call) or last_name(decorator.callee) != "option":
        return None
    told = {str(item.value).lstrip("-").replace("-", "_") for item in decorator.arguments if isinstance(item, Literal)}
    return dict(decorator.named).get("default") if name in told else None
