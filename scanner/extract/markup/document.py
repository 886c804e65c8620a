"""A markup file being read: its text, its template, its elements, and the facts collected so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from scanner.concepts.callsite import CallKind
from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.expression import Expression, Literal
from scanner.concepts.facts import Attribute, Binding, Export, Import, Request, Scope
from scanner.concepts.location import Location
from scanner.concepts.marks import Declaration, Suppression
from scanner.concepts.source import SourceFile
from scanner.extract.javascript.fragment import Fragment
from scanner.extract.markup.html import Attr, StartTag
from scanner.extract.markup.mask import FILLER, mask
from scanner.extract.markup.templates.template import Template, stripped

_MAX_ATTRIBUTES = 300
"""Of one element; nobody writes more, and each may be compared with each."""


@dataclass(frozen=True, slots=True)
class Inherited:
    """What an element passes on to those inside it.

    `boosted`: hx-boost. `csrf`: a token in hx-headers. `names`: the scope of the names that `x-data` defines.
    """

    boosted: bool = False
    csrf: bool = False
    names: int | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """A start tag, with what holds for it by itself or by its ancestors."""

    tag: str
    attributes: tuple[Attr, ...]
    start: int
    end: int
    scope: int
    id: str = ""
    classes: tuple[str, ...] = ()
    inherited: Inherited = Inherited()

    def get(self, *names: str) -> Attr | None:
        """The first attribute of one of these names."""
        return next((item for item in self.attributes if item.name in names), None)

    def all(self, name: str) -> Iterable[Attr]:
        """Every attribute of that name: templates write one in each branch of a condition."""
        return (item for item in self.attributes if item.name == name)


@dataclass(slots=True)
class Collected:
    """The facts of the file so far. Fragments of script are appended as they are read."""

    scopes: list[Scope] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    scripts: list[Expression] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    exports: list[Export] = field(default_factory=list)
    marks: list[Suppression | Declaration] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    settings: list[tuple[str, str]] = field(default_factory=list)
    bound: dict[int, list[Binding]] = field(default_factory=dict)

    def add(self, fragment: Fragment) -> None:
        """Append the facts of a script whose first scope has the next free index."""
        self.scopes.extend(fragment.scopes)
        self.requests.extend(fragment.requests)
        self.attributes.extend(fragment.attributes)
        self.imports.extend(fragment.imports)
        self.exports.extend(fragment.exports)
        self.marks.extend(fragment.suppressions)
        self.marks.extend(fragment.declarations)
        self.diagnostics.extend(fragment.diagnostics)

    def bind(self, scope: int, binding: Binding) -> None:
        """Add a binding to a scope that is already there."""
        self.bound.setdefault(scope, []).append(binding)

    def finished_scopes(self) -> tuple[Scope, ...]:
        """The scopes with the bindings that came later."""
        for index, bindings in self.bound.items():
            scope = self.scopes[index]
            self.scopes[index] = replace(scope, bindings=(*scope.bindings, *bindings))
        self.bound.clear()
        return tuple(self.scopes)


class Document:
    """One markup file. `masked` is its text without template syntax, at the same places."""

    server_rendered = True
    """Whether a form without an action goes to the operation that shows the page."""

    def __init__(self, file: SourceFile, template: Template, *, mail: bool = False) -> None:
        self.file = file
        self.template = template
        self.text = template.text
        self.masked = mask(template.text, template.segments, frozenset(template.printed))
        self.lines = template.lines
        self.mail = mail
        self.facts = Collected(scopes=list(template.finished_scopes()))
        self.placeholders = 0
        """How many names stand for template expressions in scripts so far: they are unique in the file."""

    def hide(self, start: int, end: int) -> None:
        """Blank out a stretch that is read already: it is no markup."""
        self.masked = self.masked[:start] + " " * (end - start) + self.masked[end:]

    def is_hidden(self, offset: int) -> bool:
        """Whether what the template prints at a character is read already."""
        return self.masked[offset] != FILLER

    def scope_at(self, offset: int) -> int:
        """The index of the scope that names printed at a character belong to."""
        return self.template.scope_at(offset)

    def element(self, token: StartTag, inherited: Inherited) -> Element:
        """The element that a start tag opens."""
        if len(token.attributes) > _MAX_ATTRIBUTES:
            place = Location(self.file.path, self.lines.line(token.start))
            message = f"an element has more than {_MAX_ATTRIBUTES} attributes: the rest is not read"
            self.facts.diagnostics.append(Diagnostic(DiagnosticSeverity.WARNING, message, place))
        element = Element(
            token.name,
            token.attributes[:_MAX_ATTRIBUTES],
            token.start,
            token.end,
            self.scope_at(token.start),
            inherited=inherited,
        )
        identifier = self.literal(element.get("id")) or ""
        classes = tuple(self.masked_text(element.get("class")).split())
        return replace(element, id=identifier, classes=tuple(name for name in classes if name.isprintable()))

    def value(self, attribute: Attr) -> Expression:
        """What an attribute is set to, without blanks around it; empty text where it has no value."""
        if attribute.value_start < 0:
            return Literal("")
        return stripped(self.template.value(attribute.value_start, attribute.value_end))

    def literal(self, attribute: Attr | None) -> str | None:
        """The attribute's plain text; None where it is absent or holds template expressions."""
        if attribute is None:
            return None
        value = self.value(attribute)
        return str(value.value) if isinstance(value, Literal) and value.value is not None else None

    def masked_text(self, attribute: Attr | None) -> str:
        """The attribute's text with template constructs hidden."""
        if attribute is None or attribute.value_start < 0:
            return ""
        return self.masked[attribute.value_start : attribute.value_end]

    def told(self, offset: int) -> CallKind | None:
        """What an address at a character is, if not a link of the page: part of a mail, or of an example to copy."""
        if self.mail:
            return CallKind.EMAIL
        return CallKind.DOCS if self.template.is_quoted(offset) else None

    def request(
        self,
        kind: CallKind,
        element: Element,
        attribute: Attr | None,
        url: Expression,
        method: str | None,
        *,
        fields: tuple[str, ...] = (),
        enctype: str = "",
        note: str = "",
        boosted: bool = False,
        csrf: bool = False,
        scope: int | None = None,
    ) -> None:
        """Note a request of an element, at the attribute that states it.

        `scope` is where the names of `url` belong, if not to the template's scope around the element.
        """
        offset = element.start if attribute is None else attribute.start
        self.facts.requests.append(
            Request(
                kind=self.told(offset) or kind if kind is CallKind.LINK else kind,
                url=url,
                line=self.lines.line(offset),
                column=self.lines.column(offset),
                method=method,
                scope=element.scope if scope is None else scope,
                tag=element.tag,
                id=element.id,
                classes=element.classes,
                fields=fields,
                enctype=enctype,
                note=note,
                boosted=boosted or element.inherited.boosted,
                csrf=csrf or element.inherited.csrf,
            )
        )
