"""Dockerfiles: health checks, commands that run an HTTP client, addresses in the environment.

https://docs.docker.com/reference/dockerfile/#healthcheck
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.concepts.facts import Request
from scanner.extract.other.address import read_address
from scanner.extract.other.environment import is_kept
from scanner.extract.other.shell import Command, read_script, read_words

_INSTRUCTION = re.compile(r"^[ \t]*(HEALTHCHECK|RUN|CMD|ENTRYPOINT|ENV|ARG)[ \t]+", re.IGNORECASE)
_CHECK_OPTIONS = re.compile(r"^(?:--[\w-]+=\S+[ \t\\\n]+)*(?:CMD[ \t\\\n]+)?", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s\"'<>)\\]+")
_PAIR = re.compile(r"(?:^|\s)([A-Za-z_]\w*)(?:=|(?<!=)[ \t]+)[\"']?([^\s\"'=]+)")


def read_dockerfile(text: str) -> tuple[list[Request], list[tuple[str, str]]]:
    """Requests (a health check's are noted `probe`), and environment variables that hold addresses, as `env:NAME`."""
    requests: list[Request] = []
    settings: list[tuple[str, str]] = []
    for keyword, body, line in _instructions(text):
        if keyword in {"ENV", "ARG"}:
            settings.extend((f"env:{name}", value) for name, value in _PAIR.findall(body) if is_kept(name, value))
        elif keyword == "HEALTHCHECK":
            options = _CHECK_OPTIONS.match(body)
            skipped = options.end() if options else 0
            requests.extend(_check(body[skipped:], line + body.count("\n", 0, skipped)))
        else:
            requests.extend(_command(body, line, "command"))
    return requests, settings


def _instructions(text: str) -> Iterator[tuple[str, str, int]]:
    rows = text.split("\n")
    index = 0
    while index < len(rows):
        match = _INSTRUCTION.match(rows[index])
        first = index
        index += 1
        if match is None:
            continue
        body = [rows[first][match.end() :]]
        while index < len(rows) and body[-1].rstrip().endswith("\\"):
            # a comment inside a continued instruction does not end it
            body.append("\\" if rows[index].lstrip().startswith("#") else rows[index])
            index += 1
        yield match[1].upper(), "\n".join(body), first + 1


def _check(body: str, line: int) -> list[Request]:
    """A health check through a client, or through a script whose text holds the address."""
    found = _command(body, line, "probe")
    if found:
        return found
    return [
        Request(
            kind=CallKind.CONFIG,
            url=read_address(match[0]),
            line=line + body.count("\n", 0, match.start()),
            method="GET",
            note="probe",
        )
        for match in _URL.finditer(body)
    ]


def _command(body: str, line: int, note: str) -> list[Request]:
    if body.lstrip().startswith("["):
        try:
            words = json.loads(body.replace("\\\n", " "))
        except (ValueError, RecursionError):
            words = None
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            if len(words) > 1 and words[-2] == "-c":
                return read_script(words[-1], line, note=note)
            return list(read_words(Command(tuple(words), line), CallKind.CONFIG, note))
    return read_script(body, line, note=note)
