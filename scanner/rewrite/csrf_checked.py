"""CS501 csrf-hole: the exemption goes.

Flask-WTF: https://flask-wtf.readthedocs.io/en/1.2.x/csrf/#exclude-views-from-protection
Django: https://docs.djangoproject.com/en/stable/howto/csrf/#disabling-csrf-protection-for-just-a-few-views
"""

from __future__ import annotations

import libcst as cst

from scanner.rewrite.change import Change, Situation, dotted, handler_of


def check_csrf(module: cst.Module, situation: Situation) -> Change | None:
    """Remove the decorator that exempts the handler; None where another line exempts it."""
    handler = handler_of(module)
    if handler is None:
        return None
    kept = [decorator for decorator in handler.decorators if not _exempts(decorator.decorator)]
    if len(kept) == len(handler.decorators):
        return None
    return Change(module.with_deep_changes(handler, decorators=kept), {})


def _exempts(node: cst.BaseExpression) -> bool:
    name = dotted(node.func if isinstance(node, cst.Call) else node)
    return name == "csrf_exempt" or name.endswith(("csrf.exempt", ".csrf_exempt"))
