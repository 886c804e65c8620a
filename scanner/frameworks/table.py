"""The supported frameworks and libraries, one line each. A new one is a file beside this and a line here."""

from __future__ import annotations

from scanner.frameworks import flask
from scanner.frameworks.protocol import Framework

FRAMEWORKS: tuple[Framework, ...] = (flask.FRAMEWORK,)
