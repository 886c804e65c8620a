"""Reversal: from a route's name to its operations, as `url_for`, `reverse` and `{% url %}` do it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile

from scanner.concepts.operation import Operation
from scanner.link.values import SHOWN_ROUTE, RouteHole


class Names:
    """All operations by name.

    Flask: endpoints (`blueprint.view`; `.view` is relative to the blueprint of the code or template that asks).
    Django: `namespace:name`. FastAPI and Starlette: the function's name, `mount:name` under a named mount.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self._by_name: dict[str, list[Operation]] = defaultdict(list)
        self._by_last: dict[str, list[Operation]] = defaultdict(list)
        self._spaces: set[str] = set()
        self._owners: dict[str, dict[str, None]] = defaultdict(dict)
        self._by_alias: dict[str, list[Operation]] = defaultdict(list)
        for operation in operations:
            if not operation.name:
                continue
            self._by_name[operation.name].append(operation)
            for alias in operation.aliases:
                self._by_alias[alias].append(operation)
            space, last = _split(operation.name)
            self._by_last[last].append(operation)
            if space:
                self._spaces.add(space)
                for file in {operation.handler.file, operation.route.file}:
                    self._owners[file][space] = None

    def operations(self, hole: RouteHole, rendered_by: Sequence[Operation] = ()) -> tuple[Operation, ...]:
        """The operations that a name means, all methods; empty where it is unknown.

        `rendered_by` are the operations that render the asking template: they decide relative names.
        """
        name = hole.name
        if name == SHOWN_ROUTE:
            names = dict.fromkeys(item.name for item in rendered_by if item.name)
            return tuple(item for one in names for item in _fitting(self._by_name.get(one, ()), hole))
        if name.startswith("."):
            spaces = [*self._owners.get(hole.file, ()), *(_split(item.name)[0] for item in rendered_by)]
            for space in dict.fromkeys(spaces):
                found = self._by_name.get(f"{space}{name}")
                if found:
                    return _fitting(found, hole)
            return _fitting(self._beside(name, hole.file), hole)
        found = self._by_name.get(name) or self._of_application(name)
        if found:
            return _fitting(found, hole)
        if ":" not in name and "." not in name:
            return ()
        return _fitting(self._by_last.get(_split(name)[1], []), hole) if self._instance_namespace(name) else ()

    def _of_application(self, name: str) -> list[Operation]:
        """What a name with an application's namespace means: the routes of the instance that is registered first."""
        found = self._by_alias.get(name, [])
        return [item for item in found if item.name == found[0].name]

    def _beside(self, name: str, file: str) -> list[Operation]:
        """What a relative name means in a template that nothing is seen to show: the blueprint that stands nearest."""
        nearest: dict[int, set[str]] = defaultdict(set)
        for item in self._by_last.get(name[1:], ()):
            for owner in (item.handler.file, item.route.file):
                nearest[_shared_folders(owner, file)].add(item.name)
        names = list(nearest[max(nearest)]) if nearest else []
        return self._by_name[names[0]] if len(names) == 1 else []

    def _instance_namespace(self, name: str) -> bool:
        """Django tells application from instance namespaces: an unknown namespace before a name known in one space."""
        space, last = _split(name)
        spaces = {_split(item.name)[0] for item in self._by_last.get(last, ())}
        return ":" in name and space not in self._spaces and len(spaces) == 1 and space in "".join(spaces)

    def told_apart(self, name: str) -> bool:
        """Whether values of arguments choose between the routes of a name: rules with defaults."""
        return name != SHOWN_ROUTE and any(item.defaults for item in self._by_name.get(name, ()))

    def belongs(self, name: str) -> bool:
        """Whether an unknown name is in a namespace of the project, so that its absence is a fault."""
        space, _ = _split(name)
        return bool(space) and space in self._spaces

    def __contains__(self, name: object) -> bool:
        return name in self._by_name or name in self._by_alias


def _split(name: str) -> tuple[str, str]:
    for mark in (":", "."):
        if mark in name:
            space, _, last = name.rpartition(mark)
            return space, last
    return "", name


def _shared_folders(one: str, other: str) -> int:
    """How many folders two files have in common, from the root."""
    pairs = zip(one.split("/")[:-1], other.split("/")[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _fitting(found: Sequence[Operation], hole: RouteHole) -> tuple[Operation, ...]:
    """Several routes of one name: those whose parameters are the arguments given, if any are."""
    paths = {item.path.text for item in found}
    if len(paths) < 2:
        return tuple(found)
    given = {key for key, _ in hole.arguments if not key.isdigit() and not key.startswith("_")}
    if "**" in given and not any(item.defaults for item in found):
        asked = given - {"**"}
        return tuple(item for item in found if asked <= {part.name for part in item.path.parameters}) or tuple(found)
    own = [item for item in found if item.handler.file == hole.file]
    if own and len(own) < len(found):
        return _fitting(own, hole)  # a router reverses its own routes first
    if any(item.defaults for item in found):
        return _suitable(found, hole)
    exact = [item for item in found if {part.name for part in item.path.parameters} == given]
    if exact:
        return tuple(exact)
    covered = [item for item in found if {part.name for part in item.path.parameters} <= given]
    best = max((len(item.path.parameters) for item in covered), default=0)
    fitting = tuple(item for item in covered if len(item.path.parameters) == best) or tuple(found)
    return (
        fitting
        if found[0].framework != "fastapi"
        else tuple(
            item
            for item in fitting
            if item.path == fitting[0].path  # Starlette takes the first
        )
    )


def _suitable(found: Sequence[Operation], hole: RouteHole) -> tuple[Operation, ...]:
    """Of rules with defaults, the one that werkzeug builds: most arguments first, then most defaults.

    A default that differs from the argument given rules it out; where the argument is not known, it may be the one,
    unless another rule takes the argument in its path and so assumes less.
    https://werkzeug.palletsprojects.com/en/stable/routing/#werkzeug.routing.MapAdapter.build
    """
    given = {key: value for key, value in hole.arguments if not key.isdigit() and not key.startswith("_")}
    spread = "**" in given
    certain: dict[tuple[int, int], list[Operation]] = defaultdict(list)
    possible: dict[tuple[int, int], list[Operation]] = defaultdict(list)
    for item in found:
        defaults = dict(item.defaults)
        names = {part.name for part in item.path.parameters}
        if not (spread or names - set(defaults) <= set(given)):
            continue
        asked = [(given[key], value) for key, value in defaults.items() if key in given]
        if any(mine and theirs and mine != theirs for mine, theirs in asked):
            continue
        assumed = sum(not (mine and theirs) for mine, theirs in asked)
        count = len(names | set(defaults))
        if spread or assumed:
            possible[(count, -assumed)].append(item)
        else:
            certain[(count, len(defaults))].append(item)
    if certain and (not possible or max(certain)[0] >= max(possible)[0]):
        return tuple(certain[max(certain)])
    return tuple(possible[max(possible)]) if possible else tuple(found)
