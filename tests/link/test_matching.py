from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.concepts.callsite import MatchGrade
from scanner.concepts.operation import Operation
from scanner.concepts.text import Hole, Text
from scanner.link.addresses import read
from scanner.link.matching import Match, Matcher
from scanner.link.prefixes import Prefix
from tests.link.project import operation

_HOLE = Hole("x")


def _match(
    operations: list[str], *parts: str | Hole, method: str | None = "GET", prefixes: tuple[Prefix, ...] = ()
) -> Match | None:
    address = read(Text.of(*parts))
    assert address is not None
    return Matcher([operation(item) for item in operations], prefixes).match(address, method)


def _id(match: Match | None) -> str | None:
    return match.operations[0].id if match and not match.wrong_method else None


@pytest.mark.parametrize(
    ("hole", "expected"),
    [
        ("event.id", "event_pk"),
        ("UUIDField()", "event_pk"),
        ("event.number", "number"),
        ("PositiveIntegerField()", "number"),
        ("tab", "tab"),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_names_decide_between_paths_that_fit_equally(hole: str, expected: str, order: int) -> None:
    operations = ["GET /events/{event_pk:uuid}/", "GET /events/{number:int}/", "GET /events/{tab}/"]
    match = _match(operations[::order], "/events/", Hole(hole), "/")
    assert match is not None and [part.name for part in match.operations[0].path.parameters] == [expected]


@pytest.mark.parametrize(
    ("operations", "parts", "expected", "grade"),
    [
        (["GET /users"], ["/users"], "GET /users", MatchGrade.EXACT),
        (["GET /users/"], ["/users?page=2#x"], "GET /users/", MatchGrade.EXACT),
        (["GET /users/{id}", "GET /users/me"], ["/users/me"], "GET /users/me", MatchGrade.EXACT),
        (["GET /users/{id}", "GET /users/me"], ["/users/", _HOLE], "GET /users/{id}", MatchGrade.TEMPLATE),
        (["GET /users/{id:int}"], ["/users/me"], None, None),
        (["GET /files/{name:path}/raw"], ["/files/a/b/raw"], "GET /files/{name}/raw", MatchGrade.TEMPLATE),
        (["GET /models/{name}:run"], ["/models/", _HOLE, ":run"], "GET /models/{name}:run", MatchGrade.TEMPLATE),
        (["GET /keys"], ["/keys", _HOLE], "GET /keys", MatchGrade.TEMPLATE),  # the hole may be a query
        (["GET /a/users"], [_HOLE, "/users"], "GET /a/users", MatchGrade.SUFFIX),
        (["GET /users"], [_HOLE, "/users"], "GET /users", MatchGrade.EXACT),
        (["GET /a/users", "GET /b/users"], [_HOLE, "/users"], None, None),
        (["GET /a/users"], ["/users"], None, None),  # a known root forbids a suffix
        (["GET /{anything:path}"], ["/users"], None, None),
        (["GET /login"], ["/", _HOLE, "login"], "GET /login", MatchGrade.EXACT),
        (["GET /x"], ["http://localhost:8000/x"], "GET /x", MatchGrade.EXACT),
        (["GET /x"], [Hole("protocol"), "//", Hole("host"), "/x"], "GET /x", MatchGrade.EXACT),
        ([r"GET /x/{id:\d+}/{note:(\d+)?}"], ["/x/", _HOLE], "GET /x/{id}/{note}", MatchGrade.TEMPLATE),
        ([r"GET /x/{id:\d+}/{note:\d+}"], ["/x/", _HOLE], None, None),
        ([r"GET /a/x{1:(.json)?}"], ["/a/x"], "GET /a/x{1}", MatchGrade.TEMPLATE),
        (["GET /x/{id}"], ["/x/{id}"], "GET /x/{id}", MatchGrade.TEMPLATE),
    ],
)  # fmt: skip
def test_one_address(
    operations: list[str], parts: list[str | Hole], expected: str | None, grade: MatchGrade | None
) -> None:
    expected = next(
        (item for item in operations if operation(item).path.text == (expected or "-").partition(" ")[2]), None
    )
    found = _match(operations, *parts)
    assert _id(found) == expected
    if expected:
        assert found is not None and found.grade is grade


def test_a_hole_stands_for_a_literal_only_where_one_operation_fits() -> None:
    found = _match(["GET /api/users/list"], "/api/", _HOLE, "/list")
    assert found is not None and found.guessed
    assert _match(["GET /api/users/list", "GET /api/teams/list"], "/api/", _HOLE, "/list") is None


def test_wrong_method_names_the_nearest() -> None:
    found = _match(["GET /users"], "/users", method="DELETE")
    assert found is not None and found.wrong_method and found.operations[0].id == "GET /users"


def test_unknown_method_means_get_where_there_is_one() -> None:
    assert _id(_match(["POST /users", "GET /users"], "/users", method=None)) == "GET /users"
    assert _id(_match(["POST /users"], "/users", method=None)) == "POST /users"


def test_known_prefix_may_stand_before_the_path() -> None:
    assert _id(_match(["GET /users"], "/proxy/users", prefixes=(Prefix("/proxy"),))) == "GET /users"
    assert _match(["GET /users"], "/other/users", prefixes=(Prefix("/proxy"),)) is None


def test_the_next_best_is_kept() -> None:
    found = _match(["GET /users/{id}", "GET /users/me"], "/users/me")
    assert found is not None and found.runner_up == "GET /users/{id}"


def test_another_host_is_another_system() -> None:
    address = read(Text.of("https://api.partner.io/users"))
    assert address is not None and address.host == "api.partner.io"
    own = read(Text.of("https://", Hole("HOST"), "/users"))
    assert own is not None and own.host == ""


@pytest.mark.parametrize("text", ["#top", "mailto:a@b.org", "javascript:void(0)", "data:text/plain,x", "tel:1"])
def test_no_request(text: str) -> None:
    assert read(Text.of(text)) is None


_WORD = st.text("abcdefgh", min_size=1, max_size=4)


@given(
    st.lists(st.one_of(_WORD, st.just(_HOLE)), min_size=1, max_size=6).filter(lambda parts: isinstance(parts[0], str))
)
def test_a_template_takes_each_of_its_instances(parts: list[str | Hole]) -> None:
    template = "GET " + "".join(
        f"/{part}" if isinstance(part, str) else f"/{{p{index}}}" for index, part in enumerate(parts)
    )
    holes = [piece for part in parts for piece in ("/", part)]
    assert _id(_match([template], *holes)) == template
    filled = "".join(f"/{part}" if isinstance(part, str) else "/17" for part in parts)
    assert _id(_match([template], filled)) == template


def test_routes_that_differ_in_their_last_slash_are_told_apart() -> None:
    old, new, add = (
        operation(text, runs=f"app.py:{name}")
        for text, name in (("GET /map", "old"), ("GET /map/", "new"), ("POST /map/", "add"))
    )

    def found(operations: tuple[Operation, ...], path: str, method: str = "GET") -> list[str]:
        address = read(Text.of(path))
        assert address is not None
        match = Matcher(operations).match(address, method)
        return [item.id for item in match.operations] if match else []

    assert found((old, new, add), "/map") == ["GET /map"]
    assert found((old, new, add), "/map/?x=1") == ["GET /map/"]
    assert found((old, new, add), "/map", "POST") == ["POST /map/"]
    assert found((new,), "/map") == ["GET /map/"]  # the framework redirects
    same = operation("GET /map/", runs="app.py:old")
    assert found((old, same), "/map") == ["GET /map", "GET /map/"]  # one handler under both
