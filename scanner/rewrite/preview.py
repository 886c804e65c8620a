"""The preview of a patch: the handler's file as a unified diff, for a person to read, finish and apply.

A preview shows the server's half of the change. It is never applied by callside.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Mapping, Sequence

import libcst as cst

from scanner.concepts.callsite import CallKind
from scanner.concepts.effects import EffectKind
from scanner.concepts.finding import Finding
from scanner.concepts.report import AuditedOperation
from scanner.rewrite.change import Rewrite, Situation
from scanner.rewrite.csrf_checked import check_csrf
from scanner.rewrite.form_action import take_form
from scanner.rewrite.post_only import take_post
from scanner.rewrite.segment import Segment, cut, lines_of, read

REWRITES: Mapping[str, Rewrite] = {"CS101": take_form, "CS208": take_post, "CS501": check_csrf}
"""Rule → how its advice is carried out."""


def preview(finding: Finding, operations: Sequence[AuditedOperation], text: str) -> str:
    """A unified diff of the handler's file, or an empty text where no rewrite is known or safe.

    `operations` are the report's; `text` is the file in which the handler of the finding's operation stands.
    """
    rewrite = REWRITES.get(finding.rule)
    audited = next((one for one in operations if one.operation.id == finding.operation), None)
    if rewrite is None or audited is None or not audited.operation.handler.file:
        return ""
    handler = audited.operation.handler
    segment = cut(text, handler.line)
    if segment is None:
        return ""
    try:
        module = cst.parse_module(segment.opening + segment.code)
    except cst.ParserSyntaxError:
        return ""
    change = rewrite(module, Situation(audited.operation, _page(audited, operations)))
    if change is None:
        return ""
    after = _with_imports(
        text, _spliced(text, segment, change.code.code.removeprefix(segment.opening)), segment.start, change.imports
    )
    before = lines_of(text)
    diff = difflib.unified_diff(before, lines_of(after), f"a/{handler.file}", f"b/{handler.file}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in diff)


def _page(audited: AuditedOperation, operations: Sequence[AuditedOperation]) -> str:
    """The route name of an operation that renders the first page requesting this one."""
    pages = [link.site.page for link in audited.links if link.site.page and link.site.kind is not CallKind.TEST]
    for page in pages:
        for other in operations:
            named = (
                bool(other.operation.name) and other.operation.method == "GET" and not other.operation.path.parameters
            )
            if named and any(
                effect.kind is EffectKind.RENDERS and effect.detail and _is_page(page, effect.detail)
                for effect in other.effects
            ):
                return other.operation.name
    return ""


def _is_page(page: str, template: str) -> bool:
    return page == template or page.endswith("/" + template)


def _spliced(text: str, segment: Segment, code: str) -> str:
    lines = lines_of(text)
    return "".join([*lines[: segment.start], code, *lines[segment.end :]])


def _with_imports(before: str, after: str, above: int, imports: Mapping[str, tuple[str, ...]]) -> str:
    """Names that are not imported yet, one line a module, below the last import above the handler."""
    tree = read(before)
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)] if tree else []
    known = {alias.asname or alias.name for node in imported for alias in node.names}
    needed = {module: [name for name in names if name not in known] for module, names in imports.items()}
    rows = [f"from {module} import {', '.join(names)}\n" for module, names in sorted(needed.items()) if names]
    ends = [node.end_lineno or 0 for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)] if tree else []
    at = max((end for end in ends if end <= above), default=0)
    lines = lines_of(after)
    return "".join([*lines[:at], *rows, *lines[at:]])
