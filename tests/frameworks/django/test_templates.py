"""Templates that class-based views answer without naming one."""

from __future__ import annotations

import pytest

from tests.frameworks.build import discovered


@pytest.mark.parametrize(
    ("base", "templates"),
    [
        ("django.contrib.auth.views.LoginView", ("registration/login.html",)),
        ("dj_rest_auth.registration.views.SocialLoginView", ()),
        ("dj_rest_auth.views.LoginView", ()),
        ("knox.views.LoginView", ()),
        ("elsewhere.views.LoginView", ()),
    ],
)
def test_only_djangos_own_views_answer_djangos_own_templates(base: str, templates: tuple[str, ...]) -> None:
    module, _, name = base.rpartition(".")
    found = discovered({
        "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n",
        "settings.py": "ROOT_URLCONF = 'urls'\n",
        "urls.py": """
            from django.urls import path
            from views import SignIn
            urlpatterns = [path("in/", SignIn.as_view())]
        """,
        "views.py": f"""
            from {module} import {name}
            class SignIn({name}):
                x = 1
                def post(self, request): ...
        """,
    })  # fmt: skip
    post = next(one for one in found.operations if one.method == "POST")
    assert post.declared.templates == templates
