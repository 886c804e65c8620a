"""Routes: whole paths from the entries of URLconfs."""

from __future__ import annotations

from scanner.frameworks.django.example import site
from tests.frameworks.build import described, discovered


def _of(urls: str, **others: str) -> list[str]:
    files = {"project/urls.py": urls, **{f"{name}.py": text for name, text in others.items()}}
    return described(discovered(site(files)).operations)


def test_a_base_path_that_only_a_deployment_knows_is_none() -> None:
    urls = """
        from django.conf import settings
        from django.urls import include, path, re_path
        def view(request): ...
        rest = [path("shop/", view)]
        urlpatterns = [
            path(f"{settings.BASE}home/", view),
            re_path(r"^{}".format(settings.BASE), include(rest)),
            path(f"{settings.FOLDER}/files/", view),
            path(settings.SECRET_PATH, view),
            path("in/", include([path(f"{settings.KIND}list/", view)])),
        ]
    """
    assert _of(urls) == [
        "ANY /home/", "ANY /in/{settings_KIND}list/", "ANY /shop/", "ANY /{settings_FOLDER}/files/",
        "ANY /{settings_SECRET_PATH}",
    ]  # fmt: skip


def test_urlpatterns_that_either_side_of_a_test_makes_are_taken_over_by_name() -> None:
    names = """
        from django.conf import settings
        from django.urls import path
        def view(request): ...
        if settings.NEW_NAMES:
            urlpatterns = [path("asset/", view)]
        else:
            urlpatterns = [path("product/", view)]
    """
    urls = """
        from django.urls import path, include
        from names import urlpatterns as named
        urlpatterns = [path("", include([*named]))]
    """
    assert _of(urls, names=names) == [
        "ANY /asset/ if settings.NEW_NAMES",
        "ANY /product/ if not settings.NEW_NAMES",
    ]


def test_routes_that_app_configs_collect_by_name() -> None:
    files = {
        "project/urls.py": "urlpatterns = []",
        "shop/__init__.py": "",
        "shop/apps.py": """
            from django.apps import AppConfig
            from django.conf.urls import include, url
            from django.utils.module_loading import import_string
            class ShopConfig(AppConfig):
                name = "shop"
                def ready(self):
                    from project.urls import urlpatterns
                    own = import_string(dotted_path="{}.urls.urlpatterns".format(self.name))
                    urlpatterns += (url(regex=r"^{}/".format(self.name), view=include((own, "shop"))),)
        """,
        "shop/urls.py": """
            from django.conf.urls import url
            def view(request): ...
            urlpatterns = [url(regex=r"^carts/$", name="carts", view=view)]
        """,
    }
    assert described(discovered(site(files, "shop")).operations) == ["ANY /shop/carts/"]
