"""JSON that configures a front end: web app manifests, package.json, tsconfig.

https://developer.mozilla.org/docs/Web/Progressive_web_apps/Manifest https://www.typescriptlang.org/tsconfig/#paths
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.concepts.facts import Request
from scanner.extract.other.address import read_address
from scanner.extract.other.tree import Node

NOTE = "manifest"


def is_manifest(name: str, root: Node) -> bool:
    """Whether this is a web app manifest: by its suffix, or by members that only manifests have."""
    return (
        name.endswith(".webmanifest")
        or ("start_url" in root.fields and "name" in root.fields)
        or ("start_url" in root.fields and "icons" in root.fields)
    )


def read_manifest(root: Node) -> Iterator[Request]:
    """Pages that an installed app opens, and forms that the system posts to it (`share_target`)."""
    for key in ("start_url",):
        yield from _page(root.get(key))
    for key in ("shortcuts", "protocol_handlers", "url_handlers"):
        listed = root.get(key)
        for item in listed.items if listed else ():
            yield from _page(item.get("url"))
    handlers = root.get("file_handlers")
    for item in handlers.items if handlers else ():
        yield from _page(item.get("action"))
    share = root.get("share_target")
    action = share.get("action") if share else None
    if share and action and isinstance(action.value, str):
        parameters = share.get("params")
        method = share.text("method").upper() or "GET"
        yield Request(
            kind=CallKind.CONFIG,
            url=read_address(action.value),
            line=action.line,
            method=method,
            enctype=share.text("enctype"),
            fields=tuple(item.text() for item in parameters.fields.values() if item.text()) if parameters else (),
            note=NOTE,
        )


def _page(node: Node | None) -> Iterator[Request]:
    if node is not None and isinstance(node.value, str) and node.value not in {"", ".", "./"}:
        url = re.sub(r"%s$", "{value}", node.value)
        yield Request(kind=CallKind.CONFIG, url=read_address(url), line=node.line, method="GET", note=NOTE)


def package_settings(root: Node) -> Iterator[tuple[str, str]]:
    """`package.name`, `package.homepage`, and development proxies as `proxy:/prefix` (or `proxy:` for all paths)."""
    for key in ("name", "homepage"):
        if root.text(key):
            yield f"package.{key}", root.text(key)
    proxy = root.get("proxy")
    if proxy is None:
        return
    if isinstance(proxy.value, str):
        yield "proxy:", proxy.value
    for prefix, target in proxy.fields.items():
        yield f"proxy:{prefix}", target.text("target") or target.text()


def proxy_settings(root: Node) -> Iterator[tuple[str, str]]:
    """`proxy:/prefix` and `rewrite:/prefix` of a development server's proxy.conf.json.

    https://angular.dev/tools/cli/serve#proxying-to-a-backend-server
    """
    for prefix, rule in root.fields.items():
        path = re.sub(r"(?:/\*+)+$", "", prefix)
        if path.startswith("/") and rule.text("target"):
            yield f"proxy:{path}", rule.text("target")
            rewrites = rule.get("pathRewrite")
            texts = [item.text() for item in rewrites.fields.values()] if rewrites else [path]
            yield f"rewrite:{path}", texts[0] if texts else path


def tsconfig_settings(root: Node) -> Iterator[tuple[str, str]]:
    """`tsconfig.baseUrl`, and `tsconfig.paths:@/*` with its first target."""
    if root.text("extends"):
        yield "tsconfig.extends", root.text("extends")
    if root.text("compilerOptions", "baseUrl"):
        yield "tsconfig.baseUrl", root.text("compilerOptions", "baseUrl")
    paths = root.get("compilerOptions", "paths")
    for alias, targets in (paths.fields if paths else {}).items():
        if targets.texts:
            yield f"tsconfig.paths:{alias}", targets.texts[0]
