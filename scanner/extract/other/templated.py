"""YAML that no parser takes because a template engine (Helm, Jinja, ERB) fills it in: read line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.concepts.facts import Request
from scanner.extract.other.address import read_address
from scanner.extract.other.clients import MENTION
from scanner.extract.other.shell import read_script

_PATH = re.compile(r"^\s*(?:-\s+)?(path|metrics_path|healthCheckPath|prometheus\.io/path):\s*[\"']?(/[^\s\"'#]*)")
_BEFORE = re.compile(r"httpGet|livenessProbe|readinessProbe|startupProbe|health_?check|_check\b", re.IGNORECASE)
_NEAR = 4


def read_templated(text: str) -> Iterator[Request]:
    """Probe and metrics paths, and commands on one line or continued by backslashes."""
    rows = text.split("\n")
    for index, row in enumerate(rows):
        match = _PATH.match(row)
        if match:
            near = "\n".join(rows[max(0, index - _NEAR) : index])
            note = "metrics" if match[1] in {"metrics_path", "prometheus.io/path"} else "probe"
            if match[1] != "path" or _BEFORE.search(near):
                yield Request(kind=CallKind.CONFIG, url=read_address(match[2]), line=index + 1, method="GET", note=note)
        elif MENTION.search(row):
            end = index + 1
            while end < len(rows) and rows[end - 1].rstrip().endswith("\\"):
                end += 1
            command = re.sub(r"^\s*(?:-\s+)?(?:[\w-]+:\s*)?", "", rows[index])
            yield from read_script("\n".join([command, *rows[index + 1 : end]]), index + 1, note="command")
