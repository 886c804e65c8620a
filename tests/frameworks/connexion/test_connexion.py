"""Operations that stand in OpenAPI files."""

from __future__ import annotations

import pytest

from tests.frameworks.build import described, discovered, operation

SPECIFICATION = """
    swagger: "2.0"
    basePath: /api/
    securityDefinitions:
      basic: {type: basic, x-basicInfoFunc: shop.auth.check}
    paths:
      /orders/{id}:
        get:
          operationId: shop.orders.one
          tags: [orders]
          responses: {"200": {description: ok, schema: {$ref: "#/definitions/Order"}}}
        put:
          operationId: shop.orders.missing
          security: [{basic: []}]
          parameters: [{in: body, name: order, schema: {$ref: "#/definitions/Order"}}]
          responses: {}
    """
ORDERS = """
    def one(id): ...
    """


def project(main: str, **files: str) -> dict[str, str]:
    """A package `shop` with this main module."""
    return {"shop/__init__.py": "", "shop/main.py": main, "shop/orders.py": ORDERS, **files}


@pytest.mark.parametrize(
    ("application", "specification", "path"),
    [
        ("App(__name__)", "'api.yml'", "shop/api.yml"),
        ("App(__name__, specification_dir='../docs')", "'api.yml'", "docs/api.yml"),
        ("AsyncApp(__name__)", "Path(__file__).parent / 'api.yml'", "shop/api.yml"),
        ("App(__name__, specification_dir='elsewhere')", "'only.yml'", "deep/elsewhere/only.yml"),
    ],
)
def test_the_file_is_found_as_the_library_finds_it(application: str, specification: str, path: str) -> None:
    main = f"from pathlib import Path\nimport connexion\napp = connexion.{application}\napp.add_api({specification})\n"
    found = discovered(project(main, **{path: SPECIFICATION}))
    assert described(found.operations) == ["GET /api/orders/{id}", "PUT /api/orders/{id}"]
    assert {one.route.file for one in found.operations} == {path}


def test_a_factory_may_give_the_inner_application() -> None:
    main = """
        import connexion
        def create_app():
            outer = connexion.FlaskApp(__name__)
            outer.add_api("api.yml")
            @outer.route("/ping")
            def ping(): ...
            return outer.app
        """
    found = discovered(project(main, **{"shop/api.yml": SPECIFICATION}))
    assert described(found.operations) == ["GET /api/orders/{id}", "GET /ping", "PUT /api/orders/{id}"]


def test_an_operation_has_its_line_its_function_and_what_the_file_declares() -> None:
    main = "import connexion\napp = connexion.App(__name__)\napp.add_api('api.yml')\n"
    found = discovered(project(main, **{"shop/api.yml": SPECIFICATION}))
    read = operation(found, "GET /api/orders/{id}")
    assert (read.handler.name, read.handler.file, read.route.line) == ("shop.orders.one", "shop/orders.py", 7)
    assert (read.declared.response, read.declared.tags, read.declared.guards) == ("Order", ("orders",), ())
    written = operation(found, "PUT /api/orders/{id}")
    assert (written.handler.name, written.handler.file) == ("shop.orders.missing", "")
    assert (written.declared.body, written.declared.guards) == ("Order", ("shop.auth.check",))
    assert [(mount.prefix, mount.library) for mount in found.library_mounts] == [("/api/ui", "connexion.swagger_ui")]


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("'nowhere.yml'", "the OpenAPI file named here is not in the project"),
        ("load()", "an OpenAPI description that only a run can know"),
    ],
)
def test_what_cannot_be_read_is_said(argument: str, message: str) -> None:
    main = f"import connexion\nfrom other import load\napp = connexion.App(__name__)\napp.add_api({argument})\n"
    found = discovered(project(main))
    assert [(one.message, one.location and one.location.line) for one in found.diagnostics] == [(message, 4)]


@pytest.mark.parametrize(
    "text", ["", "[", "- 1", "paths: 3", "paths: {/a: 3, /b: {get: []}}", "a: &a [*a]", "[" * 5000, "- " * 5000]
)
def test_a_broken_file_gives_nothing(text: str) -> None:
    main = "import connexion\napp = connexion.App(__name__)\napp.add_api('api.yml')\n"
    operations = discovered(project(main, **{"shop/api.yml": text})).operations
    assert described(operations) in ([], ["GET /b"])
