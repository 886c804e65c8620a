from __future__ import annotations

import pytest

from scanner.concepts.expression import (
    Call,
    Choice,
    Item,
    Join,
    Lambda,
    Literal,
    Member,
    Name,
    Opaque,
    Record,
    Sequence,
)
from scanner.concepts.facts import Binding, Caught, FileFacts, Guard, Import, Read, Scope, ScopeKind
from scanner.concepts.marks import Suppression
from scanner.concepts.source import Language, Role, SourceFile
from scanner.extract.python.module import read_module

EACH = Opaque("each element")


def facts(text: str) -> FileFacts:
    return read_module(SourceFile("app/views.py", Language.PYTHON, Role.SOURCE, len(text)), text)


def top(text: str) -> Scope:
    return facts(text).scopes[0]


def value(text: str) -> object:
    """The value bound last at the top level of `text`."""
    return top(text).bindings[-1].value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('f"/users/{id}/edit"', Join((Literal("/users/"), Name("id"), Literal("/edit")))),
        ("f'{base}/{x!r:>10}'", Join((Name("base"), Literal("/"), Name("x")))),
        ('"/users/" + id + "/" + "edit"', Join((Literal("/users/"), Name("id"), Literal("/edit")))),
        ('"/users/%s/%d" % (name, 3)', Join((Literal("/users/"), Name("name"), Literal("/3")))),
        ('"/users/%(id)s%%" % {"id": key}', Join((Literal("/users/"), Name("key"), Literal("%")))),
        ('"/users/%s" % name', Join((Literal("/users/"), Name("name")))),
        ('"/{}/{0}".format(a)', Join((Literal("/"), Name("a"), Literal("/"), Name("a")))),
        ('"/{user.id}/{rows[k]}".format(user=u, rows=r)',
         Join((Literal("/"), Member(Name("u"), "id"), Literal("/"), Item(Name("r"), Literal("k"))))),
        ('"/{a}".format(**names)', Join((Literal("/"), Item(Name("names"), Literal("a"))))),
        ('"/".join(["api", version, "users"])', Join((Literal("api/"), Name("version"), Literal("/users")))),
        ('BASE / "users"', Join((Name("BASE"), Literal("/users")))),
        ('"a" "b"', Literal("ab")),
        ("1 + count", Opaque("arithmetic")),
        ("-1", Literal(-1)),
        ("a or b", Choice((Name("a"), Name("b")))),
        ('a and "/x" or "/y"', Choice((Literal("/x"), Literal("/y")))),
        ('"/x" if a else "/y"', Choice((Literal("/x"), Literal("/y")))),
        ("await x", Name("x")),
        ("a == b", Opaque("comparison")),
        ('{"a": 1, **rest, k: 2}', Record((("a", Literal(1)),), (Name("rest"),))),
        ("[1, *rest]", Sequence((Literal(1), Item(Name("rest"), EACH)))),
        ("[1] + rest", Sequence((Literal(1), Item(Name("rest"), EACH)))),
        ('x["k"].y', Member(Item(Name("x"), Literal("k")), "y")),
        ("x[1:]", Item(Name("x"), Opaque("slice"))),
        ("[x.url for x in rows]", Sequence((Member(Name("x"), "url"),))),
        ("lambda: 1", Lambda(1)),
        ('b"raw"', Literal("raw")),
    ],
)  # fmt: skip
def test_values(source: str, expected: object) -> None:
    assert value(f"value = {source}") == expected


def test_calls_keep_all_arguments_and_stand_in_source_order() -> None:
    scope = top("redirect(url_for('show', id=3, *a, **k), code=303)\nlog()\n")
    inner = Call(Name("url_for"), (Literal("show"),), (("*", Name("a")), ("id", Literal(3)), ("**", Name("k"))), 1, 10)
    outer = Call(Name("redirect"), (inner,), (("code", Literal(303)),), 1, 1)
    assert scope.calls == (outer, inner, Call(Name("log"), line=2, column=1))


