"""Stage 2 for what is neither Python, script nor markup: the requests and settings that a file states.

Settings are flat pairs: `proxy:/prefix` → target of a proxy or gateway, `ingress:/prefix` → service, `env:NAME` → an
address in an environment, `autoflask:LINE` → routes that a manual documents there, `package.name`, `package.homepage`,
`tsconfig.baseUrl`, `tsconfig.paths:@/*` → first target.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from scanner.concepts.callsite import CallKind
from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.facts import Binding, FileFacts, Request, Scope, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.marks import Declaration, Suppression
from scanner.concepts.source import Language, SourceFile
from scanner.extract.comments import MARK, read_comment, split_comments
from scanner.extract.other.blocks import read_blocks
from scanner.extract.other.collections import read_collection, read_http_file
from scanner.extract.other.deployment import mentions_deployment, read_deployment, read_gateway
from scanner.extract.other.dockerfile import read_dockerfile
from scanner.extract.other.json_tree import read_json
from scanner.extract.other.manifests import (
    is_manifest,
    package_settings,
    proxy_settings,
    read_manifest,
    tsconfig_settings,
)
from scanner.extract.other.mobile import read_mobile
from scanner.extract.other.openapi import is_openapi, read_openapi
from scanner.extract.other.prose import read_manual, read_prose
from scanner.extract.other.servers import read_server
from scanner.extract.other.shell import read_script, read_variables
from scanner.extract.other.templated import read_templated
from scanner.extract.other.toml_tree import read_toml
from scanner.extract.other.tree import Node
from scanner.extract.other.yaml_tree import read_yaml

_JSON_MENTION = re.compile(
    r'"(?:openapi|swagger|start_url|httpGet|health_?checks?|crons?|rewrites)"\s*:|"method"\s*:\s*"[A-Z]{3,7}"',
    re.IGNORECASE,
)
_BLOCKS = frozenset({".tf", ".hcl", ".nomad"})
_LOCK = re.compile(r"(?:^|[-_.])lock\.(?:json|ya?ml)$|lockfile")
_CHANGELOG = re.compile(r"^(?:change(?:s\b|log)|history\b|news\b|release)")
_YAML_MENTION = re.compile(r"^(?:openapi|swagger):|\bmethod:", re.MULTILINE)
_COMMENT_START = re.compile(r"\s*(?:#|//|;|<!--|/\*)")
_REQUESTS = 5_000


@dataclass(slots=True)
class _Found:
    requests: list[Request] = field(default_factory=list)
    settings: list[tuple[str, str]] = field(default_factory=list)
    bindings: list[Binding] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def read_document(file: SourceFile, text: str) -> FileFacts:
    """The facts of a document, a configuration file or a client in another language. Raises nothing.

    Requests are of kind `docs` (prose, OpenAPI, collections), `config` (shell, CI, probes, servers, manifests) or
    `python-http` (mobile clients); `note` says what states them. At most 5,000 are kept.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _Found()
    _read(file, text, found)
    suppressions, declarations = _comments(text) if MARK in text else ((), ())
    lines = text.count("\n") + 1
    top = Scope(
        kind=ScopeKind.MODULE, name="", qualname="", parent=None, line=1, end=lines, bindings=tuple(found.bindings)
    )
    if len(found.requests) > _REQUESTS:
        found.diagnostics.append(_note(file, f"more than {_REQUESTS} requests: the rest is not read"))
    return FileFacts(
        file=file.path,
        language=file.language,
        role=file.role,
        lines=lines,
        scopes=(top,),
        requests=tuple(found.requests[:_REQUESTS]),
        suppressions=suppressions,
        declarations=declarations,
        diagnostics=tuple(found.diagnostics),
        settings=tuple(dict(found.settings).items()),
    )


def _read(file: SourceFile, text: str, found: _Found) -> None:
    name = PurePosixPath(file.path).name.lower()
    if _LOCK.search(name):
        return
    match file.language:
        case Language.MARKDOWN:
            found.requests = read_prose(text, note="changelog" if _CHANGELOG.search(name) else "")
            found.settings = read_manual(text) if ".. autoflask::" in text else []
        case Language.SHELL:
            _shell(file, text, found)
        case Language.DOCKERFILE:
            found.requests, found.settings = read_dockerfile(text)
        case Language.YAML:
            _yaml(file, text, found)
        case Language.JSON:
            _json(file, text, found)
        case Language.TOML:
            if mentions_deployment(text):
                root = read_toml(text)
                if root is not None:
                    _tree(root, found)
        case Language.HTTP:
            found.requests, found.bindings = read_http_file(text)
        case Language.CONFIG:
            if PurePosixPath(name).suffix in _BLOCKS:
                found.requests = list(read_blocks(text))
            else:
                found.requests, found.settings = read_server(text)
        case Language.MOBILE:
            found.requests = list(read_mobile(text))
        case _:
            found.diagnostics.append(_note(file, f"no document: {file.language} has a reader of its own"))


def _shell(file: SourceFile, text: str, found: _Found) -> None:
    if PurePosixPath(file.path).suffix == "" and re.search(r"^[\w./-]+:", text, re.MULTILINE):
        # a makefile: recipes may begin with `@` or `-`, and `$(NAME)` is a variable
        text = re.sub(r"^\t[@-]+", "\t", text, flags=re.MULTILINE)
        text = re.sub(r"\$\((\w+)\)", r"${\1}", text)
    found.requests = read_script(text, kind=CallKind.CONFIG, note="shell")
    if found.requests:
        found.bindings = read_variables(text)


def _yaml(file: SourceFile, text: str, found: _Found) -> None:
    if not (mentions_deployment(text) or _YAML_MENTION.search(text)):
        return
    documents = read_yaml(text)
    if documents is None:
        found.requests = list(read_templated(text))
        found.diagnostics.append(_note(file, "not plain YAML (a template?): read line by line"))
        return
    for root in documents:
        _tree(root, found)


def _json(file: SourceFile, text: str, found: _Found) -> None:
    name = PurePosixPath(file.path).name.lower()
    package = name == "package.json"
    tsconfig = name.startswith(("tsconfig", "jsconfig"))
    proxy = name.startswith("proxy")
    if not (package or tsconfig or proxy or name.endswith(".webmanifest") or _JSON_MENTION.search(text)):
        return
    root = read_json(text)
    if root is None:
        found.diagnostics.append(_note(file, "not valid JSON: not read"))
    elif package:
        found.settings.extend(package_settings(root))
    elif tsconfig:
        found.settings.extend(tsconfig_settings(root))
    elif proxy:
        found.settings.extend(proxy_settings(root))
    elif is_manifest(name, root):
        found.requests.extend(read_manifest(root))
    else:
        _tree(root, found)


def _tree(root: Node, found: _Found) -> None:
    if is_openapi(root):
        found.requests.extend(read_openapi(root))
        return
    stated = list(read_collection(root))
    found.requests.extend(stated)
    if not stated:
        found.requests.extend(read_deployment(root))
        found.settings.extend(read_gateway(root))


def _comments(text: str) -> tuple[tuple[Suppression, ...], tuple[Declaration, ...]]:
    found: list[Suppression | Declaration] = []
    for line, row in enumerate(text.split("\n"), 1):
        if MARK in row and re.search(r"(?:#|//|;|<!--|/\*)[^\n]*callside:", row):
            found.extend(read_comment(row, line, alone=_COMMENT_START.match(row) is not None))
    return split_comments(found)


def _note(file: SourceFile, message: str) -> Diagnostic:
    return Diagnostic(DiagnosticSeverity.NOTE, message, Location(file.path, 1))
