"""Routes that a manual's directive takes out of the code."""

from __future__ import annotations

from scanner.concepts.facts import FileFacts
from scanner.concepts.source import Language, Role
from scanner.link.manuals import documented
from tests.link.project import operation


def test_a_directive_documents_the_routes_that_it_names() -> None:
    settings = (("autoflask:3", "orders.*"), ("autoflask:9", "pages.index"), ("package.name", "x"))
    facts = {
        "docs/api.rst": FileFacts(file="docs/api.rst", language=Language.MARKDOWN, role=Role.DOCS, settings=settings)
    }
    operations = [
        operation("GET /orders", name="orders.list"),
        operation("DELETE /orders/{id}", name="orders.remove"),
        operation("GET /", name="pages.index"),
        operation("GET /about", name="pages.about"),
        operation("GET /other", name="orders.list", framework="django"),
    ]
    found = [
        (seen.location.line, one.id) for seen, target in documented(facts, operations) for one in target.operations
    ]
    assert found == [(3, "GET /orders"), (3, "DELETE /orders/{id}"), (9, "GET /")]
