from __future__ import annotations

from textwrap import indent

import pytest

from scanner.concepts.callsite import Aftermath, Body, CallKind
from tests.link.project import linked

_HELPERS = """
function render(d) { $("#x").html(`<b>${d.name}</b>`); }
function done() { location.reload(); }
function send(url, then) { return fetch(url, { method: "POST" }).then((r) => { notify(r); then(r); }); }
function say(r) { console.log(r.status); }
"""


def _aftermath(code: str) -> list[Aftermath]:
    result = linked(
        {
            "views.py": "def page(): return render_template('page.html')\n",
            "templates/page.html": '<script src="/static/page.js"></script>',
            "static/page.js": _HELPERS + code,
        },
        ["POST /do", "GET /other", "GET /"],
    )
    found = [item.site for item in result.links["POST /do"] if item.site.kind is not CallKind.WRAPPER]
    assert len(found) == 1
    return list(found[0].aftermath)


_DO = 'fetch("/do", { method: "POST" })'


@pytest.mark.parametrize(
    "code",
    [
        f"function f() {{ {_DO}.then(() => location.reload()); }}",
        f"function f() {{ {_DO}.then((r) => r.json()).then(done); }}",
        f"function f() {{ {_DO}.then((r) => r.json()).then((d) => {{ if (d.ok) done(); }}); }}",
        f"async function f() {{ await {_DO}; location.reload(); }}",
        f"async function f() {{ const r = await {_DO}.then((r) => r.json()); if (r.ok) done(); }}",
        f"function f() {{ const asked = {_DO}; asked.then(done); }}",
        f"""function f() {{ {_DO}.then((r) => tell(r, true)); }}
        function tell(r, again) {{ say(r); ok.onclick = () => close(again); }}
        function close(again) {{ if (again) location.reload(); }}""",
        f"function f() {{ Promise.all([{_DO}, 1]).then(done); }}",
        f'function f() {{ fetch("/other").then(() => {_DO}).then(() => {{ window.location = "/"; }}); }}',
        f"async function f() {{ await {_DO}; setTimeout(() => location.reload(), 500); }}",
        "function f() { $.post('/do', {}, function () { location.href = '/'; }); }",
        "function f() { $.post('/do').done(done); }",
        "function f() { $.ajax({ url: '/do', type: 'POST', success: function () { location.reload(); } }); }",
        "const o = { url: '/do', type: 'POST', success() { location.reload(); } }; function f() { $.ajax(o); }",
        "function f() { const x = new XMLHttpRequest(); x.open('POST', '/do'); x.onload = () => location.reload(); }",
        "function f() { send('/do', () => location.reload()); }",
        "function f() { send('/do', say).then(done); }",
        f"const m = useMutation({{ mutationFn: () => {_DO}, onSuccess: () => navigate('/') }});",
    ],
)
def test_reloads_in_its_own_callbacks_chain_or_sequence(code: str) -> None:
    assert _aftermath(code) == [Aftermath.RELOAD]


@pytest.mark.parametrize(
    "code",
    [
        f"function f() {{ {_DO}.then(say).catch(() => location.reload()); }}",
        "function f() { $.post('/do', {}, say).fail(function () { location.href = '/'; }); }",
        "function f() { $.ajax({ url: '/do', type: 'POST', success: say, error() { location.reload(); } }); }",
        f"""function f() {{ {_DO}.then((r) => {{ say(r); close(false); }}); }}
        function close(again) {{ if (again) location.reload(); }}""",
        f"function f() {{ if (x) {{ location.href = '/'; return; }} {_DO}.then(say); }}",
        f"$(function () {{\n{indent(_DO, '  ')}.then(say);\n$('#x').on('click', () => location.reload());\n}});",
        f"function f() {{ {_DO}.then((r) => {{ say(r); button.onclick = () => location.reload(); }}); }}",
        f"function f() {{ {_DO}.then((r) => button.addEventListener('click', () => location.reload())); }}",
        "function f() { send('/do', say); }\nfunction g() { send('/other', done); }",
    ],
)
def test_reloads_of_failures_other_events_and_other_branches_are_not_its_own(code: str) -> None:
    assert _aftermath(code) == []


