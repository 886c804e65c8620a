"""Clients: other repositories whose requests to this project a person declares."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.concepts.evidence import Side


@dataclass(frozen=True, slots=True)
class Client:
    """`[[tool.callside.clients]]`: a folder outside the scanned one, and whose side it is on.

    `owner` is `ui` for this project's own interface kept elsewhere, `system` for any other program. `base_url` is where
    this project is reached, `https://shop.example.com/shop`; empty where nobody says.
    """

    path: str
    owner: Side
    name: str
    base_url: str = ""

    def place(self, file: str) -> str:
        """How a file of the client is named in reports: `kiosk:src/api.ts`."""
        return f"{self.name}:{file}"
