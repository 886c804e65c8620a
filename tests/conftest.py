"""Every test runs with an empty cache of its own: none reads or fills the cache of the person who runs it.

Properties are tried on the same inputs in every run, and how fast a loaded machine makes them up is no finding.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from scanner.cache.location import VARIABLE

settings.register_profile(
    "callside",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("callside")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder
