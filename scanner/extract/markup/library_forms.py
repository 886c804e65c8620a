"""Forms that a library's macro or tag prints whole: their markup is in no file of the repository.

https://bootstrap-flask.readthedocs.io/en/stable/macros/#render-form
https://pythonhosted.org/Flask-Bootstrap/forms.html#quick_form
https://django-crispy-forms.readthedocs.io/en/latest/crispy_tag_forms.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Call, Expression, Here, Literal, Member, Name
from scanner.concepts.facts import Request
from scanner.extract.markup.document import Document

_LIBRARY_TEMPLATE = re.compile(r"bootstrap\d?/(?:wtf|form)\.html$")
_MACROS = {"quick_form", "render_form"}


def read_library_forms(document: Document, start: int, end: int) -> None:
    """Note the forms that such calls print in a stretch of text outside any `<form>`."""
    for item in document.template.between(start, end):
        printed = document.template.printed.get(item.start)
        if not isinstance(printed, Call) or document.is_hidden(item.start) or not _prints_form(document, printed):
            continue
        named = dict(printed.named)
        action = named.get("action", Literal(""))
        document.facts.requests.append(
            Request(
                kind=CallKind.FORM,
                url=Here() if action == Literal("") else action,
                line=document.lines.line(item.start),
                column=document.lines.column(item.start),
                method=_method(named),
                scope=document.scope_at(item.start),
                tag="form",
                note="no action" if action == Literal("") else "",
                csrf=True,
            )
        )


def _prints_form(document: Document, call: Call) -> bool:
    match call.callee:
        case Name("tag:crispy"):
            return True
        case Member(Name(local), macro) if macro in _MACROS:
            return any(item.local == local and _of_library(item.template) for item in document.template.inclusions)
        case Name(local):
            return any(
                _of_library(item.template) and (name in _MACROS and own == local)
                for item in document.template.inclusions
                for name, own in item.names
            )
        case _:
            return False


def _of_library(template: Expression) -> bool:
    return isinstance(template, Literal) and _LIBRARY_TEMPLATE.match(str(template.value)) is not None


def _method(named: Mapping[str, Expression]) -> str | None:
    match named.get("method", Literal("post")):
        case Literal(str(method)):
            return method.upper()
        case _:
            return None
