"""Read statements: bindings, returns, raises, imports, definitions, and the guards of branches.

Blocks nest in the walk as in the source (Python allows a hundred levels); chains of `elif` and bodies of functions and
classes do not.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from scanner.concepts.expression import Choice, Expression, Item, Join, Lambda, Literal, Name, Opaque, Record
from scanner.concepts.facts import Binding, Import, ScopeKind
from scanner.extract.python.dispatch import lower, lower_pending
from scanner.extract.python.formatting import EACH, add
from scanner.extract.python.guards import leaves, match_condition, when_false, when_true
from scanner.extract.python.handling import note_test, note_try, note_with
from scanner.extract.python.parameters import read_annotation, read_parameters
from scanner.extract.python.targets import bind_target, lower_target
from scanner.extract.python.walk import Draft, Walk

_CAUGHT = Opaque("exception")
_MATCHED = Opaque("part of a matched value")


def read_block(walk: Walk, body: list[ast.stmt]) -> None:
    """Read the statements of a block into the current scope."""
    for statement in body:
        handler = _HANDLERS.get(type(statement))
        if handler is not None:
            handler(walk, statement)
            if walk.pending:
                lower_pending(walk)
        if type(statement) is ast.If and statement is not body[-1]:
            _guard_rest(walk, statement, body[-1])


def read_doc(draft: Draft, body: list[ast.stmt]) -> None:
    """Keep the docstring, where there is one."""
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        draft.doc = first.value.value
        draft.doc_line = first.lineno


def _expression(walk: Walk, node: ast.Expr) -> None:
    if not isinstance(node.value, ast.Constant):
        lower(walk, node.value)


def _assign(walk: Walk, node: ast.Assign) -> None:
    value = lower(walk, node.value)
    for target in node.targets:
        bind_target(walk, target, value)


def _annotated(walk: Walk, node: ast.AnnAssign) -> None:
    annotation = read_annotation(walk, node.annotation, lower)
    value = Opaque(f"declared as {annotation}") if node.value is None else lower(walk, node.value)
    walk.bind(lower_target(walk, node.target), value, node.lineno)


def _augmented(walk: Walk, node: ast.AugAssign) -> None:
    target = lower_target(walk, node.target)
    value = lower(walk, node.value)
    if isinstance(node.op, ast.Add):
        value = add([target, value])
    elif isinstance(node.op, ast.BitOr) and isinstance(value, Record):
        value = Record(value.fields, (target, *value.rest))
    else:
        value = Opaque("arithmetic")
    walk.bind(target, value, node.lineno)


def _delete(walk: Walk, node: ast.Delete) -> None:
    for target in node.targets:
        lower(walk, target)


def _return(walk: Walk, node: ast.Return) -> None:
    if node.value is not None:
        walk.scope.returns.append(lower(walk, node.value))


def _raise(walk: Walk, node: ast.Raise) -> None:
    if node.exc is not None:
        walk.scope.raises.append(lower(walk, node.exc))
    if node.cause is not None:
        lower(walk, node.cause)


def _assert(walk: Walk, node: ast.Assert) -> None:
    note_test(walk.scope, node.test)
    lower(walk, node.test)
    if node.msg is not None:
        lower(walk, node.msg)


def _if(walk: Walk, node: ast.If) -> None:
    branch = node
    while True:
        note_test(walk.scope, branch.test)
        lower(walk, branch.test)
        _guard(walk, branch)
        known = len(walk.scope.bindings)
        read_block(walk, branch.body)
        if not node.orelse and not leaves(branch.body):
            _keep_what_was(walk.scope, known)
        rest = branch.orelse
        if len(rest) == 1 and isinstance(rest[0], ast.If):
            branch = rest[0]
            continue
        read_block(walk, rest)
        return


def _keep_what_was(scope: Draft, first: int) -> None:
    """`if org: path = f"/{org}{path}"`: what the name held before may stay. A query leaves the address as it is."""
    for position, binding in enumerate(scope.bindings[first:], first):
        target, value = binding.target, binding.value
        if not isinstance(target, Name) or not isinstance(value, Join) or target not in value.parts:
            continue
        added = value.parts[1] if value.parts[0] == target and len(value.parts) > 1 else None
        if isinstance(added, Literal) and str(added.value).startswith(("?", "&")):
            continue
        scope.bindings[position] = Binding(target, Choice((target, value)), binding.line)


def _guard(walk: Walk, branch: ast.If) -> None:
    guards = walk.scope.guards
    for condition in when_true(branch.test):
        guards.append(condition.over(branch.body[0].lineno, _end(branch.body[-1])))
    if branch.orelse:
        for condition in when_false(branch.test):
            guards.append(condition.over(branch.orelse[0].lineno, _end(branch.orelse[-1])))


def _guard_rest(walk: Walk, node: ast.If, last: ast.stmt) -> None:
    """What follows a branch that leaves runs only where that branch's test was false."""
    branch: ast.stmt | None = node
    while isinstance(branch, ast.If) and leaves(branch.body):
        for condition in when_false(branch.test):
            walk.scope.guards.append(condition.over(_end(node) + 1, _end(last)))
        branch = branch.orelse[0] if len(branch.orelse) == 1 else None


