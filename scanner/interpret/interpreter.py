"""The interpreter: it evaluates, calls, imports and remembers; each part of Python is a module beside it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.location import Location
from scanner.concepts.text import Text
from scanner.interpret import attributes, calls, iteration, operators, texts
from scanner.interpret.classes import Draft
from scanner.interpret.expressions import EXPRESSIONS
from scanner.interpret.finder import Finder
from scanner.interpret.frame import Frame
from scanner.interpret.imports import Importer
from scanner.interpret.library.builtin_classes import builtin_names
from scanner.interpret.limits import Limits
from scanner.interpret.native import Library
from scanner.interpret.objects import Instance, Module
from scanner.interpret.signals import LimitReached, Raised, Signal
from scanner.interpret.statements import STATEMENTS
from scanner.interpret.values import MISSING, Unknown, Value

Parse = Callable[[str], ast.Module | None]
Condition = tuple[ast.expr, bool] | str


class Interpreter:
    """Evaluates the project's own Python on abstract values. Nothing of the project is imported, opened or run.

    `parse` gives the syntax tree of a file, or None; `library` holds what stands for library code.
    """

    def __init__(self, finder: Finder, parse: Parse, library: Library, limits: Limits | None = None) -> None:
        self.finder = finder
        self.parse = parse
        self.library = library
        self.limits = limits or Limits()
        self.builtins = builtin_names(library)
        self.super_ = library.get("builtins.super")
        self.importer = Importer(self)
        self.frames: list[Frame] = []
        self.conditions: list[Condition] = []
        self.trying = 0
        """Interpreted `try` bodies around the running code: only there does a missing name or key raise."""
        self.depth = 0
        self.active: dict[ast.AST, int] = {}
        self.called: set[ast.AST] = set()
        """Nodes of the functions that were called."""
        self.functions: dict[ast.AST, Value] = {}
        """The last function object that each `def` of a module or class body made."""
        self.drafts: list[Draft] = []
        """Class statements whose metaclass is running."""
        self.plain_call = False
        """Whether the next instantiation was asked for by `type.__call__`, past a metaclass's own `__call__`."""
        self.entry_points: Mapping[str, Sequence[tuple[str, str]]] = {}
        """What the project's metadata declares: group → names and `module:attribute`."""
        self.strict = False
        """Whether a mistake in library code of ours raises; tests set it."""
        self.extensions: dict[type, object] = {}
        """State that library code keeps for this run, by its type."""
        self.diagnostics: dict[tuple[str, Location | None], Diagnostic] = {}
        self._steps = 0
        self._root_end = self.limits.steps

    # Evaluation

    def evaluate(self, node: ast.expr, frame: Frame) -> Value:
        """The value of an expression."""
        return EXPRESSIONS[type(node)](self, node, frame)

    def execute(self, body: Sequence[ast.stmt], frame: Frame) -> Signal | None:
        """Run statements in order; the signal that ended them early, if one did."""
        for statement in body:
            self.step()
            frame.line = statement.lineno
            handler = STATEMENTS.get(type(statement))
            if handler is not None:
                signal = handler(self, statement, frame)
                if signal is not None:
                    return signal
        return None

    def call(
        self,
        function: Value,
        args: Sequence[Value] = (),
        kwargs: Mapping[str, Value] | None = None,
        open_: bool = False,
    ) -> Value:
        """Call a value; `open_` says that more arguments may have been given than are known."""
        return calls.call(self, function, tuple(args), dict(kwargs) if kwargs else {}, open_)

    def attribute(self, value: Value, name: str, default: Value = None) -> Value:
        """`getattr(value, name, default)`."""
        found = attributes.find(self, value, name)
        return default if found is MISSING else found

    def set_attribute(self, value: Value, name: str, new: Value) -> None:
        """`setattr(value, name, new)`."""
        attributes.assign(self, value, name, new)

    def truth(self, value: Value) -> bool | None:
        """`bool(value)`, or None where only a run can know."""
        return operators.truth(self, value)

    def equal(self, left: Value, right: Value) -> Value:
        """`left == right`, unknown where only a run can know."""
        return operators.equal(self, left, right)

    def contains(self, container: Value, item: Value) -> Value:
        """`item in container`, unknown where only a run can know."""
        return operators.contains(self, container, item)

    def iterate(self, value: Value) -> tuple[list[Value], bool]:
        """The items of an iterable, and whether there may be others."""
        return iteration.iterate(self, value)

    def text(self, value: Value) -> Text:
        """`str(value)` as text with holes."""
        return texts.text_of(self, value)

    def import_module(self, dotted: str, importer: Module | None = None) -> Value:
        """Import by absolute name, as the given module would; what it gives is the named module itself."""
        return self.importer.absolute(dotted, importer)

    # Where we are

    def here(self) -> Location:
        """The innermost place of the project that is running."""
        for frame in reversed(self.frames):
            if frame.module.file:
                return Location(frame.module.file, frame.line)
        return Location("", 0)

    def condition(self) -> str | None:
        """The text of the undecided tests under which the running code stands."""
        return " and ".join(dict.fromkeys(map(_condition_text, self.conditions))) or None

    @contextmanager
    def under(self, condition: Condition) -> Iterator[None]:
        """Run what is inside under an undecided test."""
        depth = len(self.conditions)
        self.conditions.append(condition)
        try:
            yield
        finally:
            del self.conditions[depth:]

    # Limits

    def step(self) -> None:
        """Count one step; raises LimitReached when the root's budget is used up."""
        self._steps += 1
        if self._steps > self._root_end:
            self.report("interpretation stopped here: too many steps")
            raise LimitReached

    def lend(self) -> int:
        """Let a call use most of the steps that are left, that what follows it is read too; gives the end before."""
        end = self._root_end
        self._root_end = min(end, self._steps + max((end - self._steps) * 3 // 4, self.limits.least_steps))
        return end

    def give_back(self, end: int) -> None:
        """A call is over: its caller goes on with the steps that it had."""
        self._root_end = end

    def is_spent(self, end: int) -> bool:
        """Whether a caller has no steps left either."""
        return self._steps >= end

    def steps_since(self, before: int = 0) -> int:
        """How many steps were counted, after an earlier count."""
        return self._steps - before

    def root(self, run: Callable[[], Value]) -> Value:
        """Run one root with a budget of its own: whatever ends it early, the rest of the project is still read."""
        depth = len(self.conditions)
        frames = len(self.frames)
        trying = self.trying
        self._root_end = min(self._steps + self.limits.steps, self.limits.total_steps)
        try:
            return run()
        except LimitReached:
            return Unknown("a limit was reached")
        except Raised:
            return Unknown("an exception was raised")
        except RecursionError:
            self.report("nested too deeply to be interpreted")
            return Unknown("a limit was reached")
        finally:
            del self.conditions[depth:]
            del self.frames[frames:]
            self.trying = trying
            if not frames:
                self.active.clear()
                self.depth = 0

    def report(self, message: str, severity: DiagnosticSeverity = DiagnosticSeverity.WARNING) -> None:
        """A diagnostic at the running place, once for each place."""
        location = self.here() if self.frames else None
        self.diagnostics.setdefault((message, location), Diagnostic(severity, message, location))

    def limit(self, what: str) -> Unknown:
        """Note that a limit was reached; the value that stands for the result."""
        self.report(f"limit reached: {what}")
        return Unknown("a limit was reached")

    # Small helpers for library code

    def strings(self, value: Value) -> list[str]:
        """The plain strings among the items of an iterable."""
        texts_ = (self.text(item).literal for item in self.iterate(value)[0] if not isinstance(item, Unknown))
        return [text for text in texts_ if text is not None]

    def instances(self, values: Iterable[Value]) -> list[Instance]:
        """Those of the values that are objects."""
        return [value for value in values if isinstance(value, Instance)]


def _condition_text(condition: Condition) -> str:
    if isinstance(condition, str):
        return condition
    test, negated = condition
    try:
        text = " ".join(ast.unparse(test).split())
    except (RecursionError, ValueError):
        text = f"a test in line {test.lineno}"
    if len(text) > 200:
        text = text[:199] + "…"
    if not negated:
        return text
    return f"not {text}" if isinstance(test, ast.Name | ast.Attribute | ast.Call) else f"not ({text})"
