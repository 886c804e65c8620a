"""The words that tell how to change something in the framework at hand."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.concepts.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One sentence per framework. Django REST framework falls back on Django, any other framework on `general`."""

    general: str
    flask: str = ""
    django: str = ""
    drf: str = ""
    fastapi: str = ""

    def at(self, operation: Operation) -> str:
        """The sentence for the framework of this operation."""
        match family(operation):
            case "flask":
                return self.flask or self.general
            case "drf":
                return self.drf or self.django or self.general
            case "django":
                return self.django or self.general
            case "fastapi":
                return self.fastapi or self.general
            case _:
                return self.general


def family(operation: Operation) -> str:
    """`flask`, `django`, `drf`, `fastapi` or empty: libraries on top of a framework count as that framework."""
    framework = operation.framework.lower()
    if ("rest" in framework and "flask" not in framework) or framework == "drf":
        return "drf"
    if "django" in framework:
        on_drf = any(base.startswith("rest_framework.") for base in operation.handler.bases)
        return "drf" if on_drf or any(g.startswith("rest_framework.") for g in operation.declared.guards) else "django"
    if "flask" in framework or framework in {"apiflask", "quart", "connexion"}:
        return "flask"
    if "fastapi" in framework or "starlette" in framework:
        return "fastapi"
    return ""
