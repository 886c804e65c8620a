"""Addresses spelled out where no request could be followed hold back what is said of uncalled operations."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from scanner.concepts.callsite import CallKind
from scanner.concepts.evidence import Fit, Owner
from scanner.concepts.expression import Call, Choice, Expression, Join, Literal, Name, Record
from scanner.concepts.facts import Attribute, Binding, FileFacts, Scope, ScopeKind
from scanner.concepts.source import Language, Role
from scanner.rules import uncalled_operation
from tests.rules.build import audited, link, operation, reported, subject, verdict

UNUSED = verdict(Owner.NONE, Fit.RETIRE)
BASE = Name("base")


def page(*calls: Call, language: Language = Language.JAVASCRIPT, role: Role = Role.SOURCE, **more: object) -> FileFacts:
    top = Scope(kind=ScopeKind.MODULE, name="", qualname="", parent=None, line=1, end=9, calls=calls, **more)  # type: ignore[arg-type]
    return FileFacts(file="static/app.js", language=language, role=role, scopes=(top,))


def told(path: str, seen: FileFacts | None, *others: object, method: str = "POST") -> list[str]:
    one = audited(operation(f"{method} {path}", handler="views.ban"), UNUSED)
    facts: Mapping[str, FileFacts] = {} if seen is None else {seen.file: seen}
    return reported(uncalled_operation.RULE, subject(one, *others, facts=facts))  # type: ignore[arg-type]


def run(value: Expression) -> Call:
    return Call(Name("run"), (value,), line=4)


@pytest.mark.parametrize(
    "value",
    [
        Literal("/users/ban"),
        Join((BASE, Literal("users/ban?x=1"))),
        Choice((Literal(""), Literal("users/ban/"))),
        Record((("url", Literal("api/users/ban")),)),
        Call(Name("url_for"), (Literal("ban"),), line=4),
    ],
)
def test_a_script_that_spells_out_the_address_may_request_it(value: Expression) -> None:
    calls = (value,) if isinstance(value, Call) else (run(value),)
    assert told("/api/users/ban", page(*calls)) == []
    assert told("/api/users/ban", page(*calls, role=Role.TEST)) == ["POST /api/users/ban"]


@pytest.mark.parametrize("value", [Literal("/users/unban"), Literal("/ban"), Literal("users"), Literal("ban/users")])
def test_other_addresses_tell_nothing(value: Expression) -> None:
    assert told("/api/users/ban", page(run(value))) == ["POST /api/users/ban"]


def test_values_and_attributes_are_read_as_well() -> None:
    bound = page(bindings=(Binding(Name("url"), Literal("/users/ban"), 3),))
    returned = page(returns=(Join((BASE, Literal("/users/ban"))),))
    assert told("/users/{id}/users/ban", bound) == told("/users/{id}/users/ban", returned) == []
    kept = FileFacts(
        file="page.html",
        language=Language.MARKUP,
        role=Role.SOURCE,
        attributes=(Attribute(tag="div", name="data-where", value=Literal("/users/ban"), line=2),),
    )
    assert told("/users/ban", kept) == []


def test_python_names_routes_and_builds_addresses() -> None:
    listed = page(run(Literal("/users/ban")), language=Language.PYTHON)
    built = page(run(Join((BASE, Literal("users/ban")))), language=Language.PYTHON)
    assert told("/users/ban", listed) == ["POST /users/ban"]
    assert told("/users/ban", built) == []


def test_a_loader_leaves_a_files_ending_out() -> None:
    assert told("/js/messages.js", page(run(Join((BASE, Literal("js/messages"))))), method="GET") == []


def test_what_is_spelled_out_for_another_method_of_the_address_tells_nothing() -> None:
    seen = page(run(Literal("/users/ban")))
    asked = link("GET /users/ban", CallKind.FETCH, file="static/app.js", line=8)
    other = audited("GET /users/ban", verdict(Owner.UI), links=[asked])
    assert told("/users/ban", seen, other) == ["POST /users/ban"]
    elsewhere = link("GET /users", CallKind.FETCH, file="static/app.js", line=4)
    followed = audited("GET /users", verdict(Owner.UI), links=[elsewhere])
    assert told("/users/ban", seen, followed) == ["POST /users/ban"], "the request there is known"
