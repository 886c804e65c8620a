"""What a rule sees: the audited operations, what was linked and what each file shows, with indexes for the questions
that several rules ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scanner.concepts.facts import FileFacts, Scope, ScopeKind
from scanner.concepts.linked import Linked
from scanner.concepts.location import Location
from scanner.concepts.registrations import Registrations
from scanner.concepts.report import AuditedOperation


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One audit, before its findings. `operations` are in the report's order."""

    registrations: Registrations = field(default_factory=Registrations)
    operations: tuple[AuditedOperation, ...] = ()
    linked: Linked = field(default_factory=Linked)
    facts: Mapping[str, FileFacts] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, AuditedOperation]:
        """Operation id → audited operation."""
        return {audited.operation.id: audited for audited in self.operations}

    @cached_property
    def by_handler(self) -> Mapping[tuple[str, int], tuple[AuditedOperation, ...]]:
        """Handler's file and line → the operations it answers. Handlers that a library supplies are left out."""
        grouped: dict[tuple[str, int], list[AuditedOperation]] = {}
        for audited in self.operations:
            handler = audited.operation.handler
            if handler.file:
                grouped.setdefault((handler.file, handler.line), []).append(audited)
        return {key: tuple(group) for key, group in grouped.items()}

    @cached_property
    def by_application(self) -> Mapping[str, tuple[AuditedOperation, ...]]:
        """Application → its operations."""
        grouped: dict[str, list[AuditedOperation]] = {}
        for audited in self.operations:
            grouped.setdefault(audited.operation.application, []).append(audited)
        return {key: tuple(group) for key, group in grouped.items()}

    def siblings(self, audited: AuditedOperation) -> tuple[AuditedOperation, ...]:
        """All operations of the same handler, itself included."""
        handler = audited.operation.handler
        return self.by_handler.get((handler.file, handler.line), (audited,))

    def scope_at(self, location: Location) -> Scope | None:
        """The innermost function that contains a place, or None outside functions and in unread files."""
        facts = self.facts.get(location.file)
        if facts is None:
            return None
        around = [
            scope
            for scope in facts.scopes
            if scope.kind is ScopeKind.FUNCTION and scope.line <= location.line <= scope.end
        ]
        return max(around, key=lambda scope: (scope.line, -scope.end), default=None)
