"""The decision record of a finding: what a review writes down, and pastes into the configuration or the baseline."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from scanner.concepts.finding import Finding
from scanner.concepts.operation import Operation

_SPECIAL = re.compile(r"[*?\[]")


def suppression(finding: Finding, operations: Mapping[str, Operation]) -> str:
    """A `[[tool.callside.suppressions]]` table, valid as it stands, that waives the finding once a reason is written.

    Its `operation` is a glob: what would be special in one is escaped, and a character that no one could see is `?`.
    """
    operation = operations.get(finding.operation)
    label = _SPECIAL.sub(r"[\g<0>]", str(operation) if operation else finding.subject)
    visible = "".join(character if character.isprintable() else "?" for character in label)
    quoted = visible.replace("\\", "\\\\").replace('"', '\\"')
    return f'[[tool.callside.suppressions]]\nrule = "{finding.rule}"\noperation = "{quoted}"\nreason = "…"'


def baseline_entry(finding: Finding, operations: Mapping[str, Operation]) -> str:
    """A line of the baseline's array, as `callside baseline write` writes it, with a reason to be written.

    Text is ASCII with JSON escapes, so that nothing is lost or hidden on the way to the file.
    """
    operation = operations.get(finding.operation)
    row = {"fp": finding.fingerprint, "rule": finding.rule, "endpoint": finding.subject or str(operation or "")}
    if operation is None or finding.location.file not in (operation.handler.file, operation.route.file):
        row["caller"] = finding.location.file
    if operation is not None:
        row["handler"] = operation.handler.name
    return json.dumps({**{key: text for key, text in row.items() if text}, "count": 1, "reason": "…"})
