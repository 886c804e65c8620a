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
