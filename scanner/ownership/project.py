"""What holds for a whole project: whether it has an interface of its own, and what its tokens are for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
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


_SESSION_CHECKS = frozenset(
    {EffectKind.REQUIRES_LOGIN, EffectKind.CHECKS_SESSION, EffectKind.CSRF_ON, EffectKind.CHECKS_TOKEN}
)
_PROGRAM_CHECKS = frozenset({EffectKind.CHECKS_BASIC, EffectKind.CHECKS_SIGNATURE})
_SCRIPTS = frozenset({Language.JAVASCRIPT, Language.TYPESCRIPT, Language.TSX, Language.COMPONENT})
_A_FRONT_END = 5
"""Script files that make a front end."""
_MANY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """`stored_tokens`: the class of tokens kept in storage, where there is one: users or operators make them.

    `login_tokens_serve_ui`: the project's own scripts request operations that check a login's token.
    `has_interface`: pages or scripts of this project request its operations.
    `untraced`: how many operations that only a session opens have no caller seen, where these are most of them.
    `session_data` is the number of all of these, called or not.
    """

    stored_tokens: Location | None = None
    stored_name: str = ""
    login_tokens_serve_ui: bool = False
    has_interface: bool = False
    untraced: int = 0
    session_data: int = 0


def describe(registrations: Registrations, linked: Linked, facts: Mapping[str, FileFacts]) -> Project:
    """Look at the project once, before any operation is judged."""
    stored = _stored_tokens(facts)
    serves_ui = False
    for operation in registrations.operations:
        checks = [one for one in linked.effects.get(operation.id, ()) if one.kind is EffectKind.CHECKS_TOKEN]
        if checks and all(is_login_token(one) for one in checks) and _scripted(linked.links.get(operation.id, ())):
            serves_ui = True
            break
    untraced, session_data = _untraced(registrations, linked, facts)
    return Project(
        untraced=untraced,
        session_data=session_data,
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


def for_sessions(effects: Iterable[Effect]) -> bool:
    """Whether data is for whoever has logged in: a session, a login's or a CSRF token opens it, and no key does."""
    kinds = {one.kind for one in effects}
    keys = any(one.kind is EffectKind.CHECKS_TOKEN and not is_login_token(one) for one in effects)
    return (
        not keys and not kinds & _PROGRAM_CHECKS and bool(kinds & _SESSION_CHECKS) and EffectKind.ANSWERS_JSON in kinds
    )


def _untraced(registrations: Registrations, linked: Linked, facts: Mapping[str, FileFacts]) -> tuple[int, int]:
    """(uncalled, all) of the data that sessions open, if the project has a front end and most of it goes uncalled."""
    scripts = sum(one.language in _SCRIPTS and one.role is Role.SOURCE for one in facts.values())
    data = [one for one in registrations.operations if for_sessions(linked.effects.get(one.id, ()))]
    uncalled = [one for one in data if not any(_is_caller(link) for link in linked.links.get(one.id, ()))]
    most = scripts >= _A_FRONT_END and len(data) >= _MANY and len(uncalled) * 2 > len(data)
    return (len(uncalled), len(data)) if most else (0, len(data))


def _is_caller(link: Link) -> bool:
    """Whether a link proves a consumer; a client's definition alone does not."""
    return link.site.role is Role.SOURCE and link.site.kind not in (CallKind.WRAPPER, CallKind.DOCS, CallKind.TEST)


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
