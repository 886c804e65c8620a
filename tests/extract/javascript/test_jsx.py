from __future__ import annotations

from scanner.concepts.source import Language
from tests.extract.javascript.reading import calls, read, requests, show


def test_host_elements_request_what_their_attributes_say() -> None:
    facts = read(
        """const page = <main>
          <a id="me" className="nav big" href={`/users/${id}`} data-url="/data">x</a>
          <img src="/logo.svg"/>
          <form action="/login" method="post"><div><input name="user"/><select name="role"/></div></form>
          <form action={where} method={how} encType="multipart/form-data"/>
          <button formAction="/other" formMethod="post"/>
          <li hx-delete={`/items/${id}`}/>
          <a href="#top"/><a href="mailto:x@y"/><form action={save}/><form action={() => 1}/>
        </main>"""
    )
    assert requests(facts) == [
        ("link", "GET", "('/users/' + id)", 2),
        ("link", "GET", "'/logo.svg'", 3),
        ("form", "POST", "'/other'", 6),
        ("htmx", "DELETE", "('/items/' + id)", 7),
        ("form", "POST", "'/login'", 4),
        ("form", None, "where", 5),
        ("form", "GET", "save", 8),
    ]
    link, form = facts.requests[0], facts.requests[4]
    assert (link.tag, link.id, link.classes) == ("a", "me", ("nav", "big"))
    assert form.fields == ("user", "role")
    assert facts.requests[5].enctype == "multipart/form-data"
    assert [(one.name, show(one.value), one.id) for one in facts.attributes] == [
        ("href", "('/users/' + id)", "me"),
        ("data-url", "'/data'", "me"),
    ]


def test_components_are_called_with_their_props() -> None:
    facts = read(
        'const v = <Panel.Body url={`/x/${y}`} on {...more}><Row label="a &amp; b"/>{item => f(item)}</Panel.Body>'
    )
    assert calls(facts.scopes[0]) == [
        "Panel.Body({url: ('/x/' + y), on: True, children: function 1, ...more})",
        "Row({label: 'a & b'})",
    ]
    assert show(facts.scopes[0].bindings[0].value).startswith("Panel.Body(")


def test_routers_links_are_links() -> None:
    facts = read(
        'x = <><Link to="/a"/><NavLink to={{ pathname: "/b" }}/><Button href={url}/>'
        '<Form action="/c" method="post"/></>'
    )
    assert [(one.kind.value, one.method, show(one.url), one.tag) for one in facts.requests] == [
        ("link", "GET", "'/a'", "Link"),
        ("link", "GET", "'/b'", "NavLink"),
        ("link", "GET", "url", "Button"),
        ("form", "POST", "'/c'", "Form"),
    ]


def test_handlers_are_functions_of_their_component() -> None:
    facts = read(
        "export function Users() { return <ul>{users.map(u => <li key={u.id} onClick={() => remove(u.id)}/>)}</ul> }",
        Language.TSX,
        "src/Users.tsx",
    )
    assert [show(value) for value in facts.scopes[1].returns] == ["<markup>"]
    remove = next(scope for scope in facts.scopes if "remove(u.id)" in calls(scope))
    assert remove.qualname == "Users.onClick"