def test_calls_belong_to_the_scope_that_evaluates_them() -> None:
    found = facts("def outer(x=default()):\n    def inner():\n        deep()\n    shallow()\n    return inner\n")
    module, outer, inner = found.scopes
    assert [call.callee for call in module.calls] == [Name("default")]
    assert [call.callee for call in outer.calls] == [Name("shallow")]
    assert [call.callee for call in inner.calls] == [Name("deep")]
    assert (inner.qualname, inner.parent, inner.line, inner.end) == ("outer.inner", 1, 2, 3)
    assert outer.returns == (Name("inner"),)
    assert outer.bindings == (Binding(Name("inner"), Lambda(2), 2),)


def test_columns_count_characters() -> None:
    assert top("x = 'é' + f()\n").calls[0].column == 11


def test_reads() -> None:
    source = (
        "if request.method == 'POST' and request.form.get('a'):\n"
        "    use(self.request.POST['name'], session['user'], client.get('/x').status_code)\n"
        "del session['user']\n"
        "request.session['seen'] = True\n"
    )
    paths = [read.path for read in top(source).reads]
    assert paths == [
        "request.method",
        "request.form.get",
        "self.request.POST",
        'self.request.POST["name"]',
        'session["user"]',
        "client.get",
        "client.get().status_code",
        'session["user"]',
    ]
    assert top(source).bindings == (
        Binding(Item(Member(Name("request"), "session"), Literal("seen")), Literal(True), 4),
    )


def test_asserts_are_found() -> None:
    scope = facts("def test_it(client):\n    response = client.post('/x', json={'a': 1})\n"
                  "    assert response.status_code == 200, response.text\n").scopes[1]  # fmt: skip
    assert Read("response.status_code", 3) in scope.reads
    assert Read("response.text", 3) in scope.reads
    assert scope.calls[0].named == (("json", Record((("a", Literal(1)),))),)


def test_targets_are_taken_apart() -> None:
    bindings = top("a, (b, *c) = pair\nx = y = 1\nself.url, z = '/u', 2\n").bindings
    assert bindings == (
        Binding(Name("a"), Item(Name("pair"), Literal(0)), 1),
        Binding(Name("b"), Item(Item(Name("pair"), Literal(1)), Literal(0)), 1),
        Binding(Name("c"), Item(Item(Name("pair"), Literal(1)), EACH), 1),
        Binding(Name("x"), Literal(1), 2),
        Binding(Name("y"), Literal(1), 2),
        Binding(Member(Name("self"), "url"), Literal("/u"), 3),
        Binding(Name("z"), Literal(2), 3),
    )


def test_loops_context_managers_handlers_and_walrus_bind() -> None:
    source = (
        "for name, url in PAIRS:\n    pass\n"
        "with app.test_client() as client, open(p) as f:\n    pass\n"
        "try:\n    pass\nexcept ValueError as error:\n    pass\n"
        "if (m := find()):\n    pass\n"
    )
    pair = Item(Name("PAIRS"), EACH)
    targets = {binding.target: binding.value for binding in top(source).bindings}
    assert targets[Name("name")] == Item(pair, Literal(0))
    assert targets[Name("url")] == Item(pair, Literal(1))
    assert targets[Name("client")] == Call(Member(Name("app"), "test_client"), line=3, column=6)
    assert targets[Name("error")] == Opaque("exception")
    assert targets[Name("m")] == Call(Name("find"), line=9, column=10)
    assert Name("f") in targets


def test_augmented_and_annotated_assignments() -> None:
    assert value("url = '/a'\nurl += '/b'\n") == Join((Name("url"), Literal("/b")))
    assert value("urls += ['/b']\n") == Sequence((Item(Name("urls"), EACH), Literal("/b")))
    assert value("n += 1\n") == Opaque("arithmetic")
    assert value("options |= {'a': 1}\n") == Record((("a", Literal(1)),), (Name("options"),))
    assert value("service: UserService\n") == Opaque("declared as UserService")
    assert value("base: str = '/api'\n") == Literal("/api")


def test_globals_belong_to_the_module() -> None:
    found = facts("def make():\n    global app\n    app = Flask(__name__)\n")
    assert found.scopes[0].bindings[-1].target == Name("app")
    assert found.scopes[1].bindings == ()


