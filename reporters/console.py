"""A sheet of terminal text: styled spans, wrapped lines, links to places; plain where colour is off.

Every text that is written passes `reporters.clean` here, so no reporter that writes to a sheet can forget it. rich
supplies styles, cell widths of wide characters and wrapping; its markup and highlighting are never used, because a
repository's text may look like markup (https://rich.readthedocs.io/en/stable/markup.html).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

from reporters.clean import clean
from scanner.concepts.evidence import Owner
from scanner.concepts.finding import Severity
from scanner.concepts.location import Location

if TYPE_CHECKING:
    from rich.text import Text

Span: TypeAlias = str | tuple[str, str]
"""Text, or text with a style."""

OWNER_STYLES: Mapping[Owner, str] = {
    Owner.UI: "cyan",
    Owner.SYSTEM: "magenta",
    Owner.SHARED: "yellow",
    Owner.NONE: "bright_black",
}
SEVERITY_STYLES: Mapping[Severity, str] = {
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "bold yellow",
    Severity.LOW: "bold blue",
}
FAINT = "bright_black"
STRONG = "bold"

_LINK_ID = re.compile(r"\x1b\]8;id=[^;\x1b]*;")
"""rich numbers its hyperlinks at random; the same report must give the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How terminal text is written; the caller decides it from flags, NO_COLOR, FORCE_COLOR and the terminal.

    `hyperlinks` is the URI of the scanned root (`file:///home/me/shop/`): with colour on, places become links below it.
    `quiet` 1 leaves findings and the closing line, 2 the closing line alone. `statistics` replaces the findings by
    counts per rule. `verbose` lists what the summary only counts.
    """

    width: int = 100
    color: bool = False
    hyperlinks: str = ""
    quiet: int = 0
    verbose: bool = False
    statistics: bool = False


PLAIN = Options()


class Sheet:
    """Collects lines. `text()` gives them, without trailing blanks."""

    def __init__(self, options: Options) -> None:
        from rich.console import Console

        self.options = options
        self.width = max(options.width, 40)
        self._out = StringIO()
        self._console = Console(
            file=self._out,
            width=self.width,
            force_terminal=options.color,
            color_system="standard" if options.color else None,
            no_color=not options.color,
            legacy_windows=False,
            markup=False,
            highlight=False,
            emoji=False,
            _environ={},
        )

    def line(self, *spans: Span, indent: int = 0) -> None:
        """One line as it is: never wrapped, never cut."""
        text = self._text(spans)
        text.rstrip()
        self._console.print(" " * indent, text, sep="", soft_wrap=True)

    def paragraph(self, *spans: Span, indent: int = 0, first: Sequence[Span] = ()) -> None:
        """Text wrapped to the width, every line indented; `first` stands in the indent of the first line."""
        room = max(self.width - indent, 20)
        lines = self._text(spans).wrap(self._console, room) or [self._text(())]
        head = self._text(first)
        head.append(" " * max(indent - head.cell_len, 0))
        for text in lines:
            text.rstrip()
            head.append_text(text)
            head.rstrip()
            self._console.print(head, soft_wrap=True)
            head = self._text((" " * indent,))

    def blank(self) -> None:
        """An empty line."""
        self._console.print()

    def place(self, location: Location, style: str = "") -> Span:
        """A location as `file:line:column`, a link where links are wanted."""
        shown = f"{location}:{location.column}" if location.column else str(location)
        if location.outside or not (self.options.color and self.options.hyperlinks):
            return (shown, style)
        target = self.options.hyperlinks.rstrip("/") + "/" + quote(location.file.encode("utf-8", "replace"))
        return (shown, f"{style} link {target}".strip())

    def text(self) -> str:
        """All lines so far."""
        return _LINK_ID.sub("\x1b]8;;", self._out.getvalue())

    @staticmethod
    def _text(spans: Sequence[Span]) -> Text:
        from rich.text import Text

        text = Text(no_wrap=False, end="\n")
        for span in spans:
            content, style = span if isinstance(span, tuple) else (span, "")
            text.append(clean(content), style or None)
        return text
