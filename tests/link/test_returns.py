from __future__ import annotations

from tests.link.project import linked, operation, sites

_MODELS = """\
from django.db import models
from django.urls import reverse
class Item(models.Model):
    def get_absolute_url(self, api=False, mode="view"):
        if api:
            return reverse("api", args=[self.pk])
        elif mode == "edit":
            return f"{reverse('edit')}?m={self.pk}"
        return f"{reverse('show')}?m={self.pk}"
"""
_OPERATIONS = (
    operation("GET /api/items/{id}", name="api"),
    operation("GET /show", name="show"),
    operation("GET /edit", name="edit"),
)


def test_arguments_decide_what_a_function_returns() -> None:
    view = """\
    from django.shortcuts import get_object_or_404, redirect
    from models import Item
    def plain(request, pk):
        item = get_object_or_404(Item, pk=pk)
        return redirect(item.get_absolute_url())
    def edit(request, pk):
        item = get_object_or_404(Item, pk=pk)
        return redirect(item.get_absolute_url(mode="edit"))
    def either(request, pk, api):
        item = get_object_or_404(Item, pk=pk)
        return redirect(item.get_absolute_url(api=api))
    """
    page = "<a href='{{ item.get_absolute_url }}'>show</a>"
    result = linked({"models.py": _MODELS, "views.py": view, "templates/page.html": page}, _OPERATIONS)
    redirects = {one: [site for site in sites(result, one) if "models.py" not in site] for one in result.links}
    assert redirects == {
        "GET /show": ["link templates/page.html:1", "redirect views.py:5", "redirect views.py:11"],
        "GET /edit": ["redirect views.py:8"],
        "GET /api/items/{id}": ["redirect views.py:11"],
    }
