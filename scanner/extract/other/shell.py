"""Shell text: commands with their words and lines, and the requests and variables that they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Name
from scanner.concepts.facts import Binding, Request
from scanner.extract.other.address import read_address, with_scheme
from scanner.extract.other.clients import MENTION, read_command

_TOKEN = re.compile(
    r"(?P<continued>\\\r?\n)"
    r"|(?P<space>[ \t\r]+)"
    r"|(?P<comment>\#[^\n]*)"
    r"|(?P<end>\n|;;?|&&?|\|\|?)"
    r"|(?P<single>'[^']*')"
    r'|(?P<double>"(?:[^"\\]|\\.)*+")'
    r"|(?P<substitution>\$\((?!\())"
    r"|(?P<bracket>[()`])"
    r"|(?P<variable>\$?\{\{[^}\n]{0,200}\}\}|\$\{[^}\n]{0,200}\}|<[A-Za-z_][\w:-]{0,40}(?: [\w:-]{1,40}){0,4}>)"
    r"|(?P<redirect>\d?[<>]+&?\d?)"
    r"|(?P<escaped>\\.)"
    r"|(?P<plain>(?:(?!\{\{)[^\s;&|()<>'\"`\\#$])+|.)",
    re.DOTALL,
)
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)\+?=(.*)", re.DOTALL)
_DECLARING = {"export", "local", "readonly", "declare", "set", "env", "ENV", "ARG"}
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Command:
    """The words of one simple command, quotes removed, and the line it begins on."""

    words: tuple[str, ...]
    line: int


def commands(text: str, line: int = 1, depth: int = 0) -> Iterator[Command]:
    """The simple commands of a script, those in pipes, lists and substitutions apart. Never raises.

    Single-quoted text keeps its `$`: it is no variable, but no harm follows from reading it as one.
    """
    words: list[str] = []
    word: list[str] = []
    first = line
    inside: list[tuple[str, int]] = []
    is_target = False

    def close_word() -> None:
        nonlocal is_target
        if word:
            if not is_target:
                words.append("".join(word))
            is_target = False
            word.clear()

    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match[0]
        if kind in {"end", "bracket", "substitution"}:
            if kind == "substitution" and word:
                # the substitution's command follows; the word it belongs to keeps a hole
                word.append("$(…)")
            close_word()
            is_target = False
            if words:
                yield Command(tuple(words), first)
                words = []
        elif kind in {"space", "continued", "redirect"} or (kind == "comment" and not word):
            close_word()
            if kind == "redirect":
                # the word after `>` is a file; `2>&1` has none
                is_target = not token[-1].isdigit()
        else:
            if not word and not words:
                first = line
            quoted = kind in {"single", "double"}
            content = token[1:-1] if quoted else token[1:] if kind == "escaped" else token
            if kind == "double":
                content = content.replace("\\\n", "").replace('\\"', '"')
                if depth < _DEPTH and ("$(" in content or "`" in content):
                    inside.append((content, line))
            word.append(content)
        line += token.count("\n")
    close_word()
    if words:
        yield Command(tuple(words), first)
    for content, at in inside:
        yield from commands(content, at, depth + 1)


def read_script(
    text: str, line: int = 1, *, kind: CallKind = CallKind.CONFIG, note: str = "shell", scope: int = 0
) -> list[Request]:
    """The requests that the HTTP clients of a script make."""
    if not MENTION.search(text):
        return []
    return [request for command in commands(text, line) for request in read_words(command, kind, note, scope)]


def read_words(command: Command, kind: CallKind, note: str, scope: int = 0) -> Iterator[Request]:
    """The requests of one command."""
    for sent in read_command(command.words):
        yield Request(
            kind=kind,
            url=read_address(with_scheme(sent.url)),
            line=command.line,
            method=sent.method,
            scope=scope,
            fields=sent.fields,
            enctype=sent.enctype,
            note=note,
        )


def read_variables(text: str, line: int = 1) -> list[Binding]:
    """Variables that a script sets to visible values: `BASE_URL=http://localhost:8000`, also after `export`."""
    found: list[Binding] = []
    if "=" not in text:
        return found
    for command in commands(text, line):
        for word in command.words:
            match = _ASSIGNMENT.fullmatch(word)
            if match:
                found.append(Binding(Name(match[1]), read_address(match[2]), command.line))
            elif word not in _DECLARING and not word.startswith("-"):
                break
    return found
