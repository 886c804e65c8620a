"""Addresses that scripts and pages spell out, and Python code builds, without a request that could be followed:
`base + "media/avatar"`.

A route's name counts as its address: `run("{{ url_for('ban') }}")`. Such a place is no call site, for nobody knows what
becomes of the text; but where an operation seems to be requested by nobody, it is a reason for doubt.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from scanner.concepts.expression import Call, Choice, Expression, Item, Join, Literal, Member, Name, Record, Sequence
from scanner.concepts.facts import FileFacts
from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.concepts.source import Language, Role
from scanner.rules.subject import Subject

_LONGEST = 400
"""Texts beyond it are prose or markup."""
_INSIDE = 200
"""Expressions looked at inside one value: tables of addresses are shorter."""
_SPLIT = re.compile(r"[/?#]")
_ENDING = re.compile(r"\.\w{1,5}$")
_SCRIPTS = frozenset({
    Language.JAVASCRIPT, Language.TYPESCRIPT, Language.TSX, Language.COMPONENT, Language.MARKUP,
})  # fmt: skip

_BY_NAME = frozenset({"url_for", "url_path_for", "path_for", "reverse", "tag:url", "url"})
"""What builds an address of a route's name."""

Pair = tuple[str, str]
"""Two segments of an address that follow each other; an empty text and a route's name."""


class Mentions:
    """Places of source scripts and pages by the pairs of segments that they spell out, of `wanted` pairs alone."""

    def __init__(self, subject: Subject, operations: list[Operation]) -> None:
        wanted = {pair for operation in operations for pair in _endings(operation)}
        self._places: Mapping[Pair, frozenset[Location]] = _spelled(subject.facts, wanted) if wanted else {}
        self._asked: defaultdict[str, set[str]] = defaultdict(set)
        self._followed = {ghost.site.location for ghost in subject.linked.ghosts}
        for audited in subject.operations:
            for link in audited.links:
                places = (link.site.location, *link.site.through)
                self._followed.update(places)
                self._asked[audited.operation.path.text].update(place.file for place in places)
        self._followed = {Location(place.file, place.line) for place in self._followed}

    def of(self, operation: Operation) -> tuple[Location, ...]:
        """Where the end of an operation's address is spelled out, and where it goes from there is not known.

        Not in a file that asks for another method of the same address: that is what it is spelled out for.
        """
        asking = self._asked[operation.path.text]
        places = {place for pair in _endings(operation) for place in self._places.get(pair, ())}
        return tuple(sorted(place for place in places - self._followed if place.file not in asking))


def _endings(operation: Operation) -> Iterator[Pair]:
    """The route's name, and the last two literal segments that follow each other.

    Also without a file's ending: loaders leave it out.
    """
    if operation.name:
        yield "", operation.name
    runs = [part.strip("/").split("/") for part in operation.path.parts if isinstance(part, str) and part.strip("/")]
    if runs and len(runs[-1]) > 1:
        before, last = runs[-1][-2:]
        yield before, last
        if (bare := _ENDING.sub("", last)) != last:
            yield before, bare


def _spelled(facts: Mapping[str, FileFacts], wanted: set[Pair]) -> Mapping[Pair, frozenset[Location]]:
    found: defaultdict[Pair, set[Location]] = defaultdict(set)
    for file, one in facts.items():
        built = one.language is Language.PYTHON  # plain texts are routes, and lists of them
        if one.role is not Role.SOURCE or not (built or one.language in _SCRIPTS):
            continue
        for name, line in _names(one):
            if ("", name) in wanted:
                found["", name].add(Location(file, line))
        for value, line in _values(one):
            if built and not isinstance(value, Join):
                continue
            for text in _texts(value):
                segments = [segment for segment in _SPLIT.split(text) if segment]
                for pair in pairwise(segments):
                    if pair in wanted:
                        found[pair].add(Location(file, line))
    return {pair: frozenset(places) for pair, places in found.items()}


def _names(facts: FileFacts) -> Iterator[tuple[str, int]]:
    for call in (call for scope in facts.scopes for call in scope.calls):
        match call:
            case Call(callee=Name(id=builder), arguments=(Literal(value=str() as name), *_)) if builder in _BY_NAME:
                yield name, call.line
            case _:
                continue


def _values(facts: FileFacts) -> Iterator[tuple[Expression, int]]:
    for scope in facts.scopes:
        for call in scope.calls:
            for value in (*call.arguments, *(value for _, value in call.named)):
                if not isinstance(value, Call):  # a call of its own
                    yield value, call.line
        yield from ((binding.value, binding.line) for binding in scope.bindings)
        yield from ((returned, scope.line) for returned in scope.returns)
    yield from ((attribute.value, attribute.line) for attribute in facts.attributes)


def _texts(value: Expression) -> Iterator[str]:
    """The texts inside a value that may be addresses, or ends of addresses."""
    pending = [value]
    for _ in range(_INSIDE):
        if not pending:
            return
        match pending.pop():
            case Literal(value=str() as text) if "/" in text and len(text) <= _LONGEST:
                yield text
            case Join(parts=inside) | Choice(options=inside) | Sequence(items=inside):
                pending.extend(inside)
            case Record(fields=fields):
                pending.extend(inner for _, inner in fields)
            case Call(arguments=arguments):
                pending.extend(arguments)
            case Member(base=base) | Item(base=base):
                pending.append(base)
            case _:
                continue
