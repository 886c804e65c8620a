"""What libraries put on FastAPI applications, besides the routes that their examples list."""

from __future__ import annotations

from tests.frameworks.build import described, discovered, operation


def test_a_library_s_router_is_a_mount_wherever_it_is_included() -> None:
    found = discovered(
        """
        from fastapi import APIRouter, FastAPI
        from fastapi_users import FastAPIUsers
        users = FastAPIUsers(get_manager, [])
        api = APIRouter(prefix="/api")
        api.include_router(users.get_auth_router(None), prefix="/auth")
        app = FastAPI()
        app.include_router(api, prefix="/v1")
        app.include_router(users.get_register_router(), prefix="/register")
        """
    )
    assert [(mount.prefix, mount.library) for mount in found.library_mounts] == [
        ("/register", "fastapi_users.FastAPIUsers.get_register_router"),
        ("/v1/api/auth", "fastapi_users.FastAPIUsers.get_auth_router"),
    ]


def test_dependencies_of_a_class_stand_before_its_routes() -> None:
    found = discovered(
        """
        from typing import Annotated
        from fastapi import APIRouter, Depends, FastAPI
        from fastapi_restful.cbv import cbv
        router = APIRouter()
        def user(): ...
        def session(): ...
        def paging(): ...
        @cbv(router)
        class Items:
            user: str = Depends(user)
            session: Annotated[str, Depends(session)]
            @router.get("/items")
            def listed(self, paging=Depends(paging)): ...
        @router.get("/free")
        def free(): ...
        app = FastAPI()
        app.include_router(router)
        """
    )
    assert operation(found, "GET /items").declared.guards == ("app.user", "app.session", "app.paging")
    assert operation(found, "GET /free").declared.guards == ()


def test_the_application_before_versioning_is_none_of_its_own() -> None:
    found = discovered(
        """
        from fastapi import FastAPI
        from fastapi_versioning import VersionedFastAPI
        app = FastAPI()
        @app.get("/ping")
        def ping(): ...
        app = VersionedFastAPI(app)
        """
    )
    assert described(found.operations) == ["GET /v1_0/ping"]
    assert [one.name for one in found.applications] == ["app:app"]
