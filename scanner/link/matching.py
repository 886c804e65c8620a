"""Matching: an address with holes against the path templates of all operations.

Operations stand in a trie by segment, so that a match costs the length of the address, not the number of operations.
A hole fills a parameter; where nothing else fits, it may stand for one literal segment (a guess, only if one operation
fits). Behind an unknown prefix an address may match the end of a path (`suffix`), again only one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scanner.concepts.callsite import MatchGrade
from scanner.concepts.operation import ANY, WEBSOCKET, Operation
from scanner.concepts.path import Parameter
from scanner.concepts.text import Hole
from scanner.link.addresses import Address, Segment
from scanner.link.likeness import likeness
from scanner.link.prefixes import Prefix

_HOLE = "\x00"
_KINDS = {
    "int": re.compile(r"-?\d+"),
    "float": re.compile(r"-?\d+(\.\d+)?"),
    "uuid": re.compile(r"[0-9a-fA-F-]{32,36}"),
}
_STEPS = 4_000


@dataclass(frozen=True, slots=True)
class Match:
    """The operations that take an address (of one path), how surely, and the next best."""

    operations: tuple[Operation, ...]
    grade: MatchGrade
    guessed: bool = False
    runner_up: str = ""
    wrong_method: bool = False
    """Whether the path exists, but not for the method."""
    unmounted: bool = False
    """Whether no application is known to mount the operations."""


@dataclass(slots=True)
class _Node:
    literals: dict[str, _Node] = field(default_factory=dict)
    patterns: dict[tuple[str | Parameter, ...], _Node] = field(default_factory=dict)
    greedy: dict[str, _Node] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Candidate:
    operations: tuple[Operation, ...]
    literals: int
    guesses: int
    parameters: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return (self.guesses, -self.literals, self.parameters)


class Matcher:
    """All operations by path."""

    def __init__(self, operations: Sequence[Operation], prefixes: Iterable[Prefix] = ()) -> None:
        self._root = _Node()
        self._prefixes = tuple((_words(prefix.path), _words(prefix.becomes)) for prefix in prefixes)
        self._by_last: dict[str, list[tuple[tuple[tuple[str | Parameter, ...], ...], Operation]]] = defaultdict(list)
        self._known: dict[tuple[tuple[str | None, ...], ...], tuple[_Candidate, ...]] = {}
        for operation in operations:
            segments = _template(operation)
            self._insert(segments, operation)
            last = next((part for part in reversed(segments) if len(part) == 1 and isinstance(part[0], str)), ("",))
            self._by_last[str(last[0])].append((segments, operation))

    def _insert(self, segments: tuple[tuple[str | Parameter, ...], ...], operation: Operation) -> None:
        node = self._root
        for segment in segments:
            only = segment[0] if len(segment) == 1 else None
            if isinstance(only, str):
                node = node.literals.setdefault(only, _Node())
            elif isinstance(only, Parameter) and only.greedy:
                node = node.greedy.setdefault(only.kind, _Node())
            else:
                node = node.patterns.setdefault(_shape(segment), _Node())
        node.operations.append(operation)

    def match(self, address: Address, method: str | None) -> Match | None:
        """The operation that takes an address; None where there is none."""
        slash = address.slash
        found = self._rooted(address.segments, method, slash, bare=address.literals == 0 and address.base)
        if found is None or found.wrong_method:
            for prefix in self._prefixes:
                stripped = _without(address.segments, prefix)
                other = self._rooted(stripped, method, slash) if stripped is not None else None
                if other is not None and not other.wrong_method:
                    return other
        if address.base and (found is None or found.guessed or found.wrong_method):
            return self._suffix(address, method) or found
        return found

    def take(self, path: str, method: str) -> tuple[Operation, ...]:
        """The operations of the one template that answers a path really asked for: here a catch-all counts too."""
        plain: tuple[Segment, ...] = tuple((part,) for part in path.split("/") if part)
        ways = [plain, *filter(None, (_without(plain, prefix) for prefix in self._prefixes))]
        found = [
            (not item.literals, order, item.rank, taken)
            for order, segments in enumerate(ways)
            for item in self._candidates(segments)
            if not item.guesses and (taken := accepting(_ending(item.operations, path.endswith("/")), method))
        ]
        return min(found, key=lambda item: item[:3])[3] if found else ()

    def undecided(self, address: Address, method: str | None) -> bool:
        """Whether several operations would fit, if the holes stood for literal text."""
        fitting = [item for item in self._candidates(address.segments) if item.guesses and item.literals]
        return sum(bool(accepting(item.operations, method)) for item in fitting) > 1

    def takes_anything(self, address: Address, method: str | None) -> bool:
        """Whether a route without literal text takes the address: a catch-all, so nothing there is missing."""
        return any(
            not item.literals and not item.guesses and accepting(item.operations, method)
            for item in self._candidates(address.segments)
        )

    def _rooted(
        self, segments: tuple[Segment, ...], method: str | None, slash: bool, *, bare: bool = False
    ) -> Match | None:
        if bare:
            return None
        candidates = _by_likeness(sorted(self._candidates(segments), key=lambda item: item.rank), segments)
        wrong: Match | None = None
        for position, candidate in enumerate(candidates):
            if segments and not candidate.literals:
                continue  # `/{path}` takes anything: being taken by it says nothing
            taken = accepting(_ending(candidate.operations, slash), method) or accepting(candidate.operations, method)
            if not taken:
                if wrong is None and not candidate.guesses:
                    wrong = Match(candidate.operations[:1], MatchGrade.TEMPLATE, wrong_method=True)
                continue
            if candidate.guesses:
                rivals = [item for item in candidates[position + 1 :] if item.rank[:2] == candidate.rank[:2]]
                if any(accepting(item.operations, method) for item in rivals):
                    break  # several fit as well: which one, nothing tells
            holes = any(isinstance(part, Hole) for segment in segments for part in segment)
            exact = not holes and not candidate.parameters
            runner = next((item.operations[0].id for item in candidates[position + 1 :]), "")
            grade = MatchGrade.EXACT if exact else MatchGrade.TEMPLATE
            return Match(taken, grade, bool(candidate.guesses), runner)
        return wrong

    def _candidates(self, segments: tuple[Segment, ...]) -> tuple[_Candidate, ...]:
        """What an address may mean, in no order. Few addresses are asked for often, and holes are all alike here."""
        shown = tuple([tuple([part if isinstance(part, str) else None for part in segment]) for segment in segments])
        known = self._known.get(shown)
        if known is None:
            known = self._known[shown] = tuple(self._found(segments))
        return known

    def _found(self, segments: tuple[Segment, ...]) -> Iterable[_Candidate]:
        found: dict[int, _Candidate] = {}
        pending: list[tuple[int, _Node, int, int, int, bool]] = [(0, self._root, 0, 0, 0, False)]
        steps = 0
        while pending and steps < _STEPS:
            steps += 1
            position, node, literals, guesses, parameters, loops = pending.pop()
            if position == len(segments):
                if node.operations:
                    candidate = _Candidate(tuple(node.operations), literals, guesses, parameters)
                    known = found.get(id(node))
                    if known is None or candidate.rank < known.rank:
                        found[id(node)] = candidate
                for child in node.greedy.values():  # a greedy parameter may be empty in a regular expression
                    if child.operations and id(child) not in found:
                        found[id(child)] = _Candidate(tuple(child.operations), literals, guesses + 1, parameters + 1)
                for shape, child in node.patterns.items():
                    if child.operations and id(child) not in found and _may_be_absent(shape):
                        found[id(child)] = _Candidate(tuple(child.operations), literals, guesses, parameters + 1)
                continue
            segment = segments[position]
            if loops:
                pending.append((position + 1, node, literals, guesses, parameters, True))
            plain = segment[0] if len(segment) == 1 else None
            if isinstance(plain, str):
                known_child = node.literals.get(plain)
                if known_child is not None:
                    pending.append((position + 1, known_child, literals + 1, guesses, parameters, False))
            else:
                for text, child in node.literals.items():
                    fit = _fits_literal(segment, text)
                    if fit is not None:
                        pending.append((position + 1, child, literals + (not fit), guesses + fit, parameters, False))
            for shape, child in node.patterns.items():
                if _fits_pattern(segment, shape):
                    pending.append((position + 1, child, literals, guesses, parameters + 1, False))
            pending.extend(
                (position + 1, child, literals, guesses, parameters + 2, True) for child in node.greedy.values()
            )
        return found.values()

    def _suffix(self, address: Address, method: str | None) -> Match | None:
        segments = address.segments
        last = next((item for item in reversed(segments) if len(item) == 1 and isinstance(item[0], str)), None)
        if last is None:
            return None
        best: dict[str, tuple[int, list[Operation]]] = {}
        for template, operation in self._by_last.get(str(last[0]), ()):
            if len(template) <= len(segments):
                continue
            tail = template[len(template) - len(segments) :]
            literals = 0
            for mine, theirs in zip(segments, tail, strict=True):
                if len(theirs) == 1 and isinstance(theirs[0], str):
                    if mine != theirs:
                        break
                    literals += 1
                elif not _fits_pattern(mine, theirs):
                    break
            else:
                _count, operations = best.setdefault(operation.path.text, (literals, []))
                operations.append(operation)
        ranked = sorted(best.values(), key=lambda item: -item[0])
        ranked = [(literals, list(accepting(operations, method))) for literals, operations in ranked]
        ranked = [item for item in ranked if item[1]]
        if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
            return None
        return Match(tuple(ranked[0][1]), MatchGrade.SUFFIX, runner_up=ranked[1][1][0].id if len(ranked) > 1 else "")


def _ending(operations: Sequence[Operation], slash: bool) -> Sequence[Operation]:
    """The operations whose path ends as the address does, where other handlers' do not: `/map` and `/map/`."""
    handlers = {item.handler for item in operations if item.path.text.endswith("/") is slash}
    return [item for item in operations if item.handler in handlers] or operations


