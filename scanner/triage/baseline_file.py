"""The baseline's file: a sorted JSON array with one entry a line, without totals, lines or versions.

Two branches that accept different findings merge without a conflict in most places, and a diff shows what was accepted.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scanner.errors import ConfigError
from scanner.triage.fingerprint import Identity, moved_key

MAX_BYTES = 20_000_000
KEYS = ("fp", "rule", "endpoint", "caller", "handler", "count", "reason", "expires")
REWRITE = "restore it from version control, or delete it and accept anew with `callside baseline write`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Accepted findings of one fingerprint. `count` of them are known; one more is new.

    After the day `expires` it no longer counts. `handler` serves to find it again after a route was renamed.
    """

    fingerprint: str
    rule: str
    endpoint: str
    caller: str = ""
    handler: str = ""
    count: int = 1
    reason: str = ""
    expires: date | None = None

    @property
    def moved_key(self) -> tuple[str, ...]:
        """See `scanner.triage.fingerprint.moved_key`."""
        return moved_key(self.rule, self.endpoint, self.caller, self.handler)

    @classmethod
    def of(cls, identity: Identity, count: int = 1) -> Entry:
        """A new entry without a reason."""
        return cls(
            fingerprint=identity.fingerprint,
            rule=identity.rule,
            endpoint=identity.endpoint,
            caller=identity.caller,
            handler=identity.handler,
            count=count,
        )


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The entries of a baseline file, none if it does not exist.

    Entries of one fingerprint, as a merge may leave them, become one with the larger count. Raises ConfigError that
    names file, line and remedy where the file is not a baseline.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        return ()
    if not stat.S_ISREG(status.st_mode):
        raise ConfigError(f"{path.name}: not a regular file", "give a plain file as baseline")
    if status.st_size > MAX_BYTES:
        raise ConfigError(f"{path.name}: larger than {MAX_BYTES // 1_000_000} MB", REWRITE)
    try:
        text = path.read_bytes().decode("utf-8")
        rows = json.loads(text)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path.name}: not UTF-8 ({error.reason})", REWRITE) from error
    except json.JSONDecodeError as error:
        conflicted = any(line.startswith(("<<<<<<<", ">>>>>>>")) for line in text.splitlines())
        remedy = "keep the entries of both sides, one a line, with commas between" if conflicted else REWRITE
        raise ConfigError(f"{path.name}, line {error.lineno}: {error.msg}", remedy) from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path.name}: a number is too long, or lists are nested too deeply", REWRITE) from error
    if not isinstance(rows, list):
        raise ConfigError(f"{path.name}, line 1: not a list of entries", REWRITE)
    merged: dict[str, Entry] = {}
    for number, row in enumerate(rows):
        entry = _entry(row, f"{path.name}, entry {number + 1}")
        known = merged.get(entry.fingerprint)
        merged[entry.fingerprint] = entry if known is None or known.count < entry.count else known
    return tuple(merged.values())


def _entry(row: object, where: str) -> Entry:
    if not isinstance(row, dict):
        raise ConfigError(f"{where}: not an object", REWRITE)
    unknown = sorted(set(row) - set(KEYS))
    if unknown:
        raise ConfigError(f"{where}: unknown key {unknown[0]!r}", f"known keys: {', '.join(KEYS)}")
    texts = {key: row.get(key, "") for key in ("fp", "rule", "endpoint", "caller", "handler", "reason")}
    for key, value in texts.items():
        if not isinstance(value, str) or (not value and key in {"fp", "rule"}):
            raise ConfigError(f"{where}: {key!r} is not a text", f'write "{key}": "…"')
    count = row.get("count", 1)
    if type(count) is not int or count < 1:
        raise ConfigError(f"{where}: 'count' is not a whole number above 0", 'write "count": 1')
    expires = row.get("expires")
    try:
        day = None if expires is None else date.fromisoformat(expires)
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{where}: 'expires' is not a day", 'write "expires": "2027-01-31"') from error
    return Entry(
        fingerprint=texts["fp"],
        rule=texts["rule"],
        endpoint=texts["endpoint"],
        caller=texts["caller"],
        handler=texts["handler"],
        count=count,
        reason=texts["reason"],
        expires=day,
    )


def dump(entries: Iterable[Entry]) -> str:
    """The file's text."""
    ordered = sorted(entries, key=lambda entry: (entry.rule, entry.endpoint, entry.caller, entry.fingerprint))
    lines = ",\n".join(json.dumps(_row(entry), ensure_ascii=False) for entry in ordered)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _row(entry: Entry) -> dict[str, object]:
    row: dict[str, object] = {
        "fp": entry.fingerprint,
        "rule": entry.rule,
        "endpoint": entry.endpoint,
        "caller": entry.caller,
        "handler": entry.handler,
        "count": entry.count,
        "reason": entry.reason,
        "expires": entry.expires.isoformat() if entry.expires else None,
    }
    return {key: value for key, value in row.items() if value not in ("", None)}


def save(path: Path, entries: Iterable[Entry]) -> None:
    """Write the file in one step, so that a broken run leaves the old one. Raises ConfigError where that fails."""
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_text(dump(entries), "utf-8")
        beside.replace(path)
    except OSError as error:
        raise ConfigError(
            f"cannot write {path.name}: {error.strerror}", "give a file in a folder that exists"
        ) from error
