"""Resolvers: from an operation of the file to the name of the function that answers it.

https://connexion.readthedocs.io/en/stable/routing.html#automatic-routing
"""

from __future__ import annotations

import re

from scanner.frameworks.connexion.specification import Described
from scanner.frameworks.protocol import stands_for
from scanner.interpret.objects import Instance, Module
from scanner.interpret.values import Value, plain


@stands_for("connexion.resolver.Resolver", "connexion.Resolver")
class Resolver(Instance):
    """`operationId`, below the controller that the operation names."""

    def __init__(self, *_: Value, **__: Value) -> None:
        """How functions are found does not matter here."""

    def _name(self, operation: Described) -> str:
        """The dotted name of the function."""
        return ".".join(filter(None, (operation.controller, operation.operation_id)))


@stands_for("connexion.resolver.RelativeResolver", "connexion.RelativeResolver")
class RelativeResolver(Resolver):
    """Names are relative to a module."""

    def __init__(self, root_path: Value = "", *_: Value, **__: Value) -> None:
        self.root_path = root_path.name if isinstance(root_path, Module) else plain(root_path)

    def _name(self, operation: Described) -> str:
        """The dotted name of the function."""
        return f"{operation.controller or self.root_path}.{operation.operation_id}"


@stands_for("connexion.resolver.RestyResolver", "connexion.RestyResolver")
class RestyResolver(Resolver):
    """Names follow paths and methods where no `operationId` is given: `GET /pets` is `api.pets.search`."""

    def __init__(
        self, default_module_name: Value = "", *_: Value, collection_endpoint_name: Value = "search", **__: Value
    ) -> None:
        self.default_module_name = plain(default_module_name)
        self.collection_endpoint_name = plain(collection_endpoint_name)

    def _name(self, operation: Described) -> str:
        """The dotted name of the function."""
        return super()._name(operation) if operation.operation_id else ".".join(self._parts(operation))

    def _parts(self, operation: Described) -> tuple[str, str]:
        """The module and the function."""
        components = [part for part in operation.path.split("/") if part]
        resource = ".".join(part for part in components if not part.startswith("{")).replace("-", "_")
        module = operation.controller or ".".join(filter(None, (str(self.default_module_name), resource)))
        collection = operation.method == "GET" and bool(resource) and not components[-1].startswith("{")
        return module, str(self.collection_endpoint_name) if collection else operation.method.lower()


@stands_for(
    "connexion.resolver.MethodResolver",
    "connexion.resolver.MethodViewResolver",
    "connexion.MethodResolver",
    "connexion.MethodViewResolver",
)
class MethodResolver(RestyResolver):
    """As above, with a view class for each resource: `GET /pets` is `api.PetsView.search`."""

    def _parts(self, operation: Described) -> tuple[str, str]:
        """The view class and its method."""
        module, function = super()._parts(operation)
        package, _, base = module.rpartition(".")
        view = re.sub(r"(?:^|_)(.)", lambda match: match.group(1).upper(), base) + "View"
        return f"{package}.{view}" if package else view, function
