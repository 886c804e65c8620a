from __future__ import annotations

from dataclasses import replace

from scanner.concepts.operation import Declared
from tests.link.project import linked, operation, sites

_MODELS = """\
from flask import url_for
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()

class Forum(db.Model):
    id = db.Column(db.Integer)

    @property
    def url(self):
        return url_for("forum.show", id=self.id)

class Topic(db.Model):
    id = db.Column(db.Integer)
    forum = db.relationship("Forum")

    @property
    def url(self):
        return url_for("topic.show", id=self.id)

    @classmethod
    def latest(cls):
        return db.session.execute(db.select(cls).order_by(cls.id)).scalars().first()

def first_or_404(query, scalar=False):
    result = db.session.execute(query)
    return result.scalars().first() if scalar else result.first()
"""
_OPERATIONS = [
    operation("GET /topic/{id}", name="topic.show"),
    operation("GET /forum/{id}", name="forum.show"),
    operation("GET /all", name="topic.all", runs="views.py:everything"),
]


def test_rows_of_queries_have_their_classes_members() -> None:
    result = linked(
        {
            "models.py": _MODELS,
            "views.py": """\
            from flask import redirect
            from sqlalchemy import select
            from models import Forum, Topic, db, first_or_404

            def lock(id):
                t = db.session.execute(select(Topic).where(Topic.id == id)).scalar_one_or_none()
                return redirect(t.url)

            def unlock(id):
                found = Topic.query.filter(Topic.id == id).first_or_404()
                return redirect(found.url)

            def move(id):
                one = first_or_404(db.select(Topic).where(Topic.id == id), True)
                return redirect(one.forum.url)

            def newest():
                return redirect(Topic.latest().url)

            def got(id):
                return redirect(db.session.get(Forum, id).url)

            def named(topic):
                return redirect(topic.url)

            def elsewhere(request):
                return redirect(request.url)
            """,
        },
        _OPERATIONS,
    )
    assert sites(result, "GET /topic/{id}") == [
        "link models.py:19",
        "redirect views.py:7",
        "redirect views.py:11",
        "redirect views.py:18",
        "redirect views.py:24",
    ]
    assert sites(result, "GET /forum/{id}") == ["link models.py:11", "redirect views.py:15", "redirect views.py:21"]


def test_templates_loop_over_rows() -> None:
    result = linked(
        {
            "models.py": _MODELS,
            "views.py": """\
            from flask import render_template
            from models import Forum, Topic, db

            def everything(page):
                rows = db.paginate(db.select(Topic, Forum).join(Forum), page=page)
                return render_template("all.html", rows=rows)
            """,
            "templates/all.html": """\
            {% for first, second in rows.items %}
            <a href="{{ first.url }}">x</a>

            <a href="{{ second.url }}">y</a>
            {% endfor %}
            """,
        },
        _OPERATIONS,
    )
    assert "link templates/all.html:2" in sites(result, "GET /topic/{id}")
    assert "link templates/all.html:4" not in sites(result, "GET /topic/{id}")
    assert "link templates/all.html:4" in sites(result, "GET /forum/{id}")


_LIBRARY = {
    "books/models.py": """\
    from django.db import models
    from django.urls import reverse

    class Author(models.Model):
        def get_absolute_url(self):
            return reverse("author", args=[self.pk])

    class Book(models.Model):
        author = models.ForeignKey("books.Author", on_delete=models.CASCADE)

        def get_absolute_url(self):
            return reverse("book", args=[self.pk])
    """,
    "books/views.py": """\
    from django.shortcuts import get_object_or_404, redirect
    from django.views.generic import DetailView, ListView
    from .models import Book

    class BookList(ListView):
        model = Book

    class BookDetail(DetailView):
        queryset = Book.objects.select_related("author")
        template_name = "books/one.html"
        context_object_name = "volume"

    def shelve(request, pk):
        chosen = get_object_or_404(Book.objects.filter(public=True), pk=pk)
        return redirect(chosen)

    def author_of(request, pk):
        return redirect(Book.objects.get(pk=pk).author)
    """,
    "books/templates/books/book_list.html": """\
    {% load static %}
    {% for item in object_list %}<a href="{{ item.get_absolute_url }}">x</a>{% endfor %}


    {% for thing in book_list %}<a href="{{ thing.author.get_absolute_url }}">x</a>{% endfor %}
    """,
    "books/templates/books/one.html": """\
    {% load static %}
    <a href="{{ volume.get_absolute_url }}">again</a>
    """,
}


def test_generic_views_hand_their_model_to_templates() -> None:
    books = operation("ANY /books", name="books", framework="django", runs="books/views.py:BookList")
    operations = [
        replace(books, declared=Declared(templates=("books/book_list.html",))),
        operation("ANY /books/{pk}", name="book", framework="django", runs="books/views.py:BookDetail"),
        operation("ANY /authors/{pk}", name="author", framework="django"),
    ]
    result = linked(_LIBRARY, operations)
    assert sites(result, "ANY /books/{pk}") == [
        "link books/models.py:12",
        "link books/templates/books/book_list.html:2",
        "link books/templates/books/one.html:2",
        "redirect books/views.py:15",
    ]
    assert sites(result, "ANY /authors/{pk}") == [
        "link books/models.py:6",
        "link books/templates/books/book_list.html:5",
        "redirect books/views.py:18",
    ]
