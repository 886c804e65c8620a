"""What runs for a viewset's actions besides the action itself."""

from __future__ import annotations

from tests.frameworks.build import discovered


def test_an_action_runs_its_own_steps_and_no_other_action() -> None:
    found = discovered(
        {
            "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'project.settings')\n",
            "project/__init__.py": "",
            "project/settings.py": 'ROOT_URLCONF = "project.urls"\nINSTALLED_APPS = []\n',
            "project/urls.py": """\
            from rest_framework.decorators import action
            from rest_framework.routers import SimpleRouter
            from rest_framework.viewsets import ModelViewSet

            class Books(ModelViewSet):
                def get_queryset(self): ...
                def list(self, request): ...
                def create(self, request): ...
                def update(self, request, pk): ...
                def destroy(self, request, pk): ...
                def perform_create(self, serializer): ...
                def perform_update(self, serializer): ...

                @action(detail=True, methods=["post"])
                def lend(self, request, pk): ...

            router = SimpleRouter()
            router.register("books", Books, basename="book")
            urlpatterns = router.urls
            """,
        }
    )
    runs = {one.id: [run.qualname.removeprefix("Books.") for run in one.handler.runs] for one in found.operations}
    assert runs == {
        "GET /books/": ["list", "get_queryset"],
        "POST /books/": ["create", "get_queryset", "perform_create"],
        "GET /books/{pk}/": ["get_queryset"],
        "PUT /books/{pk}/": ["update", "get_queryset", "perform_update"],
        "PATCH /books/{pk}/": ["get_queryset", "perform_update", "update"],
        "DELETE /books/{pk}/": ["destroy", "get_queryset"],
        "POST /books/{pk}/lend/": ["lend", "get_queryset", "perform_create", "perform_update"],
    }
