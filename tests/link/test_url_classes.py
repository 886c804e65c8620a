from __future__ import annotations

from scanner.concepts.callsite import CallKind
from tests.link.project import linked, sites

_MODELS = """\
from django.db import models
from urlman import Urls
class ShopUrls(Urls):
    pass
class Shop(models.Model):
    class urls(ShopUrls):
        base = "/{self.slug}/"
        items = "{base}items/"
        photo = "{self.photo.url}"
        def get_computed(self):
            return self.instance.somewhere()
class Item(models.Model):
    shop = models.ForeignKey(Shop)
    class urls(ShopUrls):
        base = edit = "{self.shop.urls.items}{self.pk}/"
        drop = "{base}drop"
        mine = "{self.urls.base}mine"
class PriceTag(models.Model):
    class urls(ShopUrls):
        base = "/tags/{self.pk}/"
class Plain(models.Model):
    class urls:
        drop = "/plain/drop"
"""
_OPERATIONS = (
    "GET /{shop}/items/{pk}/drop",
    "GET /{shop}/items/{pk}/",
    "GET /{shop}/items/{pk}/mine",
    "GET /tags/{pk}/",
)


def _linked(page: str, view: str = "") -> dict[str, list[str]]:
    result = linked({"models.py": _MODELS, "templates/page.html": page, "views.py": view}, _OPERATIONS)
    return {one: sites(result, one) for one in result.links}


def test_patterns_are_filled_with_other_patterns_and_their_owner_is_told_by_its_name() -> None:
    page = """\
    <a href="{{ request.item.urls.drop }}">drop</a>
    <a href="{{ item.urls.edit.full }}">edit</a>
    <a href="{{ tag.urls.base }}">tag</a>
    <a href="{{ anything.urls.mine }}">the only one called so</a>
    <a href="{{ anything.urls.base }}">any of three</a>
    """
    assert _linked(page) == {
        "GET /{shop}/items/{pk}/drop": ["link templates/page.html:1"],
        "GET /{shop}/items/{pk}/": ["link templates/page.html:2"],
        "GET /tags/{pk}/": ["link templates/page.html:3"],
        "GET /{shop}/items/{pk}/mine": ["link templates/page.html:4"],
    }


def test_owner_is_told_by_its_class() -> None:
    view = """\
    from django.shortcuts import get_object_or_404, redirect
    from models import Item
    def show(request, pk):
        found = get_object_or_404(Item, pk=pk)
        return redirect(found.urls.base)
    """
    assert _linked("", view) == {"GET /{shop}/items/{pk}/": ["redirect views.py:5"]}


def test_a_class_that_is_not_the_library_s_declares_nothing() -> None:
    result = linked(
        {"models.py": _MODELS, "templates/page.html": '<a href="{{ plain.urls.drop }}">x</a>'}, ["GET /plain/drop"]
    )
    assert sites(result, "GET /plain/drop", CallKind.LINK) == []
