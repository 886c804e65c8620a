"""Settings of bundlers and development servers that say where requests go.

Read from what a configuration script (`vite.config.ts`, `vue.config.js`, `webpack.*.js`, `next.config.mjs`,
`proxy.conf.js`, `setupProxy.js`) shows statically: `base` (`base`, `publicPath`, `basePath`), `proxy:/prefix` → where
the development server passes it on (empty where that is not known), `rewrite:/prefix` → what then stands there,
`alias:HEAD` → the folder or file that a head of module names stands for.

https://vite.dev/config/ · https://cli.vuejs.org/config/ · https://webpack.js.org/configuration/dev-server/ ·
https://nextjs.org/docs/app/api-reference/config/next-config-js
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scanner.concepts.expression import Call, Choice, Expression, Join, Lambda, Literal, Member, Name, Record
from scanner.concepts.expression import Sequence as Display
from scanner.concepts.facts import Export, Scope

_CONFIGURATION = re.compile(
    r"(?:^|/)(?:[\w.-]+\.config(?:\.[\w-]+)?|webpack[\w.-]*|proxy\.conf|setupProxy|config-overrides|vite[\w-]*)\.[cm]?[jt]s$"
)
_BASE = {"base": "base", "publicPath": "base", "basePath": "base", "assetPrefix": "base"}
_PROXIES = frozenset({"createProxyMiddleware", "proxy", "createProxyServer"})
_MAX_EXPRESSIONS = 20_000


def read_settings(path: str, scopes: Sequence[Scope], exports: Sequence[Export]) -> tuple[tuple[str, str], ...]:
    """The settings that a configuration script shows; nothing for other scripts."""
    if _CONFIGURATION.search(path) is None:
        return ()
    found: list[tuple[str, str]] = []
    for expression in _expressions(_roots(scopes, exports)):
        if isinstance(expression, Record):
            found.extend(_record(expression, scopes))
        elif isinstance(expression, Call):
            found.extend(_proxy_call(expression, scopes))
    return tuple(dict.fromkeys(found))


def _roots(scopes: Sequence[Scope], exports: Sequence[Export]) -> Iterator[Expression]:
    for export in exports:
        if export.value is not None:
            yield export.value
    for scope in scopes:
        for binding in scope.bindings:
            if binding.target != Name("this"):
                yield binding.value
        yield from scope.returns
        yield from scope.calls


def _expressions(roots: Iterable[Expression]) -> Iterator[Expression]:
    """Every record and call in the roots, outside in, each once."""
    seen: set[int] = set()
    stack = list(roots)[::-1]
    while stack and len(seen) < _MAX_EXPRESSIONS:
        expression = stack.pop()
        if id(expression) in seen:
            continue
        seen.add(id(expression))
        match expression:
            case Record(fields=fields, rest=rest):
                yield expression
                stack.extend([*rest, *[value for _, value in fields]][::-1])
            case Call(callee=callee, arguments=arguments):
                yield expression
                stack.extend([callee, *arguments][::-1])
            case Display(items=parts) | Choice(options=parts):
                stack.extend(parts[::-1])
            case _:
                pass


def _record(record: Record, scopes: Sequence[Scope]) -> Iterator[tuple[str, str]]:
    fields = dict(record.fields)
    for key, name in _BASE.items():
        text = _text(fields.get(key))
        if text:
            yield name, text
    match fields.get("proxy"):
        case Record(fields=rules):
            for prefix, rule in rules:
                if not isinstance(rule, Record):
                    yield from _rule(prefix, rule, scopes)
        case Display(items=items):
            for item in items:
                if isinstance(item, Record):
                    contexts = dict(item.fields).get("context")
                    for context in contexts.items if isinstance(contexts, Display) else (contexts,):
                        yield from _rule(_text(context), item, scopes)
        case Literal(value=str() as target):
            yield "proxy:", target
        case _:
            pass
    for prefix, rule in record.fields:
        if isinstance(rule, Record) and _text(dict(rule.fields).get("target")):
            yield from _rule(prefix, rule, scopes)
    source, destination = _text(fields.get("source")), _text(fields.get("destination"))
    if source.startswith("/") and destination:  # a rewrite of Next.js
        yield from _rule(source, Literal(destination), scopes)
    match fields.get("alias"):
        case Record(fields=aliases):
            for alias, folder in aliases:
                yield from _alias(alias, folder)
        case Display(items=items):
            for item in items:
                if isinstance(item, Record):
                    entry = dict(item.fields)
                    yield from _alias(_text(entry.get("find")), entry.get("replacement"))
        case _:
            pass


def _rule(prefix: str, rule: Expression, scopes: Sequence[Scope]) -> Iterator[tuple[str, str]]:
    prefix, _, pattern = prefix.removeprefix("^").partition("/:")
    if not prefix.startswith("/"):
        return
    target = _text(dict(rule.fields).get("target")) if isinstance(rule, Record) else _text(rule)
    yield f"proxy:{prefix}", target.partition("/:")[0] if pattern else target
    kept = "" if pattern else prefix
    yield f"rewrite:{prefix}", _rewritten(dict(rule.fields), scopes, kept) if isinstance(rule, Record) else kept


def _rewritten(fields: Mapping[str, Expression], scopes: Sequence[Scope], kept: str) -> str:
    """What takes the place of a prefix, itself if nothing does.

    `rewrite: path => path.replace(/^\\/api/, "/v1")`, `pathRewrite: {"^/api": ""}`

    https://vite.dev/config/server-options#server-proxy · https://github.com/chimurai/http-proxy-middleware#pathrewrite
    """
    match fields.get("rewrite"), fields.get("pathRewrite"):
        case Lambda(number), _ if number < len(scopes):
            for value in scopes[number].returns:
                match value:
                    case Call(Member(_, "replace"), (_, Literal(str() as becomes))):
                        return becomes
                    case _:
                        pass
        case _, Record(fields=((_, Literal(str() as becomes)), *_)):
            return becomes
        case None, None:
            return kept
        case _:
            pass
    return ""


def _proxy_call(call: Call, scopes: Sequence[Scope]) -> Iterator[tuple[str, str]]:
    """`app.use("/api", createProxyMiddleware({ target }))`. https://github.com/chimurai/http-proxy-middleware"""
    if len(call.arguments) < 2 or not isinstance(call.arguments[-1], Call):
        return
    inner = call.arguments[-1]
    if isinstance(inner.callee, Name) and inner.callee.id in _PROXIES and inner.arguments:
        yield from _rule(_text(call.arguments[0]), inner.arguments[-1], scopes)


