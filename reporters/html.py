"""HTML: one self-contained page for an architecture review, or a folder of pages for very large projects.

No network, no third-party script. The Content-Security-Policy allows the page's own style and script by their hashes,
so markup that slipped out of a scanned repository could run nothing
(https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy). Everything is in the
markup: without scripts the page still shows and prints all of it; the script adds sorting, search and filters.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from reporters.architecture import Architecture
from reporters.clean import clean, clean_block
from reporters.comparison import MOST
from reporters.drawing import BOX, graph
from reporters.ego import ego
from reporters.layers import picture
from reporters.page import anchors, module_of, module_page, page
from reporters.prose import prose
from reporters.wording import (
    fit_meaning,
    grade_meaning,
    once,
    owner_meaning,
    registration,
    request,
    steps,
    theme_title,
    traffic,
    untold,
    weight,
)
from scanner.concepts.callsite import MatchGrade
from scanner.concepts.evidence import Fit, Owner
from scanner.concepts.report import AuditedOperation, Report

if TYPE_CHECKING:
    from jinja2 import Environment


_POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; img-src data:; base-uri 'none'; form-action 'none'"
)

MOST_ON_ONE_PAGE = 2_000
"""Operations beyond which one file loads slowly: a folder of pages serves better."""
LARGEST_PAGE = 5 * 1024 * 1024
"""Characters beyond which it does, however few the operations (many callers, long permalinks)."""


def render(report: Report) -> str:
    """The whole report as one page, with style and script in it."""
    from markupsafe import Markup

    environment = _environment()
    style = squeezed(_asset(environment, "report.css"))
    script = _asset(environment, "report.js")
    policy = _POLICY.format(script=f"'{_hash(script)}'", style=f"'{_hash(style)}'")
    template = environment.get_template("report.html.jinja")
    return (
        template.render(page=page(report), policy=policy, style=Markup(style), script=Markup(script), assets="") + "\n"
    )


def suits_one_page(report: Report, text: str) -> bool:
    """Whether the report, rendered as `text`, is small enough for one file."""
    return len(report.operations) <= MOST_ON_ONE_PAGE and len(text) <= LARGEST_PAGE


def render_pages(report: Report, front: str = "index.html", folder: str = "") -> Mapping[str, str]:
    """The report as several files, by their paths: the front page, one page a module, one style, one script.

    All but the front page are in `folder`, given relative to the front page; empty means beside it. Nothing is inline,
    so that servers which forbid inline style and script (Jenkins does) show the pages as they are.
    """
    environment = _environment()
    policy = _POLICY.format(script="'self'", style="'self'")
    prefix = f"{folder}/" if folder else ""
    modules = sorted({module_of(audited.operation) for audited in report.operations})
    names = dict(zip(modules, (f"{anchor}.html" for anchor in anchors("module", modules)), strict=True))
    whole = replace(page(report, lambda module: prefix + names[module]), detailed=False)
    home = "../" * len(folder.split("/")) + front if folder else front
    files = {
        front: environment.get_template("report.html.jinja").render(page=whole, policy=policy, assets=prefix),
        prefix + "report.css": squeezed(_asset(environment, "report.css")),
        prefix + "report.js": _asset(environment, "report.js"),
    }
    template = environment.get_template("module.html.jinja")
    for module in whole.modules:
        shown = module_page(whole, module, home)
        files[prefix + names[module.name]] = template.render(page=shown, policy=policy, assets="")
    return {path: f"{text.strip()}\n" for path, text in files.items()}


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def cleaned(value: object) -> object:
        """Whatever a template writes, markup of its own apart, passes the cleaning sink before it is escaped."""
        return value if isinstance(value, Markup) else clean(str(value))

    def drawing(drawn: Architecture) -> Markup:
        return Markup(picture(drawn))

    def ego_graph(audited: AuditedOperation, anchor: str) -> Markup:
        return Markup(graph(ego(audited), anchor, audited.verdict.owner))

    def signed(value: float | None) -> str:
        return "·" if value is None else weight(value)

    def block(text: str) -> Markup:
        return Markup("{}").format(clean_block(text.strip()))

    def difference(text: str) -> Markup:
        """A unified diff, its added and removed lines told apart by more than their colour."""
        marks = {"+": "ins", "-": "del"}
        lines = [(marks.get(line[:1], "span"), line) for line in clean_block(text.strip("\n")).split("\n")]
        return Markup("\n").join(Markup(f"<{tag}>{{}}</{tag}>").format(line) for tag, line in lines)

    def documentation(text: str) -> Markup:
        return Markup(prose(text))

    environment = Environment(
        loader=PackageLoader("reporters"),
        autoescape=True,
        finalize=cleaned,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        block=block,
        diff=difference,
        ego=ego_graph,
        fit_meaning=fit_meaning,
        grade_meaning=grade_meaning,
        heat=_heat,
        once=once,
        owner_meaning=owner_meaning,
        picture=drawing,
        prose=documentation,
        registration=registration,
        request=request,
        steps=steps,
        theme_title=theme_title,
        traffic=traffic,
        untold=untold,
        weight=signed,
    )
    environment.globals.update(
        owners=tuple(Owner), fit_names=tuple(Fit), grades=tuple(MatchGrade), most_candidates=MOST, box=Markup(BOX)
    )
    return environment


def _heat(number: int, most: int) -> int:
    """A step from 0 to 5 for the shade of a cell."""
    return 0 if not number or not most else max(1, round(5 * number / most))


def _asset(environment: Environment, name: str) -> str:
    """The text between the tags is hashed as it stands, so it begins and ends with a newline here already."""
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, name)
    return f"\n{source.strip()}\n"


def squeezed(style: str) -> str:
    """The style without what only its readers need: spaces, and the last semicolon of a block."""
    return re.sub(r"(?<=[{};:,]) | (?=[{}])", "", re.sub(r"\s+", " ", style)).replace(";}", "}")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
