"""Where the cache is: the user's cache directory, or what CALLSIDE_CACHE_DIR says.

https://platformdirs.readthedocs.io/
"""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path

VARIABLE = "CALLSIDE_CACHE_DIR"

_FILE = "cache-1.sqlite3"


def cache_file() -> Path:
    """The file that holds what is remembered between runs; it need not exist."""
    folder = os.environ.get(VARIABLE)
    return (Path(folder) if folder else user_cache_path("callside", appauthor=False)) / _FILE
