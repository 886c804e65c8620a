"""What nothing calls, what calls nothing, what is hidden, what no longer holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.concepts.callsite import CallKind, Ghost, GhostKind
from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Evidence, Fit, Owner, Shape, Side
from scanner.concepts.expression import Call, Literal, Member, Name
from scanner.concepts.facts import Formal, Import
from scanner.concepts.finding import Finding
from scanner.concepts.location import Location
from scanner.concepts.source import Role
from scanner.concepts.text import Hole, Text
from scanner.rules import (
    blurred_layers,
    ghost_call,
    method_mismatch,
    owner_drift,
    shadowed_route,
    uncalled_operation,
    view_called_as_function,
)
from tests.rules.build import audited, effect, facts, ghost, link, operation, reported, scope, subject, verdict

UNUSED = verdict(Owner.NONE, Fit.RETIRE)


def test_operations_of_one_unused_handler_are_told_together():
    seen = subject(audited("GET /old", UNUSED), audited("POST /old", UNUSED), audited("GET /used", verdict()))
    (finding,) = uncalled_operation.RULE.findings(seen)
    assert finding.message == "nothing requests GET /old and POST /old"


def test_tests_are_no_callers_but_are_told():
    seen = subject(audited("GET /old", UNUSED, links=[link("GET /old", CallKind.TEST)]))
    (finding,) = uncalled_operation.RULE.findings(seen)
    assert finding.message.endswith("except tests")


def test_methods_that_nobody_wrote_and_debug_routes_are_left_out():
    inherited = audited(operation("PUT /form", inherited=True), UNUSED)
    debug = audited(operation("GET /debug", conditional="settings.DEBUG"), UNUSED)
    assert reported(uncalled_operation.RULE, subject(inherited, debug)) == []


def test_the_same_ghost_in_one_file_is_told_once():
    seen = subject(
        ghosts=[
            ghost(GhostKind.NO_OPERATION, "GET /gone", line=3),
            ghost(GhostKind.NO_OPERATION, "GET /gone", line=9),
            ghost(GhostKind.NO_OPERATION, "GET /gone", file="templates/other.html"),
        ]
    )
    first, second = ghost_call.RULE.findings(seen)
    assert [str(place) for place, _ in first.related] == ["templates/page.html:9"]
    assert second.location.file == "templates/other.html"


def test_ghosts_of_tests_and_documentation_make_no_finding():
    missing = ghost(GhostKind.NO_OPERATION, "GET /gone")
    in_tests = replace(missing, site=replace(missing.site, role=Role.TEST))
    in_docs = ghost(GhostKind.NO_OPERATION, "GET /gone", call=CallKind.DOCS)
    assert reported(ghost_call.RULE, subject(ghosts=[in_tests, in_docs])) == []


def test_ghosts_are_surer_by_name_than_by_text_with_holes():
    by_name = ghost(GhostKind.UNKNOWN_NAME, "GET /")
    by_name = replace(by_name, site=replace(by_name.site, url=None, name="users.shwo"))
    literal = ghost(GhostKind.NO_OPERATION, "GET /gone")
    holed = replace(literal, site=replace(literal.site, url=Text.of("/gone/", Hole("id"))))
    confidences = [
        next(iter(ghost_call.RULE.findings(subject(ghosts=[one])))).confidence for one in (by_name, literal, holed)
    ]
    assert confidences == sorted(confidences, reverse=True)
    assert len(set(confidences)) == 3


def test_a_handlers_name_may_be_registered_by_code_that_did_not_run():
    route = Call(Member(Name("blueprint"), "route"), ())
    named = replace(route, named=(("endpoint", Literal("login")),))
    waits = facts(
        "app/login.py",
        scope("ticket_login", line=4, decorators=(route,)),
        scope("helper", line=9, decorators=(named,)),
    )

    def unknown(name: str) -> Ghost:
        one = ghost(GhostKind.UNKNOWN_NAME, "GET /", call=CallKind.LINK, file=f"templates/{name}.html")
        return replace(one, site=replace(one.site, url=None, name=f"login.{name}"))

    ghosts = [unknown("ticket_login"), unknown("helper")]
    assert reported(ghost_call.RULE, subject(ghosts=ghosts, facts=waits)) == ["link GET login.helper"]


def test_the_nearest_operation_is_offered():
    seen = subject(
        audited("GET /users", verdict()), ghosts=[ghost(GhostKind.NO_OPERATION, "GET /user", nearest="GET /users")]
    )
    (finding,) = ghost_call.RULE.findings(seen)
    assert "did you mean GET /users" in finding.help


def test_a_wrong_method_names_the_methods_that_are_taken():
    seen = subject(
        audited("GET /orders", verdict()),
        audited("POST /orders", verdict()),
        ghosts=[ghost(GhostKind.WRONG_METHOD, "DELETE /orders", nearest="GET /orders")],
    )
    (finding,) = method_mismatch.RULE.findings(seen)
    assert "takes GET and POST alone" in finding.message
    assert reported(ghost_call.RULE, seen) == []


def shadowed(*routes: tuple[str, str, int], framework: str = "fastapi") -> list[str]:
    """Routes as (operation, handler, line), all in one router."""
    return reported(
        shadowed_route.RULE,
        subject(
            *(
                audited(
                    operation(
                        name, handler=handler, framework=framework, line=line + 1, route=Location("app/views.py", line)
                    ),
                    verdict(),
                )
                for name, handler, line in routes
            )
        ),
    )


def test_a_word_below_a_parameter_is_hidden_where_order_decides():
    routes = ("GET /users/{id}", "a", 1), ("GET /users/me", "b", 5)
    assert shadowed(*routes) == ["GET /users/me"]
    assert shadowed(*routes, framework="django") == ["GET /users/me"]
    assert shadowed(*routes, framework="flask") == []


def test_order_converters_methods_and_lengths_count():
    assert shadowed(("GET /users/me", "b", 1), ("GET /users/{id}", "a", 5)) == []
    assert shadowed(("GET /users/{id:int}", "a", 1), ("GET /users/me", "b", 5), framework="django") == []
    assert shadowed(("GET /users/{id}", "a", 1), ("POST /users/me", "b", 5)) == []
    assert shadowed(("GET /users/{id}", "a", 1), ("POST /users/me", "b", 5), framework="django") == ["POST /users/me"]
    assert shadowed(("GET /users/{id}", "a", 1), ("GET /users/me/keys", "b", 5)) == []


def test_the_same_path_with_other_handlers_is_hidden_everywhere():
    routes = ("GET /report", "a", 1), ("GET /report", "b", 5)
    assert shadowed(*routes, framework="flask") == ["GET /report"]
    assert shadowed(("GET /report", "a", 1), ("GET /report", "a", 5), framework="flask") == []


def test_conditional_routes_are_left_alone():
    first = audited(operation("GET /x", handler="a", line=2), verdict())
    second = audited(operation("GET /x", handler="b", line=9, conditional="DEBUG"), verdict())
    assert reported(shadowed_route.RULE, subject(first, second)) == []


def declared(owner: Owner, *evidence: Evidence) -> list[str]:
    seen = subject(audited("GET /x", verdict(owner, declared="as agreed", evidence=evidence)))
    return reported(owner_drift.RULE, seen)


def test_a_declaration_drifts_on_clear_evidence_for_a_denied_side_only():
    ui = Evidence(Side.UI, 5.0, "called-by-form", "a form posts here", Location("templates/x.html", 3))
    system = Evidence(Side.SYSTEM, 4.0, "request-in-documentation", "documented")
    weak = Evidence(Side.UI, 1.0, "naming", "named like a page")
    assert declared(Owner.SYSTEM, ui) == ["GET /x"]
    assert declared(Owner.UI, system) == ["GET /x"]
    assert declared(Owner.NONE, system) == ["GET /x"]
    assert declared(Owner.SHARED, ui) == []
    assert declared(Owner.SYSTEM, weak) == []
    assert declared(Owner.SYSTEM, ui, Evidence(Side.UI, -4.0, "against", "against")) == []


def test_undeclared_owners_do_not_drift():
    ui = Evidence(Side.UI, 5.0, "called-by-form", "a form posts here")
    assert reported(owner_drift.RULE, subject(audited("GET /x", verdict(Owner.SYSTEM, evidence=(ui,))))) == []


ALL_LAYERS = (
    effect(EffectKind.READS_FORM, line=12),
    effect(EffectKind.MUTATES, line=20),
    effect(EffectKind.MUTATES, line=21),
    effect(EffectKind.REDIRECTS, line=50),
    effect(EffectKind.SENDS_MAIL, line=30),
)


def test_layers_are_counted_in_the_handlers_own_body():
    long, short = facts("app/views.py", scope("handle", 10, 60)), facts("app/views.py", scope("handle", 10, 40))
    judged = verdict(shape=Shape.FORM_ACTION)
    full = audited("POST /x", judged, effects=ALL_LAYERS)
    (finding,) = blurred_layers.RULE.findings(subject(full, facts=long))
    assert "in 51 lines" in finding.message
    assert "2 writes" in finding.message
    assert reported(blurred_layers.RULE, subject(full, facts=short)) == []
    for missing in ALL_LAYERS:
        rest = [one for one in ALL_LAYERS if one is not missing]
        assert reported(blurred_layers.RULE, subject(audited("POST /x", judged, effects=rest), facts=long)) == []
    helpers = [replace(one, depth=1) for one in ALL_LAYERS]
    assert reported(blurred_layers.RULE, subject(audited("POST /x", judged, effects=helpers), facts=long)) == []


VIEW = audited(operation("GET /notes", handler="shop.views.notes", file="shop/views.py", line=10), verdict())
NOTES = facts("shop/views.py", scope("notes", 10, 12))


def view_calls(file: str, *scopes: object, imports: tuple[Import, ...] = (), role: Role = Role.SOURCE) -> list[Finding]:
    others = facts(file, *scopes, imports=imports, role=role)  # type: ignore[arg-type]
    return list(view_called_as_function.RULE.findings(subject(VIEW, facts=NOTES | others)))


@pytest.mark.parametrize(
    ("file", "imported", "callee"),
    [
        ("shop/jobs.py", Import("notes", "shop.views", "notes", 1), Name("notes")),
        ("shop/jobs.py", Import("notes", ".views", "notes", 1), Name("notes")),
        ("shop/jobs/all.py", Import("notes", "..views", "notes", 1), Name("notes")),
        ("shop/jobs.py", Import("views", "shop", "views", 1), Member(Name("views"), "notes")),
        ("shop/jobs.py", Import("views", ".", "views", 1), Member(Name("views"), "notes")),
    ],
)
def test_calls_through_imports_are_seen(file: str, imported: Import, callee: Name | Member):
    (finding,) = view_calls(file, scope("run", calls=(Call(callee, line=7),)), imports=(imported,))
    assert finding.location == Location(file, 7)
    assert finding.message.startswith("run calls the handler of GET /notes")


def test_other_functions_of_the_same_name_are_not_meant():
    call = Call(Name("notes"), line=7)
    assert view_calls("shop/jobs.py", scope("run", calls=(call,))) == []
    elsewhere = Import("notes", "other.views", "notes", 1)
    assert view_calls("shop/jobs.py", scope("run", calls=(call,)), imports=(elsewhere,)) == []
    hidden = scope("run", calls=(call,), parameters=(Formal("notes"),))
    assert view_calls("shop/jobs.py", hidden, imports=(Import("notes", "shop.views", "notes", 1),)) == []


def test_tests_may_call_views():
    imported = (Import("notes", "shop.views", "notes", 1),)
    call = scope("test_notes", calls=(Call(Name("notes"), line=7),))
    assert view_calls("tests/test_views.py", call, imports=imported, role=Role.TEST) == []


def test_a_site_that_reaches_something_need_not_take_its_other_ways():
    reaching = link("PATCH /orders/{id}", file="static/a.js", line=7)
    other_way = ghost(GhostKind.WRONG_METHOD, "POST /orders/{id}", file="static/a.js", line=7)
    seen = subject(audited("PATCH /orders/{id}", verdict(), links=[reaching]), ghosts=[other_way])
    assert reported(method_mismatch.RULE, seen) == []


def test_an_address_without_a_word_says_nothing():
    holed = ghost(GhostKind.NO_OPERATION, "GET /")
    for url in (Text.of(Hole("base")), Text.of("/", Hole("page")), Text.of("/", Hole("a"), "?x=", Hole("b"))):
        assert reported(ghost_call.RULE, subject(ghosts=[replace(holed, site=replace(holed.site, url=url))])) == []
    word = replace(holed, site=replace(holed.site, url=Text.of(Hole("base"), "/orders")))
    assert reported(ghost_call.RULE, subject(ghosts=[word])) != []


def test_where_most_script_requests_miss_one_finding_stands_for_all():
    astray = [ghost(GhostKind.NO_OPERATION, f"GET /x{n}", file="static/a.js", line=n) for n in range(1, 13)]
    by_name = ghost(GhostKind.UNKNOWN_NAME, "GET /", call=CallKind.LINK, line=90)
    by_name = replace(by_name, site=replace(by_name.site, url=None, name="gone"))
    few = [audited("GET /y", verdict(), links=[link("GET /y")])]
    many = [audited(f"GET /y{n}", verdict(), links=[link(f"GET /y{n}")]) for n in range(20)]
    assert reported(ghost_call.RULE, subject(*few, ghosts=[*astray, by_name])) == ["script requests", "link GET gone"]
    assert len(reported(ghost_call.RULE, subject(*many, ghosts=astray))) == 12


def test_where_most_operations_are_uncalled_their_callers_are_out_of_sight():
    def unused(number: int) -> list:
        return [audited(operation(f"GET /{n}", handler=f"app.h{n}", line=n), UNUSED) for n in range(1, number + 1)]

    used = [audited(operation(f"GET /used{n}", handler=f"app.u{n}"), verdict()) for n in range(11)]
    (finding,) = uncalled_operation.RULE.findings(subject(*unused(12), *used))
    assert "12 of 23 operations" in finding.message
    assert len(reported(uncalled_operation.RULE, subject(*unused(9), *used[:1]))) == 9
    assert len(reported(uncalled_operation.RULE, subject(*unused(11), *used))) == 11


@pytest.mark.parametrize("path", ["/", "/favicon.ico", "/static/sw.js", "/service-worker.js", "/manifest.json"])
def test_what_browsers_ask_for_by_themselves_is_not_uncalled(path: str):
    none = verdict(Owner.NONE, fit=Fit.RETIRE)
    assert reported(uncalled_operation.RULE, subject(audited(f"GET {path}", none))) == []
    assert reported(uncalled_operation.RULE, subject(audited(f"POST {path}", none))) == [f"POST {path}"]
    assert reported(uncalled_operation.RULE, subject(audited("GET /report", none))) == ["GET /report"]
