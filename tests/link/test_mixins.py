"""Mixins: members that are copied into records, classes and prototypes."""

from __future__ import annotations

import pytest

from tests.link.project import linked, sites

SERVICE = """\
import { extend } from 'lodash';
import axios from 'axios';
export class Book {
    constructor(data) { this.data = data; }
}
const service = {
    remove: (data) => axios.delete(`/api/books/${data.id}`),
};
extend(Book, service);
"""


def test_members_copied_into_a_class_are_called_on_it() -> None:
    result = linked(
        {
            "web/book.js": SERVICE,
            "web/page.js": """\
            import { Book } from './book';
            export function onRemove(book) {
                Book.remove(book);
            }
            """,
        },
        ["DELETE /api/books/{id}"],
    )
    assert sites(result, "DELETE /api/books/{id}") == ["via-wrapper web/page.js:3", "wrapper web/book.js:7"]


@pytest.mark.parametrize("copied", ["Object.assign(Api.prototype,", "$.extend(Api.prototype,"])
def test_members_copied_into_a_prototype_are_called_on_instances(copied: str) -> None:
    result = linked(
        {
            "static/api.js": f"""\
            function Api(root) {{ this.root = root; }}
            {copied} {{
                books: function () {{ return fetch(this.root + "/books"); }},
            }});
            """,
            "static/page.js": """\
            var api = new Api("/api");
            function show() {
                api.books();
            }
            """,
        },
        ["GET /api/books", "GET /books"],
    )
    assert sites(result, "GET /api/books") == ["via-wrapper static/page.js:3", "wrapper static/api.js:3"]
    assert sites(result, "GET /books") == []


def test_a_record_shared_by_scripts_has_what_any_of_them_copies_in() -> None:
    result = linked(
        {
            "static/app.js": "var App = { root: '/api' };",
            "static/books.js": "Object.assign(App, { books: function () { return fetch('/api/books'); } });",
            "static/page.js": "function show() { App.books(); }",
        },
        ["GET /api/books"],
    )
    assert sites(result, "GET /api/books") == ["via-wrapper static/page.js:1", "wrapper static/books.js:1"]


def test_copying_into_something_else_gives_a_class_nothing() -> None:
    result = linked(
        {
            "web/book.js": SERVICE.replace("extend(Book, service)", "extend({}, service)"),
            "web/page.js": """\
            import { Book } from './book';
            export function onRemove(book) { Book.remove(book); }
            """,
        },
        ["DELETE /api/books/{id}"],
    )
    assert sites(result, "DELETE /api/books/{id}") == ["fetch web/book.js:7"]
