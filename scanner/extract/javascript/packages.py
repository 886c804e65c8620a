"""Packages that are here as built code only: which members of what they offer make a request.

A bundler keeps the names of members: `{ challenge: { loadHint: Ho } }` offers the function `Ho` as
`challenge.loadHint`. A function that calls such a function asks for the same. Text is searched, not parsed: what is
not found so stays a request of the bundle itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

_DEFINED = re.compile(
    r"(?<![\w$.])(?:function ([\w$]{1,40})\(([^()]{0,200})\)\{"
    r"|([\w$]{1,40})=(?:async ?)?(?:\(([^()]{0,200})\)|([\w$]{1,40}))=>)"
)
_MEMBER = re.compile(r"(?<![\w$.])([\w$]{2,60}):([\w$]{1,40})(?=[,}])")
_CALLED = re.compile(r"(?<![\w$.])([\w$]{1,40})\(")
_KEY = re.compile(r"(?<![\w$.])([\w$]{2,60}):$")
_TOKEN = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[()\[\]{},;]")
_BODY = 6_000
_TABLE = 6_000
_ROUNDS = 2
_OUTER = 4
_LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Definition:
    """A function of a bundle, by its name, with its parameters; its body ends at `end`."""

    name: str
    start: int
    end: int
    parameters: tuple[str, ...]


class Package:
    """The functions of one bundle and the members that they are offered as."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = list(_DEFINED.finditer(text)) if len(text) <= _LARGEST else []
        self._starts = [match.start() for match in self._found]
        self._read: dict[int, Definition] = {}

    def around(self, position: int) -> Definition | None:
        """The innermost function that a position stands in."""
        at = bisect_right(self._starts, position) - 1
        for number in range(at, max(at - _OUTER, -1), -1):
            definition = self._definition(number)
            if position < definition.end:
                return definition
        return None

    def members(self, functions: Mapping[str, Definition]) -> Mapping[str, tuple[str, ...]]:
        """The members that functions are offered as, directly or by another one that calls them, by function."""
        offered = self._offered()
        reaching: dict[str, set[str]] = {name: {name} for name in functions}
        for _ in range(_ROUNDS if any(name in offered for name in functions) else 0):
            wanted: dict[str, set[str]] = defaultdict(set)
            for function, names in reaching.items():
                for name in names:
                    wanted[name].add(function)
            for match in _CALLED.finditer(self._text):
                if match[1] in wanted and (caller := self.around(match.start())) is not None:
                    for function in wanted[match[1]]:
                        if caller.name in offered and caller.start != functions[function].start:
                            reaching[function].add(caller.name)
        return {
            function: tuple(sorted({member for name in names for member in offered.get(name, ())}))
            for function, names in reaching.items()
        }

    def _definition(self, number: int) -> Definition:
        known = self._read.get(number)
        if known is None:
            match = self._found[number]
            name = match[1] or match[3]
            listed = match[2] if match[1] else match[4] if match[4] is not None else match[5]
            parameters = tuple(item.partition("=")[0].strip() for item in listed.split(",")) if listed else ()
            start = match.end() - 1 if match[1] else match.end()
            known = self._read[number] = Definition(name, match.start(), self._end(start), parameters)
        return known

    def _end(self, start: int) -> int:
        """Where a body ends that begins at `start`, with a brace or as an expression."""
        depth = 0
        for token in _TOKEN.finditer(self._text, start, start + _BODY):
            sign = token[0]
            if sign in "([{":
                depth += 1
            elif sign in ")]}":
                depth -= 1
                if depth < 0 or (depth == 0 and sign == "}" and self._text[start] == "{"):
                    return token.end()
            elif sign in ",;" and depth == 0:
                return token.start()
        return min(start + _BODY, len(self._text))

    def _offered(self) -> Mapping[str, tuple[str, ...]]:
        """Functions by the members that they are in records: `challenge.loadHint`."""
        names = {match[1] or match[3] for match in self._found}
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for match in _MEMBER.finditer(self._text):
            if match[2] in names:
                found[match[2]][f"{self._holder(match.start())}.{match[1]}".lstrip(".")] = None
        return {name: tuple(members) for name, members in found.items()}

    def _holder(self, position: int) -> str:
        """The key of the record that a member at a position stands in; empty where it has none."""
        depth = 0
        for at in range(position - 1, max(position - _TABLE, -1), -1):
            sign = self._text[at]
            if sign == "}":
                depth += 1
            elif sign == "{":
                if depth == 0:
                    match = _KEY.search(self._text[max(0, at - 70) : at])
                    return match[1] if match else ""
                depth -= 1
        return ""
