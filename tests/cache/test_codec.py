"""Values come back from bytes exactly as they were, and bytes that are something else are told apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.cache.codec import Codec
from scanner.cache.memory import read, write
from scanner.concepts.analysis import Analysis
from scanner.concepts.callsite import CallKind, CallSite
from scanner.concepts.evidence import Side
from scanner.concepts.expression import Call, Choice, Expression, Item, Join, Literal, Member, Name, Opaque, Record
from scanner.concepts.facts import Binding, FileFacts, Formal, Import, Scope, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.concepts.path import Parameter, PathTemplate
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Hole, Text

words = st.text(st.characters(), max_size=8)
literals = st.builds(
    Literal, st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
)


def _larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, max_size=3).map(tuple)
    named = st.lists(st.tuples(words, inner), max_size=3).map(tuple)
    return st.one_of(
        st.builds(Member, inner, words),
        st.builds(Item, inner, inner),
        st.builds(Join, several),
        st.builds(Choice, several),
        st.builds(Call, inner, several, named, st.integers(0, 9), st.integers(0, 9), st.booleans()),
        st.builds(Record, named, several),
    )


expressions = st.recursive(literals | st.builds(Name, words) | st.builds(Opaque, words), _larger, max_leaves=20)


def _facts(*values: Expression, file: str = "a.py") -> FileFacts:
    bindings = tuple(Binding(Name("x"), value, line) for line, value in enumerate(values))
    parameter = Formal("p", None, fields=(("a", "b", Literal(None)), ("c", "d", None)))
    scope = Scope(
        kind=ScopeKind.MODULE, name="", qualname="", parent=None, line=1, end=9, bindings=bindings,
        parameters=(parameter,),
    )  # fmt: skip
    return FileFacts(
        file=file,
        language=Language.PYTHON,
        role=Role.TEST,
        scopes=(scope,),
        imports=(Import("os", "os", None, 1),),
        settings=(("base", "/x"),),
    )


@given(st.lists(expressions, max_size=4))
@settings(deadline=None)
def test_facts_come_back_as_they_were(values: list[Expression]) -> None:
    facts = _facts(*values)
    again = read(FileFacts, write(facts) or b"")
    assert again == facts
    # `1 == True == 1.0`, and these are not the same facts
    assert repr(again) == repr(facts)


def test_what_is_shared_stays_shared_and_what_is_apart_stays_apart() -> None:
    shared = Name("a")
    facts = _facts(shared, shared, Name("a"))
    again = read(FileFacts, write(facts) or b"")
    assert again is not None
    first, second, third = (binding.value for binding in again.scopes[0].bindings)
    assert first is second
    assert first is not third
    assert first == third


def test_nesting_needs_no_stack() -> None:
    value: Expression = Name("x")
    for _ in range(50_000):
        value = Member(value, "m")
    again = read(FileFacts, write(_facts(value)) or b"")
    assert again is not None
    found, depth = again.scopes[0].bindings[0].value, 0
    while isinstance(found, Member):
        found, depth = found.base, depth + 1
    assert (found, depth) == (Name("x"), 50_000)


@pytest.mark.parametrize("kind", [FileFacts, Registrations, Analysis])
def test_everything_that_is_kept_has_a_form(kind: type[FileFacts]) -> None:
    assert Codec(kind)


def test_templates_texts_and_mappings_come_back() -> None:
    path = PathTemplate(("/users/", Parameter("id", "int")))
    assert read(PathTemplate, write(path) or b"") == path
    text = Text.of("/a/", Hole("b", "why"))
    assert read(Text, write(text) or b"") == text
    registrations = Registrations(settings={"LOGIN_URL": "/in"}, excluded={"test": 2})
    assert read(Registrations, write(registrations) or b"") == registrations


def test_a_subclass_of_a_stage_is_kept_as_what_it_is_to_others() -> None:
    @dataclass(frozen=True, slots=True)
    class Marked(Hole):
        secret: str = ""

    assert read(Text, write(Text(("/", Marked("id", "why", "s")))) or b"") == Text(("/", Hole("id", "why")))


def test_a_number_of_thousands_of_digits_is_not_kept() -> None:
    assert write(_facts(Literal(10**10_000))) is None


def test_a_value_of_an_undeclared_class_is_not_kept() -> None:
    assert write(_facts(object())) is None  # type: ignore[arg-type]


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_foreign_bytes_are_no_value(data: bytes) -> None:
    assert read(FileFacts, data) is None


@given(st.data())
@settings(deadline=None)
def test_a_document_of_another_kind_or_a_damaged_one_is_no_value(data: st.DataObject) -> None:
    document = write(_facts(Name("a"), Member(Name("b"), "c"))) or b""
    assert read(Operation, document) is None
    cut = data.draw(st.integers(0, len(document) - 1))
    assert read(FileFacts, document[:cut]) is None


class _Color(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class _Unkept:
    values: list[int]


@dataclass(frozen=True)
class _Checked:
    value: int

    def __post_init__(self) -> None:
        raise AssertionError


@pytest.mark.parametrize("kind", [_Unkept, _Checked, _Color])
def test_a_class_that_could_not_be_read_back_is_refused(kind: type[object]) -> None:
    with pytest.raises(TypeError):
        Codec(kind)


@pytest.mark.parametrize("side", [None, Side.SYSTEM])
def test_a_word_that_may_be_missing_comes_back(side: Side | None) -> None:
    site = CallSite(kind=CallKind.FETCH, location=Location("a.js", 1), role=Role.SOURCE, side=side)
    kept = read(CallSite, write(site) or b"")
    assert kept == site
    assert kept is not None
    assert kept.side is side
