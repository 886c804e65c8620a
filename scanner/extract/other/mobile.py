"""Mobile and desktop clients: addresses that stand as text in the calls of their HTTP libraries, with their methods.

Retrofit (https://square.github.io/retrofit/declarations/), OkHttp, Ktor, Fuel and Volley, java.net.http; URLSession and
Alamofire; Dio and http. A path that a function of the app's own takes or returns is given too, marked as a plain
literal: it counts where an operation takes it, and says nothing else.
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
LITERAL = "literal"
_METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"
_VERBS = r"(?P<verb>get|post|put|patch|delete|head)"
_TEXT = r"[\"'](?P<url>[^\"'\n]{1,500})[\"']"
_PATH = r"\"(?P<url>[^\"\s]{1,200}/[^\"\s]{1,200})\""
_REACH = 300
"""Characters after an address in which its request is finished: a builder's chain, a property set."""


@dataclass(frozen=True, slots=True)
class _Call:
    pattern: re.Pattern[str]
    relative: bool = False
    """Whether the address may be relative to a base set elsewhere: nothing but the library says that it is one."""
    note: str = NOTE
    finished: bool = False
    """Whether the method may be told after the address."""


_CALLS = (
    _Call(re.compile(rf"@(?P<verb>{_METHODS})\(\s*(?:value\s*=\s*)?{_TEXT}"), relative=True),
    _Call(re.compile(rf"@HTTP\(\s*method\s*=\s*[\"'](?P<verb>\w+)[\"']\s*,\s*path\s*=\s*{_TEXT}"), relative=True),
    _Call(re.compile(rf"\b(?:AF|[sS]ession)\s*\.\s*(?:request|upload|download)\(\s*{_TEXT}(?:\s*,\s*method:\s*\.(?P<verb>\w+))?")),
    _Call(re.compile(rf"\.\s*{_VERBS}(?:<[^>()]*>)?\(\s*(?:Uri\.(?:parse\(|https?\([^,()]*,)\s*|URI\.create\(\s*)?{_TEXT}")),
    _Call(re.compile(rf"\bMethod\.(?P<verb>{_METHODS})\s*,\s*{_TEXT}")),
    _Call(re.compile(rf"{_TEXT}\.http(?P<verb>Get|Post|Put|Patch|Delete|Head)\(")),
    _Call(re.compile(rf"\b(?:URL\(\s*string:|URI\.create\(|new\s+URL\(|Uri\.parse\()\s*{_TEXT}"), finished=True),
    _Call(re.compile(rf"\.url\(\s*{_TEXT}"), finished=True),
    _Call(re.compile(rf"\.append(?:ing)?(?:PathComponent)?\(\s*(?:path(?:Component)?:\s*)?{_PATH}"), True, LITERAL),
    _Call(re.compile(r"(?:[(,=]|=>|\breturn)\s*[\"'](?P<url>/[\w.${}()-]{1,60}/[^\"'\s]{1,300})[\"']"), note=LITERAL),
)  # fmt: skip
_FINISH = re.compile(
    rf"httpMethod\s*=\s*[\"'](?P<set>\w+)[\"']|\.method\(\s*[\"'](?P<named>{_METHODS})[\"']"
    r"|\)\s*\.\s*(?P<built>GET|POST|PUT|DELETE|get|post|put|patch|delete|head)\("
    r"|\b(?P<end>URL\(\s*string:|URI\.create\(|Uri\.parse\(|\.url\(|\.build\(\))"
)
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
            verb = match.groupdict().get("verb") or (_finish(text, match.end()) if call.finished else "")
            yield Request(
                kind=CallKind.PYTHON_HTTP,
                url=read_address(url),
                line=lines.at(start),
                method=verb.upper() if verb else None,
                note=call.note,
            )


def _finish(text: str, position: int) -> str:
    """The method that is set once the address is: empty where the next request begins before."""
    match = _FINISH.search(text, position, position + _REACH)
    return (match["set"] or match["named"] or match["built"] or "") if match else ""
