"""Command-line HTTP clients: what curl, wget, HTTPie and PowerShell request, read from the words of a command.

https://curl.se/docs/manpage.html https://www.gnu.org/software/wget/manual/ https://httpie.io/docs/cli
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import parse_qsl

from scanner.extract.other.address import is_address, local_address

_METHOD = re.compile(r"[A-Z]{3,7}")
_CURL_SHORT_VALUES = frozenset("AbcCdDeEFhHKmoPQrTtuUwxXYyz")
_CURL_PLACES = frozenset(
    {
        "cacert",
        "capath",
        "cert",
        "config",
        "cookie",
        "cookie-jar",
        "doh-url",
        "dump-header",
        "etag-compare",
        "etag-save",
    }
    | {"header", "key", "netrc-file", "output", "output-dir", "preproxy", "proxy", "referer", "request", "stderr"}
    | {"trace", "trace-ascii", "unix-socket", "upload-file", "url", "user", "user-agent", "write-out", "json"}
)
"""Long options whose value may look like an address, or is read here; the value of any other never does."""

_CURL_BODY = {"data", "data-raw", "data-binary", "data-ascii", "data-urlencode", "d"}
_WGET_VALUES = frozenset("OoPtTUwQiaeADIlR")
_POWERSHELL = {"invoke-restmethod", "invoke-webrequest", "irm", "iwr"}
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_MULTIPART = "multipart/form-data"
_FIELDS = 50


@dataclass(slots=True)
class Sent:
    """A request as a command states it. `headers` are lower-case names with their values."""

    url: str = ""
    method: str = ""
    enctype: str = ""
    fields: tuple[str, ...] = ()


def read_command(words: Sequence[str]) -> tuple[Sent, ...]:
    """The requests that a command makes: none if it is no HTTP client or its addresses are not visible.

    The client need not be the first word (`timeout 5 curl …`, `docker exec web curl …`).
    """
    for index, word in enumerate(words):
        reader = _READERS.get(PurePosixPath(word).name.lower().removesuffix(".exe"))
        if reader is not None:
            return tuple(sent for sent in reader(list(words[index + 1 :])) if sent.url)
    return ()


def body_fields(body: str) -> tuple[str, tuple[str, ...]]:
    """Media type and keys of a body: JSON or form-encoded; empty where it is neither or comes from a file."""
    text = body.strip()
    if text.startswith(("{", "[")):
        return _JSON, json_keys(text)
    if "=" in text and not text.startswith("@"):
        return _FORM, tuple(key for key, _ in parse_qsl(text, keep_blank_values=True, max_num_fields=None))[:_FIELDS]
    return "", ()


def json_keys(text: str) -> tuple[str, ...]:
    """The top-level keys of a JSON object; placeholders that break it leave none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return tuple(str(key) for key in value)[:_FIELDS] if isinstance(value, dict) else ()


def _curl(words: list[str]) -> Iterator[Sent]:
    urls: list[str] = []
    method = enctype = body = content_type = ""
    fields: list[str] = []
    as_query = False
    waiting = iter(words)
    for word in waiting:
        option, value = _curl_option(word, waiting)
        if option in {"X", "request"}:
            method = value.upper()
        elif option in _CURL_BODY:
            body = f"{body}&{value}" if body else value
        elif option == "json":
            body, enctype = value, _JSON
        elif option in {"F", "form", "form-string"}:
            enctype = _MULTIPART
            fields.append(value.partition("=")[0])
        elif option in {"H", "header"} and value.lower().startswith("content-type:"):
            content_type = value.partition(":")[2].partition(";")[0].strip().lower()
        elif option in {"I", "head"}:
            method = method or "HEAD"
        elif option in {"T", "upload-file"}:
            method = method or "PUT"
        elif option in {"G", "get"}:
            as_query = True
        elif option == "url" or (not option and is_address(value)):
            urls.append(value)
    if body and not as_query:
        guessed, keys = body_fields(body)
        enctype = content_type or enctype or guessed or _FORM
        fields.extend(keys)
    sends = bool(body or fields) and not as_query
    for url in urls:
        yield Sent(
            url, method or ("POST" if sends else "GET"), enctype if sends else "", tuple(fields) if sends else ()
        )


