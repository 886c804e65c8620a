from __future__ import annotations

import pytest

from scanner.concepts.facts import ScopeKind
from tests.extract.markup.reading import attributes, bindings, calls, component, requests, scopes, script_calls

VUE = """<template>
  <router-link to="/home">x</router-link>
  <router-link :to="`/users/${id}`">x</router-link>
  <a :href="`/files/${file.id}`" @click.prevent="save(file)">{{ a < b }}</a>
  <a v-for="(f, i) in files" :key="i" :href="f.url"></a>
  <form><input name="q"></form>
  <form action="/login" method="post"><input name="user"></form>
</template>
<docs>
 <script> this is prose
</docs>
<script>
export default {
  props: ['file'],
  data() { return { files: [], link: '/x' } },
  computed: { id() { return 1 } },
  methods: { save(f) { return fetch('/api/' + f.id, {method: 'POST'}) } },
}
</script>
<style>a { color: red }</style>
"""


def test_a_vue_component_with_options() -> None:
    facts = component(VUE)
    assert facts.engine == "vue"
    assert facts.scopes[0].kind is ScopeKind.MODULE
    assert requests(facts) == [
        "link GET '/home' @2",
        "link GET ('/users/' + id) @3",
        "link GET ('/files/' + file.id) @4",
        "link GET f.url @5",
        "form POST '/login' @7",
    ]
    assert [request.note for request in facts.requests[:2]] == ["client-side route"] * 2
    (template,) = scopes(facts, ScopeKind.TEMPLATE)
    assert template.parent == 0
    names = {entry.partition(" = ")[0] for entry in bindings(template)}
    assert names == {"file", "files", "link", "id", "save", "f"}
    assert "save(file) @4" in script_calls(facts)
    fetching = next(scope for scope in facts.scopes if scope.qualname == "methods.save")
    assert calls(fetching)[0].endswith("@17")


def test_a_vue_component_with_setup_sees_its_plain_script() -> None:
    facts = component(
        "<script setup lang='ts'>\nconst url: string = base + '/x';\n</script>\n"
        "<script>\nexport const base = '/api';\n</script>\n<template><a :href='url'></a></template>"
    )
    plain, setup, template = facts.scopes
    assert (bindings(plain), bindings(setup)) == (["base = '/api' @5"], ["url = (base + '/x') @2"])
    assert (setup.parent, template.parent, facts.requests[0].scope) == (0, 1, 2)


def test_a_component_without_script() -> None:
    facts = component("<template><a href='/x'></a></template>")
    assert [scope.kind for scope in facts.scopes] == [ScopeKind.MODULE, ScopeKind.TEMPLATE]
    assert requests(facts) == ["link GET '/x' @1"]


def test_a_script_in_another_file() -> None:
    facts = component("<script src='./page.ts'></script><template></template>")
    assert [(entry.module, entry.local) for entry in facts.imports] == [("./page.ts", "")]
    assert [(entry.name, entry.module) for entry in facts.exports] == [("*", "./page.ts")]


def test_a_template_in_another_language_is_a_diagnostic() -> None:
    (diagnostic,) = component("<template lang='pug'>\na(href='/x')\n</template>").diagnostics
    assert diagnostic.severity.value == "warning"
    assert "pug" in diagnostic.message


SVELTE = """<script context="module">export const prerender = true;</script>
<script lang="ts">
  export let id: number;
  const base = '/api';
  function save() { fetch(`${base}/items/${id}`, {method: 'PUT'}); }
</script>
{#if a > b && "}"}
<a href="/items/{id}?x={a > 3 ? 'y' : 'z'}" class:active={x}>go</a>
{/if}
<img {src} on:click={() => save(id)} data-url={base + '/x'}>
{#each rows as row, i (row.id)}
<a href={row.href}>x</a>
{/each}
<form method="POST" action="/login" on:submit|preventDefault={save}><input name="u"></form>
<style>.a { background: url(/bg.png) }</style>
"""


def test_a_svelte_component() -> None:
    facts = component(SVELTE, "src/Page.svelte")
    assert facts.engine == "svelte"
    assert requests(facts) == [
        "link GET ('/items/' + id + '?x=' + ('y' | 'z')) @8",
        "link GET src @10",
        "link GET row.href @12",
        "form POST '/login' @14",
        "link GET '/bg.png' @15",
    ]
    assert attributes(facts) == ["img# data-url=(base + '/x') @10"]
    (template,) = scopes(facts, ScopeKind.TEMPLATE)
    assert bindings(template) == ["row = rows[<each element>] @11"]
    assert "save(id) @10" in script_calls(facts)
    assert [scope.qualname for scope in facts.scopes if scope.qualname == "save"] == ["save"]


@pytest.mark.parametrize("text", ["<a href={", "{#each a", "{a}}", "<script>", "<template>", "{`", ""])
def test_broken_components(text: str) -> None:
    for path in ("a.vue", "a.svelte"):
        assert component(text, path).file == path
