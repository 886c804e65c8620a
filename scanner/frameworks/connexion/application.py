"""Applications and `add_api`.

https://connexion.readthedocs.io/en/stable/quickstart.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scanner.concepts.location import Location
from scanner.concepts.operation import LibraryMount, Mount
from scanner.concepts.text import Text
from scanner.frameworks.connexion.files import find
from scanner.frameworks.connexion.resolvers import RelativeResolver, Resolver
from scanner.frameworks.connexion.specification import Described, Specification
from scanner.frameworks.flask.scaffold import Flask
from scanner.frameworks.operations import only_declared
from scanner.frameworks.protocol import Answer, Example, Interpreter, Registered, World, place, stands_for
from scanner.interpret.objects import Instance, Module
from scanner.interpret.values import MISSING, DictValue, Dotted, Native, Unknown, Value


@dataclass(frozen=True, slots=True)
class Added:
    """One `add_api`."""

    file: str
    specification: Specification
    base_path: Text
    resolver: Resolver
    importer: Module
    location: Location
    condition: str | None


@stands_for(
    "connexion.App",
    "connexion.FlaskApp",
    "connexion.AsyncApp",
    "connexion.AioHttpApp",
    "connexion.apps.flask.FlaskApp",
    "connexion.apps.flask_app.FlaskApp",
    "connexion.apps.asynchronous.AsyncApp",
    "connexion.ConnexionMiddleware",
)
class App(Instance):
    """An application whose operations stand in OpenAPI files."""

    is_application = True
    holds_routes = True
    framework = "connexion"

    def prepare(self) -> None:
        """Nothing is added yet."""
        self.specification_dir: Value = ""
        self._added: list[Added] = []
        self._inner: Value = None
        self._resolver: Value = None
        World.of(self.interpreter).add_router(self, application=True)

    def __init__(
        self,
        import_name: Value = None,
        *_: Value,
        specification_dir: Value = "",
        resolver: Value = None,
        **__: Value,
    ) -> None:
        self.import_name = import_name
        self.specification_dir = specification_dir
        self._resolver = resolver

    @property
    def app(self) -> Value:
        """The Flask application inside, for projects that add routes to it."""
        if self._inner is None:
            self._inner = self.interpreter.call(self.interpreter.library.class_of(Flask), (self.import_name,))
        return self._inner

    def add_api(self, specification: Value, base_path: Value = None, resolver: Value = None, **_: Value) -> None:
        """`app.add_api("openapi.yaml", base_path="/v1", resolver=RestyResolver("api"))`."""
        i = self.interpreter
        location, condition = place(i)
        importer = next((frame.module for frame in reversed(i.frames) if frame.module.file), i.frames[-1].module)
        if isinstance(specification, DictValue | Unknown):
            i.report("an OpenAPI description that only a run can know")
            return
        found = find(i, importer, str(i.text(self.specification_dir)), str(i.text(specification)))
        if found is None:
            i.report("the OpenAPI file named here is not in the project")
            return
        file, text = found
        described = Specification(text)
        base = i.text(base_path) if base_path is not None else Text.of(described.base_path)
        asked = self._as_resolver(resolver if resolver is not None else self._resolver)
        self._added.append(Added(file, described, base, asked, importer, location, condition))
        World.of(i).library_mounts.append(LibraryMount(f"{base}/ui", "connexion.swagger_ui", location))

    def _as_resolver(self, value: Value) -> Resolver:
        if isinstance(value, Resolver):
            return value
        i = self.interpreter
        made = i.call(i.library.class_of(RelativeResolver if isinstance(value, Module) else Resolver), (value,))
        assert isinstance(made, Resolver)
        return made

    def add_url_rule(self, *args: Value, **kwargs: Value) -> Value:
        """A route of the Flask application inside."""
        i = self.interpreter
        return i.call(i.attribute(self.app, "add_url_rule"), args, kwargs)

    def route(self, rule: Value, **options: Value) -> Value:
        """`@app.route("/")`."""
        i = self.interpreter
        return i.call(i.attribute(self.app, "route"), (rule,), options)

    def add_error_handler(self, *_: Value) -> None:
        """Not a route."""

    def add_middleware(self, *_: Value, **__: Value) -> None:
        """Not a route."""

    def error_handler(self, *_: Value) -> Value:
        """Not a route."""
        return Native(lambda _i, function: function)


def collect(world: World, i: Interpreter) -> Iterator[Registered]:
    """The operations of every file that an application was given."""
    for app in world.applications:
        for added in app._added if isinstance(app, App) else ():
            for operation in added.specification.operations():
                handler = i.root(lambda added=added, operation=operation: _function(i, added, operation))  # type: ignore[misc]  # bound per operation
                yield Registered(
                    framework="connexion",
                    path=Text.of(added.base_path, operation.path),
                    answers=(Answer(operation.method, (handler,)),),
                    handler=handler,
                    location=Location(added.file, operation.line),
                    name=operation.operation_id,
                    application=app,
                    conditions=(added.condition,),
                    mounts=(Mount(str(added.base_path), added.file, added.location),),
                    guards=operation.guards,
                    declared=only_declared(
                        in_schema=True,
                        body=operation.body or None,
                        form=operation.form or None,
                        response=operation.response or None,
                        tags=operation.tags or None,
                    ),
                )


def _function(i: Interpreter, added: Added, operation: Described) -> Value:
    """The function or method that a resolver names; a name alone where the project does not have it."""
    dotted = added.resolver._name(operation)
    parts = dotted.split(".")
    for end in range(len(parts) - 1, 0, -1):
        module = i.import_module(".".join(parts[:end]), added.importer)
        if not isinstance(module, Module):
            continue
        found: Value = module
        for name in parts[end:]:
            found = i.attribute(found, name, MISSING)
            if found is MISSING:
                break
        if found is not MISSING:
            return found
    return Dotted(dotted or "unknown")


_SPECIFICATION = """
openapi: 3.0.0
info: {title: Pets, version: "1"}
servers:
  - url: https://api.example.com/v1
components:
  securitySchemes:
    token:
      type: http
      scheme: bearer
      x-bearerInfoFunc: pets.auth.decode
security:
  - token: []
paths:
  /pets:
    get:
      operationId: pets.api.listed
      responses: {"200": {description: ok}}
    post:
      x-openapi-router-controller: pets.api
      operationId: create
      responses: {"201": {description: made}}
  /pets/{pet_id}:
    x-openapi-router-controller: pets.api
    delete:
      operationId: Pets.remove
      parameters:
        - {in: path, name: pet_id, required: true, schema: {type: integer}}
      responses: {"204": {description: gone}}
"""

EXAMPLES = (
    Example(
        {
            "pets/__init__.py": "",
            "pets/main.py": """
                import connexion
                app = connexion.FlaskApp(__name__, specification_dir="specs/")
                app.add_api("openapi.yaml")
                app.add_api("openapi.yaml", base_path="/v2", name="second")
                """,
            "pets/auth.py": """
                def decode(token): ...
                """,
            "pets/api.py": """
                def listed(): ...
                def create(): ...
                class Pets:
                    @classmethod
                    def remove(cls, pet_id): ...
                """,
            "pets/specs/openapi.yaml": _SPECIFICATION,
        },
        gives=(
            "DELETE /v1/pets/{pet_id}",
            "DELETE /v2/pets/{pet_id}",
            "GET /v1/pets",
            "GET /v2/pets",
            "POST /v1/pets",
            "POST /v2/pets",
        ),
    ),
)
