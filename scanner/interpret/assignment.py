"""Targets: assignment, unpacking, augmented assignment, deletion, and patterns of `match`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scanner.interpret import operators, subscripts
from scanner.interpret.frame import Frame
from scanner.interpret.objects import Class, Instance, Module, NativeClass
from scanner.interpret.values import MISSING, DictValue, ListValue, SetValue, Unknown, Value

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


def assign(i: Interpreter, target: ast.expr, value: Value, frame: Frame) -> None:
    """Bind a target."""
    match target:
        case ast.Name():
            frame.assign(target.id, value)
        case ast.Attribute():
            i.set_attribute(i.evaluate(target.value, frame), target.attr, value)
        case ast.Subscript():
            subscripts.store(i, i.evaluate(target.value, frame), i.evaluate(target.slice, frame), value)
        case ast.Tuple() | ast.List():
            _unpack(i, target.elts, value, frame)
        case ast.Starred():
            assign(i, target.value, value, frame)
        case _:
            pass  # nothing else can be assigned to


def _unpack(i: Interpreter, targets: list[ast.expr], value: Value, frame: Frame) -> None:
    items, open_ = i.iterate(value)
    star = next((index for index, target in enumerate(targets) if isinstance(target, ast.Starred)), None)
    if star is None:
        for index, target in enumerate(targets):
            known = index < len(items)
            assign(i, target, items[index] if known else Unknown("unpacked", getattr(target, "id", "")), frame)
        return
    after = len(targets) - star - 1
    middle = items[star : len(items) - after]
    for target, item in zip(targets[:star], items, strict=False):
        assign(i, target, item, frame)
    assign(i, targets[star], ListValue(middle, open_), frame)
    for target, item in zip(targets[star + 1 :], items[len(items) - after :], strict=False):
        assign(i, target, item, frame)


def augment(i: Interpreter, node: ast.AugAssign, frame: Frame) -> None:
    """`target += value`: in place for a mutable left side."""
    target = node.target
    left = i.evaluate(target, frame)  # evaluation does not look at the context of a node
    right = i.evaluate(node.value, frame)
    if isinstance(node.op, ast.Add) and isinstance(left, ListValue):
        items, open_ = i.iterate(right)
        if len(left.items) + len(items) > i.limits.items:
            i.limit("size of a list")
            return
        left.items += items
        left.open = left.open or open_
        new: Value = left
    elif isinstance(node.op, ast.BitOr) and isinstance(left, DictValue) and isinstance(right, DictValue):
        left.items.update(right.items)
        new = left
    elif isinstance(node.op, ast.BitOr) and isinstance(left, SetValue):
        left.items.update(dict.fromkeys(i.iterate(right)[0]))
        new = left
    else:
        method = (
            i.attribute(left, "__iadd__", MISSING)
            if isinstance(left, Instance) and isinstance(node.op, ast.Add)
            else MISSING
        )
        new = operators.binary(i, left, node.op, right) if method is MISSING else i.call(method, (right,))
    if isinstance(target, ast.Name) and isinstance(left, Unknown) and isinstance(new, Unknown):
        return
    assign(i, target, new, frame)


def delete(i: Interpreter, target: ast.expr, frame: Frame) -> None:
    """`del target`, unless it stands under an undecided test."""
    if frame.branches:
        return
    match target:
        case ast.Name():
            frame.names.pop(target.id, None)
        case ast.Attribute():
            owner = i.evaluate(target.value, frame)
            if isinstance(owner, Instance):
                owner.__dict__.pop(target.attr, None)
            elif isinstance(owner, Class):
                owner.namespace.pop(target.attr, None)
            elif isinstance(owner, Module):
                owner.frame.names.pop(target.attr, None)
        case ast.Subscript():
            subscripts.remove(i, i.evaluate(target.value, frame), i.evaluate(target.slice, frame))
        case ast.Tuple() | ast.List():
            for item in target.elts:
                delete(i, item, frame)
        case _:
            pass  # nothing else can be deleted


def matches(i: Interpreter, pattern: ast.pattern, subject: Value, frame: Frame) -> bool | None:
    """Whether a pattern matches, binding its names; None where only a run can know."""
    match pattern:
        case ast.MatchValue():
            return i.truth(i.equal(subject, i.evaluate(pattern.value, frame)))
        case ast.MatchSingleton():
            return i.truth(operators.compare(i, subject, ast.Is(), pattern.value))
        case ast.MatchAs():
            decided = True if pattern.pattern is None else matches(i, pattern.pattern, subject, frame)
            if decided is not False and pattern.name:
                frame.assign(pattern.name, subject)
            return decided
        case ast.MatchOr():
            results = [matches(i, choice, subject, frame) for choice in pattern.patterns]
            return True if True in results else (None if None in results else False)
        case ast.MatchClass():
            return _matches_class(i, pattern, subject, frame)
        case ast.MatchSequence():
            return _matches_sequence(i, pattern, subject, frame)
        case _:
            return None


def _matches_class(i: Interpreter, pattern: ast.MatchClass, subject: Value, frame: Frame) -> bool | None:
    check = i.library.get("builtins.isinstance")
    decided = i.truth(i.call(check, (subject, i.evaluate(pattern.cls, frame))))
    if decided is False:
        return False
    for name, inner in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
        result = matches(i, inner, i.attribute(subject, name, Unknown("a matched attribute", name)), frame)
        if result is not True:
            decided = result
        if result is False:
            break
    for inner in pattern.patterns:
        builtin = isinstance(i.evaluate(pattern.cls, frame), NativeClass)
        if matches(i, inner, subject if builtin else Unknown("a matched attribute"), frame) is not True:
            decided = None
    return decided


def _matches_sequence(i: Interpreter, pattern: ast.MatchSequence, subject: Value, frame: Frame) -> bool | None:
    if not isinstance(subject, tuple | ListValue):
        return None if isinstance(subject, Unknown) else False
    items, open_ = i.iterate(subject)
    star = any(isinstance(inner, ast.MatchStar) for inner in pattern.patterns)
    if open_ or star:
        return None
    if len(items) != len(pattern.patterns):
        return False
    results = [matches(i, inner, item, frame) for inner, item in zip(pattern.patterns, items, strict=True)]
    return False if False in results else (None if None in results else True)
