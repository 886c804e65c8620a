"""Django Ninja in the table: what URLconfs include is collected with Django's sites, the rest here.

https://django-ninja.dev/
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.frameworks import paths
from scanner.frameworks.django.routes import Branch, walk
from scanner.frameworks.ninja import api, controllers
from scanner.frameworks.ninja.operations import Operations, Setting, entries
from scanner.frameworks.protocol import Framework, Registered, World
from scanner.interpret.interpreter import Interpreter


def collect(world: World, i: Interpreter) -> Iterator[Registered]:
    """The operations of APIs and routers that no URLconf reached: reported, not mounted."""
    below = {
        id(one.router) for router in world.routers if isinstance(router, Operations) for one in router._recorded.below
    }
    for router in world.routers:
        if isinstance(router, Operations) and not router._recorded.reached and id(router) not in below:
            setting = Setting().under(router._recorded.options)
            yield from walk(World(), i, entries(router, setting, base=False), Branch(None))


FRAMEWORK = Framework(
    name="ninja",
    modules=(api, controllers),
    imports=("ninja", "ninja_extra"),
    collect=collect,
    template=paths.braced,
)
