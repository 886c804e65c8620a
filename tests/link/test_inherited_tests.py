"""Requests of test classes whose address or request stands in a base class, a mixin or a subclass."""

from __future__ import annotations

from scanner.concepts.operation import Operation
from tests.link.project import linked, operation, sites

_ROUTES: list[str | Operation] = [
    operation("GET /notes", name="note_list", framework="django"),
    operation("POST /notes", name="note_list", framework="django"),
    operation("GET /notes/{id}", name="note_detail", framework="django"),
    operation("DELETE /notes/{id}", name="note_detail", framework="django"),
    operation("GET /tags", name="tag_list", framework="django"),
    operation("POST /tags", name="tag_list", framework="django"),
]

_MIXIN = """\
    from django.test import TestCase

    class Requests(TestCase):
        url = ""

        def assert_fetched(self, user, expected):
            response = self.client.get(self.url)
            assert response.status_code == expected

        def assert_created(self, user, expected):
            self._send(self.client.post)
            response = self.client.post(self.url, data={})
            assert response.status_code == expected

        def assert_deleted(self):
            self._delete()

        def _delete(self):
            self.client.delete(self.url)
    """


def test_helper_of_a_mixin_asks_for_what_each_test_class_sets_up() -> None:
    result = linked(
        {
            "tests/base.py": _MIXIN,
            "tests/test_notes.py": """\
            from django.urls import reverse
            from tests.base import Requests

            class NoteListTest(Requests):
                @classmethod
                def setUpTestData(cls):
                    cls.url = reverse(viewname="note_list")
                    cls.url += "?page=1"

                def test_list(self):
                    self.assert_fetched(self.member, 200)

            class NoteTest(Requests):
                def setUp(self):
                    self.url = reverse("note_detail", args=[self.note.id])

                def test_delete(self):
                    self.assert_deleted()

            class TagListTest(Requests):
                def setUp(self):
                    self.url = reverse("tag_list")

                def test_create(self):
                    self.assert_created(self.member, 201)
            """,
        },
        _ROUTES,
    )
    assert sites(result, "GET /notes") == ["test tests/test_notes.py:11"]
    assert sites(result, "DELETE /notes/{id}") == ["test tests/test_notes.py:18"]
    assert sites(result, "POST /tags") == ["test tests/test_notes.py:25"]
    for other in ("POST /notes", "GET /notes/{id}", "GET /tags"):
        assert sites(result, other) == [], other


def test_tests_inherited_by_classes_that_name_the_route_and_bring_the_helper() -> None:
    result = linked(
        {
            "tests/base.py": _MIXIN,
            "tests/test_lists.py": """\
            from django.urls import reverse
            from tests.base import Requests

            class ListTests:
                view_name = "no_such_list"

                @classmethod
                def setUpTestData(cls):
                    cls.url = reverse(viewname=cls.view_name)

                def test_list(self):
                    self.assert_fetched(None, 200)

            class NoteListTest(ListTests, Requests):
                view_name = "note_list"

            class TagListTest(ListTests, Requests):
                view_name = "tag_list"
            """,
        },
        _ROUTES,
    )
    assert sites(result, "GET /notes") == ["test tests/test_lists.py:12"]
    assert sites(result, "GET /tags") == ["test tests/test_lists.py:12"]
    assert sites(result, "POST /tags") == []


def test_format_strings_in_class_attributes_and_constants() -> None:
    result = linked(
        {
            "tests/test_notes.py": """\
            ALL = "/notes%s"
            ONE = "/notes/%d"

            class TestNote:
                route = "/notes/{note_id}"

                def test_it(self, app, note):
                    client = app.test_client()
                    assert client.get(self.route.format(note_id=note.id)).status_code == 200

                def test_deleted(self, client, note):
                    client.delete(ONE % note.id)

                def test_all(self, client):
                    client.get(ALL % "")
            """,
        },
        _ROUTES,
    )
    assert sites(result, "GET /notes/{id}") == ["test tests/test_notes.py:9"]
    assert sites(result, "DELETE /notes/{id}") == ["test tests/test_notes.py:12"]
    assert sites(result, "GET /notes") == ["test tests/test_notes.py:15"]
