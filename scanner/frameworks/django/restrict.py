"""Decorators that narrow what a view answers, and `method_decorator`.

https://docs.djangoproject.com/en/stable/topics/http/decorators/
"""

from __future__ import annotations

from scanner.frameworks.django.method_tests import tested_methods
from scanner.interpret.calls import apply_decorator
from scanner.interpret.handlers import dotted_name
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import stands_for
from scanner.interpret.objects import BoundMethod, Class, Decorated, Function, Partial
from scanner.interpret.values import ListValue, Native, Value

_HTTP = "django.views.decorators.http"


class Restricted(Decorated):
    """A view behind a decorator that lets only some methods through."""

    __slots__ = ("methods",)

    def __init__(self, inner: Value, guard: str, methods: frozenset[str]) -> None:
        super().__init__(inner, guard)
        self.methods = methods


@stands_for(f"{_HTTP}.require_http_methods")
def require_http_methods(i: Interpreter, request_method_list: Value) -> Value:
    """`@require_http_methods(["GET", "POST"])`."""
    methods = frozenset(text.upper() for text in i.strings(request_method_list))
    return Native(lambda _i, view: Restricted(view, f"{_HTTP}.require_http_methods", methods), "require_http_methods")


@stands_for(f"{_HTTP}.require_GET")
def require_get(i: Interpreter, view: Value) -> Value:
    """`@require_GET`."""
    return Restricted(view, f"{_HTTP}.require_GET", frozenset({"GET"}))


@stands_for(f"{_HTTP}.require_POST")
def require_post(i: Interpreter, view: Value) -> Value:
    """`@require_POST`."""
    return Restricted(view, f"{_HTTP}.require_POST", frozenset({"POST"}))


@stands_for(f"{_HTTP}.require_safe")
def require_safe(i: Interpreter, view: Value) -> Value:
    """`@require_safe`."""
    return Restricted(view, f"{_HTTP}.require_safe", frozenset({"GET", "HEAD"}))


def allowed_methods(i: Interpreter, view: Value) -> frozenset[str] | None:
    """The methods that a view and every decorator of it let through; None where nothing narrows it."""
    allowed: frozenset[str] | None = None
    for _ in range(50):
        passing: frozenset[str] | None = None
        inner: Value = None
        match view:
            case Decorated():
                passing = view.methods if isinstance(view, Restricted) else None
                inner = view.inner
            case Function():
                passing = tested_methods(i, view)
                inner = view.wraps
            case BoundMethod() | Partial():
                inner = view.function
            case _:
                break
        if passing is not None:
            allowed = passing if allowed is None else allowed & passing
        view = inner
    return allowed


@stands_for("django.utils.decorators.method_decorator")
def method_decorator(i: Interpreter, decorator: Value, name: Value = "") -> Value:
    """`@method_decorator(decorator, name="dispatch")`, on a method or a class; `decorator` may be a list."""
    decorators = i.iterate(decorator)[0] if isinstance(decorator, ListValue | tuple) else [decorator]

    def decorate(_i: Interpreter, target: Value) -> Value:
        for item in reversed(decorators):
            if isinstance(target, Class | Decorated) and isinstance(item, Function):
                target = Decorated(target, dotted_name(item))  # made for functions: a class would get lost in it
            else:
                target = apply_decorator(i, item, target)
        return target

    return Native(decorate, "method_decorator")


_VIEWS = "django.views.decorators"
_AROUND = (
    f"{_VIEWS}.csrf.csrf_exempt",
    f"{_VIEWS}.csrf.csrf_protect",
    f"{_VIEWS}.csrf.ensure_csrf_cookie",
    f"{_VIEWS}.csrf.requires_csrf_token",
    f"{_VIEWS}.cache.never_cache",
    f"{_VIEWS}.gzip.gzip_page",
    f"{_VIEWS}.clickjacking.xframe_options_deny",
    f"{_VIEWS}.clickjacking.xframe_options_exempt",
    f"{_VIEWS}.clickjacking.xframe_options_sameorigin",
    f"{_VIEWS}.vary.vary_on_cookie",
    "django.contrib.auth.decorators.login_required",
    "django.contrib.auth.decorators.login_not_required",
    "django.contrib.admin.views.decorators.staff_member_required",
)
_MAKING = (
    f"{_VIEWS}.cache.cache_page",
    f"{_VIEWS}.cache.cache_control",
    f"{_VIEWS}.debug.sensitive_post_parameters",
    f"{_VIEWS}.debug.sensitive_variables",
    f"{_VIEWS}.http.condition",
    f"{_VIEWS}.http.etag",
    f"{_VIEWS}.http.last_modified",
    f"{_VIEWS}.vary.vary_on_headers",
    "django.contrib.auth.decorators.permission_required",
    "django.contrib.auth.decorators.user_passes_test",
)


def decorators() -> dict[str, Value]:
    """Django's other decorators by dotted name: they leave their name, whatever the view, a library's own too."""
    around: dict[str, Value] = {dotted: _around(dotted) for dotted in _AROUND}
    making: dict[str, Value] = {
        dotted: Native(lambda _i, *_, dotted=dotted, **__: _around(dotted), dotted) for dotted in _MAKING
    }
    return around | making


def _around(dotted: str) -> Native:
    def decorate(_i: Interpreter, view: Value = None, *_: Value, **__: Value) -> Value:
        return _around(dotted) if view is None else Decorated(view, dotted)

    return Native(decorate, dotted)
