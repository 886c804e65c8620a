"""The files that every example project of Django has in common."""

from __future__ import annotations

from collections.abc import Mapping

_MANAGE = """
    import os
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    """


def site(files: Mapping[str, str], *apps: str) -> dict[str, str]:
    """A site with these applications installed; `files` hold its `project/urls.py` and what that needs."""
    listed = ", ".join(f'"{app}"' for app in apps)
    settings = f"""
        INSTALLED_APPS = [{listed}]
        ROOT_URLCONF = "project.urls"
        """
    return {"manage.py": _MANAGE, "project/__init__.py": "", "project/settings.py": settings, **files}
