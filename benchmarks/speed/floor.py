"""The parsing floor of a project: reads and parses what the scanner reads, and prints files, bytes and CPU seconds."""

from __future__ import annotations

import ast
import contextlib
import gc
import re
import sys
import time
import warnings
from pathlib import Path

import tree_sitter
import tree_sitter_javascript
import tree_sitter_typescript

from scanner.concepts.source import Language
from scanner.discover.walk import discover

_INLINE = re.compile(rb"<script[^>]*>(.*?)</script>", re.DOTALL)
_GRAMMARS = {
    Language.JAVASCRIPT: tree_sitter_javascript.language,
    Language.TYPESCRIPT: tree_sitter_typescript.language_typescript,
    Language.TSX: tree_sitter_typescript.language_tsx,
}


def main() -> None:
    """Print the number of files, their bytes, and the seconds that parsing takes."""
    root = Path(sys.argv[1])
    files = discover(root).files
    parsers = {language: tree_sitter.Parser(tree_sitter.Language(grammar())) for language, grammar in _GRAMMARS.items()}
    script = parsers[Language.JAVASCRIPT]
    warnings.simplefilter("ignore")
    gc.disable()
    began = time.process_time()
    for file in files:
        if file.language is Language.PYTHON:
            with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                ast.parse((root / file.path).read_bytes())
        elif file.language in parsers:
            parsers[file.language].parse((root / file.path).read_bytes())
        elif file.language in (Language.COMPONENT, Language.MARKUP):
            for inline in _INLINE.findall((root / file.path).read_bytes()):
                script.parse(inline)
    print(len(files), sum(file.size for file in files), time.process_time() - began)


if __name__ == "__main__":
    main()