def test_nonlocals_belong_to_the_enclosing_function() -> None:
    found = facts("def outer():\n    url = ''\n    def inner():\n        nonlocal url\n        url = '/x'\n")
    assert [binding.value for binding in found.scopes[1].bindings] == [Literal(""), Lambda(2), Literal("/x")]


def test_functions_and_classes() -> None:
    source = (
        '@bp.route("/u", methods=["POST"])\n'
        "async def save(request: Request, /, id: int = 3, *rest, user: Annotated[User, Depends(me)], **extra) -> Out:\n"
        '    """Save."""\n'
        "    raise NotFound('x') from error\n"
        "@final\n"
        "class View(LoginRequiredMixin, views.UpdateView, metaclass=Meta()):\n"
        "    template_name = 'x.html'\n"
        "    def post(self):\n"
        "        return super().post()\n"
    )
    module, save, view, post = facts(source).scopes
    assert (save.kind, save.name, save.line, save.end, save.doc) == (ScopeKind.FUNCTION, "save", 2, 4, "Save.")
    assert save.annotation == "Out"
    assert [(p.name, p.kind, p.annotation) for p in save.parameters] == [
        ("request", "plain", "Request"),
        ("id", "plain", "int"),
        ("rest", "rest", ""),
        ("user", "plain", "Annotated[User, Depends(me)]"),
        ("extra", "keywords", ""),
    ]
    assert save.parameters[1].default == Literal(3)
    assert save.raises == (Call(Name("NotFound"), (Literal("x"),), line=4, column=11),)
    assert isinstance(save.decorators[0], Call)
    assert save.decorators[0] in module.calls
    assert Name("Depends") in [call.callee for call in module.calls]
    assert view.bases == (Name("LoginRequiredMixin"), Member(Name("views"), "UpdateView"))
    assert view.decorators == (Name("final"),)
    assert view.bindings == (Binding(Name("template_name"), Literal("x.html"), 7), Binding(Name("post"), Lambda(3), 8))
    assert (post.qualname, post.parent) == ("View.post", 2)
    assert post.returns == (Call(Member(Call(Name("super"), line=9, column=16), "post"), line=9, column=16),)


def test_a_generator_gives_what_it_yields() -> None:
    scope = facts("def client():\n    with app.test_client() as c:\n        yield c\n    yield from more\n").scopes[1]
    assert scope.returns == (Name("c"), Item(Name("more"), EACH))


def test_imports() -> None:
    source = (
        "import os.path, json as j\nfrom ..models import User as U, Group\nfrom . import views\n"
        "from x import *\ndef f():\n    import requests\n"
    )
    assert facts(source).imports == (
        Import("os", "os", None, 1),
        Import("", "os.path", None, 1),
        Import("j", "json", None, 1),
        Import("U", "..models", "User", 2),
        Import("Group", "..models", "Group", 2),
        Import("views", ".", "views", 3),
        Import("", "x", "*", 4),
        Import("requests", "requests", None, 6, 1),
    )


GUARDED = """\
def view(request):
    if request.method == "POST" and form.is_valid():
        save()
    elif request.method in ("PUT", "PATCH"):
        put()
    else:
        show()
    if not form.validate_on_submit():
        return page()
    if request.method != "DELETE":
        abort(405)
    match request.method:
        case "GET" | "HEAD":
            read()
    if "text/html" == request.headers.get("Accept"):
        pass
    if a.kind == "x" or a.kind == "y":
        pass
    return done()
"""


def test_guards() -> None:
    guards = facts(GUARDED).scopes[1].guards
    assert guards == (
        Guard("request.method", ("POST",), 3, 3),
        Guard("form.is_valid()", (), 3, 3),
        Guard("request.method", ("PUT", "PATCH"), 5, 5),
        Guard("request.method", ("PUT", "PATCH"), 7, 7, negated=True),
        Guard("form.validate_on_submit()", (), 9, 9, negated=True),
        Guard("form.validate_on_submit()", (), 10, 19),
        Guard("request.method", ("DELETE",), 11, 11, negated=True),
        Guard("request.method", ("DELETE",), 12, 19),
        Guard("request.method", ("GET", "HEAD"), 14, 14),
        Guard('request.headers.get("Accept")', ("text/html",), 16, 16),
        Guard("a.kind", ("x", "y"), 18, 18),
    )


