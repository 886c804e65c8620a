"""CS101 form-in-disguise in Flask: the handler reads the form and answers a redirect.

https://flask.palletsprojects.com/en/stable/api/#flask.Request.form
https://flask.palletsprojects.com/en/stable/api/#flask.redirect
"""

from __future__ import annotations

import re

import libcst as cst

from scanner.rewrite.change import Change, Situation, dotted, handler_of

_BODIES = frozenset({"request.json", "request.get_json"})
_ANSWERS = frozenset({"jsonify", "make_response", "flask.jsonify"})


def take_form(module: cst.Module, situation: Situation) -> Change | None:
    """Read `request.form` for `request.json`, and redirect to the page (303) where JSON reports success."""
    plain = re.fullmatch(r"[\w.-]+", situation.page)
    if situation.operation.framework != "flask" or not plain or handler_of(module) is None:
        return None
    rewriter = _Rewriter(situation.page)
    code = module.visit(rewriter)
    if not rewriter.answers:
        return None
    return Change(code, {"flask": ("redirect", "url_for")})


class _Rewriter(cst.CSTTransformer):
    """Leaves answers with a status alone: they tell of errors, and a person decides how the form shows them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.answers = 0

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:  # noqa: N802
        return _form() if dotted(original_node.func) in _BODIES else updated_node

    def leave_Attribute(  # noqa: N802
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.BaseExpression:
        return _form() if dotted(original_node) == "request.json" else updated_node

    def leave_Return(self, original_node: cst.Return, updated_node: cst.Return) -> cst.Return:  # noqa: N802
        if not _tells_success(original_node.value):
            return updated_node
        self.answers += 1
        return updated_node.with_changes(value=cst.parse_expression(f'redirect(url_for("{self.page}"), 303)'))


def _tells_success(node: cst.BaseExpression | None) -> bool:
    """A JSON answer without a status, or with a 200: `jsonify(…)`, `{…}`, `make_response(jsonify(…), 200)`."""
    if isinstance(node, cst.Dict):
        return True
    if isinstance(node, cst.Tuple) and len(node.elements) == 2:
        return _tells_success(node.elements[0].value) and _is_200(node.elements[1].value)
    if not isinstance(node, cst.Call) or dotted(node.func) not in _ANSWERS:
        return False
    if dotted(node.func) == "make_response":
        inner = [arg.value for arg in node.args]
        return bool(inner) and _tells_success(inner[0]) and all(_is_200(status) for status in inner[1:])
    return True


def _is_200(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Integer) and node.value in {"200", "201", "204"}


def _form() -> cst.Attribute:
    return cst.Attribute(cst.Name("request"), cst.Name("form"))
