"""Jinja's syntax tree of an expression, lowered to callside's small one."""

from __future__ import annotations

from jinja2 import nodes

from scanner.concepts.expression import (
    Call,
    Choice,
    Expression,
    Item,
    Literal,
    Member,
    Name,
    Opaque,
    Record,
    Sequence,
)
from scanner.extract.markup.templates.conditions import asked, of_jinja
from scanner.extract.markup.templates.statement import filter_named
from scanner.extract.python.formatting import add, format_text, join, percent

_MAX_DEPTH = 60


class Lowering:
    """Lowers the expressions of one tag, which begins at `line`, and keeps the calls met on the way in order."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.calls: list[Call] = []
        self._depth = 0

    def lower(self, node: nodes.Node | None) -> Expression:
        """The expression that a node stands for; conditions and arithmetic are opaque, their calls are kept."""
        if node is None:
            return Literal(None)
        if self._depth >= _MAX_DEPTH:
            return Opaque("too deep")
        self._depth += 1
        try:
            return self._lower(node)
        finally:
            self._depth -= 1

    def _lower(self, node: nodes.Node) -> Expression:
        match node:
            case nodes.Const(value=value):
                return Literal(value) if isinstance(value, str | int | float | bool | None) else Opaque("constant")
            case nodes.Name(name=name):
                return Name(name)
            case nodes.Getattr(node=base, attr=attribute):
                return Member(self.lower(base), attribute)
            case nodes.Getitem(node=base, arg=nodes.Slice()):
                self.lower(base)
                return Opaque("slice")
            case nodes.Getitem(node=base, arg=key):
                return Item(self.lower(base), self.lower(key))
            case nodes.Call():
                return self._call(node)
            case nodes.Filter():
                return self._filter(node)
            case nodes.Concat(nodes=parts):
                return join(self.lower(part) for part in parts)
            case nodes.Add():
                return self._sum(node)
            case nodes.Mod(left=nodes.Const(value=str(pattern)), right=right):
                return percent(pattern, self.lower(right))
            case nodes.CondExpr(test=test, expr1=first, expr2=second):
                self.lower(test)
                options = (self.lower(first), Literal("") if second is None else self.lower(second))
                said = of_jinja(test)
                return Choice(options, (asked(said.true), asked(said.false)))
            case nodes.Or(left=left, right=right):
                return Choice((*_options(self.lower(left)), *_options(self.lower(right))))
            case nodes.And(left=left, right=right):
                self.lower(left)
                return self.lower(right)
            case nodes.List(items=items) | nodes.Tuple(items=items):
                return Sequence(tuple(self.lower(item) for item in items))
            case nodes.Dict(items=pairs):
                return self._record(pairs)
            case _:
                for child in node.iter_child_nodes():
                    self.lower(child)
                return Opaque(_WHY.get(type(node), "condition"))

    def _call(self, node: nodes.Call) -> Expression:
        place = len(self.calls)
        callee = self.lower(node.node)
        arguments, named = self._arguments(node)
        if isinstance(callee, Member) and callee.name == "format" and isinstance(callee.base, Literal):
            return format_text(str(callee.base.value), arguments, dict(named))
        return self._called(place, callee, arguments, named, node.lineno)

    def _filter(self, node: nodes.Filter) -> Expression:
        place = len(self.calls)
        value = self.lower(node.node)
        arguments, named = self._arguments(node)
        if node.name == "format" and isinstance(value, Literal):
            return percent(str(value.value), Record(named) if named else Sequence(arguments))
        return self._called(place, filter_named(node.name), (value, *arguments), named, node.lineno)

    def _called(
        self,
        place: int,
        callee: Expression,
        arguments: tuple[Expression, ...],
        named: tuple[tuple[str, Expression], ...],
        lineno: int,
    ) -> Call:
        call = Call(callee, arguments, named, self.line + lineno - 1)
        self.calls.insert(place, call)
        return call

    def _arguments(
        self, node: nodes.Call | nodes.Filter
    ) -> tuple[tuple[Expression, ...], tuple[tuple[str, Expression], ...]]:
        arguments = tuple(self.lower(argument) for argument in node.args)
        named: list[tuple[str, Expression]] = [(str(keyword.key), self.lower(keyword.value)) for keyword in node.kwargs]
        if node.dyn_args is not None:
            named.append(("*", self.lower(node.dyn_args)))
        if node.dyn_kwargs is not None:
            named.append(("**", self.lower(node.dyn_kwargs)))
        return arguments, tuple(named)

    def _sum(self, node: nodes.Add) -> Expression:
        """`a + b + c`, whose tree leans to the left however long it is."""
        operands: list[nodes.Node] = []
        left: nodes.Node = node
        while isinstance(left, nodes.Add):
            operands.append(left.right)
            left = left.left
        operands.append(left)
        return add([self.lower(operand) for operand in reversed(operands)])

    def _record(self, pairs: list[nodes.Pair]) -> Record:
        fields: list[tuple[str, Expression]] = []
        for pair in pairs:
            value = self.lower(pair.value)
            if isinstance(pair.key, nodes.Const) and isinstance(pair.key.value, str):
                fields.append((pair.key.value, value))
            else:
                self.lower(pair.key)
        return Record(tuple(fields))


def _options(value: Expression) -> tuple[Expression, ...]:
    return value.options if isinstance(value, Choice) else (value,)


_WHY: dict[type[nodes.Node], str] = {
    nodes.Sub: "arithmetic",
    nodes.Mul: "arithmetic",
    nodes.Div: "arithmetic",
    nodes.FloorDiv: "arithmetic",
    nodes.Mod: "arithmetic",
    nodes.Pow: "arithmetic",
    nodes.Neg: "arithmetic",
    nodes.Pos: "arithmetic",
}
