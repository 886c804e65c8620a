"""Shell completion: operations as the last audit found them, and a script for bash that quotes them.

click's own script for bash hands on words as they are, so that a space in `POST /users` would end the word; those for
zsh and fish quote by themselves. https://click.palletsprojects.com/en/stable/shell-completion/
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class

SHELLS = ("bash", "zsh", "fish")

_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' type value
    local typed="${COMP_WORDS[COMP_CWORD]}"
    COMPREPLY=()
    while IFS=',' read -r type value; do
        if [[ $type == dir ]]; then
            compopt -o dirnames
        elif [[ $type == file ]]; then
            compopt -o default
        elif [[ $type == plain && $typed == [\\"\\']* ]]; then
            COMPREPLY+=("$value")
        elif [[ $type == plain ]]; then
            COMPREPLY+=("$(printf '%%q' "$value")")
        fi
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" %(complete_var)s=bash_complete "$1")
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""


@add_completion_class
class QuotingBash(BashComplete):
    """bash, with words quoted unless a quotation mark was typed already."""

    source_template: ClassVar[str] = _BASH


def operations(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    """The operations that a word may become: by method and path, by path alone, by the route's name."""
    from scanner.cache.known import recall_known
    from scanner.cache.location import cache_file
    from scanner.cache.memory import Memory
    from scanner.cache.store import Store

    store = Store(cache_file())
    try:
        known = recall_known(Memory(store), Path(context.params.get("path") or ".")).operations
    finally:
        store.close()
    if incomplete.startswith("/"):
        words = [operation.partition(" ")[2] for operation, _ in known]
    else:
        words = [operation for operation, _ in known]
        # a colon ends a word in bash: names with one are left to the quoted form of the path
        words += [name for _, name in known if incomplete and ":" not in name]
    begun = incomplete.lower()
    return [CompletionItem(word) for word in dict.fromkeys(words) if word.lower().startswith(begun)]


def script(command: click.Command, shell: str) -> str:
    """What a shell has to run once: `eval "$(callside completion bash)"`."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    return found(command, {}, "callside", "_CALLSIDE_COMPLETE").source()
