"""Blocks of Terraform and Nomad (HCL): the paths that load balancers, services and probes check.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_target_group#health_check
https://developer.hashicorp.com/nomad/docs/job-specification/check
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.concepts.facts import Request
from scanner.extract.other.address import read_address

_ROW = 2_000
_CHECK = re.compile(
    r'^\s*(?:resource\s+"[^"]*(?:health_check|uptime_check)[^"]*"'
    r'|(?:dynamic\s+")?(?:health_?check|(?:http|https)_health_check|check|http_check|http_get'
    r"|(?:liveness|readiness|startup)_probe)\b)[^{}=]*\{"
)
_PATH = re.compile(r'^\s*(?:request_)?path\s*=\s*"(/[^"\s]*)"')
_KEY = re.compile(r'^\s*(?:health_?check_path|health_path)\s*=\s*"(/[^"\s]*)"')


def read_blocks(text: str) -> Iterator[Request]:
    """The requests that check blocks state."""
    depth = 0
    checks: list[int] = []
    for line, row in enumerate(text.split("\n"), 1):
        if len(row) > _ROW or row.lstrip().startswith(("#", "//")):
            continue
        if _CHECK.match(row):
            checks.append(depth)
        match = _KEY.match(row) or (_PATH.match(row) if checks else None)
        if match:
            yield Request(kind=CallKind.CONFIG, url=read_address(match[1]), line=line, method="GET", note="probe")
        depth = max(0, depth + row.count("{") - row.count("}"))
        while checks and depth <= checks[-1] and "}" in row:
            checks.pop()
