"""A page's script asks for JSON only to turn it into HTML.

## What it finds

An operation owned by the interface that answers JSON, where every script request comes from server-rendered pages and
its function builds markup from the answer (`innerHTML`, `insertAdjacentHTML`, `.html(…)`, appended strings). The
finding counts the callers; one that reads the data in another way silences it, and so does advice to post a form
(CS101).

## Why it matters

The same markup is then written twice, once in the templates and once in strings in a script, without the template
engine's escaping: such strings are where cross-site scripting comes from. A fragment rendered by the server needs one
template, keeps translations and escaping, and one attribute or one line to put it in its place.

## When to keep it

Keep it where the data feeds a widget that owns its markup (a chart, a grid, an autocomplete list), or where the JSON is
offered to other clients as well.

## How to change it

Render the part of the page as a template of its own and answer it; let htmx (`hx-get`, `hx-target`) or one
`element.innerHTML = await response.text()` put it in.

### Flask

```python
return jsonify([comment.as_dict() for comment in comments])              # before
return render_template("comments/_list.html", comments=comments)         # after
```

### Django

```python
return JsonResponse({"comments": rows})                                  # before
return render(request, "comments/_list.html", {"comments": comments})    # after
```

### Django REST framework

```python
class Comments(ListAPIView): ...                                         # before: for one page
class Comments(ListView):                                                # after
    template_name = "comments/_list.html"
```

### FastAPI

```python
return [Comment.model_validate(row) for row in rows]                     # before
return templates.TemplateResponse(request, "comments/_list.html", {"comments": rows})    # after
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.callsite import Aftermath
from scanner.concepts.evidence import Fit, Owner, Shape, Side
from scanner.concepts.finding import Severity
from scanner.concepts.rule import Theme
from scanner.concepts.words import count, listed
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import evidence_for
from scanner.rules.callers import PEOPLE, SCRIPTED, caller_places, callers_of, pages_of, sureness
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place

HELP = Remedy(
    general="render the fragment on the server and put the answer in the page as it is",
    flask="return render_template() of a fragment and put it in place with htmx or one line of script",
    django="return render() of a fragment template and put it in place with htmx or one line of script",
    fastapi="return a TemplateResponse of a fragment and put it in place with htmx or one line of script",
)
JUDGEMENT = 0.7
"""Whether the markup belongs to a widget is for a person to see."""


def check(subject: Subject) -> Iterator[Advice]:
    """JSON operations of the interface whose every script caller builds markup on a server-rendered page."""
    for audited in subject.operations:
        if audited.verdict.owner is not Owner.UI or audited.verdict.shape is not Shape.JSON_API:
            continue
        if audited.verdict.fit is Fit.LIGHTER:
            continue
        requests = callers_of(audited, SCRIPTED)
        if not requests or len(requests) != len(callers_of(audited, PEOPLE)):
            continue
        building = [link for link in requests if link.site.server_rendered and Aftermath.MARKUP in link.site.aftermath]
        if len(building) != len(requests):
            continue
        operation = audited.operation
        yield Advice(
            confidence=audited.verdict.confidence * sureness(building) * JUDGEMENT,
            message=(
                f"{operation} answers JSON, and all {count(len(requests), 'script request')} "
                f"({listed(pages_of(building))}) turn it into HTML"
                if len(requests) > 1
                else f"{operation} answers JSON, and its only caller ({listed(pages_of(building))}) turns it into HTML"
            ),
            help=HELP.at(operation),
            location=handler_place(operation),
            operation=operation.id,
            evidence=evidence_for(audited, Side.UI),
            related=caller_places(building),
        )


APP = """\
from flask import Flask, jsonify, render_template
from flask_login import login_required
from models import Comment

app = Flask(__name__)

@app.get("/post")
@login_required
def post():
    return render_template("post.html")

@app.get("/post/comments")
@login_required
def comments():
    return jsonify([comment.text for comment in Comment.query.all()])
"""
PAGE = """\
<ul id="comments"></ul>
<script>
function load() {{
  fetch("/post/comments").then((response) => response.json()).then((rows) => {{
    {use}
  }});
}}
load();
</script>
"""

RULE = Rule(
    code="CS103",
    name="json-for-markup",
    severity=Severity.LOW,
    theme=Theme.LIGHTER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={
                "app.py": APP,
                "templates/post.html": PAGE.format(
                    use='document.getElementById("comments").innerHTML = rows.map((row) => `<li>${row}</li>`).join("");'
                ),
            },
            reports=("GET /post/comments",),
        ),
        Example(files={"app.py": APP, "templates/post.html": PAGE.format(use="window.total = rows.length;")}),
    ),
)
