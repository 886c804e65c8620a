"""Conditions, put together and taken apart."""

from __future__ import annotations

import pytest

from scanner.frameworks.conditions import weakest, without
from tests.frameworks.build import described, discovered


@pytest.mark.parametrize(
    ("conditions", "left"),
    [
        (["a"], "a"),
        (["a", "b"], "a"),
        (["a", "not a"], None),
        (["a and b", "a and not b"], "a"),
        (["a and b == 1", "a and not (b == 1)", "not a"], None),
        (["a and b and c", "a and not b"], "a and b and c"),
    ],
)
def test_the_weakest(conditions: list[str], left: str | None) -> None:
    assert weakest(conditions) == left


def test_the_tests_around_are_left_out() -> None:
    assert without("a", "a") is None
    assert without("a and b", "a") == "b"
    assert without("ab", "a") == "ab"
    assert without(None, "a") is None


def test_what_is_registered_either_way_is_sure() -> None:
    source = """
        from flask import Flask
        import settings
        app = Flask(__name__)
        def x(): ...
        if settings.A:
            app.add_url_rule("/x", "x", x)
        else:
            app.add_url_rule("/x", "x", x)
    """
    assert described(discovered(source).operations) == ["GET /x"]


def test_what_a_router_holds_is_as_sure_as_its_mount() -> None:
    files = {
        "app.py": """
            from fastapi import FastAPI
            import settings
            app = FastAPI()
            def add(prefix):
                import pages
                app.include_router(pages.router, prefix=prefix)
            if settings.FIRST:
                add("/first")
            add("/second")
        """,
        "pages.py": """
            from fastapi import APIRouter
            import settings
            router = APIRouter()
            @router.get("/x")
            def x(): ...
            if settings.MORE:
                @router.get("/y")
                def y(): ...
        """,
    }
    given = [
        "GET /first/x if settings.FIRST",
        "GET /first/y if settings.FIRST and settings.MORE",
        "GET /second/x",
        "GET /second/y if settings.MORE",
    ]
    assert described(discovered(files).operations) == given
    flask = {
        path: text.replace("fastapi", "flask")
        .replace("FastAPI()", "Flask('app')")
        .replace("APIRouter()", "Blueprint('pages', 'pages')")
        .replace("APIRouter", "Blueprint")
        .replace("FastAPI", "Flask")
        .replace("include_router(pages.router, prefix=", "register_blueprint(pages.router, url_prefix=")
        for path, text in files.items()
    }
    assert described(discovered(flask).operations) == given
