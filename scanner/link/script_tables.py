"""Request functions of scripts, as tables: which argument holds the URL, which the method, which the options.

fetch https://developer.mozilla.org/docs/Web/API/Window/fetch · axios https://axios-http.com/docs/api_intro ·
jQuery https://api.jquery.com/category/ajax/ · ky https://github.com/sindresorhus/ky ·
superagent https://ladjs.github.io/superagent/ · Angular https://angular.dev/guide/http ·
openapi-fetch https://openapi-ts.dev/openapi-fetch/ · htmx https://htmx.org/api/#ajax
"""

from __future__ import annotations

from dataclasses import dataclass

from scanner.concepts.callsite import CallKind

VERBS = {
    "get": "GET", "post": "POST", "put": "PUT", "patch": "PATCH", "delete": "DELETE", "head": "HEAD",
    "del": "DELETE", "options": "OPTIONS",
    "GET": "GET", "POST": "POST", "PUT": "PUT", "PATCH": "PATCH", "DELETE": "DELETE",
    "getJSON": "GET", "getScript": "GET", "getForm": "GET", "postForm": "POST", "putForm": "PUT", "patchForm": "PATCH",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Api:
    """A request function. Positions are of arguments, -1 where there is none; `method` is fixed, or read from the
    options, or from an argument.
    """

    kind: CallKind = CallKind.FETCH
    url: int = 0
    method: str | None = None
    method_at: int = -1
    options: int = -1
    body: int = -1
    base: tuple[str, ...] = ()
    """Settings of the object that made it which stand before the URL."""


_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_LINK = Api(CallKind.LINK, method="GET")
_BASES = ("baseURL", "baseUrl", "prefixUrl", "base", "BASE", "prefix", "api_url", "root")

FUNCTIONS: dict[str, Api] = {
    "fetch": Api(options=1),
    "axios": Api(options=1),
    "axios.request": Api(url=-1, options=0),
    "$.ajax": Api(options=1),
    "htmx.ajax": Api(CallKind.HTMX, url=1, method_at=0),
    "up.render": Api(CallKind.HTMX, url=-1, options=0, method="GET"),
    "up.request": Api(CallKind.HTMX, options=1),
    "Turbo.visit": _LINK,
    "EventSource": Api(method="GET"),
    "WebSocket": Api(CallKind.WEBSOCKET, method=None),
    "ReconnectingWebSocket": Api(CallKind.WEBSOCKET, method=None),
    "rxjs/webSocket.webSocket": Api(CallKind.WEBSOCKET, method=None),  # https://rxjs.dev/api/webSocket/webSocket
    "@vueuse/core.useWebSocket": Api(CallKind.WEBSOCKET, method=None),  # https://vueuse.org/core/useWebSocket/
    "react-use-websocket": Api(CallKind.WEBSOCKET, method=None),  # https://github.com/robtaussig/react-use-websocket
    "react-use-websocket.default": Api(CallKind.WEBSOCKET, method=None),
    "navigator.serviceWorker.register": Api(method="GET"),
    "navigator.sendBeacon": Api(method="POST", body=1),
    "window.open": _LINK,
    "open": _LINK,
    "location.assign": _LINK,
    "location.replace": _LINK,
    "$fetch": Api(options=1),
    "useFetch": Api(options=1),
    "useLazyFetch": Api(options=1),
    "ofetch": Api(options=1),
    "ky": Api(options=1, base=_BASES),
    "got": Api(options=1, base=_BASES),
    "superagent": Api(method_at=0, url=1),
    "request": Api(options=1),
    "XMLHttpRequest().open": Api(method_at=0, url=1),
    "Request": Api(options=1),
    "d3.json": Api(method="GET"),
    "d3.csv": Api(method="GET"),
    "importScripts": Api(method="GET"),
    "@angular/common/http.httpResource": Api(method="GET"),
    "caches.open().add": Api(method="GET"),
    "clients.openWindow": _LINK,
}

_PACKAGES = {
    "axios.default": "axios",
    "jquery.default": "$",
    "jquery": "$",
    "jQuery": "$",
    "ky.default": "ky",
    "ky-universal": "ky",
    "got.default": "got",
    "superagent.default": "superagent",
    "ofetch.ofetch": "ofetch",
    "ofetch.$fetch": "ofetch",
    "node-fetch": "fetch",
    "cross-fetch": "fetch",
    "isomorphic-fetch": "fetch",
    "isomorphic-unfetch": "fetch",
    "unfetch": "fetch",
    "undici.fetch": "fetch",
    "document.location": "location",
    "window.location": "location",
    "this.$http": "axios",
    "this.$axios": "axios",
    "$axios": "axios",
    "$http": "axios",
    "vue-resource": "axios",
    "reconnecting-websocket": "ReconnectingWebSocket",
    "fetch-event-source": "EventSource",
    "@microsoft/fetch-event-source.fetchEventSource": "EventSource",
    "htmx.org": "htmx",
}

_CLIENTS = {
    "axios": Api(base=_BASES),
    "axios.create()": Api(base=_BASES),
    "axios.Axios()": Api(base=_BASES),
    "axios.AxiosInstance()": Api(base=_BASES),
    "$": Api(),
    "ky": Api(base=_BASES),
    "ky.create()": Api(base=_BASES),
    "ky.extend()": Api(base=_BASES),
    "got": Api(base=_BASES),
    "got.extend()": Api(base=_BASES),
    "superagent": Api(),
    "request": Api(),
    "@angular/common/http.HttpClient()": Api(),
    "openapi-fetch()": Api(base=_BASES),
    "openapi-fetch.default()": Api(base=_BASES),
    "openapi-fetch.createClient()": Api(base=_BASES),
    "wretch()": Api(),
    "supertest()": Api(),
}


PLUGIN_URLS: dict[str, tuple[str, ...]] = {
    "DataTable": ("ajax", "sAjaxSource"),
    "dataTable": ("ajax", "sAjaxSource"),
    "select2": ("ajax",),
    "bootstrapTable": ("url",),
    "fileupload": ("url",),
    "dropzone": ("url",),
    "Dropzone": ("url",),
    "FullCalendar.Calendar": ("events",),
    "fullCalendar": ("events",),
    "autocomplete": ("source",),
    "Bloodhound": ("remote", "prefetch"),
    "typeahead": ("ajax", "remote", "prefetch"),
    "editable": ("url",),
    "sortable": ("url",),
    "ajaxForm": ("url",),
    "ajaxSubmit": ("url",),
    "TomSelect": ("url",),
    "Tabulator": ("ajaxURL",),
}
"""Widgets that request what an option names: option by widget."""

KEYED = frozenset({"useSWR", "useSWRImmutable"})
"""Hooks that request their key: https://swr.vercel.app/docs/global-configuration"""

INTERESTING = frozenset(
    {
        *VERBS, *KEYED, *(name.rpartition(".")[2].removesuffix("()") for name in FUNCTIONS), *PLUGIN_URLS,
        "request", "load", "addAll", "create", "fetchEventSource", "default", "goto", "visit",
    }
)  # fmt: skip


def canonical(path: str) -> str:
    """A library path under its one name in these tables; a client that extends another one is such a client too."""
    path = path.replace(").extend()", ")")
    for prefix in ("window.", "globalThis.", "self."):
        path = path.removeprefix(prefix)
    for name, short in _PACKAGES.items():
        if path == name or path.startswith((name + ".", name + "(")):
            return short + path[len(name) :]
    return path


def api_of(path: str) -> Api | None:
    """The request function that a library path names, or None."""
    name = canonical(path)
    known = FUNCTIONS.get(name)
    if known is not None:
        return known
    owner, _, last = name.rpartition(".")
    client = _CLIENTS.get(owner)
    if client is not None and last in VERBS:
        method = VERBS[last]
        if owner == "$":
            return Api(method=method, body=1)
        if method in _WITH_BODY and not last.isupper() and not owner.startswith(("ky", "got")):
            return Api(method=method, body=1, options=2, base=client.base)
        return Api(method=method, options=1, base=client.base)
    if client is not None and last == "request":
        if owner.startswith("@angular"):
            return Api(method_at=0, url=1)
        return Api(url=-1, options=0, base=client.base)
    if name in _CLIENTS and name.endswith("()"):
        return Api(options=1, base=_BASES)  # an axios or ky instance called as a function
    return None
