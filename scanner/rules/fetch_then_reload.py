"""A script sends a change, throws the answer away and then reloads or leaves the page.

## What it finds

A request by fetch or XHR from a server-rendered page to an operation of fit `lighter`, whose success branch calls
`location.reload()`, assigns `location` or navigates in another way. The finding stands at the caller.

## Why it matters

Reloading after success is what a form post does by itself. The script repeats the browser's work and does it worse: the
answer is unread, an error often leaves the person without a message, the back button may post again, and nothing works
until the script has loaded.

## When to keep it

Keep it where the request uploads with a progress bar, or where the reload is only the last resort after an update in
place.

## How to change it

Turn the button into a form with one submit button, and let the handler answer with a redirect (303). A confirmation
needs one line: `onsubmit="return confirm('Delete?')"`.

### Flask

```html
<button onclick="$.post('/keys/3/delete').then(() => location.reload())">Delete</button>   <!-- before -->

<form method="post" action="{{ url_for('delete_key', id=3) }}">                            <!-- after -->
  {{ form.csrf_token }} <button>Delete</button>
</form>
```

### Django

```html
<button onclick="drop({{ key.pk }})">Delete</button>             <!-- before: fetch, then location.reload() -->

<form method="post" action="{% url 'key-delete' key.pk %}">      <!-- after -->
  {% csrf_token %} <button>Delete</button>
</form>
```

### Django REST framework

```python
class Keys(DestroyModelMixin, GenericViewSet): ...               # before: for one page's button

class DeleteKey(LoginRequiredMixin, DeleteView):                 # after; destroy stays only for other clients
    success_url = reverse_lazy("keys")
```

### FastAPI

```python
@app.delete("/keys/{id}", status_code=204)                       # before: the script reloads the page
def delete_key(id: int) -> None: ...

@app.post("/keys/{id}/delete")                                   # after: the browser follows
def delete_key(id: int) -> RedirectResponse:
    ...
    return RedirectResponse("/keys", status_code=303)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.callsite import Aftermath, Link
from scanner.concepts.evidence import Fit, Side
from scanner.concepts.finding import Severity
from scanner.concepts.operation import Operation
from scanner.concepts.rule import Theme
from scanner.concepts.words import listed
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import evidence_for
from scanner.rules.callers import SCRIPTED, caller_places, callers_of, pages_of, sureness
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place

HELP = Remedy(
    general="let a form post and the server redirect (303): the reload then comes by itself",
    flask="make it a form; the handler ends with return redirect(url_for(…), 303)",
    django="make it a form with {% csrf_token %}; the view ends with redirect(…) or has success_url",
    drf="post a form to a Django view with success_url; keep the API for other clients only",
    fastapi="make it a form; the handler ends with RedirectResponse(…, status_code=303)",
)


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per operation, at its first reloading caller."""
    for audited in subject.operations:
        if audited.verdict.fit is not Fit.LIGHTER:
            continue
        requests = callers_of(audited, SCRIPTED)
        reloading = [
            link
            for link in requests
            if Aftermath.RELOAD in link.site.aftermath and Aftermath.POLLING not in link.site.aftermath
        ]
        if not reloading:
            continue
        first, *others = reloading
        operation = audited.operation
        yield Advice(
            confidence=audited.verdict.confidence * sureness(reloading),
            message=_message(operation, reloading, len(requests)),
            help=HELP.at(operation),
            location=first.site.location,
            operation=operation.id,
            evidence=evidence_for(audited, Side.UI),
            related=((handler_place(operation), f"{operation} is answered here"), *caller_places(others)),
        )


def _message(operation: Operation, reloading: list[Link], requests: int) -> str:
    pages = listed(pages_of(reloading))
    if requests == 1:
        return f"the only script request to {operation} reloads or leaves {pages} after success, as a form post would"
    share = f"{len(reloading)} of {requests}"
    if len(reloading) == requests:
        share = "both" if requests == 2 else f"all {requests}"
    return f"{share} script requests to {operation} reload or leave {pages} after success, as forms would"


APP = """\
from flask import Flask, jsonify, render_template
from flask_login import login_required
from models import Key, db

app = Flask(__name__)

@app.get("/keys")
@login_required
def keys():
    return render_template("keys.html", keys=Key.query.all())

@app.post("/keys/<int:id>/delete")
@login_required
def delete_key(id):
    db.session.delete(Key.query.get(id))
    db.session.commit()
    return jsonify(status="ok")
"""
PAGE = """\
{{% for key in keys %}}<button onclick="drop({{{{ key.id }}}})">Delete</button>{{% endfor %}}
<script>
function drop(id) {{
  fetch(`/keys/${{id}}/delete`, {{method: "POST"}}).then(() => {{ {after} }});
}}
</script>
"""

RULE = Rule(
    code="CS102",
    name="fetch-then-reload",
    severity=Severity.LOW,
    theme=Theme.LIGHTER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={"app.py": APP, "templates/keys.html": PAGE.format(after="location.reload();")},
            reports=("POST /keys/{id}/delete",),
        ),
        Example(files={"app.py": APP, "templates/keys.html": PAGE.format(after="document.title = id;")}),
    ),
)
