"""What an operation's options and signature declare: authentication, bodies, forms, responses.

https://django-ninja.dev/guides/input/body/
https://django-ninja.dev/guides/input/form-params/
https://django-ninja.dev/guides/response/
"""

from __future__ import annotations

import ast

from scanner.concepts.operation import Declared
from scanner.frameworks.fastapi.signature import annotation_of
from scanner.frameworks.operations import only_declared
from scanner.frameworks.protocol import Interpreter
from scanner.interpret.frame import Frame
from scanner.interpret.handlers import dotted_name, unwrap
from scanner.interpret.objects import Class, Function, Instance
from scanner.interpret.values import MISSING, DictValue, Dotted, ListValue, Unknown, Value, plain

_MODELS = ("ninja.Schema", "ninja.schema.Schema", "ninja.ModelSchema", "ninja.orm.ModelSchema", "pydantic.BaseModel")
_FORMS = frozenset({"Form", "FormEx", "File", "FileEx", "UploadedFile"})
_PLACES = frozenset({"Query", "QueryEx", "Path", "PathEx", "Header", "HeaderEx", "Cookie", "CookieEx"})
_COOKIES = ("APIKeyCookie", "SessionAuth", "SessionAuthSuperUser", "SessionAuthIsStaff")
_SESSIONS = frozenset({*_COOKIES, "django_auth", "django_auth_superuser", "django_auth_is_staff"})


def guard_names(i: Interpreter, auth: Value) -> tuple[str, ...]:
    """Dotted names of what `auth=` asks, one thing or a list of them."""
    items = i.iterate(auth)[0] if isinstance(auth, ListValue | tuple) else [auth]
    return tuple(filter(None, map(dotted_name, items)))


def declared(
    i: Interpreter, view: Value, options: dict[str, Value], guards: tuple[str, ...], tags: Value, throttle: Value
) -> Declared:
    """What is declared of an operation. Its views are exempt from Django's CSRF check: cookie authentication checks."""
    body, form = _input(i, unwrap(view))
    response, status = _response(i, options.get("response", MISSING))
    shown = plain(options.get("include_in_schema", True))
    return only_declared(
        guards=guards,
        body=body,
        form=form,
        response=response,
        status=status,
        csrf_exempt=not any(_reads_cookie(name) for name in guards) and not _any_cookie(options.get("auth")),
        in_schema=shown if isinstance(shown, bool) else None,
        tags=tuple(i.strings(tags)) if tags is not MISSING and tags is not None else None,
        throttled=True if throttle is not MISSING and throttle is not None else None,
    )


def _reads_cookie(guard: str) -> bool:
    return guard.startswith("ninja.") and guard.rpartition(".")[2] in _SESSIONS


def _any_cookie(auth: Value) -> bool:
    """Whether an authentication object's class of the project comes from one that reads a cookie."""
    items = [*auth.items] if isinstance(auth, ListValue) else [auth]
    classes = [item.class_ for item in items if isinstance(item, Instance) and isinstance(item.class_, Class)]
    return any(base.rpartition(".")[2] in _COOKIES for class_ in classes for base in class_.library_bases())


def _input(i: Interpreter, function: Value) -> tuple[str | None, bool | None]:
    """The schema of the body, and whether a form is read."""
    if not isinstance(function, Function):
        return None, None
    signature = function.node.args
    positional = [*signature.posonlyargs, *signature.args]
    defaults: list[Value] = [None] * (len(positional) - len(function.defaults)) + function.defaults
    body: str | None = None
    form: bool | None = None
    for parameter, default in zip(
        [*positional[1:], *signature.kwonlyargs], [*defaults[1:], *function.keyword_defaults], strict=False
    ):
        annotation = annotation_of(i, _inner(i, parameter.annotation, function), function)
        stated = {_last(default), *map(_last, annotation.metadata), _outer(parameter.annotation)}
        type_ = annotation.base
        if stated & _FORMS or _last(type_) in _FORMS:
            form = True
        elif stated & _PLACES:
            continue
        elif "Body" in stated or (isinstance(type_, Class) and type_.is_a(*_MODELS)):
            body = dotted_name(type_) or "body"
    return body, form


def _outer(annotation: ast.expr | None) -> str:
    """The word before the brackets: `Form` in `Form[Schema]`."""
    word = annotation.value if isinstance(annotation, ast.Subscript) else None
    return word.attr if isinstance(word, ast.Attribute) else getattr(word, "id", "")


def _inner(i: Interpreter, annotation: ast.expr | None, function: Function) -> ast.expr | None:
    """The type inside `Form[…]`, `Query[…]`, `Body[…]` of the library; any other annotation as it is."""
    if isinstance(annotation, ast.Subscript) and _outer(annotation) in _FORMS | _PLACES | {"Body", "BodyEx"}:
        word = i.evaluate(annotation.value, Frame(function.module, function.closure))
        if isinstance(word, Dotted) and word.dotted.startswith("ninja."):
            return annotation.slice
    return annotation


def _last(value: Value) -> str:
    """`Form` for `ninja.Form` and for `ninja.Form(...)`."""
    dotted = value.dotted if isinstance(value, Dotted) else ""
    return dotted.rpartition(".")[2] if dotted.startswith("ninja.") else ""


def _response(i: Interpreter, response: Value) -> tuple[str | None, int | None]:
    """The schema of the first success answer, and its status where only one is stated."""
    if isinstance(response, DictValue):
        good = [(code, schema) for code, schema in response.items.items() if isinstance(code, int) and code < 400]
        code, schema = good[0] if good else (None, None)
        return dotted_name(schema) or None, code if len(good) == 1 and isinstance(code, int) else None
    if response is MISSING or response is None or (isinstance(response, Unknown) and not isinstance(response, Dotted)):
        return None, None
    if isinstance(response, ListValue | tuple):
        items = i.iterate(response)[0]
        return (dotted_name(items[0]) or None if items else None), None
    return dotted_name(response) or None, None
