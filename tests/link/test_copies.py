"""Options that scripts copy together before they ask: jQuery's and lodash's `extend`, `Object.assign`."""

from __future__ import annotations

from tests.link.project import linked, sites


def test_options_copied_together_say_what_is_asked_for() -> None:
    result = linked(
        {
            "web/page.js": """\
            var defaults = { type: "POST", dataType: "json" };
            function save(opts) {
              var params = $.extend({}, defaults, opts);
              params.url = "/api/notes";
              return $.ajax(params);
            }
            function drop() { return $.ajax(_.extend({}, { type: "GET" }, { type: "DELETE", url: "/api/notes" })); }
            function ask(opts) { return fetch("/api/notes", Object.assign({}, opts, { method: "PUT" })); }
            save({});
            drop();
            ask({});
            """,
        },
        ["GET /api/notes", "PUT /api/notes", "POST /api/notes", "DELETE /api/notes"],
    )
    assert sites(result, "GET /api/notes") == []
    assert sites(result, "POST /api/notes") == ["via-wrapper web/page.js:9", "wrapper web/page.js:5"]
    assert sites(result, "DELETE /api/notes") == ["via-wrapper web/page.js:10", "wrapper web/page.js:7"]
    assert sites(result, "PUT /api/notes") == ["via-wrapper web/page.js:11", "wrapper web/page.js:8"]
    assert not result.unresolved
