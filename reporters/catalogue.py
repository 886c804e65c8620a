"""Every format and what renders it. A new format is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from scanner.concepts.report import Report

FORMATS = {
    "terminal": "terminal.render",
    "json": "json.render",
    "html": "html.render",
    "sarif": "sarif.render",
    "markdown": "markdown.render",
    "github": "github.render",
    "gitlab": "gitlab.render",
    "junit": "junit.render",
    "csv": "csv.render",
    "graphml": "graph.graphml",
    "dot": "graph.dot",
    "mermaid": "graph.mermaid",
}
"""Module and function by format. A module is imported where its format is asked for: all of them cost more than a
second run of a small project.
"""


def renderer(name: str) -> Callable[[Report], str]:
    """What renders a format. Raises KeyError for a name that is none."""
    module, _, function = FORMATS[name].partition(".")
    render: Callable[[Report], str] = getattr(import_module(f"reporters.{module}"), function)
    return render