def _alias(alias: str, folder: Expression | None) -> Iterator[tuple[str, str]]:
    place = _folder(folder)
    if alias and place:
        yield f"alias:{alias}", place


def _folder(value: Expression | None) -> str:
    """`path.resolve(__dirname, "src")`, `fileURLToPath(new URL("./src", import.meta.url))`, "/src" as `./src`."""
    match value:
        case Call(callee=callee, arguments=arguments):
            name = callee.name if isinstance(callee, Member) else callee.id if isinstance(callee, Name) else ""
            texts = [argument.value for argument in arguments if isinstance(argument, Literal)]
            if name in {"resolve", "join"}:
                return "./" + "/".join(str(text).strip("./") or "." for text in texts if isinstance(text, str))
            return _folder(arguments[0]) if arguments else ""
        case Join(parts=parts):
            return _folder(parts[-1])
        case Literal(value=str() as text):
            return text if text.startswith(".") else "./" + text.lstrip("/") if text else ""
        case _:
            return ""


def _text(value: Expression | None) -> str:
    """Plain text, or the plain text among alternatives (an environment variable's default)."""
    match value:
        case Literal(value=str() as text):
            return text
        case Choice(options=options):
            return next((text for option in options if (text := _text(option))), "")
        case Lambda():
            return ""
        case _:
            return ""
