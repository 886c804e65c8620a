"""Scripts inside markup: inline `<script>`, event attributes, and the expressions of Alpine, Vue and htmx attributes.

Template expressions in a script become names that the script reader knows: `"{{ url_for('x') }}"` is `"__cs0__"`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from scanner.concepts.expression import Call, Choice, Expression, Join, Literal, Name, Opaque, Record
from scanner.concepts.facts import Binding, ScopeKind
from scanner.concepts.source import Language
from scanner.extract.javascript.fragment import Fragment, read_fragment
from scanner.extract.markup.document import Document
from scanner.extract.markup.mask import FILLER
from scanner.extract.markup.templates.segments import Segment, SegmentKind
from scanner.extract.markup.templates.tree import Branch, Group, Node

VALUE = "__cs_value__"
"""The name given to an expression that is read for its value."""

_QUOTED = re.compile(r"\s*([\"'`])(?:(?!\1).)*\1\s*\Z", re.DOTALL)
_ATOM = re.compile(r"\s*[\w.\-" + FILLER + r"]*\s*\Z")


@dataclass(slots=True)
class _Script:
    """A script being written down. `owed` counts newlines inside constructs: they follow at the next line's end, since
    a newline in the middle of a string would break it.
    """

    pieces: list[str] = field(default_factory=list)
    owed: int = 0
    line: str = ""
    placeholders: dict[str, Expression] = field(default_factory=dict)

    def write(self, text: str) -> None:
        if self.owed and "\n" in text:
            head, _, tail = text.partition("\n")
            text = head + "\n" * (self.owed + 1) + tail
            self.owed = 0
        self.pieces.append(text)
        _, newline, last = text.rpartition("\n")
        self.line = last if newline else self.line + text

    @property
    def quote(self) -> str:
        """The quotation mark that is open at this place of the line, or nothing."""
        opened = ""
        escaped = False
        for character in self.line[-_LOOK_BACK:]:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif opened:
                opened = "" if character == opened else opened
            elif character in "\"'`":
                opened = character
        return opened


_LOOK_BACK = 400


class Scripts:
    """Reads the scripts of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.around: int | None = None
        """The scope around the scripts in attributes, where it is not the template's."""

    def read(self, start: int, end: int, language: Language, *, unescape: bool = False) -> None:
        """A stretch that holds statements; `unescape` for attributes, whose text has character references."""
        script = self._write(start, end, unescape)
        text = "".join(script.pieces)
        if text.strip():
            self._document.facts.add(self._fragment(text, script.placeholders, start, language))

    def read_value(self, start: int, end: int, *, unescape: bool = False) -> tuple[Expression, int] | None:
        """A stretch that holds one expression, such as a bound attribute or embedded JSON.

        Gives its value and the index of the scope that its names belong to; None where there is no expression.
        """
        script = self._write(start, end, unescape)
        return self.read_expression("".join(script.pieces), start, script.placeholders)

    def read_expression(
        self, text: str, start: int, placeholders: dict[str, Expression] | None = None
    ) -> tuple[Expression, int] | None:
        """The value of an expression whose text stands at `start`, and its scope, as `read_value` gives them."""
        text = text.rstrip().rstrip(";")
        if not text.strip():
            return None
        fragment, value = value_of(self._fragment(f"{VALUE} = ({text}\n)", placeholders or {}, start))
        if value is None:
            return None
        top = fragment.scopes[0]
        if len(fragment.scopes) == 1 and not top.calls and not top.bindings:
            return value, self._parent(start)
        scope = len(self._document.facts.scopes)
        self._document.facts.add(fragment)
        return value, scope

    def read_names(self, start: int, end: int) -> int | None:
        """Read an object whose members are names for other scripts; the index of the scope that binds them."""
        script = self._write(start, end, unescape=True)
        text = "".join(script.pieces).rstrip()
        if not text.strip():
            return None
        fragment, value = value_of(self._fragment(f"{VALUE} = ({text}\n)", script.placeholders, start))
        scope = len(self._document.facts.scopes)
        self._document.facts.add(fragment)
        if isinstance(value, Record):
            line = self._document.lines.line(start)
            for name, member in value.fields:
                self._document.facts.bind(scope, Binding(Name(name), member, line))
        return scope

    def _parent(self, start: int) -> int:
        return self._document.scope_at(start) if self.around is None else self.around

    def _fragment(
        self, text: str, placeholders: dict[str, Expression], start: int, language: Language = Language.JAVASCRIPT
    ) -> Fragment:
        document = self._document
        return read_fragment(
            text,
            file=document.file.path,
            language=language,
            line=document.lines.line(start),
            column=document.lines.column(start),
            first_scope=len(document.facts.scopes),
            kind=ScopeKind.SCRIPT,
            parent=self._parent(start),
            placeholders=placeholders,
        )

    def _write(self, start: int, end: int, unescape: bool) -> _Script:
        script = _Script()
        self._write_nodes(script, self._document.template.nodes_within(start, end), start, end, unescape)
        return script

    def _write_nodes(self, script: _Script, nodes: Iterator[Node], start: int, end: int, unescape: bool) -> None:
        text = self._document.text
        template = self._document.template
        for node in nodes:
            if isinstance(node, Group):
                self._write_group(script, node, start, end, unescape)
            elif node.kind is SegmentKind.DATA:
                piece = text[max(node.start, start) : min(node.end, end)]
                script.write(html.unescape(piece) if unescape else piece)
            else:
                printed = template.printed.get(node.start)
                self._write_construct(script, node, printed)

    def _write_construct(self, script: _Script, item: Segment | Group, value: Expression | None) -> None:
        script.owed += self._document.text.count("\n", item.start, item.end)
        if value is not None:
            script.write(self._placeholder(script, item.start, value))

    def _write_group(self, script: _Script, group: Group, start: int, end: int, unescape: bool) -> None:
        whole = start <= group.start and group.end <= end
        if whole and group.name in {"set", "macro"}:
            self._write_construct(script, group, None)
            return
        if whole and (value := self._choice(script, group)) is not None:
            self._write_construct(script, group, value)
            return
        for branch in group.branches:
            printed = self._document.template.printed.get(branch.head.start)
            self._write_construct(script, branch.head, printed if group.name == "call" else None)
            inner = self._document.template.overlapping(branch.nodes, start, end)
            self._write_nodes(script, inner, start, end, unescape)
            script.write(" ")
        script.owed += self._document.text.count("\n", group.branches[-1].end, group.end)

    def _choice(self, script: _Script, group: Group) -> Expression | None:
        """The alternatives of a condition inside a string, or in place of one; None where they hold statements."""
        if not group.name.startswith("if"):
            return None
        document = self._document
        bodies = [document.masked[branch.start : branch.end] for branch in group.branches]
        quote = script.quote
        if quote:
            if any(quote in body or "\n" in body for body in bodies):
                return None
            return document.template.value(group.start, group.end)
        if all(_QUOTED.match(body) or _ATOM.match(body) for body in bodies) and any(map(str.strip, bodies)):
            options = tuple(self._unquoted(branch) for branch in group.branches)
            return Choice(tuple(dict.fromkeys(options)))
        return None

    def _unquoted(self, branch: Branch) -> Expression:
        masked = self._document.masked[branch.start : branch.end]
        start = branch.start + len(masked) - len(masked.lstrip())
        end = branch.end - (len(masked) - len(masked.rstrip()))
        if start < end and masked.strip()[0] in "\"'`":
            start, end = start + 1, end - 1
        return self._document.template.value(start, end) if start < end else Literal("")

    def _placeholder(self, script: _Script, offset: int, value: Expression) -> str:
        """A name for a template expression. One that reads template variables is bound in the template's own scope: a
        script's `var url = "{{ url }}"` must not be taken for itself.
        """
        document = self._document
        name = f"__cs{document.placeholders}__"
        document.placeholders += 1
        if _reads_variables(value):
            document.facts.bind(document.scope_at(offset), Binding(Name(name), value, document.lines.line(offset)))
            script.placeholders[name] = Name(name)
        else:
            script.placeholders[name] = value
        return name


def value_of(fragment: Fragment) -> tuple[Fragment, Expression | None]:
    """The value bound to `VALUE` in a fragment, and the fragment without any trace of that name."""
    top, *inner = fragment.scopes
    value = next((item.value for item in top.bindings if item.target == Name(VALUE)), None)
    top = replace(top, bindings=tuple(item for item in top.bindings if item.target != Name(VALUE)))
    inner = [replace(scope, qualname=scope.qualname.removeprefix(VALUE).lstrip(".")) for scope in inner]
    return replace(fragment, scopes=(top, *inner)), value


def _reads_variables(value: Expression) -> bool:
    """Whether an expression reads a variable: more than constants and calls of plain functions on them."""
    waiting: list[Expression] = [value]
    while waiting:
        match waiting.pop():
            case Name():
                return True
            case Call(callee, arguments, named):
                if not isinstance(callee, Name):
                    waiting.append(callee)
                waiting.extend(arguments)
                waiting.extend(inner for _, inner in named)
            case Join(parts) | Choice(parts):
                waiting.extend(parts)
            case Literal() | Opaque():
                pass
            case _:
                return True
    return False
