"""Lines that move are followed; whatever else changes is told apart."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from scanner.cache.memory import read_moved, write
from scanner.cache.moved import facts_moved, program_moved, told
from scanner.concepts.facts import FileFacts
from scanner.concepts.location import Location
from scanner.concepts.operation import Application
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Language, Role, SourceFile
from scanner.extract.one import read_file

MODULE = dedent('''\
    import os


    @app.route("/a")
    def a():
        x = os.getenv("X")
        return x


    def b():
        """Words."""
        return a()
    ''')


def facts(folder: Path, name: str, language: Language, text: str) -> FileFacts:
    (folder / name).write_text(text)
    found = read_file(folder, SourceFile(name, language, Role.SOURCE, len(text))).result
    assert isinstance(found, FileFacts)
    return found


@pytest.mark.parametrize(
    ("edited", "moves"),
    [
        (f"# first\n{MODULE}", {2: None, 4: 5, 5: 6, 12: 13}),
        (MODULE.replace("\n\ndef b", "\n# between\n\ndef b"), {1: 1, 4: 4, 7: 7, 10: 11, 12: 13}),
        (MODULE.replace("    return x", "    # inside\n    return x"), {6: 6, 7: 8, 10: 11}),
        (f"{MODULE}# last\n", {1: 1, 4: 4, 12: 12}),
    ],
    ids=["above", "between", "inside a short function", "below"],
)
def test_comments_and_blank_lines_move_what_stands_below(
    tmp_path: Path, edited: str, moves: dict[int, int | None]
) -> None:
    said = program_moved(MODULE, edited)
    assert said is not None
    syntax = told(said)
    assert {line: syntax.get(line) for line in moves} == moves
    old, new = (facts(tmp_path, "m.py", Language.PYTHON, text) for text in (MODULE, edited))
    found = facts_moved(old, new)
    assert found is not None
    assert all(syntax[here] == there for here, there in found if here != 1)
    assert {here for here, _ in found} >= {4, 6, 7, 10, 12}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"/a"', '"/b"'),
        ('"""Words."""', '"""\n    Words."""'),
        ("return x", "return  x"),
        ("return a()", "return a() or 1"),
        ("import os\n", "import os, sys\n"),
        ("return x", "return ("),
    ],
)
def test_a_program_that_says_something_else_is_not_one_that_moved(before: str, after: str) -> None:
    assert program_moved(MODULE, MODULE.replace(before, after)) is None


def test_a_number_is_not_the_truth_value_that_equals_it() -> None:
    assert program_moved("x = 1", "x = True") is None
    assert program_moved("x = 1", "x = 1.0") is None


def test_long_functions_that_grow_are_looked_at_again(tmp_path: Path) -> None:
    body = "".join(f"    call{number}()\n" for number in range(40))
    old, new = (
        facts(tmp_path, "m.py", Language.PYTHON, f"def long():\n{text}")
        for text in (body, body.replace("    call20()", "\n    call20()"))
    )
    assert facts_moved(old, new) is None
    assert facts_moved(old, facts(tmp_path, "m.py", Language.PYTHON, f"\n\ndef long():\n{body}")) is not None


def test_components_move_as_a_whole(tmp_path: Path) -> None:
    script = 'export default { data() { return { at: "/a" } } }'
    text = f'<template>\n<a :href="at">x</a>\n</template>\n<script>\n{script}\n</script>\n'
    old = facts(tmp_path, "C.vue", Language.COMPONENT, text)
    moved = facts_moved(old, facts(tmp_path, "C.vue", Language.COMPONENT, f"\n\n{text}"))
    assert moved is not None
    assert {there - here for here, there in moved} == {2}


def test_scripts_move_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    text = 'const url = "/a"\n\nfetch(url)\n'
    old = facts(tmp_path, "s.js", Language.JAVASCRIPT, text)
    whole = facts_moved(old, facts(tmp_path, "s.js", Language.JAVASCRIPT, f"// a\n{text}"))
    assert whole is not None
    assert (told(whole)[3], told(whole).get(1)) == (4, None), "the first line also stands for the file"
    assert facts_moved(old, facts(tmp_path, "s.js", Language.JAVASCRIPT, text.replace("\n\n", "\n\n\n"))) is None


def test_places_move_in_fields_and_in_texts_and_are_lost_where_no_line_is_told() -> None:
    at = Location("a/é.py", 7)
    found = Registrations(applications=(Application("seen at a/é.py:7, xa/é.py:7 and a/é.py:70", "flask", at),))
    document = write(found)
    assert document is not None
    moved = read_moved(Registrations, document, {"a/é.py": {7: 9, 70: 71}})
    assert moved is not None
    assert moved.applications[0].location == Location("a/é.py", 9)
    assert moved.applications[0].name == "seen at a/é.py:9, xa/é.py:7 and a/é.py:71"
    assert read_moved(Registrations, document, {"a/é.py": {70: 71}}) is None
    assert read_moved(Registrations, document, {"a/é.py": {7: 9}}) is None
    assert read_moved(Registrations, document, {"other.py": {}}) == found
