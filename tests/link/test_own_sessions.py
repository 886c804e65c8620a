"""HTTP clients that a project makes its own, and hosts that hold unless somebody says otherwise."""

from __future__ import annotations

import pytest

from tests.link.project import linked, sites

OPERATIONS = ["GET /api/books", "PUT /api/books/{id}"]


def test_a_session_puts_its_base_before_what_it_is_asked_for() -> None:
    result = linked(
        {
            "app/client.py": """\
            from urllib.parse import urljoin
            import httpx
            import requests

            class Session(requests.Session):
                def __init__(self, base="http://localhost:8000/api/"):
                    super().__init__()
                    self.base = base

                def request(self, method, url, **options):
                    return super().request(method, urljoin(self.base, url), **options)

            class Client(httpx.Client):
                def __init__(self):
                    super().__init__(base_url="http://localhost:8000/api")

                def login(self):
                    return self.put("/books/1")

            def show():
                Session().get("books")
                Client().get("/books")
            """
        },
        OPERATIONS,
    )
    assert sites(result, "GET /api/books") == ["python-http app/client.py:21", "python-http app/client.py:22"]
    assert sites(result, "PUT /api/books/{id}") == ["python-http app/client.py:18"]


@pytest.mark.parametrize(
    "text",
    [
        "requests.get(os.environ.get('BOOKS', 'http://localhost:8000') + '/api/books')",
        "requests.get(f'{url}/api/books')",
        "urllib3.HTTPConnectionPool('localhost', 8000).urlopen('GET', '/api/books')",
        "http.client.HTTPConnection('localhost').request('GET', '/api/books')",
        "httpx.Client(base_url=url).get('/api/books')",
    ],
)
def test_the_host_is_the_default(text: str) -> None:
    code = f"""\
    import http.client
    import os
    import click
    import httpx
    import requests
    import urllib3

    @click.command()
    @click.option("--url", default="http://localhost:8000")
    def show(url):
        return {text}
    """
    assert sites(linked({"app/tool.py": code}, OPERATIONS), "GET /api/books") == ["python-http app/tool.py:11"]


def test_a_host_that_has_to_be_told_stays_open() -> None:
    code = """\
    import requests

    def show(url, token=None):
        return requests.get(f"{url}/api/books")
    """
    result = linked({"app/tool.py": code}, OPERATIONS)
    assert not sites(result, "GET /api/books")
    assert [str(item.location) for item in result.unresolved] == ["app/tool.py:4"]


def test_a_segment_that_may_be_left_out_is_decided_by_the_callers() -> None:
    code = """\
    import requests

    def ask(path=""):
        return requests.get("http://localhost:8000/api/books/" + path)

    def show():
        ask()
        ask("7")
    """
    result = linked({"app/tool.py": code}, ["GET /api/books/", "GET /api/books/{id}"])
    assert "via-wrapper app/tool.py:7" in sites(result, "GET /api/books/")
    assert "via-wrapper app/tool.py:8" in sites(result, "GET /api/books/{id}")
