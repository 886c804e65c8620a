"""The laws that every rule keeps: codes, names, documentation and examples."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import scanner.rules
from scanner.concepts.rule import Theme
from scanner.rules.base import Rule
from scanner.rules.catalogue import RULES
from scanner.rules.remedy import Remedy

each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])

THEMES = {
    "CS1": {Theme.LIGHTER},
    "CS2": {Theme.STRONGER},
    "CS3": {Theme.SPLIT},
    "CS4": {Theme.RETIRE},
    "CS5": {Theme.SAFETY},
}


def test_codes_and_names_are_unique_and_in_order():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_rule_file_is_in_the_catalogue():
    folder = Path(scanner.rules.__file__).parent
    files = {path.stem for path in folder.glob("*.py") if "RULE = Rule(" in path.read_text("utf-8")}
    assert files == {rule.name.replace("-", "_") for rule in RULES}


@each_rule
def test_names_say_what_was_found_not_the_cure(rule: Rule):
    assert re.fullmatch(r"CS[1-5]\d\d", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert rule.name.split("-")[0] not in {"use", "prefer", "avoid", "no", "missing", "should", "do", "check", "bad"}
    assert rule.theme in THEMES[rule.code[:3]]


@each_rule
def test_the_page_has_its_sections_in_order(rule: Rule):
    sections = re.findall(r"^## (.+)$", rule.doc, re.MULTILINE)
    assert sections == ["What it finds", "Why it matters", "When to keep it", "How to change it"]
    texts = re.split(r"^## .+$", rule.doc, flags=re.MULTILINE)
    assert all(len(text.split()) > 10 for text in texts[1:])
    assert rule.info.summary.endswith(".") and len(rule.info.summary) < 120


@each_rule
def test_the_page_says_how_in_each_framework(rule: Rule):
    frameworks = re.findall(r"^### (.+)$", rule.doc, re.MULTILINE)
    assert frameworks == ["Flask", "Django", "Django REST framework", "FastAPI"]


@each_rule
def test_the_page_shows_code_before_and_after_in_each_framework(rule: Rule):
    _, *sections = re.split(r"^### .+$", rule.doc.partition("## How to change it")[2], flags=re.MULTILINE)
    for section in sections:
        (code,) = re.findall(r"```(?:python|html)\n(.*?)```", section, re.DOTALL)
        assert "before" in code and "after" in code
        assert code.index("before") < code.index("after")


@each_rule
def test_code_blocks_are_closed_and_python_parses(rule: Rule):
    assert rule.doc.count("```") % 2 == 0
    for code in re.findall(r"^```python\n(.*?)^```$", rule.doc, re.MULTILINE | re.DOTALL):
        for part in re.split(r"\n\n(?=[@\w])", code):
            ast.parse(_completed(part))


def _completed(code: str) -> str:
    """Snippets may end with a decorator or a lone return."""
    lines = code.rstrip().split("\n")
    if lines[-1].lstrip().startswith("@"):
        code += "\ndef f(): ..."
    decorated_twice = re.sub(r"(?m)^(@.+)\n\n?(?=(@|\w+ ?=|$))", r"\1\n", code)
    return "async def page():\n" + "\n".join("    " + line for line in decorated_twice.split("\n"))


@each_rule
def test_examples_report_and_stay_silent(rule: Rule):
    assert any(example.reports for example in rule.examples)
    assert any(not example.reports for example in rule.examples)


@each_rule
def test_python_examples_parse(rule: Rule):
    for example in rule.examples:
        for name, text in example.files.items():
            if name.endswith(".py"):
                ast.parse(text)


def test_a_remedy_falls_back_to_its_nearest_kin():
    from tests.rules.build import operation

    remedy = Remedy(general="g", django="d", fastapi="a")
    drf = operation("GET /x", framework="django", bases=("rest_framework.views.APIView",))
    assert remedy.at(operation("GET /x", framework="flask")) == "g"
    assert remedy.at(operation("GET /x", framework="django")) == "d"
    assert remedy.at(drf) == "d"
    assert remedy.at(operation("GET /x", framework="flask-restx")) == "g"
    assert remedy.at(operation("GET /x", framework="starlette")) == "a"
    assert remedy.at(operation("GET /x", framework="other")) == "g"
