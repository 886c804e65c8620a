"""CSV: one row an operation, for spreadsheets and further questions.

A cell that begins like a formula is preceded by an apostrophe, so that no spreadsheet runs a repository's text
(https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO

from reporters.clean import clean
from reporters.summary import shown
from scanner.concepts.callsite import CallKind
from scanner.concepts.report import AuditedOperation, Report

_CONSUMERS = tuple(kind for kind in CallKind if kind is not CallKind.TEST)
HEADER = (
    *("method", "path", "owner", "confidence", "shape", "fit", "mutates", "tested", "callers"),
    *_CONSUMERS,
    *("findings", "framework", "application", "name", "handler", "file", "line", "mounted", "conditional", "id"),
)


def render(report: Report) -> str:
    """A header and a row for each operation; caller kinds are columns of counts."""
    codes: dict[str, list[str]] = {}
    for finding in shown(report.findings):
        codes.setdefault(finding.operation, []).append(finding.rule)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for audited in report.operations:
        writer.writerow([_cell(value) for value in _row(audited, codes.get(audited.operation.id, []))])
    return out.getvalue()


def _row(audited: AuditedOperation, codes: list[str]) -> tuple[object, ...]:
    operation, verdict = audited.operation, audited.verdict
    kinds = Counter(link.site.kind for link in audited.callers)
    return (
        operation.method,
        operation.path.text,
        verdict.owner,
        round(verdict.confidence, 4),
        verdict.shape,
        verdict.fit,
        _yes(verdict.mutates),
        _yes(audited.tested),
        len(audited.callers),
        *(kinds[kind] for kind in _CONSUMERS),
        " ".join(codes),
        operation.framework,
        operation.application,
        operation.name,
        operation.handler.name,
        operation.handler.file,
        operation.handler.line,
        _yes(operation.mounted),
        operation.conditional or "",
        operation.id,
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = clean(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
