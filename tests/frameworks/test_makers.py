"""Makers: a factory is run as the project itself calls it."""

from __future__ import annotations

from tests.frameworks.build import described, discovered

_FACTORY = """
    from flask import Flask
    from shop.pages import pages, probe
    def create_app(name=None, blueprints=None, prefix="/default"):
        if not blueprints:
            blueprints = (probe,)
        else:
            blueprints = blueprints + (probe,)
        app = Flask(name or __name__)
        for blueprint in blueprints:
            app.register_blueprint(blueprint, url_prefix=prefix)
        return app
"""
_PAGES = """
    from flask import Blueprint
    pages, probe = Blueprint("pages", __name__), Blueprint("probe", __name__)
    @pages.get("/home")
    def home(): ...
    @probe.get("/health")
    def health(): ...
"""
_SHOP = {"shop/__init__.py": "", "shop/factory.py": _FACTORY, "shop/pages.py": _PAGES}
_BOTH = ["GET /api/health", "GET /api/home"]


def test_a_maker_gives_the_arguments() -> None:
    maker = """
        from flask import g
        from shop import factory
        from shop.pages import pages
        BLUEPRINTS = (pages,)
        def create_app(config=None):
            app = factory.create_app(name=__name__, blueprints=BLUEPRINTS, prefix="/api")
            app.config.from_object(config)
            return app
    """
    assert described(discovered({**_SHOP, "shop/__init__.py": maker}).operations) == _BOTH


def test_makers_above_one_another_and_one_that_wraps() -> None:
    makers = """
        from shop.factory import create_app
        from shop.pages import pages
        from werkzeug.middleware.proxy_fix import ProxyFix
        def with_pages(prefix):
            return create_app("shop", (pages,), prefix)
        def behind_proxy():
            app = with_pages("/api")
            return ProxyFix(app), None
    """
    assert described(discovered({**_SHOP, "shop/serve.py": makers}).operations) == _BOTH


def test_a_module_for_servers_and_a_start_script() -> None:
    call = "create_app('shop', (pages,), '/api')"
    imports = "from shop.factory import create_app\nfrom shop.pages import pages\n"
    for source in (f"app = {call}", f"if __name__ == '__main__':\n    {call}.run()"):
        assert described(discovered({**_SHOP, "serve.py": imports + source}).operations) == _BOTH


def test_a_factory_that_was_called_otherwise_before_is_run_as_its_maker_calls_it_too() -> None:
    files = {
        **_SHOP,
        "shop/worker.py": """
            import flask
            from shop.factory import create_app
            if not flask.current_app:
                app = create_app(prefix="/api")
        """,
        "shop/web.py": """
            from shop.factory import create_app
            from shop.pages import pages
            def create_web():
                return create_app("web", (pages,), "/api")
        """,
    }
    assert described(discovered(files).operations) == _BOTH


def test_a_command_counts_where_it_states_what_the_factory_needs() -> None:
    factory = _FACTORY.replace('name=None, blueprints=None, prefix="/default"', "name, blueprints, prefix")
    command = """
        import click
        from shop.factory import create_app
        from shop.pages import pages
        @click.command()
        def serve(port):
            create_app("shop", (pages,), "/api").run(port=port)
    """
    assert described(discovered({**_SHOP, "shop/factory.py": factory, "shop/run.py": command}).operations) == _BOTH


def test_defaults_stand_against_arguments_that_only_a_run_can_know() -> None:
    command = """
        from shop.factory import create_app
        class Server:
            def start(self):
                create_app("shop", None, self.prefix).run()
    """
    assert described(discovered({**_SHOP, "shop/run.py": command}).operations) == [
        "GET /default/health",
        "GET /home unmounted",
    ]
