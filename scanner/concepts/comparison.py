"""The comparison: what a form action and an HTTP boundary would each mean for one operation, concern by concern."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Concern(StrEnum):
    """What the choice between a form action and an HTTP boundary turns on."""

    FORMS = "forms"
    PUBLIC_SUPPORT = "public support"
    WEBHOOK = "webhook"
    PROGRESSIVE_ENHANCEMENT = "progressive enhancement"
    REUSE = "reuse across clients"
    BOILERPLATE = "client code"
    CONTRACT_CONTROL = "contract control"
    AUTHENTICATION = "authentication"
    TESTING = "testing"


@dataclass(frozen=True, slots=True)
class Weighing:
    """One concern, and what this operation shows of it today, in a clause. What nothing shows is said to be unseen."""

    concern: Concern
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """An operation whose shape does not fit its owner, weighed by every concern, in the order of `Concern`.

    `client_lines` counts the lines of the functions in scripts that exist to request it: those around the requests,
    and the wrappers that the requests pass, which other requests may share. `consumers` counts the pages, scripts and
    programs that request it; tests are none. `missing` names what a boundary needs and nothing shows. `target` says
    what it would become in its framework, and is empty where somebody else's contract fixes that.
    """

    client_lines: int
    consumers: int
    missing: tuple[str, ...]
    target: str
    concerns: tuple[Weighing, ...]
