"""Flask-WTF's CSRF protection: on for the whole application where it is initialised, off where a view is exempt.

https://flask-wtf.readthedocs.io/en/stable/csrf/
"""

from __future__ import annotations

from scanner.frameworks.protocol import Interpreter, World, stands_for
from scanner.interpret.handlers import unwrap
from scanner.interpret.objects import Instance
from scanner.interpret.values import SetValue, Value

_EXEMPT = "flask_wtf.csrf.exempt"
_PROTECTED = "flask_wtf.csrf.protected"


@stands_for(
    "flask_wtf.csrf.CSRFProtect", "flask_wtf.CSRFProtect", "flask_wtf.csrf.CsrfProtect", "flask_wtf.CsrfProtect"
)
class CSRFProtect(Instance):
    """Protection for every view of an application that is not exempt."""

    def __init__(self, app: Value = None) -> None:
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Value) -> None:
        _shelf(self.interpreter, _PROTECTED).items[app] = None

    def exempt(self, view: Value) -> Value:
        _shelf(self.interpreter, _EXEMPT).items[unwrap(view)] = None
        return view


def _shelf(i: Interpreter, name: str) -> SetValue:
    found = World.of(i).shelf.setdefault(name, SetValue())
    assert isinstance(found, SetValue)
    return found


def exempt_blueprint(i: Interpreter, blueprint: Instance) -> None:
    """Exempt every view of a blueprint, as libraries do for theirs."""
    _shelf(i, _EXEMPT).items[blueprint] = None


def exempt(i: Interpreter, application: Instance | None, scaffold: Instance, view: Value) -> bool | None:
    """Whether a view is exempt from its application's protection; None where the application has none."""
    inner = unwrap(view)
    choices = (inner, scaffold, getattr(inner, "view_class", None), i.attribute(inner, "__name__"))
    if any(choice in _shelf(i, _EXEMPT).items for choice in choices if choice is not None):
        return True
    return False if application in _shelf(i, _PROTECTED).items else None
