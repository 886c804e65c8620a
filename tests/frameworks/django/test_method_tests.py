"""Function views that test `request.method` themselves."""

from __future__ import annotations

from textwrap import indent

import pytest

from tests.frameworks.build import described, discovered

PROJECT = {
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'project.settings')\n",
    "project/__init__.py": "",
    "project/settings.py": "INSTALLED_APPS = []\nROOT_URLCONF = 'project.urls'\n",
    "project/urls.py": """
        from django.urls import path
        from project.views import view
        urlpatterns = [path("x", view)]
        """,
}
IMPORTS = """\
from functools import wraps
from django.http import *
from django.shortcuts import redirect, render
"""


def methods(body: str, before: str = "", decorator: str = "") -> list[str]:
    """What a view with this body answers."""
    text = f"{IMPORTS}{before}\n{decorator}\ndef view(request):\n{indent(body.strip(), '    ')}\n"
    found = described(discovered({**PROJECT, "project/views.py": text}).operations)
    return [line.partition(" ")[0] for line in found]


NARROWING = """
POST
if request.method != 'POST':
    return HttpResponseNotAllowed(['POST'])
return render(request, 'x')

POST
if not request.method == 'POST':
    raise Http404
return done()

PATCH PUT
if request.method not in ('PUT', 'PATCH'):
    return JsonResponse({}, status=405)
return done()

POST
if request.method == 'POST':
    return done()
return HttpResponse(status=405)

DELETE GET
if request.method == 'GET':
    return a()
elif request.method == 'DELETE':
    return b()
else:
    return HttpResponseBadRequest()

GET POST
match request.method:
    case 'GET' | 'HEAD':
        return a()
    case 'POST':
        return b()
    case _:
        return HttpResponseNotAllowed([])

POST
if not request.user.is_authenticated:
    return redirect('login')
if request.method != 'POST':
    raise PermissionDenied
return a()
"""


@pytest.mark.parametrize("case", NARROWING.strip().split("\n\n"))
def test_a_refusal_of_all_others_narrows(case: str) -> None:
    expected, _, body = case.partition("\n")
    assert methods(body) == expected.split()


@pytest.mark.parametrize(
    "body",
    [
        "if request.method == 'POST':\n    save()\n    return redirect('x')\nreturn render(request, 'x')",
        "if request.method != 'POST':\n    return redirect('x')\nreturn done()",
        "if request.method == 'POST':\n    save()\nreturn HttpResponse(status=404)",
        "if request.GET:\n    return render(request, 'x')\nif request.method != 'POST':\n    raise Http404\nreturn a()",
        "if request.method != 'POST' and request.GET:\n    raise Http404\nreturn a()",
        "def inner():\n    return 1\nif request.method != unknown:\n    raise Http404\nreturn a()",
        "return HttpResponse(status=405)",
    ],
)
def test_anything_else_stays_open(body: str) -> None:
    assert methods(body) == ["ANY"]


def test_a_decorator_s_own_test_counts_with_the_methods_it_was_given() -> None:
    before = """
def only(*methods):
    def decorate(view):
        @wraps(view)
        def wrapper(request, *args):
            if request.method == "OPTIONS":
                response = HttpResponse(status=204)
            elif request.method in methods:
                response = view(request, *args)
            else:
                response = HttpResponse(status=405)
            return response
        return wrapper
    return decorate
"""
    assert methods("return a()", before, "@only('GET', 'DELETE')") == ["DELETE", "GET"]
    inner = "if request.method == 'GET':\n    return a()\nreturn HttpResponseNotAllowed(['GET'])"
    assert methods(inner, before, "@only('GET', 'DELETE')") == ["GET"]
