from __future__ import annotations

from scanner.concepts.callsite import CallKind
from tests.link.project import linked, operation, sites

_TAGS = """\
from django import template
from django.template.defaulttags import url as url_tag
register = template.Library()
class Contextual(template.Node):
    def __init__(self, urlnode):
        self.urlnode = urlnode
@register.tag
def contextual_url(parser, token):
    return Contextual(url_tag(parser, token))
@register.tag(name="stays")
def compile_stays(parser, token):
    return Contextual(parser.parse(("endstays",)))
"""


def test_a_tag_that_compiles_with_the_url_tag_has_its_syntax() -> None:
    page = """\
    <a href="{% contextual_url 'shop:item' 1 %}">one</a>
    {% contextual_url 'shop:list' as list_url %}<a href="{{ list_url }}">all</a>
    <b>{% stays 'shop:item' %}</b>
    """
    files = {"shop/templatetags/addresses.py": _TAGS, "templates/page.html": page}
    items = (operation("GET /items/{id}", name="shop:item"), operation("GET /items", name="shop:list"))
    result = linked(files, items)
    assert sites(result, "GET /items/{id}") == ["link templates/page.html:1"]
    assert sites(result, "GET /items") == ["link templates/page.html:2"]


def test_reverse_may_be_imported_beside_redirect() -> None:
    view = """\
    from django.shortcuts import redirect, reverse
    def save(request):
        done = reverse("done")
        return redirect(done)
    """
    result = linked({"views.py": view}, [operation("GET /done", name="done")])
    assert sites(result, "GET /done") == ["redirect views.py:3"]


def test_an_address_shown_as_code_is_documentation() -> None:
    page = """\
    <p>See {% url 'page' %}.</p>
    <pre>curl <b>{{ host }}{% url 'api' %}</b></pre>
    {% filter force_escape %}<img src="{% url 'pixel' %}"><script src="{% url 'track' %}"></script>{% endfilter %}
    <img src="{% url 'pixel' %}">
    """
    names = ("page", "api", "pixel", "track")
    result = linked({"templates/page.html": page}, [operation(f"GET /{name}", name=name) for name in names])
    assert sites(result, "GET /page") == ["link templates/page.html:1"]
    assert sites(result, "GET /api") == ["docs templates/page.html:2"]
    assert sites(result, "GET /pixel") == ["docs templates/page.html:3", "link templates/page.html:4"]
    assert sites(result, "GET /track", CallKind.LINK) == []


def test_callers_of_a_function_that_reverses_what_it_is_handed_name_the_route() -> None:
    files = {
        "addresses.py": """\
        from urllib.parse import urljoin
        from django.conf import settings
        from django.urls import reverse
        def absolute(name, kwargs=None):
            return urljoin(settings.SITE, reverse(name, kwargs=kwargs))
        def short(name):
            return absolute(name)
        """,
        "views.py": """\
        from django.shortcuts import redirect
        from addresses import absolute, short
        def menu(new):
            name = "new" if new else "old"
            return {"a": absolute(name), "b": short("far")}
        def leave(request):
            return redirect(absolute("out"))
        """,
    }
    names = ("new", "old", "far", "out")
    result = linked(files, [operation(f"GET /{name}", name=name) for name in names])
    assert {name: sites(result, f"GET /{name}") for name in names} == {
        "new": ["link views.py:5"],
        "old": ["link views.py:5"],
        "far": ["link views.py:5"],
        "out": ["redirect views.py:7"],
    }


_BUTTON = """\
from django import template
from django.shortcuts import resolve_url
register = template.Library()
@register.inclusion_tag("button.html")
def button(value, url=""):
    return {"value": value, "target": resolve_url(url) if url else None}
"""


def _buttons(count: int) -> dict[str, str]:
    page = "{% url 'export' as export_url %}\n{% button 'Export' url=export_url %}\n" + "{% button 'x' %}\n" * count
    return {
        "shop/templatetags/buttons.py": _BUTTON,
        "templates/page.html": page + "{% button 'New' url=\"create\" %}\n{% button 'Odd' url=\"no such\" %}\n",
        "templates/button.html": "{% load i18n %}\n<a href='{{ target }}'>{{ value }}</a>",
    }


def test_a_tag_that_the_whole_project_uses_leads_where_each_use_says() -> None:
    names = ("export", "create")
    result = linked(_buttons(9), [operation(f"GET /{name}", name=name) for name in names])
    found = {name: sites(result, f"GET /{name}") for name in names}
    assert "link templates/page.html:2" in found["export"] and "link templates/page.html:12" in found["create"]
    assert result.ghosts == ()


def test_a_tag_that_is_used_seldom_leads_where_its_template_says() -> None:
    result = linked(_buttons(0), [operation("GET /create", name="create")])
    assert sites(result, "GET /create") == ["link templates/button.html:2"]
