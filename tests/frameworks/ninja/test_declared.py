"""What Django Ninja's operations declare, and how they are named."""

from __future__ import annotations

import pytest

from scanner.concepts.operation import Operation
from tests.frameworks.build import discovered, operation

FILES = {
    "project/__init__.py": "",
    "project/settings.py": """
        INSTALLED_APPS = []
        ROOT_URLCONF = "project.urls"
        """,
    "manage.py": """
        import os
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
        """,
    "project/urls.py": """
        from django.urls import path
        from project.api import api
        urlpatterns = [path("api/", api.urls)]
        """,
    "project/api.py": """
        from ninja import File, Form, NinjaAPI, Query, Router, Schema
        from ninja.files import UploadedFile
        from ninja.security import APIKeyCookie, HttpBearer, django_auth
        class Item(Schema):
            name: str
        class Bearer(HttpBearer):
            def authenticate(self, request, token): ...
        class Key(APIKeyCookie):
            def authenticate(self, request, key): ...
        api = NinjaAPI(auth=Bearer(), urls_namespace="shop")
        router = Router(auth=django_auth, tags=["pages"])
        @api.post("/items", response={201: Item, 400: str})
        def create(request, item: Item): ...
        @api.post("/open", auth=None, response=Item, url_name="opened")
        def open_(request, data: Form[Item]): ...
        @api.post("/key", auth=Key(), include_in_schema=False)
        def key(request, file: UploadedFile = File(...)): ...
        @router.get("/search", throttle=[object()])
        def search(request, filters: Query[Item]): ...
        @router.get("/both", auth=[Bearer(), Key()])
        def both(request): ...
        api.add_router("pages", router)
        """,
}


@pytest.fixture(scope="module")
def operations() -> dict[str, Operation]:
    return {one.id: one for one in discovered(FILES).operations}


def test_names_are_those_that_reverse_finds(operations: dict[str, Operation]) -> None:
    assert {one.name for one in operations.values()} == {
        "shop:create", "shop:opened", "shop:key", "shop:search", "shop:both",
    }  # fmt: skip
    assert {one.framework for one in operations.values()} == {"ninja"}


def test_the_nearest_authentication_counts(operations: dict[str, Operation]) -> None:
    assert operations["POST /api/items"].declared.guards == ("project.api.Bearer",)
    assert operations["POST /api/open"].declared.guards == ()
    assert operations["GET /api/pages/search"].declared.guards == ("ninja.security.django_auth",)
    assert operations["GET /api/pages/both"].declared.guards == ("project.api.Bearer", "project.api.Key")


def test_only_cookies_are_checked_against_forgery(operations: dict[str, Operation]) -> None:
    exempt = {id_ for id_, one in operations.items() if one.declared.csrf_exempt}
    assert exempt == {"POST /api/items", "POST /api/open"}


def test_bodies_forms_and_answers(operations: dict[str, Operation]) -> None:
    create = operations["POST /api/items"].declared
    assert (create.body, create.form, create.response, create.status) == (
        "project.api.Item",
        None,
        "project.api.Item",
        201,
    )
    opened = operations["POST /api/open"].declared
    assert (opened.body, opened.form, opened.response) == (None, True, "project.api.Item")
    assert operations["POST /api/key"].declared.form is True
    assert operations["POST /api/key"].declared.in_schema is False
    search = operations["GET /api/pages/search"].declared
    assert (search.body, search.tags, search.throttled) == (None, ("pages",), True)


def test_routers_are_named_as_mounts() -> None:
    found = operation(discovered(FILES), "GET /api/pages/both")
    assert [mount.prefix for mount in found.mounts] == ["api/", "pages"]


def test_documentation_pages_are_the_library_s() -> None:
    mounts = {(mount.prefix, mount.library) for mount in discovered(FILES).library_mounts}
    assert mounts == {("/api/docs", "ninja.openapi"), ("/api/openapi.json", "ninja.openapi")}
