"""Request, redirect and test-client functions of Python libraries, as tables.

requests https://requests.readthedocs.io/en/latest/api/ · httpx https://www.python-httpx.org/api/ · aiohttp
https://docs.aiohttp.org/en/stable/client_reference.html · urllib3 https://urllib3.readthedocs.io/en/stable/ ·
Flask redirects https://flask.palletsprojects.com/en/stable/api/#flask.redirect · Django redirects
https://docs.djangoproject.com/en/stable/topics/http/shortcuts/#redirect
"""

from __future__ import annotations

VERBS = {
    "get": "GET", "post": "POST", "put": "PUT", "patch": "PATCH", "delete": "DELETE", "head": "HEAD",
    "options": "OPTIONS",
    "urlopen": "GET", "ws_connect": "WEBSOCKET", "websocket_connect": "WEBSOCKET", "stream": "",
    "request": "", "open": "GET",
}  # fmt: skip
"""Method by function name; empty where an argument says it."""

BROWSER_VISITS = frozenset({"goto", "visit"})
"""Methods of browsers that tests drive: https://playwright.dev/python/docs/api/class-page#page-goto,
https://splinter.readthedocs.io/en/stable/browser.html#browser-visit (Selenium's is called `get`)"""

TEST_CONTEXT = "test_request_context"
"""A request made up, which `full_dispatch_request()` then answers:
https://flask.palletsprojects.com/en/stable/api/#flask.Flask.test_request_context"""

HTTP_CLIENTS = (
    "requests", "requests.Session()", "requests.session()", "requests.sessions.Session()",
    "httpx", "httpx.Client()", "httpx.AsyncClient()", "aiohttp", "aiohttp.ClientSession()", "urllib.request",
    "urllib3", "urllib3.PoolManager()", "requests_html.HTMLSession()", "treq", "grequests", "niquests",
)  # fmt: skip

CONNECTIONS = (
    "http.client.HTTPConnection()", "http.client.HTTPSConnection()", "urllib3.HTTPConnectionPool()",
    "urllib3.HTTPSConnectionPool()", "urllib3.connectionpool.HTTPConnectionPool()", "urllib3.connection_from_url()",
)  # fmt: skip
"""Connections to one host, whose addresses are paths: https://docs.python.org/3/library/http.client.html,
https://urllib3.readthedocs.io/en/stable/reference/urllib3.connectionpool.html"""

TEST_CLIENTS = (
    "fastapi.testclient.TestClient()", "starlette.testclient.TestClient()", "django.test.Client()",
    "django.test.RequestFactory()",
    "django.test.client.Client()", "rest_framework.test.APIClient()", "rest_framework.test.APIRequestFactory()",
    "rest_framework.test.RequestsClient()", "django.test.AsyncClient()", "werkzeug.test.Client()",
)  # fmt: skip

REDIRECTS = {
    "flask.redirect": "url", "werkzeug.utils.redirect": "url", "quart.redirect": "url", "flask.helpers.redirect": "url",
    "django.shortcuts.redirect": "name", "redirect": "url",
    "django.http.HttpResponseRedirect": "url", "django.http.HttpResponsePermanentRedirect": "url",
    "django.http.response.HttpResponseRedirect": "url", "django.http.response.HttpResponsePermanentRedirect": "url",
    "fastapi.responses.RedirectResponse": "url", "starlette.responses.RedirectResponse": "url",
    "django.contrib.auth.views.redirect_to_login": "none", "RedirectResponse": "url",
    "django_htmx.http.HttpResponseClientRedirect": "url",
}  # fmt: skip
"""What the first argument is: a URL, or a route's name, URL or model (`name`)."""

REDIRECT_NAMES = frozenset(name.rpartition(".")[2] for name in REDIRECTS)
REVERSE_NAMES = frozenset({"url_for", "reverse", "reverse_lazy", "url_path_for", "resolve_url"})

REDIRECT_ATTRIBUTES = frozenset(
    {
        "success_url",
        "login_url",
        "next_page",
        "pattern_name",
        "permission_denied_url",
        "redirect_url",
        "success_redirect",
        "url",
    }
)
"""Class attributes of generic views that name where to go next."""

REDIRECT_SETTINGS = frozenset(
    {"LOGIN_URL", "LOGIN_REDIRECT_URL", "LOGOUT_REDIRECT_URL", "LOGOUT_URL", "login_view", "refresh_view"}
)
"""https://docs.djangoproject.com/en/stable/ref/settings/#login-url, https://flask-login.readthedocs.io/en/latest/#login_view"""


REDIRECT_HEADERS = frozenset({"HX-Redirect", "HX-Location"})
"""https://htmx.org/reference/#response_headers"""


def http_method(path: str) -> str | None:
    """The method of a library's request function (empty: its first argument); None where it is not one."""
    owner, _, name = path.rpartition(".")
    if name == "urlopen" and owner.endswith(")"):
        return "" if owner in HTTP_CLIENTS or owner in CONNECTIONS else None  # of a pool: it is told the method
    return VERBS.get(name) if owner in HTTP_CLIENTS or owner in CONNECTIONS else None


def test_client(path: str) -> bool:
    """Whether a library object is a test client."""
    return path in TEST_CLIENTS or path.endswith((".test_client()", ".test_client().__enter__()", "test_app()"))
