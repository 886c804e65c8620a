from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from reporters.json import render
from scanner.concepts.report import Report
from tests.reporters import frozen
from tests.reporters.build import HOSTILE, empty, hostile, many, sample

SCHEMA = json.loads(files("reporters").joinpath("callside-1.schema.json").read_text("utf-8"))


def closed(schema: Any) -> Any:
    """The same schema, in which a field that it does not describe is an error."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and "additionalProperties" not in inner:
        inner["additionalProperties"] = False
    return inner


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "report",
    [sample(), empty(), hostile(), many(20), *map(frozen.report, frozen.PROJECTS)],
    ids=["sample", "empty", "hostile", "many", *frozen.PROJECTS],
)
def test_every_field_is_described_by_the_shipped_schema(report: Report) -> None:
    jsonschema.Draft202012Validator(closed(SCHEMA)).validate(json.loads(render(report)))


def test_the_schema_refuses_what_is_not_the_contract() -> None:
    document = json.loads(render(sample()))
    document["operations"][0]["owner"] = "frontend"
    with pytest.raises(jsonschema.ValidationError, match="frontend"):
        jsonschema.validate(document, SCHEMA)


def test_fields_of_the_contract() -> None:
    document = json.loads(render(sample()))
    assert document["schema"] == "callside/1"
    assert document["tool"] == {"name": "callside", "version": "0.1.0"}
    assert document["project"]["applications"][1] == {
        "name": "shop",
        "framework": "flask",
        "file": "shop/__init__.py",
        "line": 9,
    }
    operation = next(item for item in document["operations"] if item["id"] == "shop:POST /account/profile")
    assert operation["handler"] == {"name": "shop.account.save_profile", "file": "shop/account.py", "line": 21}
    assert operation["route"] == {"file": "shop/account.py", "line": 20, "column": 1}
    assert (operation["owner"], operation["shape"], operation["fit"]) == ("ui", "json-api", "lighter")
    assert (operation["confidence"], operation["mutates"], operation["tested"]) == (0.912, True, True)
    assert operation["evidence"][3] == {
        "toward": "system",
        "weight": -1.4,
        "kind": "no-token",
        "text": "no token or key opens it",
        "file": None,
        "line": None,
    }
    assert [(call["kind"], call["match"], call["line"]) for call in operation["callers"]] == [
        ("via-wrapper", "exact", 7),
        ("wrapper", "exact", 2),
        ("test", "exact", 30),
    ]
    assert operation["callers"][0]["page"] == "shop/templates/profile.html"
    assert operation["callers"][0]["through"] == [{"file": "shop/static/api.js", "line": 2, "column": 10}]
    ghost = next(item for item in document["findings"] if item["rule"] == "CS402")
    assert ghost["operation"] is None
    assert document["unresolved"][0]["why"] == "base is read from an attribute"
    assert document["coverage"]["skipped"] == {"too-large": 1, "vendored": 2}


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(sample()) == render(sample())


def test_without_timing_no_seconds_are_written() -> None:
    assert "seconds" not in json.loads(render(empty()))["coverage"]


def test_hostile_text_comes_back_as_it_was_and_travels_as_plain_ascii() -> None:
    text = render(hostile())
    assert text.isascii()
    assert not any(ord(character) < 32 and character != "\n" for character in text)
    assert json.loads(text)["findings"][0]["message"] == HOSTILE
