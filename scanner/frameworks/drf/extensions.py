"""drf-extensions: routers whose registrations nest.

https://chibisov.github.io/drf-extensions/docs/#nested-routes
"""

from __future__ import annotations

from scanner.concepts.text import Text
from scanner.frameworks.django.example import site
from scanner.frameworks.django.viewfunction import new
from scanner.frameworks.drf.routers import REST, DefaultRouter, SimpleRouter
from scanner.frameworks.protocol import Example
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Instance
from scanner.interpret.values import Value, plain

_ROUTERS = "rest_framework_extensions.routers"


class NestedRegistryItem(Instance):
    """What `register` gives: the viewset under which others may be registered."""

    def prepare(self) -> None:
        """The fields, before they are known."""
        self.router: Value = None
        self.above: NestedRegistryItem | None = None
        self.prefix: Text = Text()
        self.viewset: Value = None

    def register(
        self, prefix: Value, viewset: Value, basename: Value = None, parents_query_lookups: Value = (), **_: Value
    ) -> Value:
        """`.register("comments", CommentViewSet, "article-comments", parents_query_lookups=["article"])`."""
        i = self.interpreter
        lookups = [plain(item) for item in i.iterate(parents_query_lookups)[0]]
        whole = Text.of(self._below(lookups), i.text(prefix))
        if isinstance(self.router, SimpleRouter):
            SimpleRouter.register(self.router, plain(whole), viewset, basename)
        return _item(i, self.router, prefix, viewset, self)

    def _below(self, lookups: list[Value]) -> Text:
        """The way down to a child: each viewset above it, with the group that names its object."""
        i = self.interpreter
        found = Text()
        item: NestedRegistryItem | None = self
        while item is not None:
            lookup = lookups.pop() if lookups else "pk"
            regex = plain(i.attribute(item.viewset, "lookup_value_regex"))
            group = f"(?P<parent_lookup_{lookup}>{regex if isinstance(regex, str) else '[^/.]+'})"
            found = Text.of(item.prefix, "/", group, "/", found)
            item = item.above
        return found


def _item(
    i: Interpreter, router: Value, prefix: Value, viewset: Value, above: NestedRegistryItem | None
) -> NestedRegistryItem:
    made = new(i, NestedRegistryItem)
    made.router, made.prefix, made.viewset, made.above = router, i.text(prefix), viewset, above
    return made


@stands_for(f"{_ROUTERS}.NestedRouterMixin")
class NestedRouterMixin(Instance):
    """What makes `register` give something to register on."""

    def register(self, prefix: Value, viewset: Value, basename: Value = None, base_name: Value = None) -> Value:
        """`router.register("articles", ArticleViewSet, "article")`."""
        if isinstance(self, SimpleRouter):
            SimpleRouter.register(self, prefix, viewset, basename, base_name)
        return _item(self.interpreter, self, prefix, viewset, None)


@stands_for(f"{_ROUTERS}.ExtendedSimpleRouter")
class ExtendedSimpleRouter(NestedRouterMixin, SimpleRouter):
    """A simple router that nests."""


@stands_for(f"{_ROUTERS}.ExtendedDefaultRouter")
class ExtendedDefaultRouter(NestedRouterMixin, DefaultRouter):
    """A default router that nests."""


EXAMPLES = (
    Example(
        site(
            {
                "project/urls.py": """
                from rest_framework.viewsets import ReadOnlyModelViewSet, ViewSet
                from rest_framework_extensions.routers import ExtendedSimpleRouter
                class Articles(ReadOnlyModelViewSet): ...
                class Comments(ViewSet):
                    lookup_value_regex = "[0-9]+"
                    def list(self, request): ...
                class Votes(ViewSet):
                    def create(self, request): ...
                router = ExtendedSimpleRouter()
                articles = router.register("articles", Articles, "article")
                (
                    articles.register("comments", Comments, "article-comments", parents_query_lookups=["article"])
                    .register("votes", Votes, "votes", parents_query_lookups=["comment__article", "comment"])
                )
                urlpatterns = router.urls
                """,
            },
            *REST,
        ),
        gives=(
            "GET /articles/",
            "GET /articles/{parent_lookup_article}/comments/",
            "GET /articles/{pk}/",
            "POST /articles/{parent_lookup_comment__article}/comments/{parent_lookup_comment}/votes/",
        ),
    ),
)
