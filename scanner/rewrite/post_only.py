"""CS208 mutating-get: the route takes POST instead of GET.

Flask: https://flask.palletsprojects.com/en/stable/quickstart/#http-methods
Django: https://docs.djangoproject.com/en/stable/topics/http/decorators/#allowed-http-methods
DRF: https://www.django-rest-framework.org/api-guide/viewsets/#marking-extra-actions-for-routing
FastAPI: https://fastapi.tiangolo.com/tutorial/first-steps/#operation
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from scanner.rewrite.change import Change, Situation, dotted, handler_of

_METHODS = {"route": "methods", "api_route": "methods", "action": "methods"}


def take_post(module: cst.Module, situation: Situation) -> Change | None:
    """Let the decorator that registers the handler say POST; a plain Django view gets `@require_POST`."""
    handler = handler_of(module)
    if handler is None:
        return None
    decorators = list(handler.decorators)
    for position, decorator in enumerate(decorators):
        changed = _posting(decorator.decorator)
        if changed is not None:
            decorators[position] = decorator.with_changes(decorator=changed)
            return Change(_with(module, handler, decorators), {})
    takes_request = bool(handler.params.params) and handler.params.params[0].name.value == "request"
    if situation.operation.framework != "django" or not takes_request:
        return None
    guard = cst.Decorator(cst.Name("require_POST"))
    return Change(_with(module, handler, [guard, *decorators]), {"django.views.decorators.http": ("require_POST",)})


def _with(module: cst.Module, handler: cst.FunctionDef, decorators: Sequence[cst.Decorator]) -> cst.Module:
    return module.with_deep_changes(handler, decorators=decorators)


def _posting(node: cst.BaseExpression) -> cst.Call | None:
    """The registering call with POST for GET; None for other decorators, and where GET is one method of several."""
    if not isinstance(node, cst.Call):
        return None
    name = dotted(node.func).rpartition(".")[2]
    if name == "get" and isinstance(node.func, cst.Attribute):
        return node.with_changes(func=node.func.with_changes(attr=cst.Name("post")))
    if name == "api_view":
        return (
            node.with_changes(args=[cst.Arg(_post_list())])
            if _only_get(node.args[0].value if node.args else None)
            else None
        )
    if name not in _METHODS:
        return None
    given = next((arg for arg in node.args if arg.keyword is not None and arg.keyword.value == "methods"), None)
    if given is None:
        tight = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
        return node.with_changes(args=[*node.args, cst.Arg(_post_list(), cst.Name("methods"), equal=tight)])
    return node.with_deep_changes(given, value=_post_list()) if _only_get(given.value) else None


def _only_get(node: cst.BaseExpression | None) -> bool:
    if node is None:
        return True
    if not isinstance(node, cst.List | cst.Tuple | cst.Set):
        return False
    values = [element.value for element in node.elements]
    return all(isinstance(value, cst.SimpleString) and value.raw_value.upper() == "GET" for value in values)


def _post_list() -> cst.List:
    return cst.List([cst.Element(cst.SimpleString('"POST"'))])
