"""Inclusion tags: the project's own tags that render a template, and what they hand to it.

https://docs.djangoproject.com/en/stable/howto/custom-template-tags/#inclusion-tags
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Literal, Name
from scanner.concepts.source import Language
from scanner.link import calls, members
from scanner.link import values as v
from scanner.link.index import last_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow


@dataclass(frozen=True, slots=True)
class TagCall:
    """A call of such a tag in a template."""

    call: Call
    scope: v.ScopeRef
    function: v.ScopeRef
    templates: tuple[str, ...]


def tag_calls(flow: Flow, named: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, tuple[TagCall, ...]]:
    """The calls of inclusion tags by the template that they stand in; `named` finds the files of a template's name."""
    tags = _tags(flow, named)
    found: dict[str, list[TagCall]] = defaultdict(list)
    for path, facts in flow.facts.items() if tags else ():
        if facts.language is not Language.MARKUP:
            continue
        for number, scope in enumerate(facts.scopes):
            for call in scope.calls:
                if isinstance(call.callee, Name) and call.callee.id in tags:
                    function, templates = tags[call.callee.id]
                    found[path].append(TagCall(call, v.ScopeRef(path, number), function, templates))
    return {path: tuple(items) for path, items in found.items()}


def handed(flow: Flow, tag: TagCall, name: str, place: v.Place) -> v.Values:
    """What a tag's function puts under a name into the context of its template; `place` holds what is assumed."""
    parent = flow.index.scope(tag.function).parent or 0
    function = v.Function(tag.function, v.Place(v.ScopeRef(tag.function.file, parent)))
    at = v.Place(tag.scope, tag.call.line, place.bound)
    given = calls.with_context(flow, function, tag.call)
    return tuple(
        value
        for context in calls.returned(flow, function, given, at)
        if isinstance(context, v.Object)
        for value in members.member(flow, context, name, at)
        if not isinstance(value, v.Unknown)
    )


def _tags(flow: Flow, named: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, tuple[v.ScopeRef, tuple[str, ...]]]:
    """Functions and templates by tag: `@register.inclusion_tag("x.html", name="x")`."""
    found: dict[str, tuple[v.ScopeRef, tuple[str, ...]]] = {}
    for path, facts in flow.facts.items():
        if facts.language is not Language.PYTHON:
            continue
        for number, scope in enumerate(facts.scopes):
            for decorator in scope.decorators:
                if isinstance(decorator, Call) and last_name(decorator.callee) == "inclusion_tag":
                    options = dict(decorator.named)
                    target = decorator.arguments[0] if decorator.arguments else options.get("filename")
                    name = options.get("name")
                    tag = str(name.value) if isinstance(name, Literal) else scope.name
                    if isinstance(target, Literal):
                        found[f"tag:{tag}"] = (v.ScopeRef(path, number), named(str(target.value), path))
    return found
