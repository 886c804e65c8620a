"""Which methods a function view lets through by testing `request.method` itself.

    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])

https://docs.djangoproject.com/en/stable/ref/request-response/#django.http.HttpRequest.method
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from scanner.interpret.frame import Frame
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.objects import Function
from scanner.interpret.values import Value, plain

_REFUSING = frozenset(
    {
        "Http404", "HttpResponseBadRequest", "HttpResponseForbidden", "HttpResponseNotAllowed", "HttpResponseNotFound",
        "BadRequest", "MethodNotAllowed", "PermissionDenied", "SuspiciousOperation",
    }
)  # fmt: skip
_REDIRECTING = frozenset({"HttpResponseRedirect", "redirect", "redirect_to_login"})
_REFUSED = re.compile(r"HTTP_4\d\d|METHOD_NOT_ALLOWED|BAD_REQUEST|NOT_FOUND|FORBIDDEN|NOT_IMPLEMENTED")
_NAMES = re.compile(r"[A-Z]+")


def tested_methods(i: Interpreter, function: Function) -> frozenset[str] | None:
    """The methods that pass; None where no test narrows them. Only a refusal counts: a redirect is an answer."""
    if isinstance(function.node, ast.Lambda):
        return None
    reader = _Reader(i, function)
    passing: set[str] = set()
    for statement in function.node.body:
        match statement:
            case ast.If() if reader.concerns_method(statement.test):
                found = reader.chain(statement)
                if found is None:
                    return None
                methods, decided = found
                if decided:
                    return frozenset(passing | methods)
                passing |= methods
            case ast.Match() if _is_method(statement.subject, reader.parameters):
                return reader.cases(statement)
            case ast.Return() | ast.Raise():
                return frozenset(passing) if passing and _refuses([statement]) else None
            case _:
                if _answers(statement):
                    return None
    return None


class _Reader:
    """Reads the tests of one function."""

    def __init__(self, i: Interpreter, function: Function) -> None:
        self.i = i
        self.frame = Frame(function.module, function.closure)
        node = function.node
        self.parameters = {one.arg for one in (*node.args.posonlyargs, *node.args.args)}

    def concerns_method(self, test: ast.expr) -> bool:
        """Whether a test is about the method alone."""
        return self.methods(test) is not None

    def chain(self, statement: ast.If) -> tuple[set[str], bool] | None:
        """The methods that an `if` and its `elif`s name, and whether all others are refused."""
        named: set[str] = set()
        while True:
            found = self.methods(statement.test)
            if found is None:
                return None
            methods, negated = found
            if negated:
                return (named | methods, True) if _refuses(statement.body) else None
            if not _refuses(statement.body):
                named |= methods
            rest = statement.orelse
            if len(rest) == 1 and isinstance(rest[0], ast.If):
                statement = rest[0]
                continue
            if not rest:
                return (named, False) if _leaves(statement.body) else None
            return (named, True) if _refuses(rest) else None

    def cases(self, statement: ast.Match) -> frozenset[str] | None:
        """The methods that a `match` names, where its last case refuses all others."""
        named: set[str] = set()
        for case in statement.cases:
            if isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is None:
                return frozenset(named) if _refuses(case.body) else None
            values = [node.value for node in ast.walk(case.pattern) if isinstance(node, ast.MatchValue)]
            named |= {text for value in values for text in self.texts(value)}
        return None

    def methods(self, test: ast.expr) -> tuple[set[str], bool] | None:
        """`request.method in […]` and its kin: the methods, and whether the test is true for all others instead."""
        negated = False
        while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test, negated = test.operand, not negated
        if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not _is_method(test.left, self.parameters):
            return None
        names = set(self.texts(test.comparators[0]))
        match test.ops[0]:
            case _ if not names:
                return None
            case ast.Eq() | ast.In():
                return names, negated
            case ast.NotEq() | ast.NotIn():
                return names, not negated
            case _:
                return None

    def texts(self, node: ast.expr) -> Iterator[str]:
        """The method names of an expression, which may be a variable of an enclosing function."""
        value: Value = plain(self.i.evaluate(node, self.frame))
        for text in [value] if isinstance(value, str) else self.i.strings(value):
            if _NAMES.fullmatch(text.upper()):
                yield text.upper()


def _is_method(node: ast.expr, parameters: set[str]) -> bool:
    """`request.method`, whatever the parameter is called."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("upper", "lower"):
        node = node.func.value
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "method"
        and isinstance(node.value, ast.Name)
        and node.value.id in parameters
    )


def _refuses(body: Sequence[ast.stmt]) -> bool:
    """Whether a block ends with a client error, returned or kept for the end, and gives nothing else before."""
    if any(_answers(statement) for statement in body[:-1]):
        return False
    match body[-1]:
        case ast.Raise(exc=ast.expr() as raised):
            return _last(raised.func if isinstance(raised, ast.Call) else raised) in _REFUSING
        case ast.Return(value=ast.Call() as call) | ast.Assign(targets=[ast.Name()], value=ast.Call() as call):
            return _last(call.func) in _REFUSING or any(
                keyword.arg in ("status", "status_code") and _is_refusal(keyword.value) for keyword in call.keywords
            )
        case _:
            return False


def _is_refusal(status: ast.expr) -> bool:
    if isinstance(status, ast.Constant):
        return isinstance(status.value, int) and 400 <= status.value < 500
    return bool(_REFUSED.search(_last(status)))


def _answers(statement: ast.stmt) -> bool:
    """Whether a statement may give an answer of its own; a redirect or a refusal is none that a method would name."""
    pending: list[ast.AST] = [statement]
    while pending:
        node = pending.pop()
        match node:
            case ast.Return(value=ast.Call(func=called)) if _last(called) in _REDIRECTING:
                continue
            case ast.Return() if _refuses([node]):
                continue
            case ast.Return():
                return True
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
                continue
            case _:
                pending += ast.iter_child_nodes(node)
    return False


def _leaves(body: Sequence[ast.stmt]) -> bool:
    """Whether nothing runs on after a block."""
    match body[-1]:
        case ast.Return() | ast.Raise():
            return True
        case ast.If(body=then, orelse=otherwise) if otherwise:
            return _leaves(then) and _leaves(otherwise)
        case ast.With(body=inner) | ast.AsyncWith(body=inner):
            return _leaves(inner)
        case ast.Try(body=inner, handlers=handlers):
            return _leaves(inner) and all(_leaves(handler.body) for handler in handlers)
        case _:
            return False


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
