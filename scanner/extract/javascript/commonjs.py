"""Modules by call and assignment: `require`, `import()`, `module.exports`, AMD's `define`.

https://nodejs.org/api/modules.html · https://github.com/amdjs/amdjs-api/blob/master/AMD.md
"""

from __future__ import annotations

from collections.abc import Sequence

from scanner.concepts.expression import Call, Expression, Lambda, Literal, Member, Name, Record
from scanner.concepts.expression import Sequence as Display
from scanner.concepts.facts import Export, Import
from scanner.extract.javascript.reader import Reader

IMPORTED = "import "
"""What a name begins with that stands for a module brought in by `require` or `import()`."""


def imported(reader: Reader, specifier: str, line: int) -> Name:
    """The module that a call brings in, as a name of the current scope."""
    local = IMPORTED + specifier
    reader.imports.append(Import(local, specifier, None, line, reader.scope.index))
    return Name(local)


def export_assignment(reader: Reader, aim: Member, value: Expression) -> None:
    """`module.exports = v`, `module.exports.f = v`, `exports.f = v`."""
    base = aim.base
    if base == Name("module") and aim.name == "exports":
        export_default(reader, value)
    elif base == Name("exports") or base == Member(Name("module"), "exports"):
        reader.exports.append(Export(aim.name, value))


def export_default(reader: Reader, value: Expression) -> None:
    """A CommonJS module's value: the default, and its fields by their names."""
    reader.exports.append(Export("default", value))
    if isinstance(value, Record):
        reader.exports.extend(Export(name, field) for name, field in value.fields)


def asynchronous_module(reader: Reader, name: str, arguments: Sequence[Expression], line: int) -> None:
    """`define(["a"], function (a) {…})` and `require(["a"], …)`: parameters of the function are modules."""
    dependencies = next((one for one in arguments if isinstance(one, Display)), None)
    factory = arguments[-1] if arguments else None
    if name == "define" and factory is not None and (dependencies is not None or isinstance(factory, Lambda)):
        reader.exports.append(Export("default", Call(factory) if isinstance(factory, Lambda) else factory))
    if dependencies is None or not isinstance(factory, Lambda):
        return
    modules = [item.value if isinstance(item, Literal) else None for item in dependencies.items]
    scope = reader.scope_at(factory.scope)
    scope.modules = tuple(module if isinstance(module, str) else "" for module in modules)
    scope.modules_line = line
