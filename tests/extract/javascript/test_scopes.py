from __future__ import annotations

from scanner.concepts.facts import Formal, ScopeKind
from tests.extract.javascript.reading import bindings, calls, named, read, show, typed


def test_functions_of_every_form_are_scopes_named_after_what_holds_them() -> None:
    facts = read(
        """
        function a() {}
        const b = () => 1
        const c = async function inner() {}
        const d = useCallback(() => {}, [])
        const api = { list() {}, get: (id) => id, nested: { deep() {} } }
        Client.prototype.load = function () {}
        export default { methods: { save() {} } }
        """
    )
    assert sorted(scope.qualname for scope in facts.scopes[1:]) == [
        "Client.load",
        "a",
        "api.get",
        "api.list",
        "api.nested.deep",
        "b",
        "c",
        "d",
        "methods.save",
    ]
    assert named(facts, "Client.load").name == "load"
    assert named(facts, "d").name == ""


def test_a_nested_function_knows_its_parent_and_its_lines() -> None:
    facts = read("function outer() {\n  function inner() {\n    go()\n  }\n}")
    inner = named(facts, "outer.inner")
    assert (inner.parent, inner.line, inner.end) == (1, 2, 4)
    assert calls(inner) == ["go()"]
    assert bindings(facts.scopes[1]) == ["inner = function 2"]


def test_parameters() -> None:
    facts = read("function f(a, b = '/x', { c, d: e = 1, g: { h }, ...i }, [j], ...k) {}")
    plain, default, record, array, rest = facts.scopes[1].parameters
    assert plain == Formal("a")
    assert (default.name, show(default.default)) == ("b", "'/x'")
    assert [(field, local, show(value)) for field, local, value in record.fields] == [
        ("c", "c", "-"),
        ("d", "e", "1"),
        ("g", "{g}", "-"),
        ("*", "i", "-"),
    ]
    assert array.fields == (("0", "j", None),)
    assert rest == Formal("k", kind="rest")
    assert bindings(facts.scopes[1]) == ["h = {g}.h"]


def test_an_arrow_with_one_bare_parameter() -> None:
    facts = read("const f = id => get(id)")
    assert facts.scopes[1].parameters == (Formal("id"),)
    assert [show(value) for value in facts.scopes[1].returns] == ["get(id)"]


def test_a_class_binds_its_fields_methods_and_getters() -> None:
    facts = typed(
        """
        @Component({ templateUrl: "./x.html" })
        export class Users extends Base<User> implements Api {
          private base = "/users";
          static limit = 10;
          #token: string = "t";
          unset: number;
          load = async () => this.http.get(this.base);
          constructor(private http: HttpClient, readonly root = "/api") { super(); }
          get url(): string { return this.root + this.base; }
          set url(value) { store(value); }
          @HostListener("click") async save(id: number) { return this.http.post(`${this.url}/${id}`, {}); }
          static { boot(); }
        }
        """
    )
    scope = facts.scopes[1]
    assert (scope.kind, scope.name, [show(base) for base in scope.bases]) == (ScopeKind.CLASS, "Users", ["Base"])
    assert [show(one) for one in scope.decorators] == ["Component({templateUrl: './x.html'})"]
    targets = [show(one.target) for one in scope.bindings]
    assert targets == ["base", "limit", "#token", "load", "constructor", "url", "save"]
    assert show(scope.bindings[5].value).endswith("()"), "a getter's value is the call of it"
    constructor = named(facts, "Users.constructor")
    assert [(one.name, one.annotation) for one in constructor.parameters] == [("http", "HttpClient"), ("root", "")]
    assert bindings(constructor) == ["this.http = http", "this.root = root"]
    save = named(facts, "Users.save")
    assert save.parent == 1
    assert [show(one) for one in save.decorators] == ["HostListener('click')"]
    assert calls(save) == ["this.http.post((this.url + '/' + id), {})"]
    assert "boot()" in calls(scope)
    assert any("store(value)" in calls(one) for one in facts.scopes)


def test_this_of_a_component_is_its_state_methods_and_computed_values() -> None:
    facts = read(
        """
        export default {
          data() { return { url: "/x" } },
          computed: { full() { return this.url } },
          methods: { save() { this.load() }, load() {} },
          mounted() { this.save() },
        }
        """
    )
    (this,) = {binding for binding in bindings(named(facts, "methods.save")) if binding.startswith("this")}
    assert this in bindings(named(facts, "mounted"))
    assert this in bindings(named(facts, "computed.full"))
    data = next(index for index, scope in enumerate(facts.scopes) if scope.qualname == "data")
    assert f"...function {data}()" in this
    assert "save: function" in this
    assert "full: function" in this


def test_this_of_a_store_is_its_state_and_actions() -> None:
    facts = read(
        "export const useCart = defineStore('cart', {"
        " state: () => ({ url: '/cart' }), actions: { load() { return get(this.url) }, alias: () => 1 } })"
    )
    (this,) = bindings(named(facts, "useCart.actions.load"))
    assert this.startswith("this = {load: function ")
    assert "...function " in this
    assert bindings(named(facts, "useCart.actions.alias")) == []


def test_enumerations_and_namespaces_are_records() -> None:
    facts = typed("enum Url { A = '/a', B } namespace N { export const u = '/u'; export function f() {} }")
    assert bindings(facts.scopes[0]) == [
        "Url = {A: '/a', B: 1}",
        "u = '/u'",
        "f = function 1",
        "N = {u: u, f: f}",
    ]
    assert facts.exports == ()


def test_types_are_not_values() -> None:
    facts = typed(
        "interface A { get(): string } type B = { a: string }; declare const c: string;\n"
        "let d!: string; const e = (x as any)!; const f = <T,>(y: T) => y; abstract class G { abstract h(): void }"
    )
    assert bindings(facts.scopes[0]) == ["e = x", "f = function 1", "G = function 2"]
    assert facts.diagnostics == ()


def test_javascript_with_type_annotations_is_read() -> None:
    facts = read("function f(a: string): void { go(a) }")
    assert calls(facts.scopes[1]) == ["go(a)"]
    assert facts.diagnostics == ()


def test_returns_and_throws() -> None:
    facts = read("function f(x) { if (x) return '/a'; throw new Error('no') }")
    assert [show(value) for value in facts.scopes[1].returns] == ["'/a'"]
    assert [show(value) for value in facts.scopes[1].raises] == ["new Error('no')"]
