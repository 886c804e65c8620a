"""Channels: websocket routes in the ASGI entry.

https://channels.readthedocs.io/en/stable/topics/routing.html
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

from scanner.concepts.operation import WEBSOCKET
from scanner.frameworks import paths
from scanner.frameworks.django.routes import Branch, walk
from scanner.frameworks.protocol import Answer, Framework, Registered, World
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Instance
from scanner.interpret.values import Value


@stands_for("channels.routing.URLRouter")
class URLRouter(Instance):
    """`URLRouter([path("ws/chat/", ChatConsumer.as_asgi())])`; one inside another is a prefix."""

    framework = "channels"

    def __init__(self, routes: Value = None) -> None:
        self.routes = routes
        World.of(self.interpreter).add_router(self)

    @property
    def urlpatterns(self) -> Value:
        """What an enclosing router includes."""
        return self.routes

    def __call__(self, *_: Value, **__: Value) -> None:
        """An ASGI application."""


def collect(world: World, i: Interpreter) -> Iterator[Registered]:
    """The websocket routes of every router."""
    for router in world.routers:
        if isinstance(router, URLRouter):
            for registered in walk(world, i, router.routes, Branch(router)):
                yield replace(
                    registered, framework="channels", answers=(Answer(WEBSOCKET, registered.answers[0].runs),)
                )


FRAMEWORK = Framework(
    name="channels",
    modules=(sys.modules[__name__],),
    imports=("channels",),
    collect=collect,
    template=paths.braced,
)
