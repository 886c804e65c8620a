"""Widgets and browser functions that request what an option or argument names."""

from __future__ import annotations

from tests.link.project import linked, sites


def test_completion_tables_choices_and_service_workers() -> None:
    result = linked(
        {
            "web/app.js": """\
            const names = new Bloodhound({remote: {url: "/names?q=%QUERY", wildcard: "%QUERY"}});
            const all = new Bloodhound({prefetch: "/all"});
            $("#rows").DataTable({ajax: "/rows"});
            $("#more").DataTable({ajax: {url: "/more", type: "POST"}});
            $("#pick").select2({ajax: {url: "/pick", dataType: "json"}});
            $("#type").typeahead({ajax: {url: "/type"}});
            navigator.serviceWorker.register("/worker");
            """
        },
        ["GET /names", "GET /all", "GET /rows", "POST /more", "GET /pick", "GET /type", "GET /worker"],
    )
    assert {one: sites(result, one) for one in result.links} == {
        "GET /names": ["fetch web/app.js:1"],
        "GET /all": ["fetch web/app.js:2"],
        "GET /rows": ["fetch web/app.js:3"],
        "POST /more": ["fetch web/app.js:4"],
        "GET /pick": ["fetch web/app.js:5"],
        "GET /type": ["fetch web/app.js:6"],
        "GET /worker": ["fetch web/app.js:7"],
    }