HANDLED = """
def view(kind):
    if row and not row.owner:
        pass
    while data["name"] in KINDS or kind not in KINDS:
        pass
    ok = "email" in data
    assert user.active
    rows = [one for one in found if one.live]
    query.filter(Row.id == other, kind == 1)
    return a if b else c
"""


def test_what_is_asked_about() -> None:
    assert facts(HANDLED).scopes[1].tests == (
        "row", "row.owner", 'data["name"]', "KINDS", "kind", "KINDS[kind]", "data", 'data["email"]', "user.active",
        "one.live", "b",
    )  # fmt: skip


CAUGHT = """
def view():
    try:
        one()
    except (KeyError, rows.Missing):
        return 404
    try:
        two()
    except Exception:
        raise
    try:
        three()
    except ValueError:
        raise
    except:
        pass
    with open(x), contextlib.suppress(LookupError):
        four()
    try:
        five()
    finally:
        done()
"""


def test_what_is_caught() -> None:
    assert facts(CAUGHT).scopes[1].caught == (
        Caught(("KeyError", "rows.Missing"), 4, 4),
        Caught((), 12, 12),
        Caught(("LookupError",), 18, 18),
    )


def test_a_condition_handed_on_is_a_call_of_its_operator() -> None:
    scope = facts("rows = query.filter(Row.id == id)")
    (call,) = scope.scopes[0].calls
    assert call.arguments == (Call(Member(Member(Name("Row"), "id"), "__eq__"), (Name("id"),), line=1, column=21),)
    assert scope.scopes[0].tests == ()


def test_comments() -> None:
    found = facts('x = 1  # callside: ignore[CS101] -- why\n# callside: owner=ui\ny = "# callside: ignore[CS1]"\n')
    assert found.suppressions == (Suppression(1, ("CS101",), "why"),)
    assert [(item.line, item.owner) for item in found.declarations] == [(2, "ui")]


def test_docstrings_show_requests() -> None:
    found = facts('def f():\n    """Do it.\n\n    curl -X POST http://localhost/api/do\n\n    GET /api/undo\n    """\n')
    assert [(r.method, r.url, r.line, r.scope, r.note) for r in found.requests] == [
        ("POST", Literal("http://localhost/api/do"), 4, 1, "docstring"),
        ("GET", Literal("/api/undo"), 6, 1, "docstring"),
    ]


def test_match_patterns_bind() -> None:
    source = (
        "match command:\n    case {'url': url, **rest}:\n        pass\n    case other if check(other):\n        pass\n"
    )
    scope = top(source)
    targets = {binding.target: binding.value for binding in scope.bindings}
    assert targets[Name("other")] == Name("command")
    assert {Name("url"), Name("rest")} <= set(targets)
    assert [call.callee for call in scope.calls] == [Name("check")]


def test_what_is_nested_too_deeply_still_gives_its_calls() -> None:
    chain = "q" + "".join(f".step{n}()" for n in range(300))
    names = {call.callee.name for call in top(f"x = {chain}\n").calls if isinstance(call.callee, Member)}
    assert names == {f"step{n}" for n in range(300)}


def test_long_sums_and_chains_of_elif() -> None:
    assert value("x = " + " + ".join(["a"] * 900)) == Join((Name("a"),) * 900)
    branches = "".join(f"elif x == {n}:\n    f{n}()\n" for n in range(900))
    assert len(top("if x:\n    pass\n" + branches).calls) == 900


def test_an_unparsable_file_keeps_its_comments_and_says_where() -> None:
    found = facts("# callside: ignore[CS1] -- r\ndef broken(:\n")
    assert len(found.scopes) == 1
    assert found.suppressions == (Suppression(1, ("CS1",), "r", True),)
    assert found.diagnostics[0].location is not None
    assert found.diagnostics[0].location.line == 2


def test_lines_of_any_kind() -> None:
    assert top("a = 1\r\nb = f()\r\n").bindings[1].line == 2
    assert facts("").lines == 1
