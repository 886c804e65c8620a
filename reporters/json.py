"""JSON: the report contract `callside/1`, for programs. `callside-1.schema.json` beside this file describes it.

Fields are written one by one, never dumped from our own values, so that the contract changes only on purpose. New
fields may be added under `callside/1`; none changes its meaning or vanishes. Text is ASCII with JSON escapes, so
nothing in a repository reaches a terminal as a control character.
"""

from __future__ import annotations

import json
from typing import TypeAlias

from scanner.concepts.callsite import CallSite, Ghost, Link, Unresolved
from scanner.concepts.comparison import Comparison
from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.evidence import Evidence
from scanner.concepts.finding import Finding
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation, Coverage, Report
from scanner.concepts.traffic import AccessLog, Requester, Traffic

SCHEMA = "callside/1"

Object: TypeAlias = dict[str, object]


def render(report: Report) -> str:
    """The whole report as one JSON object, a line for each operation, finding and so on, with a final newline.

    Lines make a difference between two reports readable, and a value on one line is written by the standard library's
    fast encoder, which indentation rules out: half the time of an audit that remembers everything.
    """
    return "{\n" + ",\n".join(f"{_text(key)}: {_lines(value)}" for key, value in document(report).items()) + "\n}\n"


def _lines(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_text, value)) + "\n]"
    return _text(value)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def document(report: Report) -> Object:
    """The contract as plain values, ready for `json.dumps`."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "callside", "version": report.version},
        "project": {
            "root": report.root,
            "frameworks": list(report.frameworks),
            "applications": [
                {"name": app.name, "framework": app.framework, **_place(app.location)} for app in report.applications
            ],
        },
        "operations": [_operation(audited) for audited in report.operations],
        "findings": [_finding(finding) for finding in report.findings],
        "unresolved": [_unresolved(item) for item in report.unresolved],
        "ghosts": [_ghost(ghost) for ghost in report.ghosts],
        "library_mounts": [
            {"prefix": mount.prefix, "library": mount.library, **_place(mount.location)}
            for mount in report.library_mounts
        ],
        "diagnostics": [_diagnostic(item) for item in report.diagnostics],
        "coverage": _coverage(report.coverage),
        "access_logs": [_access_log(log) for log in report.logs],
        "baseline": {"stale": report.stale},
    }


def _operation(audited: AuditedOperation) -> Object:
    operation, verdict = audited.operation, audited.verdict
    return {
        "id": operation.id,
        "method": operation.method,
        "path": operation.path.text,
        "framework": operation.framework,
        "application": operation.application,
        "name": operation.name,
        "handler": {
            "name": operation.handler.name,
            "file": operation.handler.file or None,
            "line": operation.handler.line or None,
        },
        "route": _place(operation.route),
        "mounts": [
            {"prefix": mount.prefix, "router": mount.router, **_place(mount.location)} for mount in operation.mounts
        ],
        "mounted": operation.mounted,
        "conditional": operation.conditional,
        "inherited": operation.inherited,
        "shape": verdict.shape,
        "mutates": verdict.mutates,
        "owner": verdict.owner,
        "confidence": _number(verdict.confidence),
        "declared": verdict.declared,
        "fit": verdict.fit,
        "tested": audited.tested,
        "evidence": [_evidence(evidence) for evidence in verdict.evidence],
        "turns": [
            {"owner": turn.owner, "without": [_evidence(row) for row in turn.without], "added": turn.added or None}
            for turn in verdict.turns
        ],
        "callers": [_caller(link) for link in audited.links],
        "chains": [list(chain) for chain in audited.chains],
        "comparison": None if audited.comparison is None else _comparison(audited.comparison),
        "traffic": None if audited.traffic is None else _traffic(audited.traffic),
        "effects": [
            {
                "kind": effect.kind,
                "detail": effect.detail,
                "method": effect.method or None,
                "depth": effect.depth,
                **_place(effect.location),
            }
            for effect in audited.effects
        ],
    }


def _traffic(traffic: Traffic) -> Object:
    return {
        "requests": traffic.requests,
        **{sender.replace("-", "_"): traffic.sent_by(sender) for sender in Requester},
        "unanswered": traffic.unanswered,
        "agents": [{"name": name, "requests": requests} for name, requests in traffic.agents],
        "first": traffic.first or None,
        "last": traffic.last or None,
        "logs": list(traffic.logs),
        **_place(traffic.location),
    }


def _access_log(log: AccessLog) -> Object:
    return {
        "file": log.file,
        "lines": log.lines,
        "matched": log.matched,
        "unanswered": log.unanswered,
        "elsewhere": log.elsewhere,
        "unread": log.unread,
        "first": log.first or None,
        "last": log.last or None,
    }


def _caller(link: Link) -> Object:
    return {**_site(link.site), "match": link.grade, "runner_up": link.runner_up or None}


def _site(site: CallSite) -> Object:
    return {
        "kind": site.kind,
        **_place(site.location),
        "method": site.method,
        "url": None if site.url is None else str(site.url),
        "name": site.name,
        "caller": site.caller or None,
        "page": site.page or None,
        "server_rendered": site.server_rendered,
        "role": site.role,
        "body": site.body,
        "aftermath": list(site.aftermath),
        "through": [_place(step) for step in site.through],
        "client": site.client or None,
        "client_owner": site.side,
    }


def _comparison(comparison: Comparison) -> Object:
    return {
        "target": comparison.target or None,
        "client_lines": comparison.client_lines,
        "consumers": comparison.consumers,
        "missing": list(comparison.missing),
        "concerns": [{"concern": row.concern, "fact": row.fact} for row in comparison.concerns],
    }


def _evidence(evidence: Evidence) -> Object:
    return {
        "toward": evidence.toward,
        "weight": _number(evidence.weight),
        "kind": evidence.kind,
        "text": evidence.text,
        **_perhaps(evidence.location),
    }


def _finding(finding: Finding) -> Object:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "confidence": _number(finding.confidence),
        "operation": finding.operation or None,
        "subject": finding.subject or None,
        "message": finding.message,
        "help": finding.help,
        **_place(finding.location),
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "related": [{**_place(location), "text": text} for location, text in finding.related],
        "fingerprint": finding.fingerprint,
        "state": finding.state,
        "reason": finding.reason or None,
        "suppressions": [{"kind": waiver.where, "reason": waiver.reason or None} for waiver in finding.waivers],
    }


def _unresolved(item: Unresolved) -> Object:
    return {
        "kind": item.kind,
        "url": item.url,
        "method": item.method,
        **_place(item.location),
        "why": item.why,
        "role": item.role,
    }


def _ghost(ghost: Ghost) -> Object:
    return {**_site(ghost.site), "ghost": ghost.kind, "nearest": ghost.nearest or None}


def _diagnostic(diagnostic: Diagnostic) -> Object:
    return {"severity": diagnostic.severity, "message": diagnostic.message, **_perhaps(diagnostic.location)}


def _coverage(coverage: Coverage) -> Object:
    counted: Object = {
        "files": coverage.files,
        "read": coverage.read,
        "skipped": dict(coverage.skipped),
        "excluded": dict(coverage.excluded),
    }
    if coverage.seconds is not None:
        counted["seconds"] = round(coverage.seconds, 3)
    return counted


def _place(location: Location) -> Object:
    place: Object = {"file": location.file, "line": location.line}
    if location.column:
        place["column"] = location.column
    return place


def _perhaps(location: Location | None) -> Object:
    return {"file": None, "line": None} if location is None else _place(location)


def _number(value: float) -> float:
    return round(value, 4)
