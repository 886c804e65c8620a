"""Configuration: `[tool.callside]` in pyproject.toml, or callside.toml. Data only: nothing of it is ever run."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from scanner.concepts.client import Client
from scanner.concepts.declared import ConfiguredSuppression, DeclaredOwner
from scanner.concepts.evidence import Owner, Side
from scanner.concepts.finding import Severity
from scanner.errors import ConfigError

Row = TypeVar("Row")

NEVER = "never"
"""The `fail-on` value with which no finding fails the gate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that changes an audit. Keys in the file are these names with `-` for `_`."""

    exclude: tuple[str, ...] = ()
    """gitignore patterns of files that are not read."""
    select: tuple[str, ...] = ()
    """Rule codes or prefixes (`CS1`) that run; empty means all."""
    ignore: tuple[str, ...] = ()
    """Rule codes or prefixes that do not run."""
    fail_on: str = Severity.MEDIUM.value
    """The least severity that fails the gate: low, medium, high or never."""
    min_confidence: float = 0.7
    """The least confidence, 0 to 1, that fails the gate."""
    baseline: str = ".callside-baseline.json"
    """The file of accepted findings, relative to the root."""
    require_reason: bool = False
    """Whether a suppression without a reason is a diagnostic."""
    access_logs: tuple[str, ...] = ()
    """Access logs of the running application, relative to the root."""
    clients: tuple[Client, ...] = ()
    """Other repositories that request operations of this project; paths are relative to the root."""
    endpoints: tuple[DeclaredOwner, ...] = ()
    suppressions: tuple[ConfiguredSuppression, ...] = ()

    def runs(self, code: str) -> bool:
        """Whether the rule of this code is selected."""
        chosen = not self.select or code.startswith(self.select)
        return chosen and not (self.ignore and code.startswith(self.ignore))


def client_name(path: str) -> str:
    """What a client is called where nobody says: as its folder is."""
    return Path(path).absolute().name or "client"


def load_config(root: Path, file: Path | None = None) -> Config:
    """Read the configuration of a repository: `file` if given, else callside.toml, else pyproject.toml.

    Raises ConfigError that names file, line and remedy; an absent file is the default configuration.
    """
    if file is not None:
        if not file.is_file():
            raise ConfigError(f"no such configuration file: {file}", "give a TOML file, or leave out --config")
        return _read(file)
    for name in ("callside.toml", "pyproject.toml"):
        path = root / name
        if path.is_file() and not path.is_symlink():
            return _read(path)
    return Config()


def _read(path: Path) -> Config:
    try:
        text = path.read_bytes().decode("utf-8")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path.name}: not UTF-8 ({error.reason})", "save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path.name}: {error}", "mend the TOML; nothing was scanned") from error
    table: object = data
    if path.name == "pyproject.toml":
        tool = data.get("tool", {})
        table = tool.get("callside", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        raise ConfigError(f"{path.name}: [tool.callside] is not a table", "write [tool.callside] with keys below it")
    return _Reader(path.name, text).config(table)


class _Reader:
    """Turns a TOML table into a Config, with errors that name the line of the key."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.splitlines()

    def config(self, table: Mapping[str, object]) -> Config:
        known = {field.name.replace("_", "-"): field.name for field in fields(Config)}
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                remedy = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(sorted(known))}"
                raise self._error(key, f"unknown key {key!r}", remedy)
            values[known[key]] = self._value(key, value)
        return replace(Config(), **values)

    def _value(self, key: str, value: object) -> object:
        match key:
            case "exclude" | "access-logs":
                return self._texts(key, value)
            case "select" | "ignore":
                codes = self._texts(key, value)
                for code in codes:
                    if not re.fullmatch(r"CS\d{0,3}", code):
                        raise self._error(key, f"{code!r} is not a rule code", "for example CS101, or CS1 for a group")
                return codes
            case "fail-on":
                allowed = (*(severity.value for severity in Severity), NEVER)
                return self._one_of(key, value, allowed)
            case "min-confidence":
                if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
                    raise self._error(key, f"{value!r} is not a number from 0 to 1", "for example 0.7")
                return float(value)
            case "baseline":
                return self._text(key, value)
            case "require-reason":
                if not isinstance(value, bool):
                    raise self._error(key, f"{value!r} is not true or false", "write true or false")
                return value
            case "clients":
                return self._tables(key, value, {"path", "owner", "name", "base-url"}, self._client)
            case "endpoints":
                return self._tables(key, value, {"operation", "owner", "reason"}, self._declared_owner)
            case "suppressions":
                return self._tables(key, value, {"rule", "operation", "reason", "expires"}, self._suppression)
            case _:
                raise AssertionError(key)

    def _client(self, row: Mapping[str, object]) -> Client:
        path = self._text("path", row.get("path"))
        base_url = self._text("base-url", row["base-url"]) if "base-url" in row else ""
        if base_url and not (urlsplit(base_url).scheme in ("http", "https") and urlsplit(base_url).netloc):
            raise self._error(
                "base-url", f"{base_url!r} is no address", 'for example base-url = "https://shop.example.com"'
            )
        return Client(
            path,
            Side(self._one_of("owner", row.get("owner"), tuple(side.value for side in Side))),
            self._text("name", row["name"]) if "name" in row else client_name(path),
            base_url,
        )

    def _declared_owner(self, row: Mapping[str, object]) -> DeclaredOwner:
        owners = tuple(owner.value for owner in Owner)
        return DeclaredOwner(
            self._text("operation", row.get("operation")),
            Owner(self._one_of("owner", row.get("owner"), owners)),
            self._text("reason", row.get("reason")),
        )

    def _suppression(self, row: Mapping[str, object]) -> ConfiguredSuppression:
        expires = row.get("expires")
        if expires is not None and type(expires) is not date:
            raise self._error("expires", f"{expires!r} is not a date", "write it without quotes: expires = 2027-01-31")
        return ConfiguredSuppression(
            self._text("rule", row.get("rule")),
            self._text("operation", row.get("operation", "*")),
            self._text("reason", row.get("reason")),
            expires,
        )

    def _tables(
        self, key: str, value: object, known: set[str], read: Callable[[Mapping[str, object]], Row]
    ) -> tuple[Row, ...]:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self._error(key, f"{key} is not a list of tables", f"write [[tool.callside.{key}]]")
        for row in value:
            for name in row:
                if name not in known:
                    raise self._error(name, f"unknown key {name!r} in {key}", f"known keys: {', '.join(sorted(known))}")
        return tuple(read(row) for row in value)

    def _texts(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._error(key, f"{value!r} is not a list of strings", f'for example {key} = ["…"]')
        return tuple(value)

    def _text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value:
            raise self._error(key, f"{key} is missing or not a string", f'write {key} = "…"')
        return value

    def _one_of(self, key: str, value: object, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            raise self._error(
                key, f"{value!r} is not one of {', '.join(allowed)}", f'for example {key} = "{allowed[0]}"'
            )
        return value

    def _error(self, key: str, message: str, remedy: str) -> ConfigError:
        pattern = re.compile(rf"^\s*\[?\[?[\w.]*\b{re.escape(key)}\b")
        line = next((number for number, text in enumerate(self.lines, 1) if pattern.match(text)), 1)
        return ConfigError(f"{self.file}:{line}: [tool.callside] {message}", f"{remedy}\nnothing was scanned")
