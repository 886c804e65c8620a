"""Flask: applications, blueprints and their registration calls.

https://flask.palletsprojects.com/en/stable/api/#url-route-registrations
https://flask.palletsprojects.com/en/stable/blueprints/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.concepts.location import Location
from scanner.concepts.operation import Mount, StaticMount
from scanner.concepts.text import Text
from scanner.frameworks import paths
from scanner.frameworks.conditions import without
from scanner.frameworks.flask import csrf
from scanner.frameworks.flask.config import new_config
from scanner.frameworks.operations import only_declared
from scanner.frameworks.protocol import (
    Answer,
    ClassHandler,
    Example,
    Interpreter,
    Registered,
    World,
    place,
    settled,
    stands_for,
)
from scanner.interpret.handlers import dotted_name, own_name, unwrap
from scanner.interpret.lookup import in_class
from scanner.interpret.objects import Class, Instance, NativeClass
from scanner.interpret.values import DictValue, Native, Unknown, Value, named_values, plain


@dataclass(slots=True)
class Rule:
    """One `add_url_rule`."""

    rule: Text
    endpoint: str
    view: Value
    methods: tuple[str, ...] | None
    location: Location
    condition: str | None
    mounts: tuple[Mount, ...] = ()
    """Steps that an extension puts between the scaffold and the rule, such as a namespace."""
    defaults: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Child:
    """A blueprint registered on an application or on another blueprint."""

    blueprint: Blueprint
    prefix: Text | None
    name: str
    location: Location
    condition: str | None


@dataclass(slots=True)
class Recorded:
    """What an application or blueprint holds; apart from the object, whose attributes belong to the program."""

    rules: list[Rule] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    guards: dict[str, None] = field(default_factory=dict)
    app_guards: dict[str, None] = field(default_factory=dict)


class Scaffold(Instance):
    """What applications and blueprints share."""

    holds_routes = True

    def _add(self, rule: Rule) -> None:
        """Record a rule that an extension built."""
        self._recorded.rules.append(rule)

    def prepare(self) -> None:
        self._recorded = Recorded()
        self._views: dict[str, Value] = {}
        self.view_functions = DictValue()

    def route(self, rule: Value = "", **options: Value) -> Value:
        def decorate(i: Interpreter, view: Value) -> Value:
            endpoint = options.pop("endpoint", None)
            self.send("add_url_rule", rule, endpoint, view, **options)
            return view

        return Native(decorate)

    def get(self, rule: Value, default: Value = None, **options: Value) -> Value:
        return self._shortcut("GET", rule, options)

    def post(self, rule: Value, **options: Value) -> Value:
        return self._shortcut("POST", rule, options)

    def put(self, rule: Value, **options: Value) -> Value:
        return self._shortcut("PUT", rule, options)

    def delete(self, rule: Value, **options: Value) -> Value:
        return self._shortcut("DELETE", rule, options)

    def patch(self, rule: Value, **options: Value) -> Value:
        return self._shortcut("PATCH", rule, options)

    def _shortcut(self, method: str, rule: Value, options: dict[str, Value]) -> Value:
        return self.interpreter.call(
            self.interpreter.attribute(self, "route"), (rule,), {"methods": (method,), **options}
        )

    def add_url_rule(
        self,
        rule: Value = "",
        endpoint: Value = None,
        view_func: Value = None,
        provide_automatic_options: Value = None,
        *,
        methods: Value = None,
        defaults: Value = None,
        **options: Value,
    ) -> None:
        i = self.interpreter
        location, condition = place(i)
        stated = (
            methods if methods is not None else i.attribute(view_func, "methods") if view_func is not None else None
        )
        listed = None if stated is None else tuple(method.upper() for method in i.strings(stated))
        name = plain(endpoint)
        if not isinstance(name, str):
            name = endpoint_of(i, view_func)
        made = Rule(i.text(rule), name, view_func, listed or None, location, condition, defaults=_given(defaults))
        self._recorded.rules.append(made)
        if view_func is not None:
            self.view_functions.items[name] = view_func

    def endpoint(self, endpoint: Value) -> Value:
        def decorate(i: Interpreter, view: Value) -> Value:
            self.view_functions.items[plain(endpoint)] = view
            return view

        return Native(decorate)

    def before_request(self, function: Value) -> Value:
        self._recorded.guards[own_name(function)] = None
        return function

    def register_blueprint(self, blueprint: Value, **options: Value) -> None:
        if isinstance(blueprint, Blueprint):
            self.interpreter.call(self.interpreter.attribute(blueprint, "register"), (self, named_values(options)))

    def errorhandler(self, code: Value = None) -> Value:
        return Native(lambda i, function: function)

    def register_error_handler(self, *_: Value) -> None:
        """Not a route."""

    def after_request(self, function: Value) -> Value:
        return function

    def teardown_request(self, function: Value) -> Value:
        return function

    def context_processor(self, function: Value) -> Value:
        return function

    def url_value_preprocessor(self, function: Value) -> Value:
        return function

    def url_defaults(self, function: Value) -> Value:
        return function


def _given(defaults: Value) -> tuple[tuple[str, str], ...]:
    """A rule's `defaults` as text."""
    if not isinstance(defaults, DictValue):
        return ()
    return tuple(
        (name, str(value) if isinstance(value, str | int) else "")
        for name, value in ((name, plain(item)) for name, item in defaults.items.items())
        if isinstance(name, str)
    )


