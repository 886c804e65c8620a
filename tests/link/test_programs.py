"""Programs beside the server whose host no code names: what they ask for together tells whose clients they are."""

from __future__ import annotations

from tests.link.project import linked, sites

_OPERATIONS = ["GET /api/v1/notes", "POST /api/v1/notes", "GET /api/v1/tags", "GET /api/v1/users/{id}"]


def _client(*paths: str) -> str:
    lines = ["import requests", "", "class Api:", "    def __init__(self, host):", "        self.host = host"]
    for number, path in enumerate(paths):
        lines += [f"    def call_{number}(self, key):", f'        return requests.get(f"{{self.host}}{path}")']
    return "\n".join(lines)


def test_a_folder_that_asks_for_many_addresses_of_this_project_is_its_client() -> None:
    result = linked({"sdk/api.py": _client("/api/v1/notes", "/api/v1/tags", "/api/v1/users/{key}")}, _OPERATIONS)
    assert sites(result, "GET /api/v1/notes") == ["python-http sdk/api.py:7"]
    assert sites(result, "GET /api/v1/users/{id}") == ["python-http sdk/api.py:11"]
    assert not result.unresolved


def test_two_addresses_are_chance() -> None:
    result = linked({"sdk/api.py": _client("/api/v1/notes", "/api/v1/tags")}, _OPERATIONS)
    assert not any(result.links.values())
    assert {item.why for item in result.unresolved} == {"the host is not known, so it may be another system's"}


def test_a_folder_that_mostly_asks_another_system_stays_open() -> None:
    paths = ("/api/v1/notes", "/api/v1/tags", "/api/v1/users/{key}")
    others = ("/api/v3/series", "/api/v3/movies", "/api/v3/queue", "/api/v3/tags")
    result = linked({"sync/other.py": _client(*paths, *others)}, _OPERATIONS)
    assert not any(result.links.values())
    assert len(result.unresolved) == len(paths) + len(others)


def test_a_route_that_takes_anything_proves_nothing_and_decides_no_wrapper() -> None:
    files = {
        "sdk/api.py": """\
        import requests

        class Api:
            def __init__(self, host):
                self.host = host

            def fetch(self, uri):
                return requests.get(f"{self.host}/api/v1/{uri}")

            def notes(self):
                return self.fetch("notes")

            def tags(self):
                return self.fetch("tags")

            def user(self, key):
                return self.fetch(f"users/{key}")
        """,
    }
    result = linked(files, [*_OPERATIONS, "GET /api/v1/{rest:path}"])
    assert sites(result, "GET /api/v1/tags") == ["via-wrapper sdk/api.py:14", "wrapper sdk/api.py:8"]
    assert not sites(result, "GET /api/v1/{rest:path}")


def test_an_empty_host_is_not_written_out() -> None:
    files = {
        "sync/solver.py": """\
        import requests

        def ready(settings):
            return requests.get("http://" + "" + f"/{settings.kind}/health")
        """,
    }
    result = linked(files, _OPERATIONS)
    assert not result.ghosts
    assert [item.why for item in result.unresolved] == ["the host is not known, so it may be another system's"]


def test_a_check_that_is_told_the_port_of_this_machine() -> None:
    check = """\
        import sys
        import requests

        def check(port):
            return requests.get(f"http://localhost:{port}/status").status_code == 200

        check(sys.argv[1])
        """
    elsewhere = check.replace("localhost", "{host}").replace("(port)", "(host, port)")
    result = linked({"scripts/check.py": check, "scripts/other.py": elsewhere}, ["GET /status"])
    assert sites(result, "GET /status") == ["via-wrapper scripts/check.py:7", "wrapper scripts/check.py:5"]
    assert [item.location.file for item in result.unresolved] == ["scripts/other.py"]
