"""One operation's ego graph: callers → operation → handler → what the handler brings about.

Callers are gathered by page or file, the busiest first. A line's grade is the surest way in which any of its calls was
matched: a drawing may show doubt by it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reporters.summary import plural
from reporters.wording import grade_meaning
from scanner.concepts.callsite import CallKind, Link, MatchGrade
from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.report import AuditedOperation

MOST_CALLERS, MOST_DEEDS = 6, 5
"""Boxes in a column; further ones are counted."""

_BRINGS = (
    EffectKind.MUTATES,
    EffectKind.RENDERS,
    EffectKind.VALIDATES,
    EffectKind.SENDS_MAIL,
    EffectKind.CALLS_OUT,
    EffectKind.REDIRECTS,
)
"""What a handler makes others do, the weightiest first; how it guards itself and what it reads stands elsewhere."""
_GRADES = tuple(MatchGrade)


@dataclass(frozen=True, slots=True)
class Box:
    """`subject` is what the box stands for, to be searched for; empty where nothing can be. `note` says more of it.

    `grade` is of its line.
    """

    label: str
    subject: str = ""
    note: str = ""
    grade: MatchGrade = MatchGrade.EXACT


@dataclass(frozen=True, slots=True)
class Ego:
    """The columns left and right of the operation."""

    callers: tuple[Box, ...]
    operation: Box
    handler: Box
    deeds: tuple[Box, ...]


def ego(audited: AuditedOperation) -> Ego:
    """The ego graph of an operation."""
    operation = audited.operation
    handler = ".".join(operation.handler.name.split(".")[-2:])
    return Ego(
        callers=_callers(audited),
        operation=Box(str(operation), str(operation)),
        handler=Box(handler, handler),
        deeds=_deeds(audited.effects),
    )


def _callers(audited: AuditedOperation) -> tuple[Box, ...]:
    groups: dict[str, list[Link]] = {}
    for link in audited.callers:
        groups.setdefault(link.site.page or link.site.location.file, []).append(link)
    busiest = sorted(groups.items(), key=lambda item: -len(item[1]))
    boxes = [_caller(page, links) for page, links in busiest[:MOST_CALLERS]]
    if len(busiest) > MOST_CALLERS:
        boxes.append(Box(f"and {plural(len(busiest) - MOST_CALLERS, 'page')} or scripts more"))
    tests = sum(link.site.kind is CallKind.TEST for link in audited.links)
    if not boxes:
        boxes.append(Box("no caller seen", grade=MatchGrade.SUFFIX))
    if tests:
        boxes.append(Box(plural(tests, "test"), grade=MatchGrade.SUFFIX))
    return tuple(boxes)


def _caller(page: str, links: list[Link]) -> Box:
    kinds = Counter(link.site.kind for link in links)
    grade = min((link.grade for link in links), key=_GRADES.index)
    counted = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    return Box(
        f"{'+'.join(kinds)} {page.rpartition('/')[2]}", page, f"{counted}, matched {grade_meaning(grade)}", grade
    )


def _deeds(effects: tuple[Effect, ...]) -> tuple[Box, ...]:
    """Each kind with each of its details once, the nearest place standing for all."""
    nearest: dict[tuple[EffectKind, str], Effect] = {}
    for effect in sorted(effects, key=lambda one: one.depth):
        if effect.kind in _BRINGS:
            nearest.setdefault((effect.kind, effect.detail), effect)
    ranked = sorted(nearest.values(), key=lambda one: _BRINGS.index(one.kind))
    boxes = [_deed(effect) for effect in ranked[:MOST_DEEDS]]
    if len(ranked) > MOST_DEEDS:
        boxes.append(Box(f"and {len(ranked) - MOST_DEEDS} more"))
    return tuple(boxes)


def _deed(effect: Effect) -> Box:
    away = f"{plural(effect.depth, 'call')} away" if effect.depth else ""
    # "redirects redirect" says nothing more than "redirects"
    label = effect.kind.value if effect.detail in effect.kind else f"{effect.kind} {effect.detail}"
    return Box(label, effect.detail or effect.location.file, away)
