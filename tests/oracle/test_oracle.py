"""The marks of each fixture against its real framework: truth is not opinion."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.marks import FIXTURES, marks

ORACLES = [
    ("flask_fleet", "flask_routes.py", "fleet"),
    ("flask_journal", "flask_routes.py", "journal"),
    ("flask_market", "flask_routes.py", "market"),
    ("flask_shop", "flask_routes.py", "shop"),
    ("fastapi_bakery", "fastapi_routes.py", "bakery.main"),
    ("fastapi_harbor", "fastapi_routes.py", "harbor.main"),
    ("fastapi_tickets", "fastapi_routes.py", "tickets.main"),
    ("django_gallery", "django_routes.py", "site_settings"),
    ("django_library", "django_routes.py", "library.settings"),
    ("django_weather", "django_routes.py", "weather.settings"),
]


@pytest.mark.oracle
@pytest.mark.parametrize(("fixture", "script", "argument"), ORACLES, ids=[row[0] for row in ORACLES])
def test_routes_of_the_running_application(fixture: str, script: str, argument: str) -> None:
    project = FIXTURES / fixture
    run = subprocess.run(
        [sys.executable, "-W", "ignore", str(Path(__file__).with_name(script)), argument],
        cwd=project,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    running = {f"{method} {path}" for method, path in json.loads(run.stdout)}
    stated = {mark.value for mark in marks(project) if mark.key in {"endpoint", "inherited"}}
    only_under_a_setting = {"GET /debug/tickets"} if fixture == "fastapi_tickets" else set()
    assert running == stated - only_under_a_setting


def test_every_fixture_has_an_oracle() -> None:
    assert {row[0] for row in ORACLES} == {path.parent.name for path in FIXTURES.glob("*/expected.toml")}
