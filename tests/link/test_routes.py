"""Which operation a name or a path means: methods beside one another, operations that nothing mounts, defaults."""

from __future__ import annotations

from dataclasses import replace

from scanner.concepts.callsite import MatchGrade
from tests.link.project import linked, operation, sites


def test_name_gives_a_path_and_the_method_picks_the_handler_there() -> None:
    result = linked(
        {
            "templates/page.html": """\
            <a href="{{ url_for('search') }}">form</a>
            <form method="post" action="{{ url_for('search') }}"></form>
            <form method="get" action="{{ url_for('edit', id=3) }}"></form>
            <form method="post" action="{{ url_for('search_form') }}"></form>
            """
        },
        [
            operation("POST /search", name="search"),
            operation("GET /search", name="search_form"),
            operation("POST /edit/{id:int}", name="edit"),
            operation("GET /edit/{number:int}", name="edit_form"),
        ],
    )
    assert sites(result, "GET /search") == ["link templates/page.html:1"]
    assert sites(result, "POST /search") == ["form templates/page.html:2", "form templates/page.html:4"]
    assert sites(result, "GET /edit/{number:int}") == ["form templates/page.html:3"]
    assert not result.ghosts


def test_operations_that_nothing_mounts_are_linked_at_their_own_path_where_no_mounted_one_fits() -> None:
    unmounted = [
        replace(operation("GET /orders/{id}", name="orders.show"), mounted=False),
        replace(operation("GET /things/{id}", name="orders.thing"), mounted=False),
    ]
    result = linked(
        {
            "templates/page.html": """\
            <a href="{{ url_for('orders.show', id=3) }}">by name</a>
            <a href="/orders/7">by path</a>
            <a href="/things/7">a mounted one fits</a>
            <a href="/nothing/7">missing</a>
            """
        },
        [*unmounted, operation("GET /things/{name}", name="things")],
    )
    assert sites(result, "GET /orders/{id}") == ["link templates/page.html:1", "link templates/page.html:2"]
    assert {item.grade for item in result.links["GET /orders/{id}"]} == {MatchGrade.SUFFIX}
    assert sites(result, "GET /things/{name}") == ["link templates/page.html:3"]
    assert sites(result, "GET /things/{id}") == []
    assert [item.site.location.line for item in result.ghosts] == [4]


def test_rules_with_defaults_are_told_apart_by_the_arguments() -> None:
    result = linked(
        {
            "templates/page.html": """\
            <a href="{{ url_for('listing', kind='hot', sort='up') }}">hot</a>
            <a href="{{ url_for('listing', kind=kind, sort='up') }}">either</a>
            <a href="{{ url_for('index') }}">first</a>
            <a href="{{ url_for('index', page=1) }}">first</a>
            <a href="{{ url_for('index', page=2) }}">second</a>
            <a href="{{ url_for('index', page=pager.next) }}">next</a>
            <a href="{{ url_for('listing', kind=kind, sort='up', id=id) }}">one of a kind</a>
            """
        },
        [
            replace(operation("GET /hot/{sort}", name="listing"), defaults=(("kind", "hot"), ("id", "1"))),
            replace(operation("GET /hot/{sort}/{id}", name="listing"), defaults=(("kind", "hot"),)),
            replace(operation("GET /new/{sort}", name="listing"), defaults=(("kind", "new"), ("id", "1"))),
            replace(operation("GET /", name="index"), defaults=(("page", "1"),)),
            operation("GET /page/{page:int}", name="index"),
        ],
    )
    assert sites(result, "GET /hot/{sort}") == ["link templates/page.html:1", "link templates/page.html:2"]
    assert sites(result, "GET /new/{sort}") == ["link templates/page.html:2"]
    assert sites(result, "GET /hot/{sort}/{id}") == ["link templates/page.html:7"]
    assert sites(result, "GET /") == ["link templates/page.html:3", "link templates/page.html:4"]
    assert sites(result, "GET /page/{page:int}") == ["link templates/page.html:5", "link templates/page.html:6"]
