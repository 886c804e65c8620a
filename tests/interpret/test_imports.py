"""Imports: packages, cycles, star imports, roots, and the project's own packages walked."""

from __future__ import annotations

from scanner.interpret.finder import Finder
from tests.interpret.build import interpret, names


def test_packages_cycles_and_re_exports() -> None:
    found = names(
        {
            "app/__init__.py": "value = 1\nfrom app import routes\nfrom .models import *\nlater = 2",
            "app/routes.py": "from app import value\nimport app.models as m\nfrom . import models\nsame = m is models",
            "app/models.py": "from app import routes\n__all__ = ['User']\nclass User: table = 'users'\nhidden = 1",
            "main.py": """
                import app.routes
                from app import User, later
                x = [app.value, app.routes.same, User.table, later, hasattr(app, 'hidden')]
            """,
        }
    )
    assert found["x"] == [1, True, "users", 2, False]


def test_a_monorepo_and_a_src_layout_resolve_from_the_importer() -> None:
    files = {
        "one/app/__init__.py": "name = 'one'",
        "one/run.py": "import app\nx = app.name",
        "two/src/app/__init__.py": "name = 'two'",
        "two/src/app/sub/__init__.py": "",
        "two/src/app/sub/run.py": "from app import name as x",
        "two/pyproject.toml": "",
    }
    assert names(files, "one/run")["x"] == "one"
    assert names(files, "two/src/app/sub/run")["x"] == "two"


def test_a_namespace_package_leads_to_its_modules() -> None:
    assert names({"a/b/c.py": "x = 1", "main.py": "from a.b.c import x\nimport a.b.c as m\ny = m.x"})["y"] == 1


def test_a_directory_named_like_a_library_does_not_hide_it() -> None:
    finder = Finder(["flask/static/readme.md", "app.py", "yaml/notes.md"])
    assert finder.resolve("flask", "") is None
    assert finder.resolve("json", "") is None


def test_a_module_named_as_the_library_that_it_wraps_does_not_hide_it() -> None:
    files = {
        "pkg/__init__.py": "",
        "pkg/yaml.py": """
            def load():
                import yaml
                try:
                    from yaml import CSafeLoader
                except ImportError:
                    CSafeLoader = "none"
                return CSafeLoader
            x = load()
        """,
        "pkg/other.py": "import yaml\ny = yaml\nfrom .yaml import x\nimport helper\nz = helper.z",
        "pkg/helper.py": "z = 'beside'",
    }
    assert names(files, "pkg/yaml")["x"] == ...
    found = names(files, "pkg/other")
    assert (found["y"], found["x"], found["z"]) == (..., ..., "beside")


def test_folders_that_the_program_adds_to_its_search_path() -> None:
    files = {
        "a_settings.py": """
            import os
            import sys
            from pathlib import Path
            HERE = os.path.dirname(os.path.abspath(__file__))
            sys.path.insert(0, os.path.join(HERE, "site", "apps"))
            sys.path.append(str(Path(__file__).resolve().parent / "more"))
            sys.path.append(os.environ["ELSEWHERE"])
        """,
        "site/__init__.py": "",
        "site/apps/__init__.py": "",
        "site/apps/shop/__init__.py": "name = 'shop'",
        "site/apps/shop/urls.py": "x = 'urls'",
        "more/__init__.py": "",
        "more/extra.py": "x = 'extra'",
        "urls.py": "import shop\nfrom shop.urls import x\nfrom extra import x as y\nfrom missing import x as z",
    }
    found = names(files, "urls")
    assert (found["x"], found["y"], found["z"]) == ("urls", "extra", ...)


def test_import_errors_are_raised_only_where_something_waits() -> None:
    found = names(
        {
            "pkg/__init__.py": "",
            "main.py": """
                try:
                    from pkg import missing
                except ImportError:
                    missing = "fallback"
                try:
                    import third_party
                    there = True
                except ImportError:
                    there = False
            """,
        }
    )
    assert (found["missing"], found["there"]) == ("fallback", True)


def test_modules_by_name_and_by_walking() -> None:
    found = names(
        {
            "plugins/__init__.py": "",
            "plugins/a.py": "name = 'A'",
            "plugins/b/__init__.py": "name = 'B'",
            "plugins/b/c.py": "name = 'C'",
            "main.py": """
                import importlib, os, pkgutil
                from pathlib import Path
                import plugins
                a = [importlib.import_module(f"plugins.{n}").name for _, n, _ in pkgutil.iter_modules(plugins.__path__)]
                b = [m.name for m in pkgutil.walk_packages(plugins.__path__, "plugins.")]
                c = importlib.import_module(".b.c", package="plugins").name
                d = sorted(os.listdir(os.path.join(os.path.dirname(__file__), "plugins")))
                e = [p.stem for p in Path(__file__).parent.joinpath("plugins").glob("*.py")]
                f = __import__("plugins.a").a.name
            """,
        }
    )
    assert found["a"] == ["A", "B"]
    assert found["b"] == ["plugins.a", "plugins.b", "plugins.b.c"]
    assert found["c"] == "C"
    assert found["d"] == ["__init__.py", "a.py", "b"]
    assert found["e"] == ["__init__", "a"]
    assert found["f"] == "A"


def test_each_file_runs_once() -> None:
    interpreter = interpret(
        {
            "log.py": "seen = []",
            "a.py": "import log\nlog.seen.append(1)",
            "b.py": "import a\nimport a as c",
            "c.py": "from a import *",
        }
    )
    assert len(interpreter.importer.modules["log"].frame.names["seen"].items) == 1  # type: ignore[union-attr]


def test_type_checking_is_false_and_main_is_not_run() -> None:
    found = names(
        """
            from typing import TYPE_CHECKING
            x = []
            if TYPE_CHECKING: x.append(1)
            if __name__ == '__main__': x.append(2)
        """
    )
    assert found["x"] == []


def test_a_directory_without_init_is_a_package_where_it_leads_to_a_module() -> None:
    found = names({"main.py": "from plugins import one\nvalue = one.value", "plugins/one.py": "value = 1"})
    assert found["value"] == 1


def test_a_setting_that_another_module_may_add_is_undecided() -> None:
    found = names(
        {
            "main.py": """
                import config
                routes = ["always"]
                if hasattr(config, "MAIL_READY") and config.MAIL_READY:
                    routes.append("sometimes")
            """,
            "config.py": "DEBUG = False",
        }
    )
    assert found["routes"] == ["always", "sometimes"]
