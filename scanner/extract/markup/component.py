"""Read a single-file component into facts: the script blocks of Vue and Svelte, and what their templates request.

`scopes[0]` is the script's module. The template has a scope of its own after the scripts', in which the names of an
options object (`data`, `computed`, `methods`, `props`) and the variables of `v-for` and `{#each}` are bound.
"""

from __future__ import annotations

from scanner.concepts.facts import FileFacts
from scanner.concepts.source import SourceFile
from scanner.extract.markup.page import finish
from scanner.extract.markup.svelte import read_svelte
from scanner.extract.markup.vue import read_vue


def read_component(file: SourceFile, text: str) -> FileFacts:
    """The facts of a Vue or Svelte component, by its suffix. Never raises: what is not understood is a diagnostic."""
    if file.path.lower().endswith(".svelte"):
        return finish(read_svelte(file, text), "svelte")
    return finish(read_vue(file, text), "vue")
