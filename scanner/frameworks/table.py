"""The supported frameworks and libraries, one line each. A new one is a file beside this and a line here."""

from __future__ import annotations

from scanner.frameworks.connexion import framework as connexion
from scanner.frameworks.django import channels, wagtail
from scanner.frameworks.django import sites as django
from scanner.frameworks.drf import framework as drf
from scanner.frameworks.fastapi import libraries as fastapi_libraries
from scanner.frameworks.fastapi import routes as fastapi
from scanner.frameworks.flask import framework as flask
from scanner.frameworks.flask import libraries as flask_libraries
from scanner.frameworks.ninja import framework as ninja
from scanner.frameworks.protocol import Framework

FRAMEWORKS: tuple[Framework, ...] = (
    fastapi.FRAMEWORK,
    fastapi_libraries.FRAMEWORK,
    flask.FRAMEWORK,
    flask_libraries.FRAMEWORK,
    django.FRAMEWORK,
    drf.FRAMEWORK,
    ninja.FRAMEWORK,
    wagtail.FRAMEWORK,
    channels.FRAMEWORK,
    connexion.FRAMEWORK,
)
