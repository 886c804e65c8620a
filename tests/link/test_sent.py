"""Fields of what scripts send: found where the record is written, whatever it passes on its way."""

from __future__ import annotations

import pytest

from scanner.concepts.callsite import CallKind
from tests.link.project import linked

SEND = """
function send(data, url, notify) {
  $.ajax({ type: "POST", url: url, data: JSON.stringify(data), contentType: "application/json" });
}
"""


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("fetch('/do', { method: 'POST', body: JSON.stringify({ name: n, city }) });", ("name", "city")),
        ("$.post('/do', { name: n, _csrf_token: token });", ("name",)),
        ("$.post('/do', done);", ()),
        ("axios.post('/do', { name: n });", ("name",)),
        ("fetch('/do', { method: 'POST', body: new URLSearchParams({ q: 1 }) });", ("q",)),
        ("send({ action: 'x', data: { a: 1 } }, '/do');", ("action", "data")),
        ("const sent = { name: n };\nsent['city'] = c;\nsent.land = l;\nsend(sent, '/do');", ("name", "city", "land")),
        ("send(collect(), '/do');", ()),
        ("const how = { method: 'POST', body: JSON.stringify({ a: 1 }) };\nfetch('/do', how);", ("a",)),
        ("const how = { method: 'POST' };\nhow.body = JSON.stringify({ a: 1 });\nfetch('/do', how);", ("a",)),
        ("const how = { method: 'POST', headers: {} };\nfetch('/do', how);", ()),
        ("send(window.state, '/do');", ()),
    ],
)
def test_fields_of_a_body(code: str, fields: tuple[str, ...]) -> None:
    result = linked(
        {
            "views.py": "def page(): return render_template('page.html')\n",
            "templates/page.html": '<script src="/static/page.js"></script>',
            "static/page.js": f"{SEND}function f() {{\n{code}\n}}",
        },
        ["POST /do", "GET /"],
    )
    (site,) = (item.site for item in result.links["POST /do"] if item.site.kind is not CallKind.WRAPPER)
    assert site.fields == fields
