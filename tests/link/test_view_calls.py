"""Views that tests call as functions, with a request made for them."""

from __future__ import annotations

from dataclasses import replace

from scanner.concepts.callsite import CallKind
from scanner.concepts.operation import CodeRef, Handler, Operation
from tests.link.project import linked, operation, sites

_VIEWS = """\
    from django.views import View

    class Favourite(View):
        def get(self, request, status_id):
            pass

        def post(self, request, status_id):
            pass

    @login_required
    def remove(request, user_id, report_id=None):
        pass

    class Latest(Feed):
        pass
    """


def _handled(text: str, name: str, line: int, run: str = "", framework: str = "django") -> Operation:
    runs = (CodeRef("app/views.py", run, 0),) if run else ()
    handler = Handler(f"app.views.{name}", "app/views.py", line, runs)
    return replace(operation(text, framework=framework), handler=handler)


_ROUTES = [
    _handled("GET /favourite/{status_id}", "Favourite", 3, "Favourite.get"),
    _handled("POST /favourite/{status_id}", "Favourite", 3, "Favourite.post"),
    _handled("ANY /users/{user_id}/remove", "remove", 11),
    _handled("ANY /users/{user_id}/remove/{report_id}", "remove", 11),
    _handled("GET /feed", "Latest", 14),
]


def test_request_factory_and_view_function() -> None:
    result = linked(
        {
            "app/views.py": _VIEWS,
            "tests/test_views.py": """\
            from django.test import RequestFactory
            from app import views

            class Views:
                def setUp(self):
                    self.factory = RequestFactory()
                    self.shown = views.Favourite.as_view()

                def test_post(self):
                    view = views.Favourite.as_view()
                    request = self.factory.post("")
                    view(request, 1)

                def test_get(self):
                    response = self.shown(self.factory.get(""), 1)
                    assert response.status_code == 200

                def test_remove(self):
                    views.remove(self.factory.post("/"), 1)
                    held = views.remove
                    held(self.factory.post("/"), 1, report_id=2)

                def test_method(self):
                    views.Favourite().post(self.request, 1)

                def test_feed(self):
                    views.Latest()(self.factory.get("/"))
            """,
        },
        _ROUTES,
    )
    at = "test tests/test_views.py:"
    assert sites(result, "POST /favourite/{status_id}") == [f"{at}12", f"{at}24"]
    assert sites(result, "GET /favourite/{status_id}") == [f"{at}15"]
    assert sites(result, "ANY /users/{user_id}/remove") == [f"{at}19"]
    assert sites(result, "ANY /users/{user_id}/remove/{report_id}") == [f"{at}21"]
    assert sites(result, "GET /feed") == [f"{at}27"]
    (shown,) = result.links["GET /favourite/{status_id}"]
    assert shown.site.asserts == ("status",)


def test_path_operation_function_and_actions_of_a_view_set() -> None:
    result = linked(
        {
            "app/views.py": """\
            class Tickets(ModelViewSet):
                def list(self, request):
                    pass

                def retrieve(self, request, pk):
                    pass

            async def health(database):
                pass
            """,
            "tests/test_api.py": """\
            from app.views import Tickets, health

            async def test_health(database):
                assert await health(database=database) == {}

            def test_list(rf):
                Tickets.as_view({"get": "list"})(rf.get("/"))
            """,
        },
        [
            _handled("GET /tickets", "Tickets", 1, "Tickets.list"),
            _handled("GET /tickets/{pk}", "Tickets", 1, "Tickets.retrieve"),
            _handled("GET /health", "health", 8, framework="fastapi"),
        ],
    )
    assert sites(result, "GET /health") == ["test tests/test_api.py:4"]
    assert sites(result, "GET /tickets") == ["test tests/test_api.py:7"]
    assert sites(result, "GET /tickets/{pk}") == []


def test_production_code_that_calls_a_view_is_no_test() -> None:
    result = linked(
        {
            "app/views.py": _VIEWS,
            "app/other.py": """\
            from app import views

            def both(request):
                return views.remove(request, 1)
            """,
        },
        _ROUTES,
    )
    assert not [link for links in result.links.values() for link in links if link.site.kind is CallKind.TEST]
