"""What an expression stands for in the call graph: a definition of the project, a library's name, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Defined:
    """A function or class of the project: the index of its scope in its file."""

    file: str
    scope: int


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance of a class of the project."""

    file: str
    scope: int


@dataclass(frozen=True, slots=True)
class Package:
    """A module of the project."""

    file: str


@dataclass(frozen=True, slots=True)
class Library:
    """A dotted name of code outside the project. Calls leave no trace in it: `SQLAlchemy().session` is
    `flask_sqlalchemy.SQLAlchemy.session`.
    """

    name: str


@dataclass(frozen=True, slots=True)
class Open:
    """Undecided: what the source calls it, calls flattened (`user.tokens.filter.delete`)."""

    text: str


Value: TypeAlias = Defined | Instance | Package | Library | Open
