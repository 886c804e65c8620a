"""Facts: what one file shows by itself. Extraction writes them, linking reads them; they are compact and cacheable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner.concepts.callsite import CallKind
from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.expression import Call, Expression
from scanner.concepts.marks import Declaration, Suppression
from scanner.concepts.source import Language, Role


class ScopeKind(StrEnum):
    """What opens a scope."""

    MODULE = "module"
    """A Python module, a script file, a component's script block."""
    SCRIPT = "script"
    """An inline script or an event attribute of a markup file; its top-level names are shared by the page."""
    TEMPLATE = "template"
    """A markup file's own variables (`set`, `with`, `as`)."""
    BLOCK = "block"
    """A template block, named; its parent is the template."""
    MACRO = "macro"
    CLASS = "class"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class Formal:
    """A formal parameter of a function or macro.

    `kind`: `plain`, `rest` (`*args`, `...rest`), `keywords` (`**kw`). A destructured parameter has an empty name and
    `fields`: (field of the argument, local name, default) for each.
    `annotation` is the Python annotation's text.
    """

    name: str
    default: Expression | None = None
    kind: str = "plain"
    fields: tuple[tuple[str, str, Expression | None], ...] = ()
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """`target = value`. `target` is a Name, or a Member/Item chain (`this.base = …`, `window.api = …`)."""

    target: Expression
    value: Expression
    line: int


@dataclass(frozen=True, slots=True)
class Read:
    """A dotted attribute chain on a plain name that is read here: `request.form`, `request.POST`, `document.cookie`.

    Python also notes a subscript with a text key (`session["user"]`, besides `request.headers["X"]` its base
    `request.headers`) or a variable (`KINDS[kind]`), and what is read from a call's result
    (`client.get().status_code`).
    """

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Guard:
    """Lines `first` to `last` of a scope run only where `path` is one of `values`, or is true if there are no values.

    `if request.method == "POST":` has path `request.method` and values `("POST",)`; `if form.validate_on_submit():`
    has path `form.validate_on_submit()`; `if request.headers.get("Accept") == "text/html":` has path
    `request.headers.get("Accept")`. `negated` turns it round: the else branch, and what follows
    `if request.method != "POST": return`. In templates, an empty path only tells that there is some condition.
    """

    path: str
    values: tuple[str, ...]
    first: int
    last: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Caught:
    """Lines `first` to `last` of a Python scope whose exceptions of these classes go no further: names as written.

    No names: all of them. A handler that raises again lets them pass, and is not noted.
    """

    names: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A region with its own names. `calls` holds every call evaluated in the scope itself (nested calls too, each as an
    entry of its own; calls inside nested functions belong to those), in source order.
    """

    kind: ScopeKind
    name: str
    qualname: str
    """`UserView.post`, `outer.inner`; empty for a file's top level."""
    parent: int | None
    line: int
    """Of the `def`, `class`, `function` or first token."""
    end: int
    parameters: tuple[Formal, ...] = ()
    bindings: tuple[Binding, ...] = ()
    calls: tuple[Call, ...] = ()
    returns: tuple[Expression, ...] = ()
    raises: tuple[Expression, ...] = ()
    bases: tuple[Expression, ...] = ()
    decorators: tuple[Expression, ...] = ()
    reads: tuple[Read, ...] = ()
    guards: tuple[Guard, ...] = ()
    tests: tuple[str, ...] = ()
    """Chains that a Python function asks about anywhere, by truth, comparison or membership, each once: `row`,
    `row.owner`; `"name" in data` asks about `data["name"]` too, `kind in KINDS` about `KINDS[kind]`."""
    caught: tuple[Caught, ...] = ()
    doc: str = ""
    """Python docstring, cut at 4,000 characters."""
    annotation: str = ""
    """The text of a Python function's return annotation."""
    arrow: bool = False
    """Whether it is a script's arrow function: its `this` is that of the scope around it."""


@dataclass(frozen=True, slots=True)
class Import:
    """`local` is the name bound here. `name` is the name imported, `*` for all of them, or None for the module itself.

    Python's relative modules keep their leading dots (`..models`); scripts keep the specifier as written (`./api`).
    A side-effect import binds nothing: `local` is empty. `scope` is the index of the scope that imports.
    """

    local: str
    module: str
    name: str | None
    line: int
    scope: int = 0


@dataclass(frozen=True, slots=True)
class Export:
    """A name that a script offers. `value` is what it is here; with `module`, `name` re-exports `imported` from there.

    `export * from "./x"` has name `*` and imported `*`. CommonJS `module.exports = v` has name `default`;
    `exports.f = v` has name `f`. What a script hangs on `window` is a Binding, not an export.
    """

    name: str
    value: Expression | None = None
    module: str = ""
    imported: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request that markup, configuration or documentation states by itself: a link, a form, an htmx attribute, curl.

    `method` is None where it is not stated or not decidable. `url` is relative to `scope`'s names.
    `selector` names the element for scripts (`tag`, `id`, classes). `enctype` is a form's encoding or a body's
    media type; `fields` are names of form controls or body keys; `boosted` tells htmx/Turbo enhanced forms and links.
    """

    kind: CallKind
    url: Expression
    line: int
    method: str | None = None
    column: int = 0
    scope: int = 0
    tag: str = ""
    id: str = ""
    classes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    enctype: str = ""
    note: str = ""
    boosted: bool = False
    csrf: bool = False
    """Whether a form carries a CSRF token field or tag."""
    members: tuple[str, ...] = ()
    """Of a bundle: the members of a package's records that make the request (`challenge.loadHint`). What they are
    called with stands in `url` as `Item(Name("arguments"), Literal(position))`.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """An attribute that a script may read: `data-*`; `href`, `action`, `src`, `value`, `content` of a named element."""

    tag: str
    name: str
    value: Expression
    line: int
    scope: int = 0
    id: str = ""
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A template that another brings in. `how`: `extends`, `include`, `import`. `local` is an import's name here."""

    template: Expression
    how: str
    line: int
    scope: int = 0
    local: str = ""
    names: tuple[tuple[str, str], ...] = ()
    """(name there, local name) of `from x import a as b`."""
    bindings: tuple[tuple[str, Expression], ...] = ()
    """Names that the other template is given here: `{% include "x" with a=b %}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """All facts of one file. `scopes[0]` is the file's top level."""

    file: str
    language: Language
    role: Role
    lines: int = 0
    scopes: tuple[Scope, ...] = ()
    imports: tuple[Import, ...] = ()
    exports: tuple[Export, ...] = ()
    requests: tuple[Request, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    inclusions: tuple[Inclusion, ...] = ()
    scripts: tuple[Expression, ...] = ()
    """Addresses of the scripts that this page loads (`<script src>`)."""
    suppressions: tuple[Suppression, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    engine: str = ""
    """Markup: `jinja`, `django`, `html`, `vue`, `svelte`."""
    settings: tuple[tuple[str, str], ...] = ()
    """Flat key/value facts of configuration files: dev-proxy prefixes, base paths, environment defaults."""
