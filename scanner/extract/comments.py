"""What people tell callside in comments, whatever the language: suppressions and declared owners.

callside: ignore[CS101] -- the partner's client needs JSON
callside: owner=system, reason="called by the billing partner"
"""

from __future__ import annotations

import re

from scanner.concepts.marks import Declaration, Suppression

MARK = "callside:"
"""What every such comment holds: a cheap test before a file's comments are looked for at all."""

_IGNORE = re.compile(r"callside:\s*ignore\b(?:\s*\[(?P<codes>[^\]\n]*)\])?(?P<rest>[^\n]*)")
_OWNER = re.compile(r"callside:\s*owner\s*=\s*[\"']?(?P<owner>[\w-]+)[\"']?(?P<rest>[^\n]*)")
_REASON = re.compile(r"\breason\s*=\s*(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)'|(?P<bare>[^\n]+))")
_COMMENT_END = re.compile(r"\s*(?:\*/|-->|#\}|--%>|\*\})\s*$")


def read_comment(text: str, line: int, alone: bool = False) -> tuple[Suppression | Declaration, ...]:
    """The suppressions and declarations in one comment, in order; usually none or one.

    `text` is the comment, with or without its delimiters; `line` is where it begins, and a comment of several lines
    gives each entry its own line. `alone` tells that only the comment stands on its line: what it says then holds
    for the next line too. A suppression without codes has empty `codes`: it is reported, not obeyed.
    """
    if MARK not in text:
        return ()
    found: list[Suppression | Declaration] = []
    for offset, row in enumerate(text.split("\n")):
        if MARK not in row:
            continue
        if match := _IGNORE.search(row):
            codes = tuple(code.strip() for code in (match["codes"] or "").split(",") if code.strip())
            found.append(Suppression(line + offset, codes, _ignore_reason(match["rest"]), alone))
        elif match := _OWNER.search(row):
            found.append(Declaration(line + offset, match["owner"].lower(), _owner_reason(match["rest"]), alone))
    return tuple(found)


def split_comments(
    found: list[Suppression | Declaration],
) -> tuple[tuple[Suppression, ...], tuple[Declaration, ...]]:
    """Suppressions and declarations apart, as `FileFacts` keeps them."""
    return (
        tuple(item for item in found if isinstance(item, Suppression)),
        tuple(item for item in found if isinstance(item, Declaration)),
    )


def _ignore_reason(rest: str) -> str:
    _, dashes, reason = _COMMENT_END.sub("", rest).partition("--")
    return reason.strip() if dashes else ""


def _owner_reason(rest: str) -> str:
    match = _REASON.search(_COMMENT_END.sub("", rest))
    if match is None:
        return ""
    return (match["double"] or match["single"] or match["bare"] or "").strip()