@pytest.mark.parametrize(
    "code",
    [
        f"function f() {{ {_DO}.then((r) => r.json()).then((d) => {{ box.innerHTML = '<b>' + d.name; }}); }}",
        "function f() { $.post('/do').done(render); }",
        f"async function f() {{ const r = await {_DO}; box.insertAdjacentHTML('beforeend', await r.text()); }}",
    ],
)
def test_answers_put_into_the_page_are_markup(code: str) -> None:
    assert _aftermath(code) == [Aftermath.MARKUP]


@pytest.mark.parametrize("put", ["words[d.status]", "'<b>Done</b>'", "''"])
def test_fixed_texts_are_no_markup_made_of_the_answer(put: str) -> None:
    code = (
        f"function f() {{ {_DO}.then((r) => r.json()).then((d) => {{ box.innerHTML = {put}; $(box).html({put}); }}); }}"
    )
    assert _aftermath(code) == []


_FLAGGED = """
function act(url, notify, again) {
  return fetch(url, { method: "POST" }).then((r) => {
    if (notify) {
      say(r);
    }
    if (again) {
      location.reload();
    }
  });
}
"""


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("act('/do', false, true)", [Aftermath.RELOAD]),
        ("act('/do', true, flags.again)", [Aftermath.RELOAD]),
        ("act('/do', true)", []),
        ("act('/do', true, false)", []),
    ],
)
def test_a_wrapper_reloads_for_those_who_tell_it_to(call: str, found: list[Aftermath]) -> None:
    assert _aftermath(f"{_FLAGGED}function f() {{ {call}; }}") == found


@pytest.mark.parametrize(
    "code",
    [
        f"function f() {{ {_DO}.then(say); }}\nsetInterval(f, 5000);",
        f"function f() {{ {_DO}.then(say);\n setTimeout(f, 5000); }}",
        f"setInterval(function () {{ {_DO}.then(say); }}, 5000);",
    ],
)
def test_what_a_timer_asks_again_and_again_is_polling(code: str) -> None:
    assert _aftermath(code) == [Aftermath.POLLING]


_REFRESH = "function refresh() { $.getJSON('/other', say); }\n"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (f"function f() {{ {_DO}.then(refresh); }}", Aftermath.ASKS_AGAIN),
        (f"function f() {{ {_DO}.then(() => {{ refresh(); }}); }}", Aftermath.ASKS_AGAIN),
        (f"function f() {{ {_DO}.then(() => table.ajax.reload()); }}", Aftermath.ASKS_AGAIN),
        ("function f() { $.ajax({ url: '/do', type: 'POST' }); }", Aftermath.IGNORED),
        (f"async function f() {{ const r = await {_DO}; }}", Aftermath.OTHER),
        (f"function f() {{ return {_DO}; }}", Aftermath.OTHER),
    ],
)
def test_what_else_callers_do(code: str, found: Aftermath) -> None:
    assert _aftermath(_REFRESH + code) == [found]


def test_a_caller_that_tells_of_the_answer_neither_ignores_nor_keeps_it() -> None:
    assert _aftermath(f"function f() {{ {_DO}.then(say); }}") == []


def test_callback_in_the_place_of_data_is_no_body() -> None:
    result = linked({"page.js": "$.post('/do', function (d) { box.innerHTML = d.html; });"}, ["POST /do"])
    assert [item.site.body for item in result.links["POST /do"]] == [Body.NONE]


@pytest.mark.parametrize(
    "code",
    [
        f"async function f() {{ const key = await navigator.credentials.get({{}}); {_DO}; }}",
        f"new Sortable(list, {{onEnd: () => {_DO}}});",
        f"function save() {{ {_DO}; }}\nnew Sortable(list, {{onEnd: () => {{ save(); }}}});",
        f"list.addEventListener('drop', () => {_DO});",
    ],
)
def test_no_form_sends_what_only_a_script_has(code: str) -> None:
    assert Aftermath.BY_SCRIPT in _aftermath(code)


def test_a_click_is_no_gesture_that_needs_a_script() -> None:
    assert Aftermath.BY_SCRIPT not in _aftermath(f"button.addEventListener('click', () => {_DO});")
