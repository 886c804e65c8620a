"""Plug-in systems: hooks and signals call what the program registered."""

from __future__ import annotations

from tests.interpret.build import names

_HOOKS = """
import pluggy
hook = pluggy.HookimplMarker("shop")
class Own(pluggy.PluginManager):
    def register(self, plugin, name=None, internal=False):
        return super().register(plugin, name)
manager = Own("shop")
"""


def test_hooks_call_implementations_with_what_they_take() -> None:
    found = names(
        _HOOKS
        + """
class First:
    @hook
    def load(self, app):
        return "first " + app
    def other(self, app):
        raise ValueError
class Second:
    @hook(tryfirst=True, specname="load")
    def start(self):
        return "second"
manager.register(First())
manager.register(Second())
results = manager.hook.load(app="a", extra=1)
nothing = manager.hook.unheard(app="a")
"""
    )
    assert found["results"] == ["second", "first a"]
    assert found["nothing"] is ...


def test_a_module_is_a_plugin() -> None:
    found = names(
        {
            "main.py": _HOOKS + "import plugin\nmanager.register(plugin)\nresults = manager.hook.load()",
            "plugin.py": "import pluggy\nimpl = pluggy.HookimplMarker('shop')\n@impl\ndef load():\n    return 1\n",
        }
    )
    assert found["results"] == [1]


def test_signals_call_receivers() -> None:
    found = names(
        """
        from blinker import Namespace, signal
        shop = Namespace()
        opened = shop.signal("opened")
        @opened.connect
        def first(sender, **rest):
            return sender + "!"
        @shop.signal("opened").connect_via(None)
        def second(sender, price=0):
            return price
        results = [given for receiver, given in opened.send("me", price=3)]
        same = signal("x") is signal("x")
        """
    )
    assert found["results"] == ["me!", 3]
    assert found["same"] is True
