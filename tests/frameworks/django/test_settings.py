"""Settings: which modules hold them, and what they say."""

from __future__ import annotations

from tests.frameworks.build import described, discovered

_URLS = """
    from django.conf import settings
    from django.urls import path
    def view(request): ...
    urlpatterns = [path("home/", view)]
"""


def test_settings_that_a_class_holds() -> None:
    files = {
        "manage.py": """
            import os
            os.environ["DJANGO_SETTINGS_MODULE"] = "site_.settings"
            os.environ.setdefault("DJANGO_CONFIGURATION", "Production")
        """,
        "site_/__init__.py": "",
        "site_/settings.py": """
            from configurations import Configuration
            class Base(Configuration):
                ROOT_URLCONF = "site_.urls"
                LOGIN_URL = "/enter/"
            class Production(Base):
                DEBUG = False
        """,
        "site_/urls.py": _URLS,
    }
    found = discovered(files)
    assert described(found.operations) == ["ANY /home/"]
    assert found.settings["LOGIN_URL"] == "/enter/"


def test_settings_that_do_not_say_have_the_urlconf_beside_them() -> None:
    files = {
        "manage.py": "import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'site_.settings'",
        "site_/__init__.py": "",
        "site_/settings.py": "import glob\nfor name in glob.glob('*.conf'):\n    exec(open(name).read())",
        "site_/urls.py": _URLS,
    }
    assert described(discovered(files).operations) == ["ANY /home/"]
