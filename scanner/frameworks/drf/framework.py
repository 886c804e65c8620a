"""Django REST framework in the table: its routes stand in Django's URLconfs, so Django's sites collect them.

https://www.django-rest-framework.org/
"""

from __future__ import annotations

from scanner.frameworks import paths
from scanner.frameworks.classtable import as_module
from scanner.frameworks.drf import actions, extensions, nested, route_table, routers, schemas, third_party, views
from scanner.frameworks.protocol import Framework

FRAMEWORK = Framework(
    name="drf",
    modules=(
        actions,
        route_table,
        routers,
        nested,
        extensions,
        schemas,
        views,
        as_module(views.CLASSES),
        third_party,
        *third_party.MODULES,
    ),
    imports=("rest_framework", "rest_framework_extensions", "rest_framework_nested"),
    collect=lambda world, interpreter: (),
    template=paths.braced,
)
