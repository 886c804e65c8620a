"""Markdown: a pull-request comment or a job summary.

The first line is a hidden marker, by which a workflow finds its own comment to update. The text stays below GitHub's
limit for a comment: whole findings are left out, and their number is said.
"""

from __future__ import annotations

import re

from reporters.clean import clean
from reporters.summary import completeness, fits, matrix, most_valuable, plural, shown, tally
from scanner.concepts.evidence import Owner
from scanner.concepts.finding import Finding, State
from scanner.concepts.report import Report

MARKER = "<!-- callside -->"
LIMIT = 65_536
"""Characters of a GitHub comment; counted in bytes here, which is never less."""

_SPECIAL = re.compile(r"(^[-+=]|[\\`*_\[\]|~$])")
_AUTOLINK = re.compile(r"([@#]|:(?=//)|(?<=www)\.)")
"""Where GitHub would see a mention, an issue or an address; a zero-width space after it keeps it text."""
_FENCE = re.compile(r"`+")
_RESERVE = 200
"""Bytes kept for the line that says how much was left out."""


def render(report: Report, limit: int = LIMIT) -> str:
    """Marker, verdict, owners by shape, completeness, new findings first, then accepted ones, within `limit` bytes."""
    listed = shown(report.findings)
    new = [finding for finding in listed if finding.state is State.NEW]
    head = [MARKER, f"### callside: {_headline(new)}", "", *_owners(report), ""]
    head += [f"<sub>{escape('; '.join(completeness(report)))}.</sub>", ""]
    blocks = [_finding(finding) for finding in most_valuable(new, len(new))]
    accepted = [finding for finding in listed if finding.state is State.UNCHANGED]
    blocks += [_finding(finding) for finding in accepted]
    foot = f"{escape(tally(report))}\n"
    return _within(limit, "\n".join(head) + "\n", blocks, foot)


def _within(limit: int, head: str, blocks: list[str], foot: str) -> str:
    room = limit - _size(head) - _size(foot) - _RESERVE
    text = head
    for number, block in enumerate(blocks):
        room -= _size(block) + 1
        if room < 0:
            text += f"\n*and {plural(len(blocks) - number, 'finding')} more: see the full report*\n"
            break
        text += block + "\n"
    whole = f"{text}\n{foot}"
    return whole if _size(whole) <= limit else f"{MARKER}\n{foot}"


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _headline(new: list[Finding]) -> str:
    return plural(len(new), "new finding") if new else "no new findings"


def _owners(report: Report) -> list[str]:
    if not report.operations:
        return ["No operations."]
    counts = matrix(report)
    rows = ["| owner | " + " | ".join(counts.shapes) + " | total |", "| --- |" + " ---: |" * (len(counts.shapes) + 1)]
    for owner in Owner:
        cells = [str(number) if number else "" for number in counts.row(owner)]
        rows.append(f"| {owner} | " + " | ".join([*cells, f"**{counts.total(owner)}**"]) + " |")
    fit = ", ".join(f"{number} {name}" for name, number in fits(report).items())
    return [*rows, "", f"Fit: {fit}."]


def _finding(finding: Finding) -> str:
    state = f" ({finding.state})" if finding.state is not State.NEW else ""
    title = f"**{finding.rule} {finding.name}** {finding.severity}, confidence {finding.confidence:.2f}{state}"
    advice, *example = finding.help.strip().split("\n")
    lines = [f"- {title}: {escape(finding.message)}  ", f"  {code(str(finding.location))}  ", f"  {escape(advice)}"]
    if example:
        body = "\n".join(clean(line.replace("\t", "    ")) for line in example)
        fence = _longer_than("```", body)
        lines += ["", f"  {fence}", *(f"  {line}" for line in body.split("\n")), f"  {fence}"]
    return "\n".join(lines)


def escape(text: str) -> str:
    """Inline text that is only text: no markup, no HTML, no cell border, no mention, no issue number, no link."""
    plain = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _AUTOLINK.sub(r"\1&#8203;", _SPECIAL.sub(r"\\\1", plain))


def code(text: str) -> str:
    """A code span that the text cannot end, in a table cell or out of one."""
    shown_text = clean(text).replace("|", "\\|")
    fence = _longer_than("`", shown_text)
    return f"{fence} {shown_text} {fence}" if "`" in shown_text else f"{fence}{shown_text}{fence}"


def _longer_than(fence: str, text: str) -> str:
    longest = max((len(run) for run in _FENCE.findall(text)), default=0)
    return fence if longest < len(fence) else "`" * (longest + 1)