def endpoint_of(i: Interpreter, view: Value) -> str:
    """The endpoint that Flask derives from a view: its `__name__`."""
    name = plain(i.attribute(view, "__name__")) if view is not None else None
    return name if isinstance(name, str) else ""


@stands_for("flask.Flask", "flask.app.Flask", "quart.Quart")
class Flask(Scaffold):
    """An application."""

    is_application = True
    framework = "flask"

    def prepare(self) -> None:
        super().prepare()
        self.config = new_config(self.interpreter)
        self.debug = Unknown("app.debug", "debug")
        self.extensions = DictValue(open_=True)
        self.blueprints = DictValue()
        self._csrf = False
        World.of(self.interpreter).add_router(self, application=True)

    def __init__(
        self,
        import_name: Value = None,
        static_url_path: Value = None,
        static_folder: Value = "static",
        *,
        template_folder: Value = "templates",
        **_: Value,
    ) -> None:
        self.import_name = import_name
        self.static_url_path = static_url_path
        self.static_folder = static_folder
        self.template_folder = template_folder
        _note_folders(self)

    def test_request_context(self, *_: Value, **__: Value) -> Value:
        return Unknown("a request context")

    def app_context(self) -> Value:
        return Unknown("an application context")

    def before_first_request(self, function: Value) -> Value:
        World.of(self.interpreter).starting.append(lambda: self.interpreter.call(function))
        return function

    def add_template_filter(self, *_: Value) -> None:
        """Not a route."""


@stands_for("flask.Blueprint", "flask.blueprints.Blueprint", "quart.Blueprint")
class Blueprint(Scaffold):
    """Routes to be registered on an application, under a prefix."""

    def prepare(self) -> None:
        super().prepare()
        self.name: Value = ""
        self.url_prefix: Value = None
        self.static_folder: Value = None
        self.static_url_path: Value = None
        self.template_folder: Value = None
        self._deferred: list[Value] = []
        World.of(self.interpreter).add_router(self)

    def __init__(
        self,
        name: Value = "",
        import_name: Value = None,
        static_folder: Value = None,
        static_url_path: Value = None,
        template_folder: Value = None,
        url_prefix: Value = None,
        **_: Value,
    ) -> None:
        self.name = name
        self.import_name = import_name
        self.static_folder = static_folder
        self.static_url_path = static_url_path
        self.template_folder = template_folder
        self.url_prefix = url_prefix
        _note_folders(self)

    def register(self, app: Value, options: Value = None, *_: Value) -> None:
        """Record the mount; the rules are read when everything has run."""
        if not isinstance(app, Scaffold):
            return
        i = self.interpreter
        given = options.items if isinstance(options, DictValue) else {}
        stated = given.get("url_prefix")
        prefix = stated if stated is not None else i.attribute(self, "url_prefix")
        name = plain(given.get("name")) or plain(i.attribute(self, "name"))
        location, condition = place(i)
        text = None if prefix is None else i.text(prefix)
        if isinstance(app, Flask) and isinstance(name, str):
            app.blueprints.items[name] = self
        app._recorded.children.append(Child(self, text, name if isinstance(name, str) else "", location, condition))
        for function in self._deferred:
            state = SetupState.__new__(SetupState)
            state.class_, state.interpreter = i.library.class_of(SetupState), i
            state.app, state.blueprint, state.options, state.url_prefix = app, self, options, prefix
            i.call(function, (state,))

    def record(self, function: Value) -> None:
        self._deferred.append(function)

    def record_once(self, function: Value) -> Value:
        self._deferred.append(function)
        return function

    def before_app_request(self, function: Value) -> Value:
        self._recorded.app_guards[own_name(function)] = None
        return function

    def app_errorhandler(self, code: Value = None) -> Value:
        return Native(lambda i, function: function)

    def app_context_processor(self, function: Value) -> Value:
        return function

    def app_url_value_preprocessor(self, function: Value) -> Value:
        return function

    def app_url_defaults(self, function: Value) -> Value:
        return function

    def app_template_filter(self, name: Value = None) -> Value:
        return Native(lambda i, function: function)


