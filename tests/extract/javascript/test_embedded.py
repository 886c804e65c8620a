from __future__ import annotations

from tests.extract.javascript.reading import read, requests, show


def test_links_and_forms_in_template_literals() -> None:
    facts = read(
        """function row(id) {
          return `<tr>
            <td><a class="go" href="/users/${id}?x=1&amp;y=2">x</a></td>
            <td><form method="post" action="${base}/delete/${id}"><input name="csrf"></form></td>
            <td><img src=${icon}><button hx-post='/like'></button></td>
          </tr>`
        }"""
    )
    assert requests(facts) == [
        ("link", "GET", "('/users/' + id + '?x=1&y=2')", 3),
        ("form", "POST", "(base + '/delete/' + id)", 4),
        ("link", "GET", "icon", 5),
        ("htmx", "POST", "'/like'", 5),
    ]
    assert {request.scope for request in facts.requests} == {1}
    assert facts.requests[0].classes == ("go",)
    assert facts.requests[1].fields == ("csrf",)


def test_links_in_concatenations_are_read_once() -> None:
    facts = read("html += '<a href=\"/a/' + id + '\">' + name + '</a>' +\n  '<a href=\"/b\">b</a>';")
    assert requests(facts) == [("link", "GET", "('/a/' + id)", 1), ("link", "GET", "'/b'", 2)]


def test_attributes_that_scripts_read() -> None:
    facts = read("el.innerHTML = `<tr data-href=\"/rows/${id}\" id='row'></tr>`")
    assert [(one.tag, one.name, show(one.value), one.id) for one in facts.attributes] == [
        ("tr", "data-href", "('/rows/' + id)", "row")
    ]
    assert facts.requests == ()


def test_text_that_is_no_markup_gives_nothing() -> None:
    facts = read(
        "a = 'x < y href=1'; b = '<b>bold</b>'; c = `<a href=\"#\">${d}</a>`; e = '<a href=\"javascript:void(0)\">'"
    )
    assert facts.requests == ()
