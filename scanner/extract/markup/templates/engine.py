"""Which engine a template is written for, by what only that engine understands."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath


class Engine(StrEnum):
    """The template engine of a markup file. HTML: none, or a front-end framework's own interpolation."""

    JINJA = "jinja"
    DJANGO = "django"
    HTML = "html"
    NONE = "none"
    """No template syntax at all: single-file components, whose braces are script."""


_CONSTRUCT = re.compile(r"\{[{%#](?:[^%}#\n{]|[%}#](?!\}))*+[%}#]\}")
_DJANGO = re.compile(
    r"""\{%\ *(?:load|url|static|csrf_token|blocktrans|blocktranslate|translate|comment|empty|verbatim|templatetag
        |now|ifchanged|ifequal|ifnotequal|regroup|cycle|firstof|widthratio|language|get_\w+|spaceless|querystring)\b
      |\{%\ *trans\ +["'_]
      |\{%\ *include\ [^%]{0,300}\ (?:with\ +\w+=|only\b)
      |\{%\ *with\ +(?:\w+=\S+\ +\w+=|[^%=]{1,200}\ as\ )
      |\{[{%][^}%\n]{0,300}\|\ *\w+:
      |\bforloop\.|\bblock\.super\b""",
    re.VERBOSE,
)
_JINJA = re.compile(
    r"""\{[{%#][-+]|[-+][}%#]\}
      |\{%\ *(?:set|macro|call|import|from|do|raw|break|continue)\b|\{%\ *trans\ *%\}
      |\{\{[^}"'|]{0,300}[\w\])]\(|\{%\ *(?:el)?if\ [^%"']{0,300}\w\(|\{%\ *for\ [^%"']{0,300}\w\(
      |\{\{[^}]{0,300}\ if\ |\{[{%][^}%]{0,300}\|\ *\w+\(|\{\{[^}]{0,300}[\w)]\[|\{\{[^}]{0,300}~
      |\b(?:ignore\ missing|with(?:out)?\ context)\ *%\}|\bloop\.(?:index|first|last)""",
    re.VERBOSE,
)
_ANGULAR = re.compile(
    r"""\s\*ng\w+=|\s\[\w[\w.-]*\]=|\s\(\w[\w.-]*\)=|<ng-(?:container|template|content)\b|<app-root
        |^\s*@(?:if|for|switch|defer)\s?\(""",
    re.VERBOSE | re.MULTILINE,
)
_FRONT_END = re.compile(
    r"""\s(?:v-(?:if|for|else|bind|on|model|show|html|text|slot|cloak)\b|ng-\w+=|x-data\b|x-text=)
        |\bx-handlebars|\{\{\{|\{\{[\#/^&]""",
    re.VERBOSE,
)
_BY_SUFFIX = {
    ".jinja": Engine.JINJA,
    ".jinja2": Engine.JINJA,
    ".j2": Engine.JINJA,
    ".djhtml": Engine.DJANGO,
}


def engine_of(path: str, text: str) -> Engine:
    """The engine of a template. What both would understand counts as Jinja: it then means the same to either."""
    if named := _BY_SUFFIX.get(PurePosixPath(path).suffix.lower()):
        return named
    if "{{" not in text and "{%" not in text:
        return Engine.HTML
    if "{%" not in text and (path.endswith(".component.html") or _ANGULAR.search(text)):
        return Engine.HTML
    constructs = "\n".join(_CONSTRUCT.findall(text))
    django = len(_DJANGO.findall(constructs))
    jinja = len(_JINJA.findall(constructs))
    if "{%" not in text and jinja == 0 and _FRONT_END.search(text):
        return Engine.HTML
    return Engine.DJANGO if django > jinja else Engine.JINJA
