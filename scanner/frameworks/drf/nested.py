"""drf-nested-routers: a router below a viewset of another one.

https://github.com/alanjds/drf-nested-routers
"""

from __future__ import annotations

from scanner.concepts.text import Text
from scanner.frameworks.django.example import site
from scanner.frameworks.drf.routers import REST, SimpleRouter
from scanner.frameworks.protocol import Example
from scanner.interpret.native import stands_for
from scanner.interpret.values import Value, plain


@stands_for("rest_framework_nested.routers.NestedSimpleRouter", "rest_framework_nested.routers.NestedDefaultRouter")
class NestedSimpleRouter(SimpleRouter):
    """A router below a viewset of another one; https://github.com/alanjds/drf-nested-routers."""

    def __init__(self, parent_router: Value, parent_prefix: Value, lookup: Value = None, **options: Value) -> None:
        super().__init__(plain(options.get("trailing_slash", True)))
        i = self.interpreter
        prefix = str(i.text(parent_prefix))
        if isinstance(parent_router, SimpleRouter):
            self.slash = parent_router.slash
            for registration in parent_router.registered():
                if str(registration.prefix) == prefix:
                    name = f"{plain(lookup) or 'nested'}_"
                    regex = i.text(parent_router.send("get_lookup_regex", registration.viewset, name))
                    self.own_prefix = Text.of(parent_router.own_prefix, registration.prefix, "/", regex, "/")


EXAMPLES = (
    Example(
        site(
            {
                "project/urls.py": """
                    from rest_framework.viewsets import ViewSet
                    from rest_framework_nested import routers
                    class Domains(ViewSet):
                        lookup_field = "slug"
                        def list(self, request): ...
                    class Names(ViewSet):
                        def retrieve(self, request, pk, domain_slug): ...
                    class Marks(ViewSet):
                        def destroy(self, request, pk, domain_slug, name_pk): ...
                    router = routers.SimpleRouter()
                    router.register("domains", Domains, basename="domain")
                    names = routers.NestedSimpleRouter(router, "domains", lookup="domain")
                    names.register("names", Names, basename="name")
                    marks = routers.NestedSimpleRouter(names, "names", lookup="name")
                    marks.register("marks", Marks, basename="mark")
                    urlpatterns = [*router.urls, *names.urls, *marks.urls]
                    """,
            },
            *REST,
        ),
        gives=(
            "DELETE /domains/{domain_slug}/names/{name_pk}/marks/{pk}/",
            "GET /domains/",
            "GET /domains/{domain_slug}/names/{pk}/",
        ),
    ),
)
