"""Which values of an environment are kept as settings: addresses, hosts, ports and prefixes; never a secret."""

from __future__ import annotations

import re

from scanner.extract.other.address import is_address

_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_SECRET = re.compile(r"SECRET|PASSW|TOKEN|KEY|CREDENTIAL|DSN|AUTH|DATABASE_UR")
_TELLING = re.compile(r"(?:^|_)(?:PREFIX|PATH|URL|URI|HOST|PORT|BASE|ROOT|DOMAIN|SCRIPT_NAME|ENDPOINT)$")
_CREDENTIALS = re.compile(r"//[^/\s]*@")
_LIMIT = 300


def is_kept(name: str, value: str) -> bool:
    """Whether `NAME=value` may matter to an address: the name says so, or the value is one."""
    if not _NAME.fullmatch(name) or name == "PATH" or _SECRET.search(name) or _CREDENTIALS.search(value):
        return False
    if not value or len(value) > _LIMIT or any(character.isspace() for character in value):
        return False
    return bool(_TELLING.search(name)) or (is_address(value) and not value.startswith(("$", "{")))
