from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest

from scanner.concepts.operation import CodeRef
from scanner.concepts.source import Language, Role, SourceFile
from scanner.extract.python.module import read_module
from scanner.ownership.documents import takes_document
from tests.ownership.build import operation


@pytest.mark.parametrize(
    ("body", "document"),
    [
        ("data = request.json\n    for row in data['rows']:\n        save(row['name'])", True),
        ("rows = request.get_json(force=True).get('rows')\n    for row in rows:\n        save(row.get('name'))", True),
        ("rows = json.loads(request.body)\n    for row in rows:\n        save(row['name'])", True),
        ("for key in request.json['keys']:\n        drop(key)", False),
        ("name = request.json['name']\n    save(name)", False),
        ("for row in Note.query.all():\n        save(row['name'])", False),
    ],
)
def test_rows_with_fields_make_a_document(body: str, document: bool) -> None:
    text = dedent(f"def view():\n    {body}\n")
    facts = {"app.py": read_module(SourceFile("app.py", Language.PYTHON, Role.SOURCE, len(text)), text)}
    one = operation("POST /rows")
    one = replace(one, handler=replace(one.handler, runs=(CodeRef("app.py", "view", 1),)))
    assert takes_document(one, facts) is document
