"""Whatever the text, reading it ends, raises nothing, and gives facts that can be compared, hashed and pickled."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.concepts.expression import Name
from scanner.concepts.facts import FileFacts, ScopeKind
from scanner.concepts.source import Language, Role
from scanner.extract.javascript import grammar
from scanner.extract.javascript.fragment import read_fragment
from tests.extract.javascript.reading import calls, read

PROGRAM = """
import http, { get as fetchIt } from "./http";
const BASE = `${window.location.origin}/api`;
@Injectable()
export class Client extends Base {
  #token = "t"; constructor(a = 1, { b, c: [d] } = {}) { super(a); this.url = BASE + '/x'; }
  get full() { return this.url ?? "/y"; }
  async load(id, ...rest) { for (const x of rest) { await http.get(`${this.url}/${id}?q=${x}`); } }
}
export default {
  data() { return { a: 1 } }, methods: { go() { $.ajax({ url: "/z", success: r => location.reload() }) } },
};
const App = () => <main><a href={`/u/${id}`}>x</a>{rows.map(r => <Row {...r} onClick={() => del(r.id)}/>)}</main>;
el.innerHTML = '<form action="/save/' + id + '" method="post"><input name="n"></form>';
module.exports = { get: function () { return fetch(cond ? "/a" : "/b", { method: 'POST' }).then((r) => r.json()); } };
"""
TOKENS = [
    *"(){}[]<>;,.:?=+!`\"'/*@#$\\ \nx1é\u2028",
    *("${", "=>", "...", "</", "/>", "?.", "//", "/*", "*/", "<a href='", "location.href", "require('m')"),
    *("class ", "function ", "import ", "export ", "default ", "const ", "return ", "get ", "async ", "await ", "new "),
    *("namespace ", "enum ", "callside: ignore[CS101] -- why"),
]
LANGUAGES = st.sampled_from([Language.JAVASCRIPT, Language.TYPESCRIPT, Language.TSX])


def sound(text: str, language: Language, role: Role = Role.SOURCE) -> FileFacts:
    facts = read(text, language, role=role)
    assert facts == read(text, language, role=role)
    assert pickle.loads(pickle.dumps(facts)) == facts  # noqa: S301 - our own bytes
    assert isinstance(hash(facts), int)
    count = len(facts.scopes)
    assert all(scope.parent is None or 0 <= scope.parent < count for scope in facts.scopes)
    assert all(0 <= one.scope < count for one in (*facts.imports, *facts.requests, *facts.attributes))
    return facts


@given(st.text(max_size=300), LANGUAGES)
@settings(max_examples=60, deadline=None)
def test_any_text(text: str, language: Language) -> None:
    sound(text, language)
    sound(text, language, Role.MINIFIED)


@given(st.lists(st.sampled_from(TOKENS), max_size=60).map("".join), LANGUAGES)
@settings(max_examples=150, deadline=None)
def test_any_tokens(text: str, language: Language) -> None:
    sound(text, language)


@given(st.integers(0, len(PROGRAM)), st.integers(0, len(PROGRAM)), LANGUAGES)
@settings(max_examples=100, deadline=None)
def test_a_program_cut_off_anywhere(start: int, end: int, language: Language) -> None:
    sound(PROGRAM[min(start, end) : max(start, end)], language)


@given(st.lists(st.sampled_from(TOKENS), max_size=30).map("".join))
@settings(max_examples=50, deadline=None)
def test_fragments_with_placeholders_anywhere(text: str) -> None:
    found = read_fragment(
        text.replace("x", "__cs0__"),
        file="page.html",
        language=Language.JAVASCRIPT,
        line=3,
        first_scope=2,
        kind=ScopeKind.SCRIPT,
        parent=0,
        placeholders={"__cs0__": Name("value")},
    )
    assert found.scopes[0].parent == 0


def test_the_whole_program_parses() -> None:
    assert sound(PROGRAM, Language.JAVASCRIPT).diagnostics == ()


DEPTH = 1_200


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("(" * DEPTH + "f()" + ")" * DEPTH, Language.JAVASCRIPT, id="parentheses"),
        pytest.param("g(" * DEPTH + "f()" + ")" * DEPTH, Language.JAVASCRIPT, id="arguments"),
        pytest.param("f()" + ".then()" * DEPTH, Language.JAVASCRIPT, id="chain"),
        pytest.param("f()" + ".a" * DEPTH, Language.JAVASCRIPT, id="members"),
        pytest.param("x=" + "[" * DEPTH + "f()" + "]" * DEPTH, Language.JAVASCRIPT, id="arrays"),
        pytest.param("x=" + "{a:" * DEPTH + "f()" + "}" * DEPTH, Language.JAVASCRIPT, id="objects"),
        pytest.param("if(a)" * DEPTH + "f()", Language.JAVASCRIPT, id="branches"),
        pytest.param("if(a)b();else " * DEPTH + "f()", Language.JAVASCRIPT, id="alternatives"),
        pytest.param("function g(){" * DEPTH + "f()" + "}" * DEPTH, Language.JAVASCRIPT, id="functions"),
        pytest.param("()=>" * DEPTH + "f()", Language.JAVASCRIPT, id="arrows"),
        pytest.param("x=" + "'a'+b+" * DEPTH + "f()", Language.JAVASCRIPT, id="terms"),
        pytest.param("x=" + "a||b&&" * DEPTH + "f()", Language.JAVASCRIPT, id="mixed operators"),
        pytest.param("x=" + "a?b:" * DEPTH + "f()", Language.JAVASCRIPT, id="ternaries"),
        pytest.param("a=" * DEPTH + "f()", Language.JAVASCRIPT, id="assignments"),
        pytest.param("`${" * DEPTH + "f()" + "}`" * DEPTH, Language.JAVASCRIPT, id="templates"),
        pytest.param("x=" + "<a href='/x'>" * DEPTH + "{f()}" + "</a>" * DEPTH, Language.JAVASCRIPT, id="elements"),
        pytest.param("x=" + "<A b={" * DEPTH + "f()" + "}/>" * DEPTH, Language.JAVASCRIPT, id="props"),
        pytest.param("namespace A {" * DEPTH + "f()" + "}" * DEPTH, Language.TYPESCRIPT, id="namespaces"),
        pytest.param("const " + "{a:" * DEPTH + "b" + "}" * DEPTH + "=f()", Language.JAVASCRIPT, id="patterns"),
        pytest.param("function g(" + "[" * DEPTH + "b" + "]" * DEPTH + "=f()){}", Language.JAVASCRIPT, id="parameters"),
        pytest.param("class A extends " * DEPTH + "f()" + "{}" * DEPTH, Language.JAVASCRIPT, id="classes"),
    ],
)
def test_deep_nesting_loses_no_call(text: str, language: Language) -> None:
    facts = sound(text, language)
    assert any("f()" in calls(scope) for scope in facts.scopes)


def test_an_expression_too_deep_says_so() -> None:
    facts = read("x=" + "[" * 200 + "f()" + "]" * 200)
    assert "too deep" in repr(facts.scopes[0].bindings[0].value)


def test_errors_lose_only_what_does_not_parse() -> None:
    facts = read("before('/a');\nfoo(((;\nafter('/b');")
    assert {"before('/a')", "after('/b')"} <= {call for scope in facts.scopes for call in calls(scope)}
    (note,) = facts.diagnostics
    assert str(note.severity) == "note"
    assert note.location is not None
    assert note.location.line >= 2


def test_parsing_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "MAX_SECONDS", 0.05)
    facts = read('"`<{([/*' * 20_000 + ' fetch("/api/x")')
    (warning,) = facts.diagnostics
    assert str(warning.severity) == "warning"
    assert len(facts.scopes) == 1


def test_comments_that_speak_to_callside() -> None:
    facts = read(
        "// callside: ignore[CS101] -- the partner needs JSON\nsave();\n"
        "load(); /* callside: ignore[CS102] -- later */\n"
        "x = 'callside: ignore[CS103] -- not a comment'\n// callside: owner=system, reason=\"billing\""
    )
    assert [(one.line, one.codes, one.alone) for one in facts.suppressions] == [
        (1, ("CS101",), True),
        (3, ("CS102",), False),
    ]
    assert [(one.line, one.owner, one.reason) for one in facts.declarations] == [(5, "system", "billing")]
