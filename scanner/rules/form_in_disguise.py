"""A change that belongs to this project's own server-rendered pages is built as an HTTP API.

## What it finds

An operation that changes state, owned by the interface, whose consumers are scripts on pages that this server renders:
the script collects a few values, sends them with fetch or XHR, and the handler answers JSON that no other client reads.
The finding counts the requests, the pages and the lines of script.

## Why it matters

A form post carries the same values with no client code: the browser serialises, sends the CSRF token and the cookie,
shows the progress and follows the redirect, with scripts off too. The JSON version needs a wrapper, state, error
handling and a second validation path, and it looks like a contract that outside clients may use, although none does.

## When to keep it

Keep it where the page must stay as it is while the request runs (a progress bar, a stream, inline editing of many
cells), where the body is a nested document that no form's fields express, or where a client outside this repository
uses the operation: then declare it, `# callside: owner=shared, reason="the mobile app saves here"`.

## How to change it

Read the form, validate it, save, and answer a redirect to the page. Where only a part of the page should change, answer
an HTML fragment to an htmx form instead.

### Flask

```python
@app.post("/profile")                      # before
def save_profile():
    current_user.name = request.json["name"]
    db.session.commit()
    return jsonify(ok=True)

@app.post("/profile")                      # after, with <form method="post"> in the page
def save_profile():
    form = ProfileForm()
    if not form.validate_on_submit():
        return render_template("profile.html", form=form), 422
    form.populate_obj(current_user)
    db.session.commit()
    return redirect(url_for("profile"), 303)
```

### Django

```python
class SaveProfile(View):                   # before
    def post(self, request):
        request.user.name = json.loads(request.body)["name"]
        request.user.save()
        return JsonResponse({"ok": True})

class SaveProfile(LoginRequiredMixin, UpdateView):      # after, with {% csrf_token %} in the form
    form_class = ProfileForm
    success_url = reverse_lazy("profile")
```

### Django REST framework

```python
class ProfileView(UpdateAPIView):          # before: a serializer for one page
    serializer_class = ProfileSerializer

class ProfileView(LoginRequiredMixin, UpdateView):      # after: the serializer's rules move to a ModelForm
    form_class = ProfileForm
    success_url = reverse_lazy("profile")
```

### FastAPI

```python
@app.post("/profile")                      # before
def save_profile(profile: Profile) -> dict[str, bool]: ...

@app.post("/profile", include_in_schema=False)          # after
def save_profile(name: Annotated[str, Form()]) -> RedirectResponse:
    ...
    return RedirectResponse("/profile", status_code=303)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.callsite import Aftermath, Link
from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Fit, Shape, Side
from scanner.concepts.finding import Severity
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.concepts.words import count, listed
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import effect_places, effects_of, evidence_for
from scanner.rules.callers import SCRIPTED, caller_places, callers_of, pages_of, sureness
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place

HELP = Remedy(
    general="post a form and answer with a redirect (303)",
    flask="post a form, validate it (Flask-WTF) and return redirect(url_for(…), 303)",
    django="post a form with {% csrf_token %} to a FormView or UpdateView that redirects",
    drf="move the serializer's rules to a ModelForm and post a form with {% csrf_token %} to an UpdateView",
    fastapi="take Form() parameters and return RedirectResponse(…, status_code=303)",
)
NEAR = 1
"""Calls within which reading and answering JSON is the handler's own speech, not a helper's talk with others."""
UNSEEN_CALLERS = 0.6
"""The verdict knows of page consumers that no resolved script request shows."""


def check(subject: Subject) -> Iterator[Advice]:
    """Every operation of fit `lighter`, unless it is a form action already and only its caller goes astray (CS102)."""
    for audited in subject.operations:
        if audited.verdict.fit is not Fit.LIGHTER:
            continue
        requests = callers_of(audited, SCRIPTED)
        speaking = effects_of(audited, EffectKind.READS_JSON, EffectKind.ANSWERS_JSON)
        json = tuple(effect for effect in speaking if effect.depth <= NEAR)
        reloading = any(Aftermath.RELOAD in link.site.aftermath for link in requests)
        if audited.verdict.shape is Shape.FORM_ACTION and not json and reloading:
            continue
        yield Advice(
            confidence=audited.verdict.confidence * (sureness(requests) or UNSEEN_CALLERS),
            message=_message(audited, requests),
            help=HELP.at(audited.operation),
            location=handler_place(audited.operation),
            operation=audited.operation.id,
            evidence=evidence_for(audited, Side.UI),
            related=caller_places(requests) + effect_places(json, "speaks JSON"),
        )


def _message(audited: AuditedOperation, requests: tuple[Link, ...]) -> str:
    if not requests:
        return f"{audited.operation} changes state for this project's own pages alone, and is built as an API"
    pages = pages_of(requests)
    lines = audited.comparison.client_lines if audited.comparison else 0
    cost = f", {count(lines, 'line')} of script" if lines else ""
    return (
        f"{audited.operation} changes state for {count(len(requests), 'script request')} of "
        f"{count(len(pages), 'server-rendered page')} ({listed(pages)}){cost}; a form post needs none"
    )


APP = """\
from flask import Flask, jsonify, render_template, request
from flask_login import current_user, login_required
from models import db

app = Flask(__name__)

@app.get("/profile")
@login_required
def profile():
    return render_template("profile.html")

@app.post("/profile/name")
@login_required
def save_name():
    current_user.name = request.get_json()["name"]
    db.session.commit()
    return jsonify(ok=True)
"""
FORM_APP = (
    APP.replace('request.get_json()["name"]', 'request.form["name"]')
    .replace("return jsonify(ok=True)", 'return redirect(url_for("profile"), 303)')
    .replace("import Flask, jsonify,", "import Flask, redirect, url_for,")
)
SCRIPT_PAGE = """\
<input id="name"><button onclick="save()">Save</button>
<script>
function save() {
  fetch("/profile/name", {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({name: document.getElementById("name").value}),
  }).then(() => { location.reload(); });
}
</script>
"""
FORM_PAGE = """\
<form method="post" action="{{ url_for('save_name') }}"><input name="name"><button>Save</button></form>
"""

RULE = Rule(
    code="CS101",
    name="form-in-disguise",
    severity=Severity.MEDIUM,
    theme=Theme.LIGHTER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(files={"app.py": APP, "templates/profile.html": SCRIPT_PAGE}, reports=("POST /profile/name",)),
        Example(files={"app.py": FORM_APP, "templates/profile.html": FORM_PAGE}),
    ),
)
