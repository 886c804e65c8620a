"""Read a markup file into facts: HTML, templates of pages and mails, and the other texts that templates produce.

What linking finds here, besides plain facts:
- a value inside a script that reads template variables is a name like `__cs0__`, bound in the template's scope;
- a block inside an attribute is `tag:block` of its name; blocks and macros that are values, not markup, return them;
- an address printed outside attributes and scripts is a request noted `printed`, or `argument` inside another call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.facts import FileFacts
from scanner.concepts.location import Location
from scanner.concepts.marks import Declaration, Suppression
from scanner.concepts.source import Language, SourceFile
from scanner.extract.comments import MARK, read_comment, split_comments
from scanner.extract.markup.attributes import note_text, read_attributes
from scanner.extract.markup.directives import read_directives, read_names
from scanner.extract.markup.document import Document, Element, Inherited
from scanner.extract.markup.forms import Forms
from scanner.extract.markup.html import Characters, Comment, EndTag, StartTag, tokenize
from scanner.extract.markup.hypermedia import inherit, read_hypermedia
from scanner.extract.markup.library_forms import read_library_forms
from scanner.extract.markup.links import read_links
from scanner.extract.markup.mail import is_mail
from scanner.extract.markup.printed import read_printed, read_styles
from scanner.extract.markup.script_blocks import read_script_blocks
from scanner.extract.markup.script_types import Content, content_of, language_of
from scanner.extract.markup.scripts import Scripts
from scanner.extract.markup.templates.engine import Engine, engine_of
from scanner.extract.markup.templates.segments import SegmentKind
from scanner.extract.markup.templates.template import Template

_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
}  # fmt: skip
_CODE = ("code", "pre", "kbd", "samp")
"""https://html.spec.whatwg.org/multipage/text-level-semantics.html#the-code-element"""
_TEXTS = {".txt", ".md", ".csv", ".sql", ".yml", ".yaml", ".conf", ".ini", ".cfg", ".toml", ".sh", ".py", ".service"}
_TEMPLATE_SUFFIXES = {".j2", ".jinja", ".jinja2", ".tpl", ".tmpl"}


def read_page(file: SourceFile, text: str) -> FileFacts:
    """The facts of a markup file. Never raises: what a tag or a script says and nobody understands is a diagnostic."""
    document = Document(file, Template(text, engine_of(file.path, text)), mail=is_mail(file.path, text))
    suffix = _suffix(file.path)
    if suffix in {".js", ".mjs", ".ts"}:
        language = Language.TYPESCRIPT if suffix == ".ts" else Language.JAVASCRIPT
        Scripts(document).read(0, len(text), language)
    elif suffix == ".css":
        read_styles(document, 0, len(text), "style")
    elif suffix in _TEXTS or suffix == ".json":
        read_printed(document, 0, len(text))
    else:
        scripts = Scripts(document)
        read_script_blocks(document, scripts)
        Markup(document, scripts).read(0, len(text))
    return finish(document, document.template.engine.value)


def finish(document: Document, engine: str) -> FileFacts:
    """All facts of a document, requests and attributes in the order of the text."""
    facts = document.facts
    facts.marks.extend(_template_comments(document))
    facts.diagnostics.extend(_not_understood(document))
    suppressions, declarations = split_comments(sorted(facts.marks, key=lambda mark: mark.line))
    return FileFacts(
        file=document.file.path,
        language=document.file.language,
        role=document.file.role,
        lines=document.lines.count,
        scopes=facts.finished_scopes(),
        imports=tuple(facts.imports),
        exports=tuple(facts.exports),
        requests=tuple(sorted(facts.requests, key=lambda request: (request.line, request.column))),
        attributes=tuple(facts.attributes),
        inclusions=tuple(document.template.inclusions),
        scripts=tuple(facts.scripts),
        suppressions=suppressions,
        declarations=declarations,
        diagnostics=tuple(facts.diagnostics),
        engine=engine,
        settings=tuple(facts.settings),
    )


