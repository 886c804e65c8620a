"""Helpers: read a script, and write expressions the way a person does."""

from __future__ import annotations

from scanner.concepts import expression as x
from scanner.concepts.facts import FileFacts, Scope
from scanner.concepts.source import Language, Role, SourceFile
from scanner.extract.javascript.script import read_script


def read(
    text: str, language: Language = Language.JAVASCRIPT, path: str = "static/app.js", role: Role = Role.SOURCE
) -> FileFacts:
    return read_script(SourceFile(path, language, role, len(text)), text)


def typed(text: str) -> FileFacts:
    return read(text, Language.TYPESCRIPT, "src/app.ts")


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
        case x.Call(callee=callee, arguments=arguments, new=new):
            return ("new " if new else "") + f"{show(callee)}({', '.join(map(show, arguments))})"
        case x.Record(fields=fields, rest=rest):
            entries = [f"{name}: {show(field)}" for name, field in fields] + [f"...{show(one)}" for one in rest]
            return "{" + ", ".join(entries) + "}"
        case x.Sequence(items=items):
            return "[" + ", ".join(map(show, items)) + "]"
        case x.Lambda(scope=scope):
            return f"function {scope}"
        case x.Here():
            return "HERE"
        case x.Opaque(why=why):
            return f"<{why}>"


def bindings(scope: Scope) -> list[str]:
    return [f"{show(one.target)} = {show(one.value)}" for one in scope.bindings]


def calls(scope: Scope) -> list[str]:
    return [show(call) for call in scope.calls]


def top_bindings(text: str) -> list[str]:
    return bindings(read(text).scopes[0])


def top_calls(text: str) -> list[str]:
    return calls(read(text).scopes[0])


def named(facts: FileFacts, qualname: str) -> Scope:
    return next(scope for scope in facts.scopes if scope.qualname == qualname)


def requests(facts: FileFacts) -> list[tuple[str, str | None, str, int]]:
    return [(request.kind.value, request.method, show(request.url), request.line) for request in facts.requests]
