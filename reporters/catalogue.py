"""Every format and what renders it. A new format is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reporters import csv, github, gitlab, graph, html, json, junit, markdown, sarif, terminal
from scanner.concepts.report import Report

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "terminal": terminal.render,
    "json": json.render,
    "html": html.render,
    "sarif": sarif.render,
    "markdown": markdown.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "junit": junit.render,
    "csv": csv.render,
    "graphml": graph.graphml,
    "dot": graph.dot,
    "mermaid": graph.mermaid,
}
