"""Mobile and desktop clients, in a first depth: addresses that stand as text in the calls of their HTTP libraries.

Retrofit (https://square.github.io/retrofit/declarations/), Ktor and OkHttp, URLSession and Alamofire, Dio and http.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.concepts.callsite import CallKind
from scanner.concepts.facts import Request
from scanner.extract.other.address import is_address, read_address
from scanner.extract.other.lines import Lines

NOTE = "mobile"
_METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"
_VERBS = r"(?P<verb>get|post|put|patch|delete|head)"
_TEXT = r"[\"'](?P<url>[^\"'\n]{1,500})[\"']"


@dataclass(frozen=True, slots=True)
class _Call:
    pattern: re.Pattern[str]
    relative: bool = False
    """Whether the address may be relative to a base set elsewhere: nothing but the library says that it is one."""


_CALLS = (
    _Call(re.compile(rf"@(?P<verb>{_METHODS})\(\s*(?:value\s*=\s*)?{_TEXT}"), relative=True),
    _Call(re.compile(rf"@HTTP\(\s*method\s*=\s*[\"'](?P<verb>\w+)[\"']\s*,\s*path\s*=\s*{_TEXT}"), relative=True),
    _Call(re.compile(rf"\b(?:_?[dD]io|http[cC]lient|_?[cC]lient|http|api)\s*\.\s*{_VERBS}(?:<[^>()]*>)?\(\s*{_TEXT}")),
    _Call(re.compile(rf"\bhttp\s*\.\s*{_VERBS}\(\s*Uri\.parse\(\s*{_TEXT}")),
    _Call(re.compile(rf"\b(?:AF|[sS]ession)\s*\.\s*(?:request|upload)\(\s*{_TEXT}(?:\s*,\s*method:\s*\.(?P<verb>\w+))?")),
    _Call(re.compile(rf"\bURL\(\s*string:\s*{_TEXT}")),
    _Call(re.compile(rf"\.url\(\s*{_TEXT}")),
    _Call(re.compile(rf"\bUri\.parse\(\s*{_TEXT}")),
)  # fmt: skip
_SWIFT_HOLE = re.compile(r"\\\(([^()]*(?:\([^()]*\)[^()]*)*)\)")


def read_mobile(text: str) -> Iterator[Request]:
    """The requests of a Kotlin, Java, Swift or Dart file, each place once; the first pattern that fits counts."""
    seen: set[int] = set()
    lines = Lines(text)
    for call in _CALLS:
        for match in call.pattern.finditer(text):
            start = match.start("url")
            url = _SWIFT_HOLE.sub(lambda hole: "{" + re.sub(r"\W+", "_", hole[1]).strip("_") + "}", match["url"])
            if start in seen or not (call.relative or is_address(url)):
                continue
            seen.add(start)
            verb = match.groupdict().get("verb")
            yield Request(
                kind=CallKind.PYTHON_HTTP,
                url=read_address(url),
                line=lines.at(start),
                method=verb.upper() if verb else None,
                note=NOTE,
            )
