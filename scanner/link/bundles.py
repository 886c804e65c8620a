"""Bundles: scripts concatenated from other scripts of the project, under any name.

What they ask for is what their sources ask for; they count as built files do, and are never taken for sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from scanner.concepts.facts import FileFacts, Scope, ScopeKind
from scanner.concepts.source import Language, Role
from scanner.link.index import last_name

_SCRIPTS = frozenset({Language.JAVASCRIPT, Language.TYPESCRIPT})
_OUTPUT = frozenset({"dist", "build", "bundles"})
"""Folders that build tools write into."""
_FEWEST = 5
_SHARE = 0.9

_Signature = tuple[str, int, int, tuple[str, ...]]


def told_apart(facts: Mapping[str, FileFacts]) -> Mapping[str, FileFacts]:
    """The facts, with the role of built files for scripts whose functions are those of several others."""
    files = {
        path: found
        for path, item in facts.items()
        if item.language in _SCRIPTS and item.role is Role.SOURCE and (found := _signatures(item))
    }
    holders: dict[_Signature, set[str]] = defaultdict(set)
    for path, signatures in files.items():
        for signature in signatures:
            holders[signature].add(path)
    built = [path for path, signatures in files.items() if _is_built(path, signatures, files, holders)]
    return {**facts, **{path: replace(facts[path], role=Role.MINIFIED) for path in built}} if built else facts


def _is_built(
    path: str,
    signatures: frozenset[_Signature],
    files: Mapping[str, frozenset[_Signature]],
    holders: Mapping[_Signature, set[str]],
) -> bool:
    if len(signatures) < _FEWEST:
        return False
    shared: dict[str, int] = defaultdict(int)
    known = 0
    for signature in signatures:
        others = holders[signature] - {path}
        known += bool(others)
        for other in others:
            shared[other] += 1
    whole = [other for other, count in shared.items() if 1 < len(files[other]) <= count]
    copied = [other for other, count in shared.items() if count >= _SHARE * len(signatures)]
    if copied:  # of two alike, the one in a folder for what is built
        return _put_out(path) and not any(map(_put_out, copied))
    return known >= _SHARE * len(signatures) and len(whole) > 1


def _put_out(path: str) -> bool:
    return not _OUTPUT.isdisjoint(path.split("/")[:-1])


def _signatures(facts: FileFacts) -> frozenset[_Signature]:
    named = (scope for scope in facts.scopes if scope.kind is ScopeKind.FUNCTION and scope.name and scope.calls)
    return frozenset(_signature(scope) for scope in named)


def _signature(scope: Scope) -> _Signature:
    return (
        scope.name,
        scope.end - scope.line,
        len(scope.parameters),
        tuple(last_name(call.callee) for call in scope.calls[:20]),
    )
