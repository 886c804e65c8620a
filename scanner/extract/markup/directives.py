"""Script in attributes: event handlers, and the bindings of Alpine, Vue, Angular and htmx.

https://html.spec.whatwg.org/multipage/webappapis.html#event-handler-attributes https://alpinejs.dev/start-here
https://vuejs.org/api/built-in-directives.html https://angular.dev/guide/templates https://htmx.org/attributes/hx-on/
"""

from __future__ import annotations

import re
from dataclasses import replace

from scanner.concepts.callsite import CallKind
from scanner.concepts.facts import Attribute
from scanner.concepts.source import Language
from scanner.extract.markup.document import Document, Element, Inherited
from scanner.extract.markup.html import Attr
from scanner.extract.markup.links import is_elsewhere
from scanner.extract.markup.scripts import Scripts

_HANDLER = re.compile(
    r"on[a-z]{3,}$|@[\w:.-]+$|(?:v-on|x-on|hx-on|data-hx-on|on):|(?:data-)?hx-on-|x-(?:init|effect)$"
    r"|ng-(?:click|submit|init|change)$|\([\w.-]+\)$"
)
_BOUND = re.compile(r"(?::|v-bind:|x-bind:|\[(?:attr\.)?)(?P<name>[\w-]+)(?:\.\w+)*\]?$")
_LOADING = {"href", "src", "poster"}
_EVENT_LIST = re.compile(r"^\s*[\w:.-]+:(?!:)\s*", re.MULTILINE)
_SUBMIT = re.compile(r"(?:@|v-on:|x-on:)submit\b.*\.prevent\b|on:submit\|.*preventdefault|\(ngsubmit\)$|ng-submit$")
_CANCELLED = re.compile(r"return\s+false|preventDefault")


def read_directives(document: Document, scripts: Scripts, element: Element) -> None:
    """Read the scripts in an element's attributes; a bound address is a link of its own."""
    for attribute in element.attributes:
        if attribute.value_start < 0:
            continue
        start, end = attribute.value_start, attribute.value_end
        name = attribute.name
        if _HANDLER.match(name):
            scripts.read(start, end, Language.JAVASCRIPT, unescape=True)
        elif name in {"hx-on", "data-hx-on"}:
            prefix = _EVENT_LIST.match(document.masked_text(attribute))
            scripts.read(start + (prefix.end() if prefix else 0), end, Language.JAVASCRIPT, unescape=True)
        elif name == "href" and document.masked[start : start + 11].lower() == "javascript:":
            scripts.read(start + 11, end, Language.JAVASCRIPT, unescape=True)
        elif match := _BOUND.match(name):
            _read_bound(document, scripts, element, attribute, match["name"])


def read_names(scripts: Scripts, element: Element, inherited: Inherited) -> Inherited:
    """Read `x-data`, whose members are names for the element and those inside it; scripts in attributes see them."""
    scripts.around = inherited.names
    attribute = element.get("x-data", "v-scope")
    if attribute is None or attribute.value_start < 0:
        return inherited
    names = scripts.read_names(attribute.value_start, attribute.value_end)
    if names is None:
        return inherited
    scripts.around = names
    return replace(inherited, names=names)


def bound_attribute(element: Element, name: str) -> Attr | None:
    """The attribute that sets another one to the value of a script expression: `:action`, `[action]`."""
    for attribute in element.attributes:
        match = _BOUND.match(attribute.name)
        if match and match["name"] == name and attribute.value_start >= 0:
            return attribute
    return None


def submits_by_script(document: Document, element: Element) -> bool:
    """Whether a form's own handler keeps the browser from sending it."""
    if any(_SUBMIT.match(item.name) for item in element.attributes):
        return True
    handler = element.get("onsubmit")
    return handler is not None and _CANCELLED.search(document.masked_text(handler)) is not None


def _read_bound(document: Document, scripts: Scripts, element: Element, attribute: Attr, name: str) -> None:
    if name not in _LOADING and not name.startswith("data-"):
        return
    read = scripts.read_value(attribute.value_start, attribute.value_end, unescape=True)
    if read is None:
        return
    value, scope = read
    if name.startswith("data-"):
        document.facts.attributes.append(
            Attribute(
                tag=element.tag,
                name=name,
                value=value,
                line=document.lines.line(attribute.start),
                scope=scope,
                id=element.id,
                classes=element.classes,
            )
        )
    elif not is_elsewhere(value):
        document.request(CallKind.LINK, element, attribute, value, "GET", scope=scope)