def _end(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _for(walk: Walk, node: ast.For | ast.AsyncFor) -> None:
    bind_target(walk, node.target, Item(lower(walk, node.iter), EACH))
    read_block(walk, node.body)
    read_block(walk, node.orelse)


def _while(walk: Walk, node: ast.While) -> None:
    note_test(walk.scope, node.test)
    lower(walk, node.test)
    read_block(walk, node.body)
    read_block(walk, node.orelse)


def _with(walk: Walk, node: ast.With | ast.AsyncWith) -> None:
    note_with(walk.scope, node)
    for item in node.items:
        value = lower(walk, item.context_expr)
        if item.optional_vars is not None:
            bind_target(walk, item.optional_vars, value)
    read_block(walk, node.body)


def _try(walk: Walk, node: ast.Try) -> None:
    if node.handlers:
        note_try(walk.scope, node)
    read_block(walk, node.body)
    for handler in node.handlers:
        if handler.type is not None:
            lower(walk, handler.type)
        if handler.name:
            walk.bind(Name(handler.name), _CAUGHT, handler.lineno)
        read_block(walk, handler.body)
    read_block(walk, node.orelse)
    read_block(walk, node.finalbody)


def _match(walk: Walk, node: ast.Match) -> None:
    note_test(walk.scope, node.subject)
    subject = lower(walk, node.subject)
    for case in node.cases:
        _pattern(walk, case.pattern, subject)
        if case.guard is not None:
            lower(walk, case.guard)
        condition = match_condition(node.subject, case.pattern)
        if condition is not None:
            walk.scope.guards.append(condition.over(case.body[0].lineno, _end(case.body[-1])))
        read_block(walk, case.body)


def _pattern(walk: Walk, pattern: ast.pattern, subject: Expression) -> None:
    """Bind what a pattern captures; only a name for the whole subject has a known value."""
    waiting: list[tuple[ast.AST, Expression]] = [(pattern, subject)]
    while waiting:
        node, value = waiting.pop()
        name = getattr(node, "name", None) or getattr(node, "rest", None)
        if isinstance(name, str):
            walk.bind(Name(name), value, getattr(node, "lineno", 0))
        inner = value if isinstance(node, ast.MatchOr | ast.MatchAs) else _MATCHED
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.pattern):
                waiting.append((child, inner))
            elif isinstance(child, ast.expr):
                lower(walk, child)


def _global(walk: Walk, node: ast.Global) -> None:
    walk.scope.elsewhere.update(dict.fromkeys(node.names, walk.scopes[0]))


