"""f-strings and t-strings that the running interpreter does not read become `"…".format(…)`, on the same lines.

https://peps.python.org/pep-0701/ https://peps.python.org/pep-0750/
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence

import libcst as cst

from scanner.extract.python.attempt import is_read
from scanner.extract.python.source_text import Edit, SourceText

_Text = (cst.FormattedStringText, cst.TemplatedStringText)
_Field = (cst.FormattedStringExpression, cst.TemplatedStringExpression)
_Formatted = (cst.FormattedString, cst.TemplatedString)


class FormatStrings:
    """Finds the strings to rewrite and writes them anew."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self._inside: set[cst.CSTNode] = set()
        """Parts of implicit concatenations: these are rewritten as a whole."""

    def read(self, node: cst.BaseString) -> None:
        """Note an edit where the string needs one."""
        if node in self._inside:
            return
        if isinstance(node, cst.ConcatenatedString):
            parts = _parts(node)
            self._inside.update(parts)
            if any(self._is_unread(part) for part in parts):
                start, end = self.source.span(node)
                self.source.edits.append(Edit(start, end, lambda: self._concatenation(parts)))
        elif self._is_unread(node):
            start, end = self.source.span(node)
            self.source.edits.append(Edit(start, end, lambda: self._render(node)))

    def _is_unread(self, node: cst.BaseString) -> bool:
        if not isinstance(node, _Formatted):
            return False
        start, end = self.source.span(node)
        return not is_read(f"({self.source.text[start:end]})")

    def _concatenation(self, parts: Sequence[cst.BaseString]) -> str:
        """`"a" f"…"` is `("a" + "…".format(…))`."""
        done = ["("]
        position = self.source.span(parts[0])[0]
        for index, part in enumerate(parts):
            start, end = self.source.span(part)
            done.append(self.source.text[position:start])
            done.append("+ " if index else "")
            done.append(self._render(part) if self._is_unread(part) else self.source.text[start:end])
            position = end
        done.append(")")
        return "".join(done)

    def _render(self, node: cst.BaseString) -> str:
        template: list[str] = []
        values: list[tuple[int, int]] = []
        if isinstance(node, cst.FormattedString | cst.TemplatedString):
            quote = node.end
            raw = "r" if "r" in node.start[: -len(quote)].lower() else ""
            self._collect(node.parts, raw, quote, template, values)
        start, end = self.source.span(node)
        text = self.source.text
        done = [f"({''.join(template)!r}.format("]
        position = start
        for first, last in values:
            done.append("\n" * text.count("\n", position, first))
            done.append(f"({self.source.rewrite(first, last)}),")
            position = last
        done.append("\n" * text.count("\n", position, end))
        done.append("))")
        return "".join(done)

    def _collect(
        self,
        parts: Sequence[cst.CSTNode],
        raw: str,
        quote: str,
        template: list[str],
        values: list[tuple[int, int]],
    ) -> None:
        for part in parts:
            if isinstance(part, _Text):
                template.append(_value(part.value, raw, quote))
            elif isinstance(part, _Field):
                start, end = self.source.span(part.expression)
                conversion = part.conversion
                if part.equal is not None:
                    template.append(self.source.text[start:end].replace("{", "{{").replace("}", "}}") + "=")
                    conversion = conversion or (None if part.format_spec else "r")
                values.append((start, end))
                template.append("{" + (f"!{conversion}" if conversion else ""))
                if part.format_spec:
                    template.append(":")
                    self._collect(part.format_spec, raw, quote, template, values)
                template.append("}")


def _parts(node: cst.ConcatenatedString) -> list[cst.BaseString]:
    parts: list[cst.BaseString] = []
    rest: cst.BaseString = node
    while isinstance(rest, cst.ConcatenatedString):
        parts.append(rest.left)
        rest = rest.right
    parts.append(rest)
    return parts


def _value(text: str, raw: str, quote: str) -> str:
    """What the source text of a piece stands for; braces stay doubled, as `str.format` wants them too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return str(ast.literal_eval(f"{raw}{quote}{text}{quote}"))
        except (SyntaxError, ValueError):
            return text
