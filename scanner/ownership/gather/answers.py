"""What it takes and gives: pages and forms are for people, data is for either."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Shape
from scanner.ownership.case import Case
from scanner.ownership.sign import Sign


def gather(case: Case) -> Iterator[Sign]:
    """Signs from input and answers."""
    if case.accidental:
        return  # it answers as its sibling does, for nobody
    page = case.effect(EffectKind.RENDERS, depth=3)
    if page is not None and case.shape in (Shape.PAGE, Shape.FRAGMENT, Shape.FORM_ACTION):
        yield Sign(
            "renders-page", f"it answers a page ({page.detail})" if page.detail else "it answers a page", page.location
        )
    if case.shape is Shape.FORM_ACTION:
        form = case.effect(EffectKind.READS_FORM, EffectKind.REDIRECTS)
        yield Sign("handles-form", "it handles a form and leads on", form.location if form else case.place)
    if flash := case.effect(EffectKind.FLASHES, depth=3):
        yield Sign("leaves-message", "it leaves a message for the next page", flash.location)
    if case.shape is Shape.JSON_API:
        data = case.effect(EffectKind.ANSWERS_JSON)
        yield Sign("answers-data", "it answers data", data.location if data else case.place)
    if case.shape is Shape.FILE:
        file = case.effect(EffectKind.ANSWERS_FILE)
        yield Sign("answers-file", "it answers a file", file.location if file else case.place)
    if case.shape is Shape.REDIRECT:
        redirect = case.effect(EffectKind.REDIRECTS)
        yield Sign("redirects-only", "it leads a browser elsewhere", redirect.location if redirect else case.place)
