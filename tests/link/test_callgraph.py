from __future__ import annotations

from collections.abc import Mapping

from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.modules import Modules
from scanner.link.callgraph.values import Defined, Library
from tests.link.python_project import facts_of


def called(files: Mapping[str, str], file: str, function: str) -> set[str]:
    graph = CallGraph(facts_of(files))
    scope = graph.resolver.names[file].by_qualname[function]
    return {f"{edge.target.file}:{graph.scope(edge.target).qualname}" for edge in graph.edges(Defined(file, scope))}


def test_imports_find_modules_from_the_package_root() -> None:
    modules = Modules(["src/shop/__init__.py", "src/shop/web/__init__.py", "src/shop/web/views.py", "src/shop/db.py"])
    assert modules.find("src/shop/web/views.py", "shop.db") == "src/shop/db.py"
    assert modules.find("src/shop/web/views.py", "..db") == "src/shop/db.py"
    assert modules.find("src/shop/web/views.py", ".") == "src/shop/web/__init__.py"
    assert modules.find("src/shop/web/views.py", "json") is None


def test_modules_of_another_root_are_found_but_never_in_place_of_the_standard_library() -> None:
    modules = Modules(["app/main.py", "lib/src/tools/__init__.py", "lib/src/tools/json.py", "other/json.py"])
    assert modules.find("app/main.py", "tools.json") == "lib/src/tools/json.py"
    assert modules.find("app/main.py", "json") is None


def test_modules_beside_a_script_are_found_inside_its_package() -> None:
    files = [
        "web/__init__.py",
        "web/main.py",
        "web/app/__init__.py",
        "web/app/store.py",
        "web/api/__init__.py",
        "web/api/views.py",
        "web/redis.py",
    ]
    modules = Modules(files)
    assert modules.find("web/api/views.py", "app.store") == "web/app/store.py"
    assert modules.find("web/api/views.py", "redis") is None  # a library's name, for all that is known


def test_calls_follow_reexports_and_star_imports() -> None:
    files = {
        "app/__init__.py": "",
        "app/services/__init__.py": "from .orders import place\nfrom .mail import *\n",
        "app/services/orders.py": "def place(): ...\n",
        "app/services/mail.py": "def notify(): ...\n",
        "app/views.py": "from app.services import place, notify as tell\ndef view():\n    place()\n    tell()\n",
    }
    assert called(files, "app/views.py", "view") == {"app/services/orders.py:place", "app/services/mail.py:notify"}


def test_methods_are_found_through_instances_attributes_and_inheritance() -> None:
    files = {
        "base.py": "class Base:\n    def save(self):\n        self.check()\n    def check(self): ...\n",
        "repo.py": "from base import Base\nclass Repo(Base):\n    def check(self):\n        super().check()\n",
        "service.py": """
            from repo import Repo
            class Service:
                def __init__(self):
                    self.repo = Repo()
                def run(self):
                    self.repo.save()
            service = Service()
        """,
        "view.py": "from service import service\ndef view():\n    service.run()\n",
    }
    assert called(files, "view.py", "view") == {"service.py:Service.run"}
    assert called(files, "service.py", "Service.run") == {"base.py:Base.save"}
    assert called(files, "repo.py", "Repo.check") == {"base.py:Base.check"}


def test_types_come_from_annotations_and_factories() -> None:
    files = {
        "store.py": "class Store:\n    def put(self): ...\ndef make():\n    return Store()\n",
        "view.py": """
            from store import Store, make
            def annotated(store: Store | None = None):
                store.put()
            def made():
                make().put()
        """,
    }
    assert called(files, "view.py", "annotated") == {"store.py:Store.put"}
    assert called(files, "view.py", "made") == {"store.py:make", "store.py:Store.put"}


def test_dependencies_run_before_the_handler() -> None:
    files = {
        "deps.py": """
            from typing import Annotated
            from fastapi import Depends
            def session(): ...
            def user(): ...
            CurrentUser = Annotated[object, Depends(user)]
        """,
        "api.py": """
            from fastapi import Depends
            from deps import CurrentUser, session
            def create(current: CurrentUser, db=Depends(session)): ...
        """,
    }
    graph = CallGraph(facts_of(files))
    edges = graph.edges(Defined("api.py", graph.resolver.names["api.py"].by_qualname["create"]))
    assert {(graph.scope(edge.target).name, edge.before) for edge in edges} == {("user", True), ("session", True)}


def test_functions_handed_on_and_queued_are_taken_to_run() -> None:
    files = {
        "tasks.py": "def work(): ...\ndef later(): ...\n",
        "view.py": """
            from tasks import work, later
            def view(background):
                background.add_task(work)
                later.delay(1)
        """,
    }
    assert called(files, "view.py", "view") == {"tasks.py:work", "tasks.py:later"}


def test_libraries_keep_their_names_through_instances() -> None:
    facts = facts_of({
        "db.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\nclass Note(db.Model): ...\n",
        "view.py": "from db import Note, db\ndef view():\n    db.session.commit()\n    Note().save()\n",
    })  # fmt: skip
    graph = CallGraph(facts)
    view = Defined("view.py", graph.resolver.names["view.py"].by_qualname["view"])
    names = [value.name for position in range(3) if isinstance(value := graph.callee(view, position), Library)]
    assert "flask_sqlalchemy.SQLAlchemy.session.commit" in names
    assert "flask_sqlalchemy.SQLAlchemy.Model.save" in names


def test_cycles_of_imports_names_and_classes_end() -> None:
    files = {
        "a.py": """
            from b import x
            from b import *
            class A(B): ...
            y = y
            def f():
                x()
                y()
                f()
                A().go()
        """,
        "b.py": "from a import x, A\nfrom a import *\nclass B(A): ...\n",
    }
    assert called(files, "a.py", "f") == set()


def test_hostile_depth_and_breadth_end() -> None:
    bases = "class C0: ...\n" + "".join(
        f"class C{n}(C{n - 1}.Inner):\n    class Inner(C{n - 1}): ...\n" for n in range(1, 600)
    )
    names = "".join(f"a{n} = a{n + 1}\n" for n in range(600))
    doubling = "".join(f"def f{n}():\n    return f{n + 1}() or f{n + 1}() or f{n + 1}().x\n" for n in range(200))
    files = {"deep.py": f"{bases}{names}{doubling}def run():\n    C599().go()\n    a0()\n    f0().go()\n"}
    assert called(files, "deep.py", "run") == {"deep.py:f0"}


def test_methods_are_found_in_generic_bases() -> None:
    facts = facts_of({
        "store.py": """
            from typing import Generic, TypeVar
            M = TypeVar("M")
            class Repository(Generic[M]):
                def update(self, item):
                    self.session.add(item)
            """,
        "users.py": "from store import Repository\nclass Users(Repository[User]):\n    model = User\n",
        "views.py": """
            from fastapi import Depends
            from users import Users
            def save(users: Users = Depends(Users)):
                users.update(1)
            """,
    })  # fmt: skip
    graph = CallGraph(facts)
    (save,) = (index for index, one in enumerate(facts["views.py"].scopes) if one.name == "save")
    update = graph.callee(Defined("views.py", save), 0)
    assert isinstance(update, Defined)
    assert (update.file, graph.scope(update).qualname) == ("store.py", "Repository.update")
