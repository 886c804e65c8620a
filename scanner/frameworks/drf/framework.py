"""Django REST framework in the table: its routes stand in Django's URLconfs, so Django's sites collect them.

https://www.django-rest-framework.org/
"""

from __future__ import annotations

from scanner.frameworks import paths
from scanner.frameworks.classtable import as_module
from scanner.frameworks.drf import routers, views
from scanner.frameworks.protocol import Framework

FRAMEWORK = Framework(
    name="drf",
    modules=(routers, views, as_module(views.CLASSES)),
    imports=("rest_framework",),
    collect=lambda world, interpreter: (),
    template=paths.braced,
)