def accepting(operations: Sequence[Operation], method: str | None) -> tuple[Operation, ...]:
    """The operations that take a method. Where the method is not known: GET's, else whatever there is."""
    if method == "HEAD":
        method = "GET"
    if method is not None:
        return tuple(item for item in operations if item.method in (method, ANY))
    reading = tuple(item for item in operations if item.method in ("GET", ANY, WEBSOCKET))
    return reading or tuple(operations)


def _template(operation: Operation) -> tuple[tuple[str | Parameter, ...], ...]:
    segments: list[tuple[str | Parameter, ...]] = []
    current: list[str | Parameter] = []
    for part in operation.path.parts:
        if isinstance(part, Parameter):
            current.append(part)
            continue
        pieces = part.split("/")
        for number, piece in enumerate(pieces):
            if number and current:
                segments.append(tuple(current))
                current = []
            if piece:
                current.append(piece)
    if current:
        segments.append(tuple(current))
    return tuple(segments)


def _shape(segment: tuple[str | Parameter, ...]) -> tuple[str | Parameter, ...]:
    """Parameters without names: templates that differ in names only share a node."""
    return tuple(part if isinstance(part, str) else Parameter("", part.kind) for part in segment)


def _by_likeness(candidates: list[_Candidate], segments: tuple[Segment, ...]) -> list[_Candidate]:
    """Of the candidates that fit best and equally well, first the one whose parameters are called as the holes are."""
    best = [item for item in candidates if not item.guesses and item.rank == candidates[0].rank]
    if len(best) < 2:
        return candidates
    return sorted(best, key=lambda item: -_alike(item.operations[0], segments)) + candidates[len(best) :]


