"""Requests that end in an exception nobody handles: what the path names is not there, the body lacks a key."""

from __future__ import annotations

import pytest

from scanner.concepts.effects import EffectKind as E
from tests.link.python_project import effects, facts_of, operation

KINDS = "from enum import Enum\nKINDS = {'a': 1}\nclass Kind(Enum):\n    A = 1\n"


def misses(body: str, *, before: str = "", **files: str) -> list[tuple[str, int]]:
    """(what breaks, calls away) of `GET /kinds/{kind}`, whose handler has this body."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    texts = {f"{name}.py": text for name, text in files.items()}
    view = f"from kinds import KINDS, Kind\n{before}\ndef view(kind):\n{lines}"
    facts = facts_of({"kinds.py": KINDS, "view.py": view, **texts})
    (found,) = effects(facts, operation(facts, "GET", "view.py:view", path="/kinds/{kind}"))
    return [(one.detail, one.depth) for one in found.get(E.BREAKS_ON_MISS, [])]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("return KINDS[kind]", "KINDS[kind]"),
        ("return Kind[kind]", "Kind[kind]"),
        ("name = str(kind)\nreturn KINDS[name]", "KINDS[name]"),
        ("return Row.objects.get(name=kind)", "Row.objects.get"),
        ("return db.session.query(Row).filter_by(id=kind).one()", "db.session.query.filter_by.one"),
        ("row = Row.query.get(kind)\nreturn row.name", "Row.query.get"),
        ("row = Row.query.filter(Row.id == int(kind)).first()\nrow.name = 'new'", "Row.query.filter.first"),
        ("row = Row.query.filter_by(id=kind).first()\nrow.name = 'new'", "Row.query.filter_by.first"),
        ("row = session.scalar(select(Row).where(Row.id == kind)).one()", "session.scalar.one"),
        ("row = KINDS.get(kind)\nreturn row.name", "KINDS.get"),
        ("row = db.get(Row, kind)\nreturn row.name", "db.get"),
    ],
)
def test_a_lookup_of_what_the_path_names_breaks_on_a_miss(body: str, detail: str) -> None:
    assert misses(body) == [(detail, 0)]


@pytest.mark.parametrize(
    "body",
    [
        "if kind not in KINDS:\n    return 404\nreturn KINDS[kind]",
        "try:\n    return KINDS[kind]\nexcept KeyError:\n    return 404",
        "with suppress(LookupError):\n    return KINDS[kind]",
        "KINDS[kind] = 1\nreturn KINDS[kind]",
        "return KINDS['a']",
        "return seen[kind]",
        "return Row.objects.filter(name=kind)",
        "try:\n    return Row.objects.get(name=kind)\nexcept Row.DoesNotExist:\n    return 404",
        "row = Row.query.get(kind)\nif not row:\n    return 404\nreturn row.name",
        "row = Row.query.get(kind) or Row()\nreturn row.name",
        "row = Row.query.get(kind)\nreturn jsonify(row)",
        "row = Row.query.get(kind)\nallowed(row)\nreturn row.name",
        "row = requests.get(kind)\nreturn row.name",
        "row = get_object_or_404(Row, id=kind)\nreturn Other.objects.get(id=kind)",
        "row = Row.query.get(kind)\nif row is None:\n    return 404\nreturn Other.objects.get(id=kind)",
        "row = Row.query.get_or_404(kind)\nreturn row.name",
        "kind = default()\nreturn KINDS[kind]",
    ],
)
def test_what_is_asked_about_caught_or_may_be_breaks_nothing(body: str) -> None:
    assert misses(body) == []


def test_a_miss_is_followed_through_calls() -> None:
    find = "from kinds import KINDS\ndef find(name):\n    if KINDS.get(name) is None:\n        raise KeyError\n"
    assert misses("return find(kind)", before="from store import find", store=find) == [("raise KeyError", 1)]
    caught = "try:\n    return find(kind)\nexcept Exception:\n    return 404"
    assert misses(caught, before="from store import find", store=find) == []
    save = "class Form:\n    def save(self, row):\n        row.name = 1\n"
    used = "row = Row.query.get(kind)\nForm().save(row)\nreturn 1"
    assert misses(used, before="from store import Form", store=save) == [("Row.query.get", 0)]
    careful = save.replace("        row.name", "        if row is None:\n            return\n        row.name")
    assert misses(used, before="from store import Form", store=careful) == []


def test_what_stands_before_the_handler_may_answer_for_the_miss() -> None:
    wraps = "def {name}(f):\n    def inner(*args, **kwargs):\n{body}    return inner\n@{name}"
    looks = wraps.format(name="known", body="        kwargs['kind'] or abort(404)\n        return f(*args, **kwargs)\n")
    assert misses("return KINDS[kind]", before=looks) == []
    around = "        try:\n            return f(*args, **kwargs)\n        except KeyError:\n            return 404\n"
    assert misses("return KINDS[kind]", before=wraps.format(name="answers", body=around)) == []
    other = around.replace("return f(*args, **kwargs)", "user()") + "        return f(*args, **kwargs)\n"
    assert misses("return KINDS[kind]", before=wraps.format(name="login", body=other)) == [("KINDS[kind]", 0)]


def test_an_application_may_answer_for_an_exception() -> None:
    app = "@app.errorhandler({raised})\ndef missing(error):\n    return 404\n"
    assert misses("return KINDS[kind]", app=app.format(raised="KeyError")) == []
    assert misses("return KINDS[kind]", app=app.format(raised="Exception")) == [("KINDS[kind]", 0)]
    assert misses("return KINDS[kind]", app="app.add_exception_handler(KeyError, missing)\n") == []
    middleware = "class Missing:\n    def process_exception(self, request, error):\n        return 404\n"
    assert misses("return KINDS[kind]", app=middleware) == []


def test_known_values_only_are_let_in_by_type() -> None:
    view = "from kinds import KINDS, Kind\ndef view(kind: {type}):\n    return KINDS[kind]\n"

    def found(annotation: str) -> bool:
        facts = facts_of({"kinds.py": KINDS, "view.py": view.format(type=annotation)})
        (table,) = effects(facts, operation(facts, "GET", "view.py:view", path="/kinds/{kind}", framework="fastapi"))
        return E.BREAKS_ON_MISS in table

    assert found("str")
    assert not found("Kind")
    assert not found("Literal['a']")


def bare(body: str, framework: str = "flask") -> list[str]:
    """The keys that `POST /x` reads bare."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    facts = facts_of({"view.py": f"def check(data):\n    pass\ndef view(request):\n{lines}"})
    (found,) = effects(facts, operation(facts, "POST", "view.py:view", framework=framework))
    return [one.detail for one in found.get(E.BREAKS_ON_BODY, [])]


