"""What describes an operation's contract besides its signature: schema decorators, OpenAPI text in docstrings, and
documents that a library generates for everything that is built on it.

https://drf-spectacular.readthedocs.io/en/latest/customization.html https://flask-restx.readthedocs.io/en/latest/swagger.html
https://flask-appbuilder.readthedocs.io/en/latest/rest_api.html https://apispec.readthedocs.io/en/latest/
https://flask-smorest.readthedocs.io/en/latest/openapi.html https://github.com/flasgger/flasgger#readme
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.expression import Call, Expression, Member, Name
from scanner.concepts.facts import Scope, ScopeKind
from scanner.concepts.report import AuditedOperation
from scanner.rules.remedy import family
from scanner.rules.subject import Subject

_STATING = frozenset({
    "extend_schema", "extend_schema_view", "swagger_auto_schema", "swag_from", "marshal_with", "marshal_list_with",
    "output", "response", "responses", "returns", "dump",
})  # fmt: skip
"""Decorators that state what a handler answers, whatever their arguments."""
_TELLING = frozenset({"responses", "response", "model"})
"""Arguments by which a decorator of any other name (flask-restx's `doc`) states answers."""
_OPENAPI_TEXT = re.compile(r"(?m)^\s*responses:\s*$")
_PUBLISHING_BASES = ("flask_restx.", "flask_restplus.", "flask_appbuilder.api", "flask_appbuilder.ModelRestApi")
"""Classes whose library publishes them in a generated document, unless it is told not to."""
_PUBLISHERS = ("drf_spectacular.", "drf_yasg.", "rest_framework.schemas.")
"""Views that publish a document of every REST framework view."""
_PUBLISHING_FRAMEWORKS = frozenset({"apiflask", "flask_smorest", "connexion"})


def states_answers(subject: Subject, audited: AuditedOperation) -> bool:
    """Whether decorators or docstrings of the handler, its class or its methods state what it answers."""
    return any(
        _OPENAPI_TEXT.search(scope.doc) is not None or any(map(_states, scope.decorators))
        for scope in _scopes(subject, audited)
    )


def is_published(subject: Subject, audited: AuditedOperation) -> bool:
    """Whether a generated document lists it: by its own declaration, or because its library's documents list all."""
    operation = audited.operation
    if operation.declared.in_schema is not None:
        return operation.declared.in_schema
    if operation.framework in _PUBLISHING_FRAMEWORKS:
        return True
    if any(_OPENAPI_TEXT.search(scope.doc) for scope in _scopes(subject, audited)):
        return True  # written for a library that collects it
    if any(base.startswith(_PUBLISHING_BASES) for base in operation.handler.bases):
        return True
    return family(operation) == "drf" and any(
        other.operation.handler.name.startswith(_PUBLISHERS)
        or any(base.startswith(_PUBLISHERS) for base in other.operation.handler.bases)
        for other in subject.by_application[operation.application]
    )


def _scopes(subject: Subject, audited: AuditedOperation) -> Iterator[Scope]:
    """The handler's class or function, and the functions that it runs."""
    handler = audited.operation.handler
    places = [(handler.file, handler.line), *((ref.file, ref.line) for ref in handler.runs)]
    for file, line in dict.fromkeys(places):
        facts = subject.facts.get(file)
        for scope in facts.scopes if facts is not None else ():
            if scope.line == line and scope.kind is not ScopeKind.MODULE:
                yield scope


def _states(decorator: Expression) -> bool:
    named = {name for name, _ in decorator.named} if isinstance(decorator, Call) else set()
    match decorator.callee if isinstance(decorator, Call) else decorator:
        case Name(id=name) | Member(name=name):
            return name in _STATING or bool(named & _TELLING)
        case _:
            return False