def _curl_option(word: str, waiting: Iterator[str]) -> tuple[str, str]:
    """Option and value; a word that is no option has option ``""``. Short switches may be run together: `-sSXPOST`."""
    if word.startswith("--") and len(word) > 2:
        name, equals, value = word[2:].partition("=")
        if equals:
            return name, value
        if name in _CURL_PLACES or name in _CURL_BODY or name.startswith("form"):
            return name, next(waiting, "")
        return name, ""
    if not word.startswith("-") or len(word) == 1:
        return "", word
    option = ""
    for position, letter in enumerate(word[1:], 1):
        if letter in _CURL_SHORT_VALUES:
            return letter, word[position + 1 :] or next(waiting, "")
        if letter in "IG":
            option = letter
    return option or "switch", ""


def _wget(words: list[str]) -> Iterator[Sent]:
    urls: list[str] = []
    method = enctype = ""
    fields: tuple[str, ...] = ()
    sends = False
    waiting = iter(words)
    for word in waiting:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            if name in {"post-data", "body-data", "post-file", "body-file"}:
                value = value if equals else next(waiting, "")
                sends = True
                if name.endswith("data"):
                    enctype, fields = body_fields(value)
                method = method or ("POST" if name.startswith("post") else "")
            elif name == "method":
                method = (value if equals else next(waiting, "")).upper()
            elif name == "spider":
                method = method or "HEAD"
        elif word.startswith("-") and len(word) > 1:
            letter = next((letter for letter in word[1:] if letter in _WGET_VALUES), "")
            if letter and word.endswith(letter):
                next(waiting, "")
        elif is_address(word):
            urls.append(word)
    for url in urls:
        yield Sent(url, method or "GET", enctype if sends else "", fields)


def _httpie(words: list[str]) -> Iterator[Sent]:
    method = url = ""
    fields: list[str] = []
    enctype = _JSON
    for word in words:
        if word in {"--form", "-f", "--multipart"}:
            enctype = _MULTIPART if word == "--multipart" else _FORM
        elif word.startswith("-"):
            continue
        elif not url and not method and _METHOD.fullmatch(word):
            method = word
        elif not url:
            shorthand = re.match(r":(?:\d+)?(?:/|$)", word)
            if not shorthand and not is_address(word):
                return
            url = local_address(word) if shorthand else word
        elif match := re.match(r"([\w.\[\]-]+)(?::=@?|=@|@|=)(?!=)", word):
            fields.append(match[1])
    sends = bool(fields)
    yield Sent(url, method or ("POST" if sends else "GET"), enctype if sends else "", tuple(fields[:_FIELDS]))


def _powershell(words: list[str]) -> Iterator[Sent]:
    sent = Sent(method="GET")
    waiting = iter(words)
    for word in waiting:
        match word.lower():
            case "-uri":
                sent.url = next(waiting, "")
            case "-method":
                sent.method = next(waiting, "").upper()
            case "-contenttype":
                sent.enctype = next(waiting, "").partition(";")[0]
            case "-body":
                guessed, sent.fields = body_fields(next(waiting, ""))
                sent.enctype = sent.enctype or guessed
            case _ if not sent.url and is_address(word):
                sent.url = word
    yield sent


_READERS: dict[str, Callable[[list[str]], Iterator[Sent]]] = {
    "curl": _curl,
    "wget": _wget,
    "http": _httpie,
    "https": _httpie,
    "xh": _httpie,
    "xhs": _httpie,
    **dict.fromkeys(_POWERSHELL, _powershell),
}

MENTION = re.compile(r"(?i)\b(?:curl|wget|https?|xhs?|invoke-restmethod|invoke-webrequest|irm|iwr)[ \t\\]")
"""A cheap test: text without it holds no command that this module reads."""
