"""What running the registration code gives: every operation, and what stands around the operations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.operation import Application, LibraryMount, Operation, StaticMount


@dataclass(frozen=True, slots=True, kw_only=True)
class Registrations:
    """The result of interpretation, in a fixed order.

    `excluded` counts the operations that only test, example or documentation code registers, by role.
    `settings` holds framework settings that name routes or prefixes (`LOGIN_URL`, `FORCE_SCRIPT_NAME`, …).
    """

    applications: tuple[Application, ...] = ()
    operations: tuple[Operation, ...] = ()
    library_mounts: tuple[LibraryMount, ...] = ()
    static_mounts: tuple[StaticMount, ...] = ()
    excluded: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    template_folders: tuple[str, ...] = ()
    """Directories of the project in which templates are looked up, in order of registration."""