class Markup:
    """Walks over the elements of a document."""

    def __init__(self, document: Document, scripts: Scripts) -> None:
        self.document = document
        self.scripts = scripts
        self._ancestors: list[tuple[str, Inherited]] = []
        self._waiting: Counter[str] = Counter()
        self._element: Element | None = None

    def read(self, start: int, end: int) -> None:
        """Read the elements of a stretch of the text."""
        forms = Forms(self.document, self.scripts)
        for token in tokenize(self.document.masked, start, end):
            match token:
                case StartTag():
                    self._start(token, forms)
                case EndTag():
                    self._end(token, forms)
                case Characters():
                    self._characters(token, forms)
                case Comment():
                    self.document.facts.marks.extend(comment_marks(self.document, token.start, token.end))
        forms.finish()

    def _start(self, token: StartTag, forms: Forms) -> None:
        document = self.document
        element = document.element(token, self._ancestors[-1][1] if self._ancestors else Inherited())
        inherited = read_names(self.scripts, element, inherit(document, element))
        if inherited is not element.inherited:
            element = replace(element, inherited=inherited)
        self._element = element
        if not token.closed and token.name not in _VOID:
            self._ancestors.append((token.name, inherited))
            self._waiting[token.name] += 1
        if not forms.start(element):
            read_hypermedia(document, element)
        read_links(document, element)
        read_attributes(document, element)
        read_directives(document, self.scripts, element)
        self.read_more(element)
        if style := element.get("style"):
            read_styles(document, style.value_start, style.value_end, element.tag)
        if element.tag == "script" and (source := element.get("src")) and not document.template.is_quoted(token.start):
            document.facts.scripts.append(document.value(source))
        if element.tag == "base" and (base := element.get("href")):
            document.facts.settings.append(("base", document.text[base.value_start : base.value_end].strip()))

    def read_more(self, element: Element) -> None:
        """What the elements of other kinds of template say besides; nothing in pages."""

    def _end(self, token: EndTag, forms: Forms) -> None:
        if token.name == "form":
            forms.end(token.start)
        while self._waiting[token.name]:
            name, _ = self._ancestors.pop()
            self._waiting[name] -= 1
            if name == token.name:
                break

    def _characters(self, token: Characters, forms: Forms) -> None:
        element = self._element
        if token.of == "script" and element is not None:
            self.read_script(element, token.start, token.end)
        elif token.of == "style":
            read_styles(self.document, token.start, token.end, "style")
        else:
            code = any(self._waiting[name] for name in _CODE)
            read_printed(self.document, token.start, token.end, token.of, code=code)
            if not forms.is_open:
                read_library_forms(self.document, token.start, token.end)

    def read_script(self, element: Element, start: int, end: int) -> None:
        """Read what stands in a `<script>`, by its type."""
        document = self.document
        self.scripts.around = None
        kind = document.literal(element.get("type")) or ""
        match content_of(kind):
            case Content.SCRIPT:
                language = language_of(kind, document.literal(element.get("lang")) or "")
                self.scripts.read(start, end, language)
            case Content.DATA:
                read = self.scripts.read_value(start, end)
                if read is not None:
                    note_text(document, element, *read)
            case Content.MARKUP:
                Markup(document, self.scripts).read(start, end)
            case Content.OTHER:
                read_printed(document, start, end, "script")


def comment_marks(document: Document, start: int, end: int) -> Iterator[Suppression | Declaration]:
    """What a comment tells callside."""
    text = document.text
    if MARK not in text[start:end]:
        return iter(())
    before = text[text.rfind("\n", 0, start) + 1 : start]
    line_end = text.find("\n", end)
    after = text[end : line_end if line_end >= 0 else len(text)]
    alone = not before.strip() and not after.strip()
    return iter(read_comment(text[start:end], document.lines.line(start), alone))


def _template_comments(document: Document) -> Iterator[Suppression | Declaration]:
    for item in document.template.segments:
        if item.kind is SegmentKind.COMMENT:
            yield from comment_marks(document, item.start, item.end)


def _not_understood(document: Document) -> Iterator[Diagnostic]:
    lines = document.template.not_understood
    if lines and document.template.engine is not Engine.HTML:
        count = f"{len(lines)} template tags or expressions were" if len(lines) > 1 else "a template tag was"
        yield Diagnostic(
            DiagnosticSeverity.NOTE,
            f"{count} not understood; values that depend on them are unknown",
            Location(document.file.path, min(lines)),
        )


def _suffix(path: str) -> str:
    """The suffix of what a template produces: `.txt` for `reset.txt` and for `reset.txt.j2`."""
    pure = PurePosixPath(path.lower())
    return PurePosixPath(pure.stem).suffix if pure.suffix in _TEMPLATE_SUFFIXES else pure.suffix
