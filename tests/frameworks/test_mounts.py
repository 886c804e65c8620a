"""Mounts: what the project's own applications answer below a prefix, and what is files alone."""

from __future__ import annotations

from tests.frameworks.build import described, discovered, operation


def test_files_that_the_project_answers_itself_are_an_operation_too() -> None:
    found = discovered(
        """
        from fastapi import FastAPI
        from fastapi.staticfiles import StaticFiles
        class Pages(StaticFiles):
            async def get_response(self, path, scope):
                return await super().get_response("index.html", scope)
        class Plain(StaticFiles): ...
        app = FastAPI()
        app.mount("/static", StaticFiles(directory="static"))
        app.mount("/plain", Plain(directory="plain"))
        app.mount("/", Pages(directory="pages"), name="pages")
        """
    )
    assert described(found.operations) == ["GET /"]
    pages = operation(found, "GET /")
    assert (pages.handler.name, pages.handler.file, pages.name) == ("app.Pages", "app.py", "pages")
    assert [run.qualname for run in pages.handler.runs] == ["Pages.get_response"]
    assert [one.prefix for one in found.static_mounts] == ["/", "/plain", "/static"]


def test_an_application_without_a_framework_answers_below_its_prefix() -> None:
    found = discovered(
        """
        from starlette.applications import Starlette
        class Raw:
            async def __call__(self, scope, receive, send): ...
        async def echo(scope, receive, send): ...
        class Around:
            def __init__(self, app):
                self.app = app
            async def __call__(self, scope, receive, send):
                await self.app(scope, receive, send)
        inner = Starlette()
        inner.add_route("/leaf", echo)
        app = Starlette()
        app.mount("/raw", Raw())
        app.mount("/echo", echo)
        app.mount("/inner", Around(inner))
        """
    )
    assert described(found.operations) == ["ANY /echo", "ANY /raw", "GET /inner/leaf"]


def test_mounts_of_one_library_stand_in_order_of_their_places() -> None:
    sites = [f"site{number}" for number in range(6)]
    files = {
        f"{site}/settings.py": f'ROOT_URLCONF = "{site}.urls"\nINSTALLED_APPS = ["django.contrib.admin"]\n'
        for site in sites
    }
    files |= {
        f"{site}/urls.py": (
            "from django.contrib import admin\n"
            "from django.urls import path\n"
            'urlpatterns = [path("admin/", admin.site.urls)]\n'
        )
        for site in sites
    }
    files |= {
        f"manage{site}.py": f'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "{site}.settings")\n'
        for site in sites
    }
    mounts = discovered(files).library_mounts
    assert [mount.location.file for mount in mounts] == [f"{site}/urls.py" for site in sites]
