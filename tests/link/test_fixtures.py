"""What pytest hands to tests: fixtures that give addresses and clients, parametrized addresses, browsers."""

from __future__ import annotations

from tests.link.project import linked, sites


def test_fixtures_give_addresses_and_request_functions() -> None:
    result = linked(
        {
            "tests/conftest.py": """\
            import pytest

            @pytest.fixture
            def notes_url():
                return "/api/notes"

            @pytest.fixture(name="tags_url")
            def made_tags_url():
                yield "/api/tags"
            """,
            "tests/api/test_notes.py": """\
            import pytest

            @pytest.fixture
            def fetch(client):
                def asked(path):
                    return client.get("/api" + path)
                return asked

            def test_list(client, notes_url):
                client.get(notes_url)

            def test_create(client, tags_url):
                client.post(tags_url, json={})

            def test_users(fetch):
                assert fetch("/users").status_code == 200

            def ask(client, notes_url):
                client.delete(notes_url)
            """,
        },
        ["GET /api/notes", "DELETE /api/notes", "POST /api/tags", "GET /api/users"],
    )
    assert sites(result, "GET /api/notes") == ["test tests/api/test_notes.py:10"]
    assert sites(result, "POST /api/tags") == ["test tests/api/test_notes.py:13"]
    assert sites(result, "GET /api/users") == ["test tests/api/test_notes.py:16"]
    assert sites(result, "DELETE /api/notes") == [], "a function that pytest does not call gets no fixture"


def test_parametrized_addresses() -> None:
    result = linked(
        {
            "tests/test_all.py": """\
            import pytest

            @pytest.mark.parametrize("path", ["/a", pytest.param("/b", id="b")])
            def test_alone(client, path):
                client.get(path)

            @pytest.mark.parametrize(("status", "path"), [(200, "/c"), (404, "/d")])
            class TestMany:
                def test_one(self, client, status, path):
                    client.get(f"{path}?all=1")
            """,
        },
        ["GET /a", "GET /b", "GET /c", "GET /d"],
    )
    for path in ("/a", "/b"):
        assert sites(result, f"GET {path}") == ["test tests/test_all.py:5"]
    for path in ("/c", "/d"):
        assert sites(result, f"GET {path}") == ["test tests/test_all.py:10"]


def test_browsers_and_stated_methods() -> None:
    result = linked(
        {
            "tests/test_pages.py": """\
            def test_page(page, live_server):
                page.goto(f"{live_server.url}/login")

            def test_browser(driver, live_server):
                driver.get(live_server.url + "/logout")

            def test_opened(client):
                client.open("/notes", method="PUT")
            """,
        },
        ["GET /login", "GET /logout", "PUT /notes", "GET /notes"],
    )
    assert sites(result, "GET /login") == ["test tests/test_pages.py:2"]
    assert sites(result, "GET /logout") == ["test tests/test_pages.py:5"]
    assert sites(result, "PUT /notes") == ["test tests/test_pages.py:8"]
    assert sites(result, "GET /notes") == []