def _alike(operation: Operation, segments: tuple[Segment, ...]) -> int:
    return sum(
        likeness(mine[0], theirs[0])
        for mine, theirs in zip(segments, _template(operation), strict=False)
        if len(mine) == len(theirs) == 1 and isinstance(mine[0], Hole) and isinstance(theirs[0], Parameter)
    )


def _may_be_absent(shape: tuple[str | Parameter, ...]) -> bool:
    return len(shape) == 1 and isinstance(shape[0], Parameter) and shape[0].optional


def _fits_literal(segment: Segment, text: str) -> int | None:
    """None: does not fit; 0: the segment shows the literal; 1: a hole has to stand for it."""
    shown = "".join(part for part in segment if isinstance(part, str))
    if not shown:
        return 1
    if shown == text and isinstance(segment[0], str):
        return 0  # what follows it may be empty, or a query
    pattern = "".join(re.escape(part) if isinstance(part, str) else ".*" for part in segment)
    return 1 if re.fullmatch(pattern, text) else None


def _fits_pattern(segment: Segment, shape: tuple[str | Parameter, ...]) -> bool:
    if len(shape) == 1 and isinstance(shape[0], Parameter):
        check = _KINDS.get(shape[0].kind)
        only = segment[0] if len(segment) == 1 else None
        return check is None or not isinstance(only, str) or bool(check.fullmatch(only))
    if len(shape) == 1 and isinstance(shape[0], str):
        return _fits_literal(segment, shape[0]) == 0
    shown = "".join(part if isinstance(part, str) else _HOLE for part in segment)
    pattern = "".join(re.escape(part) if isinstance(part, str) else ".*" if part.optional else ".+" for part in shape)
    return bool(re.fullmatch(pattern, shown)) or shown == _HOLE


def _words(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.split("/") if part)


def _without(
    segments: tuple[Segment, ...], prefix: tuple[tuple[str, ...], tuple[str, ...]]
) -> tuple[Segment, ...] | None:
    """The path that the server finds where a prefix stands before it; None where it does not."""
    before, becomes = prefix
    if not before or len(segments) < len(before):
        return None
    if all(segment == (text,) for segment, text in zip(segments, before, strict=False)):
        return (*((text,) for text in becomes), *segments[len(before) :])
    return None
