"""Library helpers that matter for addresses, as tables: what passes text through, what reverses a route's name, what
selects elements.
"""

from __future__ import annotations

import re

PASSING_METHODS = frozenset(
    {
        "toString", "toLowerCase", "toUpperCase", "trim", "trimEnd", "trimStart", "slice", "substring", "substr",
        "strip", "rstrip", "lstrip", "lower", "upper", "removesuffix", "removeprefix", "valueOf", "decode",
        "encode", "unsplit", "normalize", "toJSON", "geturl", "full",
    }
)  # fmt: skip
"""Text methods whose result still shows the address."""

PASSING = frozenset(
    {
        "encodeURI", "encodeURIComponent", "decodeURI", "decodeURIComponent", "String", "escape", "unescape", "str",
        "Object.freeze", "Promise.resolve", "markupsafe.Markup",
        "markupsafe.escape", "flask.Markup", "flask.escape", "mark_safe", "iri_to_uri", "escape_uri_path",
        "django.utils.safestring.mark_safe", "django.utils.html.escape", "urllib.parse.quote",
        "urllib.parse.unquote", "quote", "unquote", "urllib.parse.quote_plus", "quote_plus", "Request",
        "urllib.request.Request",
        "SafeString", "tag:trans", "yarl.URL", "httpx.URL", "build_absolute_uri", "lazy",
        "django.utils.encoding.iri_to_uri",
    }
)  # fmt: skip
"""Functions that give back their first argument, as far as an address goes."""

REVERSE = frozenset(
    {
        "url_for", "tag:url", "reverse", "reverse_lazy", "url_path_for", "resolve_url",
        "flask.url_for", "quart.url_for", "flask.helpers.url_for",
        "django.urls.reverse", "django.urls.reverse_lazy", "django.urls.base.reverse", "django.urls.base.reverse_lazy",
        "django.shortcuts.resolve_url", "django.core.urlresolvers.reverse",
        "django.shortcuts.reverse",
        "rest_framework.reverse.reverse", "rest_framework.reverse.reverse_lazy",
    }
)  # fmt: skip
"""https://flask.palletsprojects.com/en/stable/api/#flask.url_for,
https://docs.djangoproject.com/en/stable/ref/urlresolvers/#reverse, https://www.starlette.io/routing/#reverse-url-lookups"""

SCRIPT_REVERSE = frozenset({"url_for", "urlFor"})
"""Names that mean reversal in any language, even where a helper of the project implements it."""

STATIC = frozenset(
    {
        "tag:static",
        "static",
        "django.templatetags.static.static",
        "django.contrib.staticfiles.templatetags.staticfiles.static",
    }
)

ROOTS = frozenset({"django.urls.get_script_prefix", "django.urls.base.get_script_prefix"})
"""What an application's own paths begin with: https://docs.djangoproject.com/en/stable/ref/urlresolvers/#get-script-prefix"""

QUERIES = frozenset({"tag:querystring"})
"""https://docs.djangoproject.com/en/stable/ref/templates/builtins/#querystring,
https://django-tables2.readthedocs.io/en/latest/pages/template-tags.html#querystring"""

ELEMENT_MAKERS = frozenset(
    {
        "$", "jQuery", "document.querySelector", "document.getElementById", "document.querySelectorAll",
        "document.getElementsByClassName", "document.getElementsByTagName", "document.createElement", "jquery",
        "jquery.default",
    }
)  # fmt: skip

_IMPORTED_ROUTE = re.compile(r"[A-Za-z][\w-]*:([A-Za-z_][\w.]*)")
"""`import profileURL from "flask-urls:users.profile"`: a build step puts the function there that reverses the route.

The scheme is the project's choice (`importPrefix`). https://github.com/indico/babel-plugin-flask-urls
"""

_CALLED = re.compile(r"\(\)$")
_METHODS_OF_ANYTHING = frozenset({"url_for", "url_path_for", "build_absolute_uri"})


def imported_route(path: str) -> str | None:
    """The name that stands behind a scheme in an import: a route's, if one is called so; None for any other import."""
    found = _IMPORTED_ROUTE.fullmatch(path)
    return found[1] if found is not None else None


def library_name(path: str) -> str:
    """The table key of a library path: methods that mean the same on any object stand for themselves."""
    last = path.rpartition(".")[2]
    if last in _METHODS_OF_ANYTHING:
        return last
    if path.startswith("urllib.parse."):
        return last if last == "urljoin" else path
    return _CALLED.sub("", path) if path.startswith("URL") else path
