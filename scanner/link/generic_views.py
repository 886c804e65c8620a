"""Generic views: what Django's class-based views put into their templates' context by themselves.

https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins-single-object/ and mixins-multiple-object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.facts import ScopeKind
from scanner.concepts.operation import Operation
from scanner.link import members
from scanner.link import values as v

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_ALWAYS = frozenset({"object", "object_list", "page_obj", "paginator"})


def views_of(flow: Flow, operation: Operation) -> tuple[v.ScopeRef, ...]:
    """The project's classes that answer an operation."""
    found: dict[v.ScopeRef, None] = {}
    handler = operation.handler
    codes = [(code.file, code.qualname) for code in handler.runs]
    for file, qualname in (*codes, (handler.file, handler.name.rpartition(".")[2])):
        if file not in flow.facts:
            continue
        names = {qualname, qualname.rpartition(".")[0]}
        for number, scope in enumerate(flow.facts[file].scopes):
            if scope.kind is ScopeKind.CLASS and scope.qualname in names:
                found[v.ScopeRef(file, number)] = None
    return tuple(found)


def model_context(flow: Flow, view: v.ScopeRef, name: str) -> v.Values:
    """What a generic view hands to its template under a name: `object`, `book`, `book_list`, its own name for it."""
    instance = v.Instance(v.Class(view, v.Place(view)))
    for source in ("queryset", "get_queryset", "model", "get_object", "form_class"):
        if rows := _rows(flow, instance, source):
            break
    else:
        return ()
    known = set(_ALWAYS)
    for ref in rows.classes[:1]:
        model = flow.index.scope(ref).name.lower()
        known |= {model, f"{model}_list"}
    for value in members.member(flow, instance, "context_object_name", v.Place(view)):
        if isinstance(value, v.String) and value.text.literal:
            known.add(value.text.literal)
    return (rows,) if name in known else ()


def _rows(flow: Flow, view: v.Instance, source: str) -> v.Rows | None:
    place = v.Place(view.cls.scope)
    for value in members.member(flow, view, source, place):
        match value:
            case v.Rows():
                return value
            case v.Class(ref, _) if source == "model":
                return v.Rows((ref,))
            case v.Class(ref, _) if source == "form_class":
                return _model_of_form(flow, ref)
            case v.Function(ref, _, _):
                inner = v.Place(ref, 0, {}, view)
                for result in flow.index.scope(ref).returns:
                    for given in flow.evaluate(result, inner):
                        if isinstance(given, v.Rows):
                            return given
            case _:
                pass
    return None


def _model_of_form(flow: Flow, form: v.ScopeRef) -> v.Rows | None:
    """`class Meta: model = Book` of a model form."""
    for meta in members.member(flow, v.Class(form, v.Place(form)), "Meta", v.Place(form)):
        for value in members.member(flow, meta, "model", v.Place(form)):
            if isinstance(value, v.Class):
                return v.Rows((value.scope,))
    return None
