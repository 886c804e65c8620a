"""Tokens: which a login issues and an interface may use as its session, and which a project keeps for its users."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scanner.concepts.effects import ISSUED, Effect
from scanner.concepts.expression import Call, Expression, Member, Name
from scanner.concepts.facts import FileFacts, Scope, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.source import Language, Role

_LOGIN_TOKENS = ("OAuth2PasswordBearer", "OAuth2AuthorizationCodeBearer", "jwt", "JWT", "OpenIdConnect", "request.auth")
"""Parts of names of checks for tokens that a login issues: the interface's own session may be such a token.

https://fastapi.tiangolo.com/tutorial/security/oauth2-jwt/ https://flask-jwt-extended.readthedocs.io/en/stable/
"""
_TOKEN_CLASS = re.compile(
    r"^(api|access|auth|user|personal|bearer|service|client|app|longlived?)?_?"
    r"(access|api|auth|live)?_?(tokens?|keys?)(model)?$",
    re.IGNORECASE,
)
_PLAIN_NAMES = frozenset({"key", "keys", "token"})
_STORED_BASE = re.compile(r"(?i)^(sql\w*|\w*(model|base|document|entity))$")
_SHAPE_BASES = frozenset({"BaseModel", "BaseSettings"})
"""Bases that validate rather than store (pydantic), unless columns say otherwise (peewee's habit has the same name)."""
_COLUMN = re.compile(r"(?i)(column|\wfield)$")
_KEY_COLUMN = re.compile(r"(?i)^(\w+_)?api_?(key|token)(_hash)?$")
_INPUT = re.compile(r"(Form|Schema|Serializer|Settings)$")
_COMPARISONS = ("compare_digest", "constant_time_compare")
_PACKAGES = ("rest_framework.authtoken", "knox", "rest_framework_api_key", "oauth2_provider")


def is_login_token(effect: Effect) -> bool:
    """Whether a token check is for tokens that a login issues, as far as its name or the code around it tells."""
    return effect.detail.endswith(ISSUED) or any(part in effect.detail for part in _LOGIN_TOKENS)


def is_bare_comparison(effect: Effect) -> bool:
    """Whether all that is seen is two secrets compared: a password's, a proxy's or a form's as well as a key's."""
    return effect.detail.endswith(_COMPARISONS)


def stored_tokens(facts: Mapping[str, FileFacts]) -> tuple[str, Location] | None:
    """A storage class of tokens or keys in the project's source, or a library's that the project imports."""
    imported: tuple[str, Location] | None = None
    for file in sorted(facts):
        one = facts[file]
        if one.language is not Language.PYTHON or one.role is not Role.SOURCE:
            continue
        for scope in one.scopes:
            if scope.kind is ScopeKind.CLASS and _stores_tokens(scope):
                return scope.name, Location(file, scope.line)
        for item in one.imports:
            if imported is None and item.module.startswith(_PACKAGES):
                imported = item.module, Location(file, item.line)
    return imported


def _stores_tokens(scope: Scope) -> bool:
    if _has_key_column(scope):
        return True
    if not _TOKEN_CLASS.match(scope.name) or scope.name.lower() in _PLAIN_NAMES or not scope.bases:
        return False
    bases = {_last(base) for base in scope.bases}
    columns = sum(isinstance(one.value, Call) and bool(_COLUMN.search(_last(one.value))) for one in scope.bindings)
    return columns >= 2 or any(_STORED_BASE.match(base) for base in bases - _SHAPE_BASES)


def _has_key_column(scope: Scope) -> bool:
    """A user, a project or an organisation with a key of its own: `api_key = db.Column(…)`.

    A form or schema with such a field asks for another service's key.
    """
    named = (scope.name, *map(_last, scope.bases))
    return (
        bool(scope.bases)
        and not any(map(_INPUT.search, named))
        and any(
            isinstance(one.target, Name)
            and bool(_KEY_COLUMN.match(one.target.id))
            and isinstance(one.value, Call)
            and bool(_COLUMN.search(_last(one.value)))
            for one in scope.bindings
        )
    )


def _last(expression: Expression) -> str:
    match expression:
        case Member(name=name) | Name(id=name):
            return name
        case Call(callee=Member(name=name) | Name(id=name)):
            return name
        case _:
            return ""