@pytest.mark.parametrize(
    ("body", "framework", "keys"),
    [
        ("data = request.get_json()\nreturn data['id']", "flask", ['data["id"]']),
        ("return request.json['id']", "flask", ['request.json["id"]']),
        ("data = request.get_json() or {}\nreturn data['id'].strip()", "flask", ['data["id"]']),
        ("data = json.loads(request.body)\nreturn data['id']", "django", ['data["id"]']),
        ("data = await_(request.json())\nreturn data['id']", "fastapi", []),
        ("return request.data['id']", "drf", ['request.data["id"]']),
        ("return request.data['id']", "flask", []),
        ("return request.form['id']", "flask", []),
        ("data = request.get_json()\nreturn data['id'] if 'id' in data else 1", "flask", []),
        ("data = request.get_json()\nif data.get('id'):\n    return data['id']", "flask", []),
        (
            "data = request.get_json()\nfor key in NEEDED:\n    if key not in data:\n        abort(400)\ndata['id']",
            "flask",
            [],
        ),
        ("data = request.get_json()\ncheck(data)\nreturn data['id']", "flask", []),
        ("data = request.get_json()\ndata['id'] = 1\nreturn data['id']", "flask", []),
        ("data = request.get_json()\ntry:\n    data['id']\nexcept (TypeError, KeyError):\n    abort(400)", "flask", []),
        (
            "data = request.get_json()\ntry:\n    data['id']\nexcept KeyError:\n    log()\n    raise",
            "flask",
            ['data["id"]'],
        ),
        ("data = request.get_json()\nforward(method=request.method)\nreturn data['id']", "flask", []),
    ],
)
def test_a_bare_key_of_a_json_body_breaks(body: str, framework: str, keys: list[str]) -> None:
    assert bare(body, framework) == keys
