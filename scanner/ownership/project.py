"""What holds for a whole project: whether it has an interface of its own, and what its tokens are for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scanner.concepts.callsite import CallKind, Link
from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.expression import Call, Expression, Member, Name
from scanner.concepts.facts import FileFacts, Scope, ScopeKind
from scanner.concepts.linked import Linked
from scanner.concepts.location import Location
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Language, Role

_LOGIN_TOKENS = ("OAuth2PasswordBearer", "OAuth2AuthorizationCodeBearer", "jwt", "JWT", "OpenIdConnect", "request.auth")
"""Parts of names of checks for tokens that a login issues: the interface's own session may be such a token.

https://fastapi.tiangolo.com/tutorial/security/oauth2-jwt/ https://flask-jwt-extended.readthedocs.io/en/stable/
"""
_TOKEN_CLASS = re.compile(
    r"^(api|access|auth|user|personal|bearer|service|client|app|longlive|longlived)?_?"
    r"(access|api|auth|live)?_?(tokens?|keys?)(s|model)?$",
    re.IGNORECASE,
)
_PLAIN_NAMES = frozenset({"key", "keys", "token"})
_STORED_BASES = frozenset(
    {"Model", "Base", "SQLModel", "DeclarativeBase", "Document", "SqlAlchemyBase", "TimeStampedModel"}
)
_TOKEN_PACKAGES = ("rest_framework.authtoken", "knox", "rest_framework_api_key", "oauth2_provider")
_PEOPLE = frozenset(
    {CallKind.FORM, CallKind.LINK, CallKind.HTMX, CallKind.FETCH, CallKind.VIA_WRAPPER, CallKind.REDIRECT}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """`stored_tokens`: the class of tokens kept in storage, where there is one: users or operators make them.

    `login_tokens_serve_ui`: the project's own scripts request operations that check a login's token.
    `has_interface`: pages or scripts of this project request its operations.
    """

    stored_tokens: Location | None = None
    stored_name: str = ""
    login_tokens_serve_ui: bool = False
    has_interface: bool = False


def describe(registrations: Registrations, linked: Linked, facts: Mapping[str, FileFacts]) -> Project:
    """Look at the project once, before any operation is judged."""
    stored = _stored_tokens(facts)
    serves_ui = False
    for operation in registrations.operations:
        checks = [one for one in linked.effects.get(operation.id, ()) if one.kind is EffectKind.CHECKS_TOKEN]
        if checks and all(is_login_token(one) for one in checks) and _scripted(linked.links.get(operation.id, ())):
            serves_ui = True
            break
    return Project(
        stored_tokens=stored[1] if stored else None,
        stored_name=stored[0] if stored else "",
        login_tokens_serve_ui=serves_ui,
        has_interface=any(
            link.site.kind in _PEOPLE and link.site.role is Role.SOURCE
            for links in linked.links.values()
            for link in links
        )
        or any(EffectKind.RENDERS in {one.kind for one in effects} for effects in linked.effects.values()),
    )


def is_login_token(effect: Effect) -> bool:
    """Whether a token check is for tokens that a login issues, as far as its name tells."""
    return any(part in effect.detail for part in _LOGIN_TOKENS)


def _scripted(links: tuple[Link, ...]) -> bool:
    """A generated client counts here: it tells that this repository holds a front end for the operation."""
    return any(
        link.site.kind in (CallKind.FETCH, CallKind.VIA_WRAPPER, CallKind.WRAPPER)
        and link.site.role in (Role.SOURCE, Role.GENERATED)
        and not link.site.location.file.endswith(".py")
        for link in links
    )


def _stored_tokens(facts: Mapping[str, FileFacts]) -> tuple[str, Location] | None:
    """A storage class of tokens or keys in the project's source, or a library's that the project imports."""
    imported: tuple[str, Location] | None = None
    for file in sorted(facts):
        one = facts[file]
        if one.language is not Language.PYTHON or one.role is not Role.SOURCE:
            continue
        for scope in one.scopes:
            if scope.kind is ScopeKind.CLASS and _is_token_class(scope):
                return scope.name, Location(file, scope.line)
        for item in one.imports:
            if imported is None and item.module.startswith(_TOKEN_PACKAGES):
                imported = item.module, Location(file, item.line)
    return imported


def _is_token_class(scope: Scope) -> bool:
    if not _TOKEN_CLASS.match(scope.name) or scope.name.lower() in _PLAIN_NAMES:
        return False
    bases = {_last(base) for base in scope.bases}
    columns = sum(isinstance(binding.value, Call) for binding in scope.bindings)
    return bool(bases) and (bool(bases & _STORED_BASES) or columns >= 2)


def _last(expression: Expression) -> str:
    match expression:
        case Member(name=name) | Name(id=name):
            return name
        case Call(callee=callee):
            return _last(callee)
        case _:
            return ""
