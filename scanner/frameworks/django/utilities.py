"""Django's helpers that registration code leans on: code named by strings, lazy text, cached properties.

https://docs.djangoproject.com/en/stable/ref/utils/
"""

from __future__ import annotations

from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Module
from scanner.interpret.values import MISSING, ClassMethod, Property, Unknown, Value, plain


@stands_for("django.utils.module_loading.import_string")
def import_string(i: Interpreter, dotted_path: Value) -> Value:
    """`import_string("shop.views.index")`."""
    dotted = plain(dotted_path)
    if not isinstance(dotted, str):
        return Unknown("a dotted path that is not known")
    package, _, name = dotted.rpartition(".")
    importer = next((frame.module for frame in reversed(i.frames) if frame.module.file), None)
    module = i.import_module(package, importer)
    if not isinstance(module, Module):
        return i.library.get(dotted)
    found = i.attribute(module, name, MISSING)
    return Unknown("not in its module", name) if found is MISSING else found


@stands_for("django.utils.functional.cached_property")
def cached_property(i: Interpreter, func: Value, name: Value = None) -> Value:
    """`@cached_property`."""
    return Property(func, cached=True)


@stands_for("django.utils.decorators.classonlymethod")
def classonlymethod(i: Interpreter, method: Value) -> Value:
    """`@classonlymethod`: a class method that instances lack."""
    return ClassMethod(method)


@stands_for(
    "django.utils.translation.gettext",
    "django.utils.translation.gettext_lazy",
    "django.utils.translation.gettext_noop",
    "django.utils.translation.ugettext_lazy",
)
def gettext(i: Interpreter, message: Value) -> Value:
    """A text as it is written: paths may be translated, and are reported in the language of the source."""
    return message


@stands_for("django.utils.translation.pgettext", "django.utils.translation.pgettext_lazy")
def pgettext(i: Interpreter, context: Value, message: Value) -> Value:
    """A text with a context."""
    return message
