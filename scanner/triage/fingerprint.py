"""Fingerprints: what a finding is about, so that the same finding is known again after the code around it moved.

A fingerprint holds the rule, the endpoint and the caller. It holds no line, column, message, code text, absolute path
or version of callside: none of them changes what was found.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from scanner.concepts.finding import Finding
from scanner.concepts.operation import Operation

_PARAMETER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a finding is about, in words that a person can read in a baseline.

    `endpoint` is `METHOD /path`, or the finding's own subject; `caller` is the file of the call site where the finding
    stands at one; `handler` is the dotted name of what answers.
    """

    rule: str
    endpoint: str
    caller: str
    handler: str
    application: str = ""

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits. Names of path parameters do not count: renaming one changes no endpoint."""
        endpoint = _PARAMETER.sub("{}", self.endpoint)
        key = "\0".join((self.rule, f"{endpoint} {self.application}".rstrip(), self.caller))
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def identify(finding: Finding, operations: Mapping[str, Operation]) -> Identity:
    """The identity of a finding; `operations` maps ids to operations."""
    operation = operations.get(finding.operation)
    if operation is None:
        return Identity(finding.rule, finding.subject, finding.location.file, "")
    handled_in = {operation.handler.file, operation.route.file}
    return Identity(
        rule=finding.rule,
        endpoint=finding.subject or str(operation),
        caller="" if finding.location.file in handled_in else finding.location.file,
        handler=operation.handler.name,
        application=operation.application,
    )


def moved_key(rule: str, endpoint: str, caller: str, handler: str) -> tuple[str, ...]:
    """A weaker key, only ever used to pair one finding that vanished with one that appeared.

    The handler stands for an endpoint whose route was renamed, the file's name for a caller whose folder was.
    """
    if caller or not handler:
        return (rule, _PARAMETER.sub("{}", endpoint), caller.rpartition("/")[2])
    return (rule, handler)
