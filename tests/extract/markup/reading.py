"""Helpers: read a page or a component, and write its facts the way a person does."""

from __future__ import annotations

from scanner.concepts import expression as x
from scanner.concepts.facts import FileFacts, Request, Scope, ScopeKind
from scanner.concepts.source import Language, Role, SourceFile
from scanner.extract.markup.component import read_component
from scanner.extract.markup.page import read_page


def page(text: str, path: str = "templates/page.html") -> FileFacts:
    return read_page(SourceFile(path, Language.MARKUP, Role.SOURCE, len(text)), text)


def django_page(text: str) -> FileFacts:
    return page("{% load static %}" + text)


def component(text: str, path: str = "src/Page.vue") -> FileFacts:
    return read_component(SourceFile(path, Language.COMPONENT, Role.SOURCE, len(text)), text)


def show(value: x.Expression | None) -> str:
    match value:
        case None:
            return "-"
        case x.Literal(value=constant):
            return repr(constant)
        case x.Name(id=name):
            return name
        case x.Member(base=base, name=name):
            return f"{show(base)}.{name}"
        case x.Item(base=base, key=key):
            return f"{show(base)}[{show(key)}]"
        case x.Join(parts=parts):
            return "(" + " + ".join(map(show, parts)) + ")"
        case x.Choice(options=options):
            return "(" + " | ".join(map(show, options)) + ")"
        case x.Call(callee=callee, arguments=arguments, named=named):
            given = [show(one) for one in arguments] + [f"{name}={show(one)}" for name, one in named]
            return f"{show(callee)}({', '.join(given)})"
        case x.Record(fields=fields):
            return "{" + ", ".join(f"{name}: {show(field)}" for name, field in fields) + "}"
        case x.Sequence(items=items):
            return "[" + ", ".join(map(show, items)) + "]"
        case x.Lambda(scope=scope):
            return f"function {scope}"
        case x.Here():
            return "HERE"
        case x.Opaque(why=why):
            return f"<{why}>"


def sketch(request: Request) -> str:
    """`form POST url_for('save') @3`"""
    return f"{request.kind.value} {request.method} {show(request.url)} @{request.line}"


def requests(facts: FileFacts) -> list[str]:
    return [sketch(request) for request in facts.requests]


def only(facts: FileFacts) -> Request:
    (request,) = facts.requests
    return request


def urls(text: str) -> list[str]:
    return [show(request.url) for request in page(text).requests]


def bindings(scope: Scope) -> list[str]:
    return [f"{show(one.target)} = {show(one.value)} @{one.line}" for one in scope.bindings]


def calls(scope: Scope) -> list[str]:
    return [f"{show(call)} @{call.line}" for call in scope.calls]


def attributes(facts: FileFacts) -> list[str]:
    return [f"{one.tag}#{one.id} {one.name}={show(one.value)} @{one.line}" for one in facts.attributes]


def scopes(facts: FileFacts, kind: ScopeKind) -> list[Scope]:
    return [scope for scope in facts.scopes if scope.kind is kind]


def script_calls(facts: FileFacts) -> list[str]:
    inside = (ScopeKind.SCRIPT, ScopeKind.FUNCTION)
    return [entry for scope in facts.scopes if scope.kind in inside for entry in calls(scope)]
