"""Vue single-file components.

https://vuejs.org/api/sfc-spec.html https://vuejs.org/api/options-state.html https://router.vuejs.org/guide/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scanner.concepts.callsite import CallKind
from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.expression import Call, Expression, Lambda, Literal, Member, Name, Opaque, Record
from scanner.concepts.expression import Sequence as Display
from scanner.concepts.facts import Binding, Export, Scope
from scanner.concepts.location import Location
from scanner.concepts.source import SourceFile
from scanner.extract.markup.blocks import Block, Component, blocks
from scanner.extract.markup.directives import bound_attribute
from scanner.extract.markup.document import Element
from scanner.extract.markup.page import Markup
from scanner.extract.markup.scripts import Scripts
from scanner.extract.markup.templates.statement import each_of

_ROUTER_LINKS = {"router-link", "routerlink", "nuxt-link", "nuxtlink"}
_LOOP = re.compile(r"\s*\(?\s*([\w$]+)\s*(?:,[^)]*)?\)?\s+(?:in|of)\s+")
_THIS = Name("this")


def read_vue(file: SourceFile, text: str) -> Component:
    """Read a component; a template in another language than HTML is a diagnostic."""
    document = Component(file, text)
    found = list(blocks(text))
    scripts = [block for block in found if block.tag.name == "script"]
    for block in sorted(scripts, key=lambda block: document.setting(block.tag, "setup") is not None):
        document.read_script(block)
    document.open_template(option_names(document.facts.scopes, document.facts.exports))
    for block in found:
        if block.tag.name == "template":
            _read_template(document, block)
    return document


def option_names(scopes: Sequence[Scope], exports: Sequence[Export]) -> Iterator[tuple[str, Expression]]:
    """The names that an options object gives to its template, as far as they can be seen."""
    yield from _properties(exports)
    for scope in scopes:
        for binding in scope.bindings:
            if binding.target == _THIS and isinstance(binding.value, Record):
                yield from binding.value.fields
                for state in binding.value.rest:
                    yield from _state(state, scopes)
                return


def _state(state: Expression, scopes: Sequence[Scope]) -> Iterator[tuple[str, Expression]]:
    """The names in what `data()` or `setup()` returns."""
    if not isinstance(state, Call) or not isinstance(state.callee, Lambda) or state.callee.scope >= len(scopes):
        return
    for returned in scopes[state.callee.scope].returns:
        if isinstance(returned, Record):
            for name, _ in returned.fields:
                yield name, Member(state, name)


def _properties(exports: Sequence[Export]) -> Iterator[tuple[str, Expression]]:
    """`props`: what the component's user decides."""
    options = next((item.value for item in exports if item.name == "default"), None)
    if isinstance(options, Call) and options.arguments:
        options = options.arguments[0]  # defineComponent({…})
    declared = dict(options.fields).get("props") if isinstance(options, Record) else None
    if isinstance(declared, Record):
        for name, _ in declared.fields:
            yield name, Opaque("property of the component")
    elif isinstance(declared, Display):
        for item in declared.items:
            if isinstance(item, Literal):
                yield str(item.value), Opaque("property of the component")


def _read_template(document: Component, block: Block) -> None:
    language = document.setting(block.tag, "lang") or "html"
    if language == "html":
        _Template(document, Scripts(document)).read(block.start, block.end)
        return
    message = f"the template is written in {language}, which is not read"
    place = Location(document.file.path, document.lines.line(block.tag.start))
    document.facts.diagnostics.append(Diagnostic(DiagnosticSeverity.WARNING, message, place))


class _Template(Markup):
    """The elements of a template: besides HTML's, links of the router, and loops."""

    def read_more(self, element: Element) -> None:
        """Loop variables are bound in the template's scope; a router link goes to a page of the front end."""
        document = self.document
        if loop := element.get("v-for"):
            match = _LOOP.match(document.text, loop.value_start, loop.value_end)
            read = self.scripts.read_value(match.end(), loop.value_end, unescape=True) if match else None
            if match and read:
                binding = Binding(Name(match.group(1)), each_of(read[0]), document.lines.line(loop.start))
                document.facts.bind(element.scope, binding)
        if element.tag not in _ROUTER_LINKS and "-" not in element.tag:
            return  # UI libraries' own elements take a route too: `<q-item to="/orders">`, `<v-btn to="/orders">`
        note = "client-side route"
        if target := element.get("to"):
            document.request(CallKind.LINK, element, target, document.value(target), "GET", note=note)
        elif bound := bound_attribute(element, "to"):
            read = self.scripts.read_value(bound.value_start, bound.value_end, unescape=True)
            if read and not isinstance(read[0], Record):
                document.request(CallKind.LINK, element, bound, read[0], "GET", note=note, scope=read[1])
