"""Argument binding: positions, keywords, defaults, `*args` and `**kwargs`."""

from __future__ import annotations

from scanner.interpret.frame import Frame
from scanner.interpret.objects import Function
from scanner.interpret.values import ListValue, Unknown, Value, named_values


def bind_arguments(
    frame: Frame, function: Function, args: tuple[Value, ...], kwargs: dict[str, Value], open_: bool
) -> None:
    """Bind the parameters in the frame. What was not given and has no default is unknown, and named as the parameter.

    Where more arguments may have been given than are known (`open_`), a default still stands: it is what is known.
    """
    signature = function.node.args
    names = frame.names
    positional = [*signature.posonlyargs, *signature.args]
    left = dict(kwargs)
    for parameter, value in zip(positional, args, strict=False):
        names[parameter.arg] = value
    first_default = len(positional) - len(function.defaults)
    for index in range(len(args), len(positional)):
        name = positional[index].arg
        if name in left:
            names[name] = left.pop(name)
        elif index >= first_default:
            names[name] = function.defaults[index - first_default]
        else:
            names[name] = Unknown("a parameter", name)
    for index, parameter in enumerate(signature.kwonlyargs):
        name = parameter.arg
        if name in left:
            names[name] = left.pop(name)
        else:
            default = function.keyword_defaults[index]
            names[name] = Unknown("a parameter", name) if default is NO_DEFAULT else default
    if signature.vararg is not None:
        rest = args[len(positional) :]
        names[signature.vararg.arg] = ListValue(list(rest), True) if open_ else rest
    if signature.kwarg is not None:
        names[signature.kwarg.arg] = named_values(left, open_)


class _NoDefault:
    """Marks a keyword-only parameter that has no default."""


NO_DEFAULT: Value = _NoDefault()
