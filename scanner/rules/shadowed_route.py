"""A route can never be reached, because another one takes its requests first.

## What it finds

Two routes of one application with the same path and method but different handlers; and, where routes are tried in
order (Django, FastAPI and Starlette), a fixed path registered below one in the same router whose parameter matches it:
`/users/{id}` above `/users/me`. Flask's router prefers fixed paths and is spared the second check.

## Why it matters

The handler is dead although it looks alive: its tests may call it as a function and pass, while clients are answered by
the other one, often with a 404 or 422 about an id named "me".

## When to keep it

Keep it where a condition that the scan does not see registers only one of the two.

## How to change it

Register fixed paths above parametrised ones, give the parameter a type that does not match, or rename one.

### Flask

```python
@app.get("/report")                        # before: a second handler of the same path never answers
@app.get("/report/summary")                # after
```

### Django

```python
path("users/<slug:name>/", show),          # before: matches users/me/ too
path("users/me/", me),

path("users/me/", me),                     # after
path("users/<slug:name>/", show),
```

### Django REST framework

```python
router.register("users", Users)            # before: users/me/ is taken for a user called me
router.register("users/me", Me)

router.register("users/me", Me)            # after: above, or an @action(detail=False) of Users
router.register("users", Users)
```

### FastAPI

```python
@app.get("/users/{id}")                    # before: takes /users/me too
@app.get("/users/me")

@app.get("/users/me")                      # after
@app.get("/users/{id}")
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.finding import Severity
from scanner.concepts.operation import Operation
from scanner.concepts.path import Parameter, PathTemplate
from scanner.concepts.rule import Theme
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.remedy import Remedy, family
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place

HELP = Remedy(
    general="register the fixed path above the parametrised one, or rename one of the two",
    flask="rename one of the two, or delete the one that is never reached",
)
SAME_FILE = 0.85
ELSEWHERE = 0.65
"""Across files the order of registration is read, not seen; a condition may choose one of them."""
_OPEN = frozenset({"", "str", "string", "slug", "default", "path", "[^/]+", "[^/.]+"})
"""Converters that match a plain word."""


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per route that another one hides."""
    for operations in subject.by_application.values():
        routes = [audited.operation for audited in operations if _stands(audited.operation)]
        yield from _same_path(routes)
        yield from _covered(routes)


def _stands(operation: Operation) -> bool:
    """Whether it is surely registered, by code of this project: hiding a library's page is often meant."""
    written = bool(operation.handler.file) and not operation.inherited
    return written and operation.mounted and operation.conditional is None


def _same_path(routes: list[Operation]) -> Iterator[Advice]:
    groups: dict[tuple[str, ...], list[Operation]] = {}
    for operation in routes:
        groups.setdefault((operation.method, *_normal(operation.path)), []).append(operation)
    for group in groups.values():
        first = group[0]
        for other in group[1:]:
            if other.handler.name != first.handler.name:
                yield _advice(other, first, "has the same path and method as")


def _normal(path: PathTemplate) -> tuple[str, ...]:
    return tuple(part if isinstance(part, str) else "{" + part.kind + "}" for part in path.parts)


def _covered(routes: list[Operation]) -> Iterator[Advice]:
    """Routes of one router, in the order of its lines; each is compared with the parametrised ones above it."""
    routers: dict[tuple[object, ...], list[Operation]] = {}
    for operation in routes:
        if family(operation) in ("django", "drf", "fastapi"):
            routers.setdefault((operation.route.file, operation.mounts, _length(operation)), []).append(operation)
    for group in routers.values():
        above: list[Operation] = []
        for operation in sorted(group, key=lambda one: one.route.line):
            hiding = next((one for one in above if _hides(one, operation)), None)
            if hiding is not None:
                yield _advice(operation, hiding, "stands below and is matched by")
            if operation.path.parameters:
                above.append(operation)


def _length(operation: Operation) -> int:
    return operation.path.text.count("/")


def _hides(first: Operation, second: Operation) -> bool:
    """Whether every address of the second is taken by the first, which has a parameter where the second has a word."""
    if first.handler.name == second.handler.name or first.route.line == second.route.line:
        return False
    if family(second) == "fastapi" and first.method != second.method:
        return False
    wider = False
    for mine, its in zip(_segments(first.path), _segments(second.path), strict=True):
        if mine == its:
            continue
        if not (isinstance(mine, Parameter) and mine.kind in _OPEN and isinstance(its, str) and its):
            return False
        wider = True
    return wider


def _segments(path: PathTemplate) -> list[str | Parameter]:
    """Segments: a word, a parameter that is a whole segment, or the text of a mixed one."""
    by_text = {"{" + parameter.name + "}": parameter for parameter in path.parameters}
    return [by_text.get(segment, segment) for segment in path.text.split("/")]


def _advice(hidden: Operation, hiding: Operation, how: str) -> Advice:
    return Advice(
        confidence=SAME_FILE if hidden.route.file == hiding.route.file else ELSEWHERE,
        message=f"{hidden} ({hidden.handler.name}) {how} {hiding} ({hiding.handler.name}), which answers instead",
        help=HELP.at(hidden),
        location=handler_place(hidden),
        operation=hidden.id,
        subject=f"{hidden} {hidden.handler.name}",
        related=((handler_place(hiding), f"{hiding} answers"), (hiding.route, "registered here")),
    )


APP = """\
from fastapi import FastAPI

app = FastAPI()

@app.get("{first}")
def first(name: str = ""):
    return name

@app.get("{second}")
def second(name: str = ""):
    return name
"""

RULE = Rule(
    code="CS404",
    name="shadowed-route",
    severity=Severity.MEDIUM,
    theme=Theme.RETIRE,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={"app.py": APP.format(first="/users/{name}", second="/users/me")},
            reports=("GET /users/me",),
        ),
        Example(files={"app.py": APP.format(first="/users/me", second="/users/{name}")}),
    ),
)
