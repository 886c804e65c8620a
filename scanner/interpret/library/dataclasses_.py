"""Dataclasses, pydantic models and settings, enumerations: classes whose fields are annotations.

https://docs.python.org/3/library/dataclasses.html
https://docs.pydantic.dev/latest/concepts/pydantic_settings/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.interpret.classes import FieldDefault, field_names
from scanner.interpret.library.environment import configured
from scanner.interpret.lookup import in_class
from scanner.interpret.native import class_method, stands_for
from scanner.interpret.objects import Class, Instance
from scanner.interpret.values import MISSING, DictValue, Native, Property, Unknown, Value

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


@stands_for(
    "dataclasses.dataclass",
    "pydantic.dataclasses.dataclass",
    "attr.s",
    "attr.attrs",
    "attrs.define",
    "attr.define",
    "attrs.frozen",
)
def dataclass(i: Interpreter, class_: Value = None, **_: Value) -> Value:
    """`@dataclass`, with or without arguments."""
    if isinstance(class_, Class):
        class_.decorated.add("dataclass")
        return class_
    return Native(lambda inner, value: dataclass(inner, value), "dataclass")


@stands_for("dataclasses.field", "pydantic.Field", "pydantic.fields.Field", "attr.ib", "attrs.field")
def field(
    i: Interpreter, default: Value = MISSING, *, default_factory: Value = None, factory: Value = None, **_: Value
) -> Value:
    """The default of a field."""
    maker = default_factory if default_factory is not None else factory
    if maker is not None:
        return FieldDefault(maker)
    return Unknown("a field without a default") if default is MISSING or default is ... else default


def _validate(i: Interpreter, class_: Value, data: Value = None, **_: Value) -> Value:
    """An object whose fields are known as far as the data is."""
    known = data.items if isinstance(data, DictValue) else {}
    return i.call(class_, (), {key: value for key, value in known.items() if isinstance(key, str)})


@stands_for("pydantic.BaseModel", "sqlmodel.SQLModel")
class BaseModel(Instance):
    """A pydantic model: fields are set from keywords."""

    model_validate = class_method(_validate)


@stands_for(
    "pydantic_settings.BaseSettings",
    "pydantic.BaseSettings",
    "pydantic_settings.main.BaseSettings",
    "pydantic.v1.BaseSettings",
)
class BaseSettings(BaseModel):
    """Settings read from the environment: the declared defaults, each of which the environment may override."""

    def prepare(self) -> None:
        """Give each field its default."""
        if not isinstance(self.class_, Class):
            return
        for name in field_names(self.class_):
            default = in_class(self.interpreter, self.class_, name)
            if isinstance(default, FieldDefault):
                default = default.value(self.interpreter)
            if default is not MISSING and not isinstance(default, Property):
                self.__dict__[name] = configured(default, name)


@stands_for("pydantic.RootModel")
class RootModel(BaseModel):
    """A model with one value."""


@stands_for("typing.NamedTuple")
class NamedTuple(Instance):
    """A tuple with names."""

    def __iter__(self) -> Value:  # interpreted code iterates over the fields
        names = field_names(self.class_) if isinstance(self.class_, Class) else []
        return tuple(self.read(name) for name in names)

    def __getitem__(self, key: Value) -> Value:
        names = field_names(self.class_) if isinstance(self.class_, Class) else []
        return self.read(names[key]) if isinstance(key, int) and -len(names) <= key < len(names) else Unknown("an item")


@stands_for("enum.Enum")
class Enum(Instance):
    """An enumeration."""


@stands_for("enum.StrEnum", "backports.strenum.StrEnum", "strenum.StrEnum")
class StrEnum(Enum):
    """An enumeration of strings."""


@stands_for("enum.IntEnum")
class IntEnum(Enum):
    """An enumeration of integers."""


@stands_for("enum.Flag", "enum.IntFlag")
class Flag(Enum):
    """An enumeration of flags."""


@stands_for("pydantic.computed_field")
def computed_field(i: Interpreter, value: Value = None, **_: Value) -> Value:
    """`@computed_field` makes a property."""
    if value is None:
        return Native(lambda inner, function: computed_field(inner, function), "computed_field")
    return value if isinstance(value, Property) else Property(value)
