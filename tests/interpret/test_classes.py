"""Classes: attributes, inheritance, hooks."""

from __future__ import annotations

from tests.interpret.build import names


def test_properties_class_attributes_and_super() -> None:
    found = names(
        """
        class Base:
            prefix = "/base"
            def __init__(self, name): self.name = name
            @property
            def path(self): return f"{self.prefix}/{self.name}"
            @classmethod
            def make(cls, name): return cls(name + "!")
            @staticmethod
            def lower(text): return text.lower()
        class Child(Base):
            prefix = "/child"
            def __init__(self, name):
                super().__init__(name.strip())
                self.more = self.lower("X")
        c = Child.make(" a ")
        x = [c.path, c.more, isinstance(c, Base), Child.__name__, [b.__name__ for b in Child.__mro__]]
        """
    )
    assert found["x"] == ["/child/a !", "x", True, "Child", ["Child", "Base"]]


def test_mro_is_c3() -> None:
    found = names(
        """
        class A: v = "A"
        class B(A): pass
        class C(A): v = "C"
        class D(B, C): pass
        x = D.v
        """
    )
    assert found["x"] == "C"


def test_registries_by_init_subclass_metaclass_and_subclasses() -> None:
    found = names(
        """
        class Plugin:
            known = []
            def __init_subclass__(cls, name="", **kwargs):
                super().__init_subclass__(**kwargs)
                Plugin.known.append((cls.__name__, name))
        class One(Plugin, name="one"): pass
        class Meta(type):
            table = {}
            def __new__(mcs, name, bases, namespace):
                cls = super().__new__(mcs, name, bases, namespace)
                cls.slug = name.lower()
                return cls
            def __init__(cls, name, bases, namespace):
                super().__init__(name, bases, namespace)
                Meta.table[name] = cls
            def hello(cls): return "hello " + cls.slug
        class Root(metaclass=Meta): pass
        class Leaf(Root): pass
        Made = type("Made", (Leaf,), {"extra": 1})
        known = Plugin.known
        table = sorted(Meta.table)
        x = [Leaf.slug, Leaf.hello(), Made.extra, [c.__name__ for c in Root.__subclasses__()]]
        """
    )
    assert found["known"] == [("One", "one")]
    assert found["table"] == ["Leaf", "Made", "Root"]
    assert found["x"] == ["leaf", "hello leaf", 1, ["Leaf"]]


def test_singleton_by_metaclass_call() -> None:
    found = names(
        """
        class Single(type):
            made = {}
            def __call__(cls, *args, **kwargs):
                if cls not in cls.made:
                    cls.made[cls] = super().__call__(*args, **kwargs)
                return cls.made[cls]
        class S(metaclass=Single):
            def __init__(self): self.v = 1
        x = [S() is S(), S().v]
        """
    )
    assert found["x"] == [True, 1]


def test_dataclasses_named_tuples_enums_and_models() -> None:
    found = names(
        """
        from dataclasses import dataclass, field
        from enum import Enum, StrEnum, auto
        from typing import NamedTuple
        from pydantic import BaseModel
        @dataclass
        class Rule:
            path: str
            methods: list = field(default_factory=list)
            def __post_init__(self): self.path = "/" + self.path
        class Pair(NamedTuple):
            a: int
            b: str = "b"
        class Kind(str, Enum):
            USERS = "users"
        class Auto(StrEnum):
            ADMIN = auto()
        class Model(BaseModel):
            name: str = "n"
        a, b = Pair(1)
        x = [Rule("x").path, Rule("y", ["GET"]).methods, b, f"/{Kind.USERS.value}", Kind("users") is Kind.USERS,
             [k.name for k in Kind], f"{Auto.ADMIN}", Model(name="m").name, Model().name]
        """
    )
    assert found["x"] == ["/x", ["GET"], "b", "/users", True, ["USERS"], "admin", "m", "n"]


def test_settings_are_defaults_that_the_environment_may_override() -> None:
    found = names(
        """
        import os
        from pydantic_settings import BaseSettings
        class Settings(BaseSettings):
            API: str = "/api/v1"
            DEBUG: bool = False
            @property
            def docs(self): return self.API + "/docs"
        settings = Settings()
        path = f"{settings.API}/users"
        docs = settings.docs
        other = os.environ.get("PREFIX", "/p") + os.getenv("X", "/q")
        seen = []
        if settings.DEBUG: seen.append("on")
        else: seen.append("off")
        if settings.API == "/api/v1": seen.append("same")
        else: seen.append("other")
        """
    )
    assert (found["path"], found["docs"], found["other"]) == ("/api/v1/users", "/api/v1/docs", "/p/q")
    assert found["seen"] == ["on", "off", "same", "other"]


def test_a_base_class_of_a_library_is_known_by_name() -> None:
    found = names(
        """
        from somewhere import Base
        class Mine(Base):
            own = 1
        x = [Mine.own, Mine.theirs, Mine().anything]
        y = issubclass(Mine, Base)
        """
    )
    assert found["x"] == [1, ..., ...]
    assert found["y"] is True


def test_subclasses_of_containers_hold_items() -> None:
    found = names(
        """
        import collections
        class Registry(dict):
            def __getitem__(self, key):
                try:
                    return super().__getitem__(key)
                except KeyError:
                    return "none"
        class Ordered(collections.OrderedDict):
            def __missing__(self, key):
                return key.upper()
        class Grouped(collections.defaultdict):
            pass
        class Routes(list):
            def add(self, route):
                self.append(route)
                return route
        registry = Registry({"views": collections.defaultdict(list)})
        registry["views"]["shop"].append("index")
        registry["late"] = 1
        held = registry["views"]["shop"]
        absent, keys, size = registry["nothing"], list(registry), len(registry)
        ordered = Ordered(a=1)
        missing = ordered["b"]
        grouped = Grouped(list)
        grouped["x"].append(1)
        pairs = list(grouped.items())
        routes = Routes(["/"])
        routes.add("/users")
        joined = [route for route in routes if route in routes]
        empty = "full" if Registry() else "empty"
        other = Registry({"views": 1})["views"]
        """
    )
    assert (found["held"], found["absent"], found["keys"], found["size"]) == (["index"], "none", ["views", "late"], 2)
    assert (found["missing"], found["pairs"], found["joined"]) == ("B", [("x", [1])], ["/", "/users"])
    assert (found["empty"], found["other"]) == ("empty", 1)


def test_a_metaclass_made_by_type_sees_where_its_classes_stand() -> None:
    found = names(
        {
            "main.py": """
                from registry import Registry
                import shop.cart
                modules = sorted(Registry.known)
                made = Registry.get("cart").label()
            """,
            "registry.py": """
                from abc import ABCMeta
                def _init(self, name, bases, namespace):
                    cls = self.__class__
                    if cls._ready:
                        cls.known[namespace["__module__"].rpartition(".")[2]] = self
                    cls._ready = True
                    ABCMeta.__init__(self, name, bases, namespace)
                @classmethod
                def _get(cls, name):
                    return cls.known[name]()
                Registry = type("Registry", (ABCMeta,), {"__init__": _init, "get": _get, "known": {}, "_ready": False})
            """,
            "shop/__init__.py": "",
            "shop/base.py": "from registry import Registry\nclass Base(metaclass=Registry):\n    pass\n",
            "shop/cart.py": """
                from shop.base import Base
                class Cart(Base):
                    def label(self):
                        return "cart"
            """,
        }
    )
    assert (found["modules"], found["made"]) == (["cart"], "cart")
