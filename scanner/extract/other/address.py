"""Addresses as documentation and configuration write them: literals with placeholders become text with holes.

`$VAR`, `${VAR:-default}`, `$(command)`, `{{ variable }}`, `{id}`, `<id>`, `<int:id>`, `:id`, `[id]`, `%VAR%`, and what
stands for a base in capitals: `SITE_ROOT/users`, `HOST/users`.
"""

from __future__ import annotations

import re

from scanner.concepts.expression import Expression, Join, Literal, Name, Opaque

BASE = r"(?:(?:[A-Z][A-Z0-9]*_)+[A-Z][A-Z0-9]*|BASEURL|DOMAIN|ENDPOINT|HOST|HOSTNAME|SERVER|URL)(?=[/<{])"
"""What stands for the scheme and host of an address, in capitals."""

_HOLE = re.compile(
    rf"^(?P<base>{BASE})"
    r"|\$\{\{(?P<action>[^{}]{0,200})\}\}"
    r"|\$\{(?P<brace>[^{}]{0,200})\}"
    r"|\$\((?P<command>[^()]{0,200})\)"
    r"|\$(?P<plain>[A-Za-z_]\w*|\d)"
    r"|\{\{(?P<moustache>[^{}]{0,200})\}\}"
    r"|\{%[^{}]{0,200}%\}"
    r"|<(?P<angle>[A-Za-z_][^<>/]{0,80})>"
    r"|(?<=/):(?P<colon>[A-Za-z_]\w*)"
    r"|(?<=/)\[(?P<square>[A-Za-z_][\w-]{0,80}|\.{3})\]"
    r"|\{(?P<curly>[^{}/]{0,80})\}"
    r"|%(?P<percent>[A-Za-z_]\w{0,80})%"
)
_SCHEME = re.compile(r"(?:https?|wss?)://\S", re.IGNORECASE)
_HOST = re.compile(
    r"(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}|[\w-]+(?=:\d))(?::\d+)?(?:[/?]|$)",
    re.IGNORECASE,
)
_VARIABLE_START = re.compile(rf"{BASE}|" r"[\"']?(?:\$\{{0,2}\s?\w|\{\{|\{\w+\}/|<[^<>]+>[/:]|%\w+%)")
_LIMIT = 2_000


def is_address(text: str) -> bool:
    """Whether the text can be a URL or a path: it has a scheme, a host or a leading slash, or begins with a hole."""
    if not text or len(text) > _LIMIT or any(character.isspace() for character in _HOLE.sub("", text)):
        return False
    if text.startswith("/"):
        return not text.startswith("//") or len(text) > 2
    return bool(_SCHEME.match(text) or _VARIABLE_START.match(text) or _HOST.match(text))


def read_address(text: str) -> Expression:
    """A literal, or a join whose holes are names (a shell variable is looked up, any other stays a named hole)."""
    parts: list[Expression] = []
    position = 0
    for match in _HOLE.finditer(text):
        if match.start() > position:
            parts.append(Literal(text[position : match.start()]))
        parts.append(_hole(match))
        position = match.end()
    if position < len(text):
        parts.append(Literal(text[position:]))
    if not parts:
        return Literal("")
    return parts[0] if len(parts) == 1 else Join(tuple(parts))


def with_scheme(address: str) -> str:
    """What a command line client asks for where an address begins with a host: `localhost:8000/users`."""
    return f"http://{address}" if _HOST.match(address) and not _SCHEME.match(address) else address


def local_address(port_and_path: str) -> str:
    """HTTPie's shorthand `:8000/users` and `:/users` mean localhost."""
    return f"http://localhost{port_and_path if port_and_path[1:2].isdigit() else port_and_path[1:]}"


def _hole(match: re.Match[str]) -> Expression:
    kind = match.lastgroup
    if kind is None:
        return Opaque("template block")
    text = (match[kind] or "").strip()
    if kind == "command":
        return Opaque(f"output of {text}" if text else "output of a command")
    if kind == "brace":
        text = re.split(r"[:#%/^,?+=-]", text, maxsplit=1)[0]
    elif kind in {"angle", "curly"}:
        text = text.rpartition(":")[2] if kind == "angle" else text.partition(":")[0]
    words = re.findall(r"[A-Za-z_]\w*|\d+", text)
    name = "_".join(words[-2:] if kind in {"action", "moustache"} else words)
    return Name(name) if name else Opaque("placeholder")
