"""Members of packages that the project replaces, and data of applications mounted on a page's own markup."""

from __future__ import annotations

from tests.link.project import linked, sites

OPERATIONS = ["GET /api/books", "DELETE /api/books/{id}"]


def test_what_a_script_puts_into_a_package_is_called_where_the_package_is() -> None:
    result = linked(
        {
            "web/setup.js": """\
            import client from "books-client";
            client.fetch = (path, options) => window.fetch("/api" + path, options);
            client.pages.load = () => window.fetch("/api/books");
            """,
            "web/page.js": """\
            import client from "books-client";
            import other from "other-client";
            client.fetch("/books/3", { method: "DELETE" }).then(show);
            client.pages.load().then(show);
            other.fetch("/books/4", { method: "DELETE" }).then(show);
            """,
        },
        OPERATIONS,
    )
    assert sites(result, "DELETE /api/books/{id}") == ["via-wrapper web/page.js:3", "wrapper web/setup.js:2"]
    assert sites(result, "GET /api/books") == ["via-wrapper web/page.js:4", "wrapper web/setup.js:3"]


def test_what_plug_ins_add_to_jquery_is_called_by_any_script_of_a_page() -> None:
    plugins = """\
    (function ($) {
        const running = {};
        $.once = function (options) {
            running.one = $.ajax(options);
            return running.one;
        };
        $.fn.refresh = function (url) {
            return this.each(function () { $.get(url); });
        };
    })(jQuery);
    jQuery.sendJson = (url, data) => $.ajax({ url: url, type: "PUT", data: JSON.stringify(data) });
    other.once = function (options) { fetch("/api/nothing"); };
    """
    page = """\
    $(function () {
        $.once({ type: "DELETE", url: "/api/books/1" }).done(show);
        $("#list").refresh("/api/books");
        $.sendJson("/api/books/3", {});
    });
    """
    result = linked(
        {"static/plugins.js": plugins, "static/page.js": page},
        [*OPERATIONS, "PUT /api/books/{id}", "GET /api/nothing"],
    )
    assert sites(result, "DELETE /api/books/{id}") == ["via-wrapper static/page.js:2", "wrapper static/plugins.js:4"]
    assert sites(result, "GET /api/books") == ["via-wrapper static/page.js:3", "wrapper static/plugins.js:8"]
    assert sites(result, "PUT /api/books/{id}") == ["via-wrapper static/page.js:4", "wrapper static/plugins.js:11"]
    assert sites(result, "GET /api/nothing") == ["fetch static/plugins.js:12"]
    assert result.unresolved == ()


def test_names_in_bound_attributes_are_the_data_of_the_application_on_the_page() -> None:
    page = """\
    <div id="app"><a :href="root + '/books'">Books</a></div>
    <script>
      Vue.createApp({ data() { return { root: "/api" }; } }).mount("#app");
    </script>
    """
    result = linked({"templates/page.html": page}, ["GET /api/books", "GET /old/books"])
    assert sites(result, "GET /api/books") == ["link templates/page.html:1"]
    assert sites(result, "GET /old/books") == []
