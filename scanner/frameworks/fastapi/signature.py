"""What the signature of a path operation function declares: dependencies, bodies, forms, responses.

https://fastapi.tiangolo.com/tutorial/dependencies/
https://fastapi.tiangolo.com/tutorial/body/
https://fastapi.tiangolo.com/tutorial/request-forms/
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scanner.concepts.operation import Declared
from scanner.frameworks.operations import only_declared
from scanner.frameworks.protocol import Interpreter, stands_for
from scanner.interpret.frame import Frame
from scanner.interpret.handlers import dotted_name, unwrap
from scanner.interpret.objects import Class, Function, Instance
from scanner.interpret.values import AnnotatedAlias, Dotted, Unknown, Value

if TYPE_CHECKING:
    from scanner.frameworks.fastapi.starlette import BaseRoute

_STATUS = re.compile(r"HTTP_(\d{3})")
_DEPTH = 3


@stands_for("fastapi.Depends", "fastapi.params.Depends", "fastapi.Security", "fastapi.params.Security")
class Depends(Instance):
    """A dependency: what it calls stands before the operation."""

    def __init__(self, dependency: Value = None, *_: Value, **__: Value) -> None:
        self.dependency = dependency


class Parameter(Instance):
    """`Query()`, `Path()` and their kin: where a parameter comes from."""

    def __init__(self, *_: Value, **__: Value) -> None:
        """Defaults do not matter here."""


@stands_for("fastapi.Query", "fastapi.Path", "fastapi.Header", "fastapi.Cookie")
class Query(Parameter):
    """From the URL, a header or a cookie."""


@stands_for("fastapi.Body", "fastapi.params.Body")
class Body(Parameter):
    """From the JSON body."""


@stands_for("fastapi.Form", "fastapi.File", "fastapi.params.Form", "fastapi.params.File")
class Form(Parameter):
    """From a form."""


_FORMS = frozenset(
    {
        "fastapi.UploadFile",
        "fastapi.security.OAuth2PasswordRequestForm",
        "fastapi.security.OAuth2PasswordRequestFormStrict",
        "starlette.datastructures.UploadFile",
    }
)
_MODELS = ("pydantic.BaseModel", "pydantic.RootModel", "sqlmodel.SQLModel")


def dependency_names(
    i: Interpreter, dependencies: Iterable[Value], depth: int = _DEPTH, *, taken: bool = False
) -> tuple[str, ...]:
    """Dotted names of what the dependencies call, and of what those depend on.

    A library's scheme that a function of the project takes is left to that function: it may be one that lets requests
    without credentials pass (`HTTPBearer(auto_error=False)`).
    """
    names: dict[str, None] = {}
    for dependency in dependencies:
        if isinstance(dependency, Depends) and dependency.dependency is not None:
            target = dependency.dependency
            name = dotted_name(target)
            if name and not (taken and isinstance(target, Dotted)):
                names[name] = None
            inner = _callable(i, target)
            if inner is not None and depth:
                names.update(dict.fromkeys(dependency_names(i, _depends_in(i, inner), depth - 1, taken=True)))
    return tuple(names)


def _callable(i: Interpreter, target: Value) -> Function | None:
    """The function that a dependency runs: itself, a class's `__init__`, an object's `__call__`."""
    inner = unwrap(target)
    if isinstance(inner, Class):
        inner = unwrap(i.attribute(inner, "__init__"))
    elif isinstance(inner, Instance) and isinstance(inner.class_, Class):
        inner = unwrap(i.attribute(inner.class_, "__call__"))
    return inner if isinstance(inner, Function) else None


def _depends_in(i: Interpreter, function: Function) -> Iterator[Value]:
    for _, annotation, default in parameters(i, function):
        if isinstance(default, Depends):
            if default.dependency is None:
                default.dependency = annotation.base
            yield default
        yield from annotation.metadata


class Annotation:
    """A parameter's annotation: the type that matters, and the metadata of `Annotated`."""

    __slots__ = ("base", "metadata")

    def __init__(self, base: Value, metadata: list[Value]) -> None:
        self.base = base
        self.metadata = metadata


