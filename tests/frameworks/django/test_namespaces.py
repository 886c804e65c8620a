"""The names of routes below namespaces, of instances and of applications."""

from __future__ import annotations

from tests.frameworks.build import discovered

SETTINGS = 'ROOT_URLCONF = "project.urls"\nINSTALLED_APPS = []\n'


def test_a_route_is_reversed_by_the_namespace_of_its_instance_and_by_that_of_its_application() -> None:
    found = discovered(
        {
            "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'project.settings')\n",
            "project/__init__.py": "",
            "project/settings.py": SETTINGS,
            "project/urls.py": """\
            from django.urls import include, path
            urlpatterns = [
                path("apply/", include("loans", "apply")),
                path("shop/", include("shop")),
            ]
            """,
            "loans.py": """\
            from django.urls import include, path
            from views import show
            app_name = "loans"
            urlpatterns = [
                path("", show, name="list"),
                path("reviews/", include(([path("", show, name="all")], "reviews"), namespace="opinions")),
            ]
            """,
            "shop.py": """\
            from django.urls import path
            from views import show
            app_name = "shop"
            urlpatterns = [path("", show, name="list")]
            """,
            "views.py": "def show(request): ...\n",
        }
    )
    names = {one.path.text: (one.name, one.aliases) for one in found.operations}
    assert names == {
        "/apply/": ("apply:list", ("loans:list",)),
        "/apply/reviews/": (
            "apply:opinions:all",
            ("apply:reviews:all", "loans:opinions:all", "loans:reviews:all"),
        ),
        "/shop/": ("shop:list", ()),
    }
