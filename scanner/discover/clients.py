"""Client repositories: their files, found as the scanned repository's own are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scanner.concepts.client import Client
from scanner.concepts.inventory import Inventory
from scanner.discover.walk import discover
from scanner.errors import ConfigError


@dataclass(frozen=True, slots=True)
class ClientTree:
    """A client with its folder and the files to read."""

    client: Client
    root: Path
    inventory: Inventory


def find_clients(root: Path, own: Inventory, clients: tuple[Client, ...]) -> tuple[ClientTree, ...]:
    """The trees of all clients, paths relative to `root`.

    Raises ConfigError for a folder that is not there, holds nothing to read or is part of what is scanned anyway, and
    for two clients of one name.
    """
    names = [client.name for client in clients]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(
                f"two clients are called {name}", 'give each a name: [[tool.callside.clients]] with name = "…"'
            )
    return tuple(_tree(root, own, client) for client in clients)


def _tree(root: Path, own: Inventory, client: Client) -> ClientTree:
    folder = root / client.path
    if not folder.is_dir():
        what = "not a folder" if folder.exists() else "no such folder"
        raise ConfigError(f"client {client.name}: {what}: {client.path}", "give the folder of the client's repository")
    resolved, scanned = folder.resolve(), root.resolve()
    if scanned.is_relative_to(resolved):
        raise ConfigError(
            f"client {client.name}: {client.path} holds the scanned folder", "give the folder of the client alone"
        )
    if resolved.is_relative_to(scanned):
        inside = resolved.relative_to(scanned).as_posix() + "/"
        if any(file.path.startswith(inside) for file in own.files):
            raise ConfigError(
                f"client {client.name}: {inside} is read as a part of this project already",
                f'leave the client out, or keep the folder apart: exclude = ["{inside}"]',
            )
    inventory = discover(folder)
    if not inventory.files:
        raise ConfigError(f"client {client.name}: nothing to read in {client.path}", "give the folder with its source")
    return ClientTree(client, folder, inventory)
