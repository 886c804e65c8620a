"""What stands for Python's own library, and for plug-in systems: one file for each part that registration code uses."""

from __future__ import annotations

from scanner.interpret.library import (
    builtin_classes,
    builtin_functions,
    collections_,
    containers,
    dataclasses_,
    environment,
    functools_,
    importing,
    operator_,
    paths,
    plugins,
    typing_,
)
from scanner.interpret.native import Library


def standard_library() -> Library:
    """A library that knows Python's builtins and the standard modules that stubs stand for."""
    library = Library()
    library.add_modules(
        (
            builtin_functions,
            builtin_classes,
            collections_,
            dataclasses_,
            environment,
            functools_,
            importing,
            operator_,
            paths,
            plugins,
            typing_,
        )
    )
    builtin_classes.add_types(library)
    builtin_classes.add_exceptions(library)
    containers.add_containers(library)
    for name, value in {**typing_.VALUES, **importing.VALUES, **operator_.VALUES}.items():
        library.add(name, value)
    return library
