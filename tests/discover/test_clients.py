from __future__ import annotations

from pathlib import Path

import pytest

from scanner.concepts.client import Client
from scanner.concepts.evidence import Side
from scanner.discover.clients import find_clients
from scanner.discover.walk import discover
from scanner.errors import ConfigError


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name in ("shop/app.py", "shop/kiosk/app.js", "mobile/App.kt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    return tmp_path / "shop"


def client(path: str, name: str = "it") -> Client:
    return Client(path, Side.SYSTEM, name)


def test_files_of_a_client_are_found(repository: Path) -> None:
    (tree,) = find_clients(repository, discover(repository), (client("../mobile"),))
    assert [file.path for file in tree.inventory.files] == ["App.kt"]


def test_a_folder_inside_counts_where_it_is_left_out_of_the_scan(repository: Path) -> None:
    (tree,) = find_clients(repository, discover(repository, ("kiosk/",)), (client("kiosk"),))
    assert [file.path for file in tree.inventory.files] == ["app.js"]


@pytest.mark.parametrize(
    ("clients", "message"),
    [
        ((client("../gone"),), "client it: no such folder"),
        ((client("../file"),), "client it: not a folder"),
        ((client("../empty"),), "client it: nothing to read"),
        ((client("kiosk"),), "kiosk/ is read as a part of this project already"),
        ((client(".."),), "holds the scanned folder"),
        ((client("."),), "holds the scanned folder"),
        ((client("../mobile"), client("kiosk")), "two clients are called it"),
    ],
)
def test_what_is_no_client_is_an_error_with_a_remedy(
    repository: Path, clients: tuple[Client, ...], message: str
) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        find_clients(repository, discover(repository), clients)
    assert error.value.help