def current_application(i: Interpreter) -> Value:
    """`current_app`: the application made last, which is the one that registration code works on."""
    made = [application for application in World.of(i).applications if isinstance(application, Flask)]
    return made[-1] if made else Unknown("no application", "current_app")


class SetupState(Instance):
    """What a function deferred with `record` receives."""

    app: Scaffold
    blueprint: Blueprint
    options: Value
    url_prefix: Value

    def add_url_rule(self, rule: Value, endpoint: Value = None, view_func: Value = None, **options: Value) -> None:
        prefix = Text() if self.url_prefix is None else self.interpreter.text(self.url_prefix)
        whole = paths.join(prefix, self.interpreter.text(rule))
        self.app.send("add_url_rule", whole, endpoint, view_func, **options)


def _note_folders(scaffold: Flask | Blueprint) -> None:
    """Remember where templates are looked up, below the package that makes the object."""
    world = World.of(scaffold.interpreter)
    folder = plain(scaffold.template_folder)
    base = scaffold.interpreter.frames[-1].module.file.rpartition("/")[0]
    if isinstance(folder, str) and not folder.startswith("/"):
        world.template_folders["/".join(part for part in (base, folder.strip("./")) if part)] = None


# Collecting


def collect(world: World, i: Interpreter) -> Iterator[Registered]:
    """Every rule of every application through its blueprints, then the rules of blueprints that nothing registers."""
    reached: set[Scaffold] = set()
    for router in world.routers:
        if isinstance(router, Flask):
            reached.add(router)
            yield from _of_application(router, world, reached)
    children = {
        child.blueprint
        for router in world.routers
        if isinstance(router, Scaffold)
        for child in router._recorded.children
    }
    for router in world.routers:
        if isinstance(router, Blueprint) and router not in reached and router not in children:
            prefix = i.attribute(router, "url_prefix")
            trail = _Trail(None, Text() if prefix is None else i.text(prefix), _name_of(router), (), (), ())
            yield from _walk(router, trail, reached)


@dataclass(slots=True, frozen=True)
class _Trail:
    """The way from the application to a scaffold."""

    application: Flask | None
    prefix: Text
    name: str
    mounts: tuple[Mount, ...]
    conditions: tuple[str | None, ...]
    guards: tuple[str, ...]


def _of_application(app: Flask, world: World, reached: set[Scaffold]) -> Iterator[Registered]:
    guards = dict(app._recorded.guards)
    pending: list[Scaffold] = [app]
    seen: set[Scaffold] = set()
    while pending:
        scaffold = pending.pop()
        if scaffold in seen:
            continue
        seen.add(scaffold)
        guards.update(scaffold._recorded.app_guards)
        pending += [child.blueprint for child in scaffold._recorded.children]
    _static_mount(app, world, Text(), app.static_folder if hasattr(app, "static_folder") else None)
    yield from _walk(app, _Trail(app, world.prefixes.get(app, Text()), "", (), (), tuple(guards)), reached, 0)


_DEPTH = 20


def _walk(scaffold: Scaffold, trail: _Trail, reached: set[Scaffold], depth: int = 0) -> Iterator[Registered]:
    i = scaffold.interpreter
    made_under = World.of(i).made_under.get(scaffold, "") if isinstance(scaffold, Blueprint) else ""
    for rule in scaffold._recorded.rules:
        view = rule.view if rule.view is not None else scaffold.view_functions.items.get(rule.endpoint)
        if view is None:
            view = Unknown("a view that is set elsewhere", rule.endpoint)
        yield Registered(
            framework="flask",
            path=paths.join(trail.prefix, rule.rule),
            answers=_answers(view, rule.methods),
            handler=view,
            location=rule.location,
            name=f"{trail.name}.{rule.endpoint}" if trail.name else rule.endpoint,
            application=trail.application,
            conditions=(*trail.conditions, without(settled(i, rule.condition, rule.location), made_under)),
            mounts=(*trail.mounts, *rule.mounts),
            guards=(*trail.guards, *(_view_guards(i, view))),
            declared=only_declared(csrf_exempt=csrf.exempt(i, trail.application, scaffold, view)),
            defaults=rule.defaults,
        )
    if depth >= _DEPTH:
        return
    for child in scaffold._recorded.children:
        blueprint = child.blueprint
        reached.add(blueprint)
        prefix = trail.prefix if child.prefix is None else paths.join(trail.prefix, child.prefix)
        _static_mount(blueprint, World.of(i), prefix, blueprint.static_folder)
        inner = _Trail(
            trail.application,
            prefix,
            f"{trail.name}.{child.name}" if trail.name else child.name,
            (*trail.mounts, Mount(str(child.prefix or ""), child.name, child.location)),
            (*trail.conditions, settled(i, child.condition, child.location)),
            (*trail.guards, *blueprint._recorded.guards),
        )
        yield from _walk(blueprint, inner, reached, depth + 1)


