from __future__ import annotations

from tests.frameworks.build import described, discovered


def test_a_class_only_method_registers_routes_of_its_class() -> None:
    files = {
        "project/__init__.py": "",
        "project/settings.py": 'ROOT_URLCONF = "project.urls"\nINSTALLED_APPS = []\n',
        "project/urls.py": """\
        from django.urls import path
        from django.utils.decorators import classonlymethod
        from django.views.generic import View

        class Crud(View):
            names = ("list", "drop")

            @classonlymethod
            def get_urls(cls, base):
                return [path(f"{base}/{name}/", cls.as_view(), name=name) for name in cls.names]

        class Shops(Crud):
            def get(self, request):
                return None

        urlpatterns = [path("home/", Shops.as_view()), *Shops.get_urls(base="shops")]
        """,
        "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")\n',
    }
    assert described(discovered(files).operations) == ["GET /home/", "GET /shops/drop/", "GET /shops/list/"]
