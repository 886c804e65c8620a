"""The decision record of a finding: what a review writes down, and what it pastes into the configuration."""

from __future__ import annotations

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
