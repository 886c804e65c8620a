"""Every test runs with an empty cache of its own: none reads or fills the cache of the person who runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.cache.location import VARIABLE


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder
