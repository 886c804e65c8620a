from __future__ import annotations

from scanner.concepts.facts import Import
from tests.extract.javascript.reading import bindings, named, read, show, typed


def exports(text: str) -> list[tuple[str, str, str, str]]:
    return [(one.name, show(one.value), one.module, one.imported) for one in read(text).exports]


def test_imports() -> None:
    facts = typed(
        'import d, { a, b as c, type T } from "./m"; import * as ns from "n"; import "side"; import q = require("r")'
    )
    assert facts.imports == (
        Import("d", "./m", "default", 1),
        Import("a", "./m", "a", 1),
        Import("c", "./m", "b", 1),
        Import("T", "./m", "T", 1),
        Import("ns", "n", None, 1),
        Import("", "side", None, 1),
        Import("q", "r", None, 1),
    )


def test_modules_brought_in_by_calls() -> None:
    facts = read(
        "const api = require('./api');\nconst { get: read, put } = require('./http');\n"
        "const one = require('./one').first;\nrequire('./boot').run();\n"
        "async function f() { const { x } = await import('./lazy'); return import('./page') }"
    )
    assert facts.imports == (
        Import("api", "./api", None, 1),
        Import("read", "./http", "get", 2),
        Import("put", "./http", "put", 2),
        Import("one", "./one", "first", 3),
        Import("import ./boot", "./boot", None, 4),
        Import("x", "./lazy", "x", 5, 1),
        Import("import ./page", "./page", None, 5, 1),
    )
    assert [show(call) for call in facts.scopes[0].calls] == ["import ./boot.run()"]
    assert [show(value) for value in named(facts, "f").returns] == ["import ./page"]


def test_exports() -> None:
    assert exports("export const a = 1, { b } = x; export function c() {} export class D {}") == [
        ("a", "a", "", ""),
        ("b", "b", "", ""),
        ("c", "c", "", ""),
        ("D", "D", "", ""),
    ]
    assert exports(
        "export { a as b, c }; export { d as e } from './m'; export * from './n'; export * as o from './p'"
    ) == [
        ("b", "a", "", ""),
        ("c", "c", "", ""),
        ("e", "-", "./m", "d"),
        ("*", "-", "./n", "*"),
        ("o", "-", "./p", "*"),
    ]
    assert exports("export default { a: 1 }") == [("default", "{a: 1}", "", "")]
    assert exports("export default function f() {}") == [("default", "f", "", "")]
    assert exports("export default () => 1") == [("default", "function 1", "", "")]
    assert exports("export default class {}") == [("default", "function 1", "", "")]
    assert bindings(read("export default function f() {}").scopes[0]) == ["f = function 1"]


def test_commonjs_exports() -> None:
    assert exports("module.exports = { get, put: save }") == [
        ("default", "{get: get, put: save}", "", ""),
        ("get", "get", "", ""),
        ("put", "save", "", ""),
    ]
    assert exports("exports.a = 1; module.exports.b = f") == [("a", "1", "", ""), ("b", "f", "", "")]
    assert [(one.name, show(one.value)) for one in typed("export = api").exports] == [("default", "api")]


def test_asynchronous_modules() -> None:
    facts = read("define(['jquery', './urls'], function ($, urls) { $.get(urls.list); return { a: 1 } })")
    assert facts.imports == (Import("$", "jquery", None, 1, 1), Import("urls", "./urls", None, 1, 1))
    assert [(one.name, show(one.value)) for one in facts.exports] == [("default", "function 1()")]


def test_globals_are_bindings_on_window() -> None:
    assert bindings(read("window.api = { url: '/x' }").scopes[0]) == ["window.api = {url: '/x'}"]