def _nonlocal(walk: Walk, node: ast.Nonlocal) -> None:
    for name in node.names:
        owner = _owner(walk, name)
        if owner is not None:
            walk.scope.elsewhere[name] = owner


def _owner(walk: Walk, name: str) -> Draft | None:
    """The nearest enclosing function that has the name; its body was read before this one."""
    nearest: Draft | None = None
    parent = walk.scope.parent
    while parent:
        draft = walk.scopes[parent]
        if draft.kind is ScopeKind.FUNCTION:
            nearest = nearest or draft
            if any(formal.name == name for formal in draft.parameters) or any(
                isinstance(binding.target, Name) and binding.target.id == name for binding in draft.bindings
            ):
                return draft
        parent = draft.parent
    return nearest


def _function(walk: Walk, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    decorators = tuple(lower(walk, decorator) for decorator in node.decorator_list)
    parameters = read_parameters(walk, node.args, lower)
    annotation = "" if node.returns is None else read_annotation(walk, node.returns, lower)
    draft = walk.open(ScopeKind.FUNCTION, node.name, node.lineno, _end(node))
    draft.decorators = decorators
    draft.parameters = parameters
    draft.annotation = annotation
    read_doc(draft, node.body)
    walk.bind(Name(node.name), Lambda(draft.index), node.lineno)
    walk.bodies.append((draft, node.body))


def _class(walk: Walk, node: ast.ClassDef) -> None:
    decorators = tuple(lower(walk, decorator) for decorator in node.decorator_list)
    bases = tuple(lower(walk, base) for base in node.bases)
    for keyword in node.keywords:
        lower(walk, keyword.value)
    draft = walk.open(ScopeKind.CLASS, node.name, node.lineno, _end(node))
    draft.decorators = decorators
    draft.bases = bases
    read_doc(draft, node.body)
    walk.bind(Name(node.name), Lambda(draft.index), node.lineno)
    walk.bodies.append((draft, node.body))


def _import(walk: Walk, node: ast.Import) -> None:
    scope = walk.scope.index
    for alias in node.names:
        if alias.asname:
            walk.imports.append(Import(alias.asname, alias.name, None, node.lineno, scope))
            continue
        top, dot, _ = alias.name.partition(".")
        walk.imports.append(Import(top, top, None, node.lineno, scope))
        if dot:
            # `import a.b` binds `a` and loads `a.b` besides
            walk.imports.append(Import("", alias.name, None, node.lineno, scope))


def _import_from(walk: Walk, node: ast.ImportFrom) -> None:
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        local = "" if alias.name == "*" else alias.asname or alias.name
        walk.imports.append(Import(local, module, alias.name, node.lineno, walk.scope.index))


def _type_alias(walk: Walk, node: Any) -> None:
    """`type Name = …` (3.12): never called, never a URL."""
    walk.bind(Name(node.name.id), Opaque("type alias"), node.lineno)


# by name, not by class: `type` statements (3.12) are not in every running interpreter's `ast`
_BY_NAME: dict[str, Callable[[Walk, Any], None]] = {
    "AnnAssign": _annotated,
    "Assert": _assert,
    "Assign": _assign,
    "AsyncFor": _for,
    "AsyncFunctionDef": _function,
    "AsyncWith": _with,
    "AugAssign": _augmented,
    "ClassDef": _class,
    "Delete": _delete,
    "Expr": _expression,
    "For": _for,
    "FunctionDef": _function,
    "Global": _global,
    "If": _if,
    "Import": _import,
    "ImportFrom": _import_from,
    "Match": _match,
    "Nonlocal": _nonlocal,
    "Raise": _raise,
    "Return": _return,
    "Try": _try,
    "TryStar": _try,
    "TypeAlias": _type_alias,
    "While": _while,
    "With": _with,
}

_HANDLERS = {getattr(ast, name): handler for name, handler in _BY_NAME.items() if hasattr(ast, name)}
