"""What expressions of Python files stand for: names, members and calls followed through imports, classes, instances.

Nothing is evaluated beyond what a call graph needs: which function or class a callee is, and of which class a value is.
Every step is bounded; what cannot be decided is `Open`, with the text the source calls it by.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping

from scanner.concepts.expression import Call, Choice, Expression, Item, Lambda, Member, Name, Sequence
from scanner.concepts.facts import FileFacts, Formal, Import, ScopeKind
from scanner.concepts.source import Language
from scanner.link.callgraph.annotations import annotated
from scanner.link.callgraph.modules import Modules
from scanner.link.callgraph.names import Assigned, Entry, Names, Nested, Parameter
from scanner.link.callgraph.values import Defined, Instance, Library, Open, Package, Value

_DEPTH = 40
"""Steps from one expression: names through imports, members through bases, results of calls."""
_ALTERNATIVES = 6
_BUILTINS = frozenset(dir(builtins))


class Resolver:
    """Looks values up across the Python files of a project; remembers what it found."""

    def __init__(self, facts: Mapping[str, FileFacts]) -> None:
        self.names = {file: Names(one) for file, one in facts.items() if one.language is Language.PYTHON}
        self.modules = Modules(self.names)
        self._named: dict[tuple[str, int, str], Value] = {}
        self._lineages: dict[tuple[str, int], tuple[Defined | Library, ...]] = {}
        self._results: dict[tuple[str, int], Value] = {}
        self._attributes: dict[tuple[Defined | Instance, str], Value] = {}
        self._nesting = 0

    def value(self, expression: Expression, file: str, scope: int, depth: int = 0) -> Value:
        """What `expression`, standing in `scope` of `file`, is."""
        if depth > _DEPTH:
            return Open("")
        match expression:
            case Name(id=name):
                return self.name(name, file, scope, depth + 1)
            case Member(base=Call(callee=Name(id="super")), name=name):
                return self._super(name, file, scope, depth + 1)
            case Member(base=base, name=name):
                return self.member(self.value(base, file, scope, depth + 1), name, depth + 1)
            case Call():
                return self.result(expression, file, scope, depth + 1)
            case Item(base=Name(id="Annotated") | Member(name="Annotated"), key=Sequence(items=(first, *_))):
                return self.instance(self.value(first, file, scope, depth + 1))
            case Item(base=base):
                inner = self.value(base, file, scope, depth + 1)
                generic = isinstance(inner, Defined) and self.is_class(inner)  # `Repository[User]`
                return inner if generic or isinstance(inner, Library | Open) else Open("")
            case Choice(options=options):
                found = [self.value(option, file, scope, depth + 1) for option in options[:_ALTERNATIVES]]
                return _surest(found)
            case Lambda(scope=index):
                return Defined(file, index)
            case _:
                return Open("")

    def name(self, name: str, file: str, scope: int, depth: int = 0) -> Value:
        """What `name` is in `scope`, looked up through the enclosing scopes, star imports and the builtins."""
        key = (file, scope, name)
        if key in self._named:
            return self._named[key]
        if depth > _DEPTH:
            return Open(name)
        self._named[key] = Open(name)  # a name defined by itself is undecided
        names = self.names[file]
        found: Value = Library(name) if name in _BUILTINS else Open(name)
        for place in names.visible(scope):
            if entries := names.entries(place, name):
                found = _surest([self._entry(entry, file, place, name, depth) for entry in entries[:_ALTERNATIVES]])
                break
            starred = self._starred(file, place, name, depth)
            if starred is not None:
                found = starred
                break
        self._named[key] = found
        return found

    def member(self, base: Value, name: str, depth: int = 0) -> Value:
        """What `base.name` is."""
        match base:
            case Package(file=file):
                return self.symbol(file, name, depth)
            case Library(name=owner):
                return Library(f"{owner}.{name}")
            case Open(text=owner):
                return Open(f"{owner}.{name}" if owner else name)
            case Defined(file=file, scope=scope) | Instance(file=file, scope=scope):
                if self.names[file].facts.scopes[scope].kind is not ScopeKind.CLASS:
                    return Open(name)
                return self._attribute(base, name, depth)

    def symbol(self, file: str, name: str, depth: int = 0) -> Value:
        """What a module of the project offers under `name`: its own top level first, then a submodule."""
        names = self.names[file]
        if names.entries(0, name) or 0 in names.stars:
            found = self.name(name, file, 0, depth)
            if not isinstance(found, Open) or names.entries(0, name):
                return found
        if file.endswith("__init__.py") and (inner := self.modules.find(file, f".{name}")):
            return Package(inner)
        return Open(name)

    def result(self, call: Call, file: str, scope: int, depth: int = 0) -> Value:
        """What a call gives: an instance of a class; what a function returns; a library's name stays one."""
        if depth > _DEPTH:
            return Open("")
        callee = self.value(call.callee, file, scope, depth + 1)
        match callee:
            case Defined(file=at, scope=index):
                return self.instance(callee) if self.is_class(callee) else self._returned(at, index, depth + 1)
            case Library(name="fastapi.Depends" | "fastapi.Security" | "fastapi.params.Depends") if call.arguments:
                made = self.value(call.arguments[0], file, scope, depth + 1)
                if isinstance(made, Defined) and not self.is_class(made):
                    return self._returned(made.file, made.scope, depth + 1)
                return self.instance(made)
            case Library() | Open():
                return callee
            case _:
                return Open("")

    def instance(self, value: Value) -> Value:
        """An instance of `value`, if it is a class of the project; otherwise `value` itself."""
        if isinstance(value, Defined) and self.is_class(value):
            return Instance(value.file, value.scope)
        return value

    def is_class(self, value: Value) -> bool:
        """Whether `value` is a class of the project."""
        return isinstance(value, Defined) and self.names[value.file].facts.scopes[value.scope].kind is ScopeKind.CLASS

    def lineage(self, file: str, scope: int) -> tuple[Defined | Library, ...]:
        """A class and what it inherits from, the project's and libraries' alike: depth first, once each."""
        key = (file, scope)
        if key not in self._lineages:
            if self._nesting > _DEPTH:  # a base found through a base found through a base …
                return (Defined(file, scope),)
            self._nesting += 1
            self._lineages[key] = (Defined(file, scope),)  # cut inheritance cycles
            found: list[Defined | Library] = []
            pending: list[Defined | Library] = [Defined(file, scope)]
            while pending and len(found) < 64:
                current = pending.pop(0)
                if current in found:
                    continue
                found.append(current)
                if isinstance(current, Defined):
                    pending[:0] = self._bases(current)
            self._lineages[key] = tuple(found)
            self._nesting -= 1
        return self._lineages[key]

    def dotted(self, path: str, file: str = "") -> Value:
        """What a dotted name (`app.auth.Guard.check`), as registrations give it, is; a library's name if not ours."""
        split = self.modules.split(file, path)
        if split is None:
            return Library(path)
        at, rest = split
        if not rest:
            return Package(at)
        if (index := self.names[at].by_qualname.get(rest.replace(".<locals>", ""))) is not None:
            return Defined(at, index)
        found: Value = Package(at)
        for part in rest.split("."):
            found = self.member(found, part)
        return found

    def _entry(self, entry: Entry, file: str, scope: int, name: str, depth: int) -> Value:
        match entry:
            case Nested(scope=index):
                return Defined(file, index)
            case Import():
                return self._imported(entry, file, depth)
            case Assigned(value=value):
                return self.value(value, file, scope, depth + 1)
            case Parameter(formal=formal, position=position):
                return self._parameter(formal, position, file, scope, depth)

    def _imported(self, imported: Import, file: str, depth: int) -> Value:
        at = self.modules.find(file, imported.module)
        if imported.name is None:
            head = imported.module.split(".")[0]
            if imported.local == head:  # `import a.b` binds `a`
                at = self.modules.find(file, head)
                return Package(at) if at else Library(head)
            return Package(at) if at else Library(imported.module)
        if at is None:
            inner = self.modules.find(
                file,
                f"{imported.module.rstrip('.')}.{imported.name}"
                if imported.module.strip(".")
                else imported.module + imported.name,
            )
            return Package(inner) if inner else Library(f"{imported.module}.{imported.name}".lstrip("."))
        if at == file and imported.name == imported.local and at.endswith("__init__.py"):
            inner = self.modules.find(file, f".{imported.name}")  # `from . import views` in a package
            return Package(inner) if inner else Open(imported.name)
        return self.symbol(at, imported.name, depth + 1)

    def _starred(self, file: str, scope: int, name: str, depth: int) -> Value | None:
        if depth > _DEPTH:
            return None
        for imported in self.names[file].stars.get(scope, ()):
            at = self.modules.find(file, imported.module)
            if at and at != file:
                found = self.symbol(at, name, depth + 1)
                if not isinstance(found, Open):
                    return found
        return None

    def _parameter(self, formal: Formal, position: int, file: str, scope: int, depth: int) -> Value:
        facts = self.names[file].facts
        owner = facts.scopes[scope].parent
        if position == 0 and owner is not None and facts.scopes[owner].kind is ScopeKind.CLASS:
            if formal.name == "cls":
                return Defined(file, owner)
            if formal.name == "self":
                return Instance(file, owner)
        if formal.annotation:
            found = annotated(self, formal.annotation, file, scope, depth)
            if found is not None:
                return found
        if formal.default is not None:
            return self.instance(self.value(formal.default, file, scope, depth + 1))
        return Open(formal.name)

    def _attribute(self, owner: Defined | Instance, name: str, depth: int) -> Value:
        key = (owner, name)
        if key in self._attributes:
            return self._attributes[key]
        if depth > _DEPTH:
            return Open(name)
        self._attributes[key] = Open(name)  # `self.rows = self.rows.filter(…)`: defined by itself, undecided
        found = self._attributes[key] = self._inherited(owner, name, depth)
        return found

    def _inherited(self, owner: Defined | Instance, name: str, depth: int) -> Value:
        library = ""
        for ancestor in self.lineage(owner.file, owner.scope):
            if isinstance(ancestor, Library):
                library = library or ancestor.name
                continue
            names = self.names[ancestor.file]
            if entries := names.entries(ancestor.scope, name):
                found = _surest(
                    [
                        self._entry(entry, ancestor.file, ancestor.scope, name, depth + 1)
                        for entry in entries[:_ALTERNATIVES]
                    ]
                )
                return self._property(found, depth) if isinstance(owner, Instance) else found
            if assigned := names.attributes(ancestor.scope).get(name):
                found = _surest(
                    [self.value(value, ancestor.file, method, depth + 1) for method, value in assigned[:_ALTERNATIVES]]
                )
                if not isinstance(found, Open):
                    return found
        own = self.names[owner.file].facts.scopes[owner.scope].name
        return Library(f"{library}.{name}") if library else Open(f"{own}.{name}")

    def _property(self, value: Value, depth: int) -> Value:
        """A property read on an instance gives what its function returns."""
        if not isinstance(value, Defined) or self.is_class(value):
            return value
        decorators = self.names[value.file].facts.scopes[value.scope].decorators
        if any(isinstance(one, Name) and one.id in ("property", "cached_property") for one in decorators):
            return self._returned(value.file, value.scope, depth + 1)
        return value

    def _super(self, name: str, file: str, scope: int, depth: int) -> Value:
        """`super().name`: the next definition after the enclosing class."""
        facts = self.names[file].facts
        at: int | None = scope
        while at is not None and facts.scopes[at].kind is not ScopeKind.CLASS:
            at = facts.scopes[at].parent
        if at is None:
            return Open(f"super.{name}")
        library = ""
        for ancestor in self.lineage(file, at)[1:]:
            if isinstance(ancestor, Library):
                library = library or ancestor.name
            elif entries := self.names[ancestor.file].entries(ancestor.scope, name):
                return self._entry(entries[0], ancestor.file, ancestor.scope, name, depth + 1)
        return Library(f"{library}.{name}") if library else Open(f"super.{name}")

    def _returned(self, file: str, scope: int, depth: int) -> Value:
        if (known := self._results.get((file, scope))) is not None:
            return known
        if depth > _DEPTH:
            return Open("")
        self._results[file, scope] = Open("")  # a function that returns its own result is undecided
        returns = self.names[file].facts.scopes[scope].returns
        found = _surest([self.value(one, file, scope, depth + 1) for one in returns[:_ALTERNATIVES]])
        self._results[file, scope] = found
        return found

    def _bases(self, one: Defined) -> Iterator[Defined | Library]:
        for base in self.names[one.file].facts.scopes[one.scope].bases[:16]:
            found = self.value(base, one.file, self.names[one.file].facts.scopes[one.scope].parent or 0)
            if isinstance(found, Library) or (isinstance(found, Defined) and self.is_class(found)):
                yield found
            elif isinstance(found, Open) and found.text:
                yield Library(found.text)  # `db.Model` of an undecided `db` still says what it is


def _surest(values: list[Value]) -> Value:
    """The first value that is decided; otherwise the first."""
    for value in values:
        if not isinstance(value, Open):
            return value
    return values[0] if values else Open("")
