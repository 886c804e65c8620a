"""Code calls a handler as if it were a function of the business.

## What it finds

A function that a route binds, called directly by other source code: by another handler, a job, a command. Tests are
left out.

## Why it matters

The caller gets a response and not a result: it must unpack a redirect or parse JSON, needs a request to be at hand, and
skips or repeats what decorators do (login, CSRF, transactions). It shows that the logic inside has a second user and
no name of its own.

## When to keep it

Keep it where one handler hands a request over to another on purpose, as an alias of it, with the same guards.

## How to change it

Give the shared part a function that takes values and returns values; both handlers call it.

### Flask

```python
def quick_add():                           # before
    return add_note()                      # add_note is a view

def quick_add():                           # after
    store_note(current_user, request.form["text"])
    return redirect(url_for("notes"), 303)
```

### Django

```python
def quick_add(request):
    return add_note(request)               # before: the inner view's decorators run again

def quick_add(request):
    store_note(request.user, request.POST["text"])       # after
    return redirect("notes")
```

### Django REST framework

```python
NoteViewSet().create(request)                            # before
store_note(request.user, **serializer.validated_data)    # after
```

### FastAPI

```python
async def sync(user: CurrentUser):
    return await list_notes(user)          # before: list_notes is a path operation; its Depends defaults do not run

async def sync(user: CurrentUser):
    return find_notes(user)                # after: list_notes calls find_notes too
```
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from scanner.concepts.expression import Call, Member, Name
from scanner.concepts.facts import FileFacts, Scope, ScopeKind
from scanner.concepts.finding import Severity
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.concepts.source import Language, Role
from scanner.concepts.words import count
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import SHOWN, handler_place

HELP = Remedy(general="move the shared part to a function of values, and call that from both")
SURE = 0.8


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per handler function that source code calls, at the first call."""
    views = dict(_views(subject))
    calls: dict[tuple[str, str], list[tuple[Location, str]]] = {}
    for facts in subject.facts.values():
        if facts.language is Language.PYTHON and facts.role is Role.SOURCE:
            for key, place, caller in _calls(facts, views):
                calls.setdefault(key, []).append((place, caller))
    for key, found in calls.items():
        audited = views[key]
        first, *others = found
        operation = audited.operation
        yield Advice(
            confidence=SURE,
            message=(
                f"{first[1]} calls the handler of {operation} as a function"
                + (f"; {count(len(others), 'other place')} too" if others else "")
            ),
            help=HELP.at(operation),
            location=first[0],
            operation=operation.id,
            related=(
                (handler_place(operation), f"answers {operation}"),
                *((place, f"{caller} calls it too") for place, caller in others[:SHOWN]),
            ),
        )


def _views(subject: Subject) -> Iterator[tuple[tuple[str, str], AuditedOperation]]:
    """Handlers that are functions at the top of a file, by file and name; a name defined twice there is left out."""
    for (file, line), group in subject.by_handler.items():
        facts = subject.facts.get(file)
        if facts is None:
            continue
        top = [s for s in facts.scopes if s.kind is ScopeKind.FUNCTION and s.parent == 0]
        here = [scope for scope in top if scope.line == line]
        if here and sum(scope.name == here[0].name for scope in top) == 1:
            yield (file, here[0].name), group[0]


def _calls(
    facts: FileFacts, views: dict[tuple[str, str], AuditedOperation]
) -> Iterator[tuple[tuple[str, str], Location, str]]:
    """Calls of views in one file: the view's key, the place, and who calls."""
    names = {name for _, name in views}
    for index, scope in enumerate(facts.scopes):
        for call in scope.calls:
            key = _called(facts, index, call, views) if _last(call) in names else None
            if key is not None and not (facts.file == key[0] and scope.name == key[1]):
                yield key, Location(facts.file, call.line, call.column), scope.qualname or "the module"


def _last(call: Call) -> str:
    """The last name of what is called: a cheap test before scopes are looked through."""
    match call.callee:
        case Name(id=name) | Member(name=name):
            return name
        case _:
            return ""


def _called(
    facts: FileFacts, scope: int, call: Call, views: dict[tuple[str, str], AuditedOperation]
) -> tuple[str, str] | None:
    match call.callee:
        case Name(id=name):
            home = _home(facts, scope, name)
        case Member(base=Name(id=base), name=name) if not _bound(facts, scope, base):
            home = next((_module(i.module, i.name) for i in facts.imports if i.local == base), None)
        case _:
            return None
    return None if home is None else _resolve(facts.file, home, name, views)


def _home(facts: FileFacts, scope: int, name: str) -> str | None:
    """The module in which a called name is defined: empty for this file, None where a local name hides it."""
    if _bound(facts, scope, name):
        return None
    imported = next((item for item in facts.imports if item.local == name), None)
    if imported is None:
        return ""
    return imported.module if imported.name == name else None


def _bound(facts: FileFacts, index: int | None, name: str) -> bool:
    """Whether a parameter, an assignment or a nested function gives the name another meaning inside a function."""
    while index:
        scope = facts.scopes[index]
        if _binds(scope, name) or any(s.parent == index and s.name == name for s in facts.scopes):
            return True
        index = scope.parent
    return False


def _binds(scope: Scope, name: str) -> bool:
    return any(formal.name == name for formal in scope.parameters) or any(
        binding.target == Name(name) for binding in scope.bindings
    )


def _module(module: str, name: str | None) -> str:
    """`from shop import views` and `import shop.views` both bring in the module `shop.views`."""
    return module if name is None else f"{module.rstrip('.')}.{name}" if module.strip(".") else f".{name}"


def _resolve(
    file: str, module: str, name: str, views: dict[tuple[str, str], AuditedOperation]
) -> tuple[str, str] | None:
    """The view of that name in that module. Absolute modules are known by the tail of the file's path."""
    if not module:
        return (file, name) if (file, name) in views else None
    tail = PurePosixPath(*module.lstrip(".").split("."))
    beside = PurePosixPath(file).parent
    for _ in range(len(module) - len(module.lstrip(".")) - 1):
        beside = beside.parent
    wanted = [f"{tail}.py", f"{tail}/__init__.py"]
    for view_file, view_name in views:
        if view_name != name:
            continue
        if module.startswith("."):
            if view_file in {str(beside / path) for path in wanted}:
                return view_file, view_name
        elif any(view_file == path or view_file.endswith("/" + path) for path in wanted):
            return view_file, view_name
    return None


APP = """\
from flask import Flask, redirect, render_template, request, url_for
from models import Note, db

app = Flask(__name__)

def store(text):
    db.session.add(Note(text=text))
    db.session.commit()

@app.get("/notes")
def notes():
    return render_template("notes.html")

@app.post("/notes/add")
def add_note():
    store(request.form["text"])
    return redirect(url_for("notes"), 303)

@app.post("/notes/again")
def add_again():
    {body}
    return redirect(url_for("notes"), 303)
"""
PAGE = """\
<form method="post" action="/notes/add"><input name="text"></form>
<form method="post" action="/notes/again"><input name="text"></form>
"""

RULE = Rule(
    code="CS303",
    name="view-called-as-function",
    severity=Severity.LOW,
    theme=Theme.SPLIT,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={"app.py": APP.format(body="add_note()"), "templates/notes.html": PAGE},
            reports=("POST /notes/add",),
        ),
        Example(files={"app.py": APP.format(body='store(request.form["text"])'), "templates/notes.html": PAGE}),
    ),
)