def _name_of(blueprint: Blueprint) -> str:
    name = plain(blueprint.interpreter.attribute(blueprint, "name"))
    return name if isinstance(name, str) else ""


def _answers(view: Value, methods: tuple[str, ...] | None) -> tuple[Answer, ...]:
    """The methods that a rule answers; HEAD and OPTIONS, which Flask adds, are not asked for."""
    inner = unwrap(view)
    listed = methods or ("GET",)
    if not isinstance(inner, ClassHandler):
        inherited = isinstance(inner, Native)  # a method that a library writes, of a class of the project
        return tuple(
            Answer(method, (), inherited) for method in dict.fromkeys(listed) if method not in ("HEAD", "OPTIONS")
        )
    class_ = unwrap(inner.view_class)
    answers = []
    for method in dict.fromkeys(listed):
        if method in ("HEAD", "OPTIONS") or not isinstance(class_, Class | NativeClass):
            continue
        i = inner.interpreter
        runs = [in_class(i, class_, name) for name in (method.lower(), "dispatch_request")]
        answers.append(Answer(method, tuple(run for run in runs if not isinstance(run, Unknown | Native))))
    return tuple(answers)


def _view_guards(i: Interpreter, view: Value) -> tuple[str, ...]:
    """`decorators = [login_required]` of a view class: the last is the outermost."""
    inner = unwrap(view)
    class_ = unwrap(inner.view_class) if isinstance(inner, ClassHandler) else None
    if not isinstance(class_, Class):
        return ()
    items, _ = i.iterate(i.attribute(class_, "decorators", ()))
    return tuple(filter(None, (dotted_name(item) for item in reversed(items))))


def _static_mount(scaffold: Flask | Blueprint, world: World, prefix: Text, folder: Value) -> None:
    folder = plain(folder)
    if folder is None or isinstance(folder, Unknown):
        return
    stated = plain(getattr(scaffold, "static_url_path", None))
    last = folder.rstrip("/").rpartition("/")[2] if isinstance(folder, str) else "static"
    path = paths.join(prefix, scaffold.interpreter.text(stated if isinstance(stated, str) else f"/{last}"))
    world.static_mounts.append(StaticMount(str(paths.angled(path)), world.places[scaffold]))


EXAMPLES = (
    Example(
        """
        from flask import Flask, Blueprint
        from flask.views import MethodView, View
        app = Flask(__name__)
        parent = Blueprint("parent", __name__, url_prefix="/parent")
        child = Blueprint("child", __name__, url_prefix="/own")
        @app.route("/", methods=["GET", "POST"])
        @app.get("/home")
        def home(): ...
        @child.route("/items/<int:item>/<path:rest>")
        def item(item, rest): ...
        class Users(MethodView):
            def get(self): ...
            def post(self): ...
        app.add_url_rule("/users", view_func=Users.as_view("users"))
        class Old(View):
            methods = ["DELETE"]
            def dispatch_request(self): ...
        parent.add_url_rule("/old", view_func=Old.as_view("old"))
        parent.register_blueprint(child)
        parent.register_blueprint(child, url_prefix="/again", name="again")
        app.register_blueprint(parent)
        """,
        gives=(
            "DELETE /parent/old",
            "GET /",
            "GET /home",
            "GET /parent/again/items/{item}/{rest}",
            "GET /parent/own/items/{item}/{rest}",
            "GET /users",
            "POST /",
            "POST /users",
        ),
    ),
    Example(
        """
        from flask import Flask, Blueprint
        class Api(Blueprint):
            version = 2
            def __init__(self, name, **options):
                options.setdefault("url_prefix", f"/v{self.version}/{name}")
                super().__init__(name, __name__, **options)
            def add_url_rule(self, rule, *args, **options):
                super().add_url_rule(rule.rstrip("/") or "/", *args, **options)
        users = Api("users")
        def crud(router, path, view):
            for verb in ("get", "post"):
                getattr(router, verb)(path, endpoint=f"{verb}_{view.__name__}")(view)
        def index(): ...
        crud(users, "/", index)
        def create_app():
            app = Flask(__name__)
            app.register_blueprint(users)
            return app
        app = create_app()
        """,
        gives=("GET /v2/users/", "POST /v2/users/"),
    ),
    Example(
        """
        from flask import Blueprint
        bp = Blueprint("left", __name__, url_prefix="/left")
        @bp.route("/x")
        def x(): ...
        """,
        gives=("GET /left/x unmounted",),
    ),
    Example(
        """
        from flask import Flask
        def create_app(settings):
            app = Flask(__name__)
            @app.route("/always")
            def always(): ...
            if settings.DEBUG:
                @app.route("/debug")
                def debug(): ...
            return app
        """,
        gives=("GET /always", "GET /debug if settings.DEBUG"),
    ),
)
