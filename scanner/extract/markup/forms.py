"""Forms: action, method, controls, CSRF tokens; a form belongs to its controls wherever tags around it are unbalanced.

https://html.spec.whatwg.org/multipage/form-control-infrastructure.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Call, Choice, Expression, Here, Join, Literal, Member, Name
from scanner.concepts.facts import ScopeKind
from scanner.extract.markup.directives import bound_attribute, submits_by_script
from scanner.extract.markup.document import Document, Element
from scanner.extract.markup.html import Attr
from scanner.extract.markup.hypermedia import gets_by_attribute, read_hypermedia, requests_by_attribute
from scanner.extract.markup.links import boosts, is_elsewhere
from scanner.extract.markup.scripts import Scripts
from scanner.extract.markup.templates.segments import SegmentKind

_CONTROLS = {"input", "select", "textarea", "button"}
_MAX_ALTERNATIVES = 8
"""Forms of one id that a control joins: alternatives under conditions. More of them are a mistake."""
_TOKEN = re.compile(r"csrf|xsrf|hidden_tag|authenticity_token", re.IGNORECASE)
_TOKEN_FIELD = re.compile(r"csrf|xsrf|authenticity_token|^nonce$", re.IGNORECASE)
_METHODS = {"get", "post", "put", "patch", "delete"}
_NOT_FIELDS = {
    "hidden_tag", "hidden_fields", "visible_fields", "as_p", "as_table", "as_ul", "as_div", "errors",
    "non_field_errors", "form_errors", "media", "helper", "instance", "data", "initial", "is_bound", "is_multipart",
    "prefix", "management_form", "empty_form", "forms", "fields", "render", "items", "validate", "csrf_token",
    "csrf",
}  # fmt: skip
"""Members of Django's and WTForms' forms that are not controls."""


@dataclass(slots=True)
class _Form:
    element: Element
    finish: int
    fields: dict[str, None] = field(default_factory=dict)
    override: str = ""
    csrf: bool = False
    submits: list[tuple[Element, Attr | None]] = field(default_factory=list)
    """Buttons with an action or a method of their own."""
    embedded: list[Element] = field(default_factory=list)
    """The form itself and elements in it that make requests by htmx-like attributes: they send its fields."""


class Forms:
    """The forms of one document. Controls join the open forms, or the one that their `form` attribute names."""

    def __init__(self, document: Document, scripts: Scripts) -> None:
        self._document = document
        self._scripts = scripts
        self._forms: list[_Form] = []
        self._open: list[_Form] = []
        self._by_id: list[tuple[str, Element]] = []

    @property
    def is_open(self) -> bool:
        """Whether the document is inside a form here."""
        return bool(self._open)

    def start(self, element: Element) -> bool:
        """A start tag: a form, a control, or neither. Tells whether the form will state the element's own requests."""
        if element.tag == "form":
            self._start_form(element)
        elif element.tag in _CONTROLS or "-" in element.tag:
            self._control(element)
        if self._open and requests_by_attribute(element):
            self._open[-1].embedded.append(element)
            return True
        return False

    def end(self, offset: int) -> None:
        """`</form>`: closes the form that was opened last, and the alternatives of it under the same condition."""
        if not self._open:
            return
        last = self._open[-1]
        for form in [item for item in self._open if item is last or self._alternative(item, last)]:
            form.finish = offset
            self._open.remove(form)

    def finish(self) -> None:
        """The document ends: state every form's request."""
        named: dict[str, list[_Form]] = {}
        for form in self._forms:
            named.setdefault(form.element.id, []).append(form)
        for owner, element in self._by_id:
            for form in named.get(owner, [])[:_MAX_ALTERNATIVES]:
                self._join(form, element)
        for form in self._forms:
            self._read_printed(form)
            self._state(form)

    def _start_form(self, element: Element) -> None:
        form = _Form(element, len(self._document.text))
        for item in [item for item in self._open if not self._alternative(item, form)]:
            item.finish = element.start
            self._open.remove(item)
        self._open.append(form)
        self._forms.append(form)

    def _alternative(self, one: _Form, other: _Form) -> bool:
        return self._document.template.exclusive(one.element.start, other.element.start)

    def _control(self, element: Element) -> None:
        owner = self._document.literal(element.get("form"))
        if owner:
            self._by_id.append((owner, element))
            return
        for form in self._open:
            self._join(form, element)

    def _join(self, form: _Form, element: Element) -> None:
        document = self._document
        name = document.literal(element.get("name"))
        if name:
            if _TOKEN_FIELD.search(name):
                form.csrf = True
            elif name == "_method":
                form.override = (document.literal(element.get("value")) or "").upper()
            else:
                form.fields[name] = None
        if element.get("formaction", "formmethod"):
            form.submits.append((element, element.get("formaction")))

    def _read_printed(self, form: _Form) -> None:
        """Controls and tokens that template expressions print: `{{ form.name }}`, `{% csrf_token %}`."""
        document = self._document
        for item in document.template.between(form.element.end, form.finish):
            if item.kind not in {SegmentKind.OUTPUT, SegmentKind.TAG}:
                continue
            if _TOKEN.search(item.name) or _TOKEN.search(item.source):
                form.csrf = True
            if (printed := document.template.printed.get(item.start)) is not None:
                form.fields.update(dict.fromkeys(_form_fields(printed)))

    def _state(self, form: _Form) -> None:
        """The requests of a form, its buttons and what stands in it; `method="dialog"` sends none of its own.

        https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fs-method
        """
        document = self._document
        method, note = self._method(form)
        enctype = document.literal(form.element.get("enctype")) or ""
        sent = method != "DIALOG"
        if sent:
            self._state_form(form, method, note, enctype)
        for inner in form.embedded:
            fields = tuple(form.fields) if inner is form.element or not gets_by_attribute(inner) else ()
            read_hypermedia(document, inner, fields=fields, enctype=enctype, csrf=form.csrf)
        for button, formaction in form.submits:
            if sent or formaction is not None:
                self._state_submit(form, button, formaction, method if sent else None, enctype)

    def _state_form(self, form: _Form, method: str | None, note: str, enctype: str) -> None:
        document, element = self._document, form.element
        actions = [item for item in element.all("action") if document.value(item) != Literal("")]
        scripted = requests_by_attribute(element) or submits_by_script(document, element)
        bound = bound_attribute(element, "action")
        if bound and (read := self._scripts.read_value(bound.value_start, bound.value_end, unescape=True)):
            self._request(form, element, bound, read[0], method, note, enctype, scope=read[1])
        elif not actions and not scripted and document.server_rendered:
            self._request(form, element, None, Here(), method, note or "no action", enctype)
        for action in actions:
            url = document.value(action)
            if not is_elsewhere(url):
                self._request(form, element, action, url, method, note, enctype)

    def _state_submit(
        self, form: _Form, button: Element, formaction: Attr | None, method: str | None, enctype: str
    ) -> None:
        document = self._document
        own = document.literal(button.get("formmethod"))
        if own and own.lower() in _METHODS:
            method = own.upper()
        action = formaction or form.element.get("action")
        url = document.value(action) if action else Literal("")
        if not is_elsewhere(url):
            self._request(form, button, formaction, Here() if url == Literal("") else url, method, "button", enctype)

    def _request(
        self,
        form: _Form,
        element: Element,
        attribute: Attr | None,
        url: Expression,
        method: str | None,
        note: str,
        enctype: str,
        scope: int | None = None,
    ) -> None:
        self._document.request(
            CallKind.FORM,
            element,
            attribute,
            url,
            method,
            fields=tuple(form.fields),
            enctype=enctype,
            note=note,
            boosted=boosts(form.element),
            csrf=form.csrf,
            scope=scope,
        )

    def _method(self, form: _Form) -> tuple[str | None, str]:
        """The method, and how it is known where the form does not simply state it."""
        if form.override:
            return form.override, "_method"
        attributes = list(form.element.all("method"))
        if not attributes:
            return "GET", ""
        options = {method for item in attributes for method in self._methods(form, self._document.value(item))}
        if len(options) == 1:
            return options.pop(), ""
        return None, "method depends on a condition" if options else ""

    def _methods(self, form: _Form, value: Expression) -> Iterator[str | None]:
        match value:
            case Literal(written):
                lowered = str(written).lower()
                yield "DIALOG" if lowered == "dialog" else lowered.upper() if lowered in _METHODS else "GET"
            case Choice(options):
                for option in options:
                    yield from self._methods(form, option)
            case Name(name):
                yield self._default(form, name)
            case _:
                yield None

    def _default(self, form: _Form, name: str) -> str | None:
        """The method that a macro uses where its callers give none."""
        scope = self._document.facts.scopes[form.element.scope]
        if scope.kind is ScopeKind.MACRO:
            for formal in scope.parameters:
                if formal.name == name and isinstance(formal.default, Literal):
                    written = str(formal.default.value)
                    return written.upper() if written.lower() in _METHODS else None
        return None


def _form_fields(printed: Expression) -> Iterator[str]:
    """Names of the controls that an expression prints: members of what is called a form."""
    waiting = [printed]
    while waiting:
        match waiting.pop():
            case Member(base, name):
                if _is_form(base) and name not in _NOT_FIELDS and not name.startswith("_"):
                    yield name
                waiting.append(base)
            case Call(callee, arguments, named):
                waiting.append(callee)
                waiting.extend(arguments)
                waiting.extend(value for _, value in named)
            case Join(parts) | Choice(parts):
                waiting.extend(parts)
            case _:
                pass


def _is_form(value: Expression) -> bool:
    match value:
        case Name(name) | Member(_, name):
            return name.lower().endswith("form")
        case _:
            return False
