"""Scripts of pages: which page loads a script, and whether this project's server renders that page."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.concepts.expression import Expression, Literal
from scanner.concepts.source import Language
from scanner.concepts.text import Text
from scanner.link import values as v
from scanner.link.index import SCRIPTS

if TYPE_CHECKING:
    from scanner.link.flow import Flow


_ROUTERS = ("createRouter", "VueRouter", "createBrowserRouter", "createHashRouter")
_ENDINGS = (".js", ".mjs", ".cjs", ".jsx", ".ts")


class PageScripts:
    """Loading of scripts by pages. `rendered` are the templates that some operation renders."""

    def __init__(self, flow: Flow, rendered: frozenset[str]) -> None:
        self._flow = flow
        self._rendered = rendered

    @cached_property
    def loaded_by(self) -> Mapping[str, tuple[str, ...]]:
        """The templates and components that load a script, directly or through its importers."""
        scripts: dict[str, list[str]] = defaultdict(list)
        for path, facts in self._flow.facts.items():
            if facts.language in SCRIPTS:
                scripts[posixpath.basename(path)].append(path)
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for path, facts in sorted(self._flow.facts.items()):
            for address in facts.scripts:
                for text in self._flow.ask_texts(address, v.Place(v.ScopeRef(path, 0))):
                    name = _loaded(text.text)
                    candidates = scripts.get(posixpath.basename(name), ())
                    best = max(candidates, key=lambda item: (_common_tail(item, name), item), default=None)
                    if best is not None:
                        found[best][path] = None
        pending = list(found)
        while pending:
            current = pending.pop()
            for item in self._flow.facts[current].imports:
                target = self._flow.scripts.resolve(current, item.module)
                if target and not set(found[current]) <= set(found[target]):
                    found[target].update(found[current])
                    pending.append(target)
        return {path: tuple(items) for path, items in found.items()}

    @cached_property
    def _spa_roots(self) -> tuple[str, ...]:
        """Folders of single-page front ends: an index page that loads a module script and that nothing renders."""
        found = []
        for path, facts in self._flow.facts.items():
            if posixpath.basename(path) in ("index.html", "app.html") and facts.language is Language.MARKUP:
                plain = facts.engine in ("", "html", "vue", "svelte") and path not in self._rendered
                if plain and any(_entry(item) for item in facts.scripts):
                    folder = posixpath.dirname(path)
                    found.append(posixpath.dirname(folder) if folder.endswith(("/src", "/public")) else folder)
        for path in self._flow.facts:
            name = posixpath.basename(path)
            if name.startswith(
                ("vite.config.", "nuxt.config.", "next.config.", "svelte.config.", "angular.json", "vue.config.")
            ):
                folder = posixpath.dirname(path)
                if not any(other.startswith(folder + "/") for other in self._rendered if folder):
                    found.append(folder)
        found += [posixpath.dirname(path) for path in self._routers if posixpath.dirname(path)]
        return tuple(dict.fromkeys(found))

    @cached_property
    def _routers(self) -> tuple[str, ...]:
        """Plain scripts that start an application with a router: pages are put together in the browser."""
        calls = self._flow.index.calls
        routed = {site.file for name in _ROUTERS for site in calls.get(name, ()) if not site.reference}
        return tuple(
            sorted(
                path for path in routed if self._flow.facts[path].language in SCRIPTS and not _bundled(self._flow, path)
            )
        )

    @cached_property
    def _routed_pages(self) -> frozenset[str]:
        """Pages that only start an application whose pages AngularJS puts together."""
        return frozenset(page for path in self._flow.angular.routed for page in self.loaded_by.get(path, ()))

    def server_rendered(self, file: str) -> bool | None:
        """Whether the page around a file is rendered by this project's server; None where no page is known."""
        facts = self._flow.facts.get(file)
        if facts is None:
            return None
        if facts.language is Language.MARKUP:
            if facts.engine in ("jinja", "django") or file in self._rendered:
                return True
            return False if any(_under(file, root) for root in self._spa_roots) else None
        if facts.language not in SCRIPTS:
            return None
        if not self._routed_pages.isdisjoint(self.loaded_by.get(file, ())):
            return False
        for page in self.loaded_by.get(file, ()):
            if self._flow.facts[page].engine in ("jinja", "django") or page in self._rendered:
                return True
        if any(_under(file, root) for root in self._spa_roots):
            return False
        if facts.language is Language.COMPONENT and self._routers:
            return False
        return True if self._rendered else None

    def page_of(self, file: str) -> str:
        """The page that shows a file: itself, if it is markup or a component, else the first that loads it."""
        facts = self._flow.facts.get(file)
        if facts is None:
            return ""
        if facts.language in (Language.MARKUP, Language.COMPONENT):
            return file
        return next(iter(self.loaded_by.get(file, ())), "")


def _loaded(address: Text) -> str:
    """The path of a script in its address; of a file that a route gives, what the route is told of it.

    `url_for("static", filename="app.js")`: https://flask.palletsprojects.com/en/stable/tutorial/static/
    """
    first = address.parts[0] if address.parts else ""
    if isinstance(first, v.RouteHole):
        told = (value for _, value in first.arguments if value.partition("?")[0].endswith(_ENDINGS))
        return next(told, "").partition("?")[0]
    return str(address).partition("?")[0]


def _bundled(flow: Flow, path: str) -> bool:
    """Whether a script is built with others: its imports tell, and the root of its front end is found otherwise."""
    return any(item.local for item in flow.facts[path].imports)


def _common_tail(path: str, name: str) -> int:
    count = 0
    for ours, theirs in zip(reversed(path.split("/")), reversed(name.split("/")), strict=False):
        if ours != theirs:
            break
        count += 1
    return count


def _entry(expression: Expression) -> bool:
    return isinstance(expression, Literal) and str(expression.value).endswith((".ts", ".tsx", ".js", ".jsx", ".mjs"))


def _under(path: str, root: str) -> bool:
    return not root or path.startswith(root + "/")