def parameters(i: Interpreter, function: Function) -> Iterator[tuple[str, Annotation, Value]]:
    """Name, annotation and default of each parameter."""
    signature = function.node.args
    positional = [*signature.posonlyargs, *signature.args]
    missing = len(positional) - len(function.defaults)
    for index, parameter in enumerate(positional):
        default = function.defaults[index - missing] if index >= missing else Unknown("no default")
        yield parameter.arg, annotation_of(i, parameter.annotation, function), default
    for parameter, default in zip(signature.kwonlyargs, function.keyword_defaults, strict=False):
        yield parameter.arg, annotation_of(i, parameter.annotation, function), default


def annotation_of(i: Interpreter, node: ast.expr | None, function: Function) -> Annotation:
    """What an annotation says, evaluated in the function's module; a union's or a list's members count for it."""
    frame = Frame(function.module, function.closure)
    metadata: list[Value] = []
    for _ in range(6):
        match node:
            case ast.Constant(value=str() as text) if len(text) < 500:
                node = _parsed(text)
            case ast.BinOp(op=ast.BitOr()):
                left_is_none = isinstance(node.left, ast.Constant) and node.left.value is None
                node = node.right if left_is_none else node.left
            case ast.Subscript(slice=inner) if (
                _last(node.value) == "Annotated" and isinstance(inner, ast.Tuple) and inner.elts
            ):
                metadata += [i.evaluate(element, frame) for element in inner.elts[1:]]
                node = inner.elts[0]
            case ast.Subscript(slice=inner) if _last(node.value) in (
                "Optional",
                "Union",
                "list",
                "List",
                "set",
                "Sequence",
            ):
                node = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
            case ast.Name() | ast.Attribute():
                value = i.evaluate(node, frame)
                if isinstance(value, AnnotatedAlias):
                    return Annotation(value.base, metadata + value.metadata)
                return Annotation(value, metadata)
            case _:
                break
    return Annotation(Unknown("an annotation"), metadata)


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def declared(i: Interpreter, route: BaseRoute) -> Declared:
    """What a route declares by its options and its endpoint's signature."""
    endpoint = unwrap(getattr(route, "endpoint", None))
    guards: dict[str, None] = {}
    body: str | None = None
    form: bool | None = None
    if isinstance(endpoint, Function):
        for _, annotation, default in parameters(i, endpoint):
            stated = [*annotation.metadata, default]
            depends = [value for value in stated if isinstance(value, Depends)]
            for value in depends:
                if value.dependency is None:
                    value.dependency = annotation.base
                guards.update(dict.fromkeys(dependency_names(i, [value], taken=True)))
                form = True if dotted_name(value.dependency) in _FORMS else form
            name = dotted_name(annotation.base)
            if any(isinstance(value, Form) for value in stated) or (name in _FORMS and not depends):
                form = True
            elif any(isinstance(value, Body) for value in stated):
                body = name or "body"
            elif not depends and _is_model(annotation.base) and not any(isinstance(value, Query) for value in stated):
                body = name
    response = _response(i, route, endpoint)
    shown = getattr(route, "include_in_schema", None)
    tags = tuple(i.strings(getattr(route, "tags", ()) or ()))
    return only_declared(
        guards=tuple(guards),
        body=body,
        form=form,
        response=response,
        status=_status(getattr(route, "status_code", None)),
        in_schema=shown if isinstance(shown, bool) else None,
        tags=tags,
    )


def _is_model(type_: Value) -> bool:
    return isinstance(type_, Class) and type_.is_a(*_MODELS)


def _response(i: Interpreter, route: BaseRoute, endpoint: Value) -> str | None:
    """The stated response class or model, or the return annotation."""
    for name in ("response_class", "response_model"):
        value = getattr(route, name, None)
        if value is not None and dotted_name(value):
            return dotted_name(value)
    if isinstance(endpoint, Function) and not isinstance(endpoint.node, ast.Lambda):
        return dotted_name(annotation_of(i, endpoint.node.returns, endpoint).base) or None
    return None


def _status(value: Value) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = _STATUS.search(value.dotted) if isinstance(value, Dotted) else None
    return int(match.group(1)) if match else None
