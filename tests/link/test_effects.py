from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.concepts.effects import BY_DEFAULT, ISSUED
from scanner.concepts.effects import EffectKind as E
from scanner.concepts.operation import CodeRef, Declared
from scanner.concepts.source import Role
from tests.link.python_project import effects, facts_of, operation

FLASK = "from flask import Flask, flash, jsonify, redirect, render_template, request, session, url_for\n"


def test_effects_are_found_in_helpers_with_their_depth() -> None:
    facts = facts_of({
        "store.py": "from db import db\ndef store(note):\n    db.session.add(note)\n    db.session.commit()\n",
        "service.py": "from store import store\ndef place(note):\n    store(note)\n",
        "view.py": FLASK
        + "from service import place\ndef view():\n    place(request.get_json())\n    return jsonify(ok=1)\n",
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "POST", "view.py:view"))
    assert [(one.location.file, one.location.line, one.depth) for one in found[E.MUTATES]] == [
        ("store.py", 3, 2),
        ("store.py", 4, 2),
    ]
    assert found[E.MUTATES][0].detail == "db.session.add"
    assert found[E.READS_JSON][0].depth == 0
    assert found[E.ANSWERS_JSON][0].location.line == 5


def test_functions_that_call_each_other_share_effects() -> None:
    facts = facts_of({
        "view.py": FLASK
        + "def ping(n):\n    pong(n)\ndef pong(n):\n    ping(n)\n    n.save()\ndef view():\n    ping(1)\n",
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "POST", "view.py:view"))
    assert [(one.location.line, one.depth) for one in found[E.MUTATES]] == [(6, 2)]


def test_a_change_under_post_is_not_the_get_operations() -> None:
    facts = facts_of({
        "view.py": FLASK + """
def view():
    if request.method == "POST":
        note.save()
        return redirect("/")
    return render_template("note.html")
""",
    })  # fmt: skip
    get = operation(facts, "GET", "view.py:view", id="get")
    post = operation(facts, "POST", "view.py:view", id="post")
    reading, writing = effects(facts, get, post)
    assert E.MUTATES not in reading
    assert E.REDIRECTS not in reading
    assert [one.method for one in writing[E.MUTATES]] == ["POST"]
    assert reading[E.RENDERS][0].detail == "note.html"


def test_a_validated_submit_is_a_post() -> None:
    facts = facts_of({
        "view.py": FLASK + """
def view():
    form = NoteForm()
    if form.validate_on_submit():
        save_note(form)
    return render_template("note.html")
def save_note(form):
    form.note.save()
""",
    })  # fmt: skip
    reading, writing = effects(
        facts, operation(facts, "GET", "view.py:view", id="get"), operation(facts, "POST", "view.py:view", id="post")
    )
    assert E.MUTATES not in reading
    assert E.MUTATES in writing


def test_a_form_handlers_change_belongs_to_the_unsafe_method() -> None:
    source = (
        FLASK + "def view():\n    if ok(form.is_valid()):\n        note.save()\n    return render_template('n.html')\n"
    )
    facts = facts_of({"view.py": source})
    alone = operation(facts, "GET", "view.py:view", id="alone")
    assert E.MUTATES in effects(facts, alone)[0]
    reading, writing = effects(facts, alone, operation(facts, "POST", "view.py:view", id="post"))
    assert E.MUTATES not in reading
    assert E.MUTATES in writing


def test_where_nothing_tells_methods_apart_every_method_changes_state() -> None:
    facts = facts_of({"view.py": FLASK + "def view():\n    note.save()\n    return jsonify(ok=1)\n"})
    get, post = (operation(facts, method, "view.py:view", id=method) for method in ("GET", "POST"))
    assert all(E.MUTATES in found for found in effects(facts, get, post))


def test_a_template_rendered_for_a_mail_is_no_answer() -> None:
    facts = facts_of({
        "view.py": FLASK + """
from flask_mail import Mail
mail = Mail()
def view():
    mail.send(render_template("mail.txt"))
    flash("sent")
    return redirect("/")
""",
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "POST", "view.py:view"))
    assert E.RENDERS not in found
    assert {E.SENDS_MAIL, E.FLASHES, E.REDIRECTS} <= set(found)


@pytest.mark.parametrize(
    ("returned", "kind"),
    [
        ("HttpResponse(json.dumps({}), content_type='application/json')", E.ANSWERS_JSON),
        ("HttpResponse(render_to_string('page.html'))", E.RENDERS),
        ("HttpResponse('ok')", E.ANSWERS_TEXT),
        ("HttpResponse(rows, content_type='text/csv')", E.ANSWERS_FILE),
        ("HttpResponse(blob, content_type=asset.kind)", E.ANSWERS_FILE),
        ("HttpResponse(xml, content_type='application/rss+xml')", E.ANSWERS_FEED),
        ("StreamingHttpResponse(events(), content_type='text/event-stream')", E.STREAMS),
        ("StreamingHttpResponse(rows(), content_type='text/csv')", E.ANSWERS_FILE),
        ("helper(request)", E.RENDERS),
        ("render(request, 'robots.txt', content_type='text/plain')", E.ANSWERS_TEXT),
        ("render(request, 'query.sql')", E.ANSWERS_TEXT),
        ("render(request, '/'.join([folder, 'style.css']))", E.ANSWERS_FILE),
        ("thing.to_dict()", E.ANSWERS_JSON),
        ("render_theme_template(theme, 'page.html')", E.RENDERS),
        ("made", E.ANSWERS_JSON),
    ],
)
def test_answers_are_told_by_what_is_returned(returned: str, kind: E) -> None:
    facts = facts_of({
        "view.py": f"""
import json
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
def helper(request):
    return render(request, "page.html")
def view(request):
    made = JsonResponse({{}})
    return {returned}
""",
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "GET", "view.py:view", framework="django"))
    assert kind in found


@pytest.mark.parametrize(
    "failure",
    [
        'JsonResponse({"error": "no"}, status=403)',
        'JsonResponse({"error": "no"}, status=HTTPStatus.FORBIDDEN)',
        'Response({"error": "no"}, status=status.HTTP_404_NOT_FOUND)',
        '({"error": "no"}, 400)',
        'HttpResponseBadRequest({"error": "no"})',
    ],
)
def test_what_went_wrong_does_not_tell_what_is_answered(failure: str) -> None:
    head = (
        "from http import HTTPStatus\nfrom django.http import HttpResponseBadRequest, JsonResponse\n"
        "from django.shortcuts import redirect\nfrom rest_framework import status\n"
        "from rest_framework.response import Response\n"
    )
    leads = f"def show(request):\n    if not request.GET:\n        return {failure}\n    return redirect('/')\n"
    fails = f"def show(request):\n    if not request.GET:\n        return {failure}\n    return unknown(request)\n"
    facts = facts_of({"leads.py": head + leads, "fails.py": head + fails})
    told, open_ = effects(
        facts,
        operation(facts, "GET", "leads.py:show", framework="django", id="leads"),
        operation(facts, "GET", "fails.py:show", framework="django", id="fails"),
    )
    assert E.REDIRECTS in told and E.ANSWERS_JSON not in told
    assert (E.ANSWERS_JSON in open_) is ("HttpResponse" not in failure)


def test_generic_views_do_what_their_method_does() -> None:
    facts = facts_of(
        {"views.py": "from django.views.generic.edit import CreateView\nclass New(CreateView):\n    model = None\n"}
    )
    get, post = (operation(facts, method, "views.py:New", framework="django", id=method) for method in ("GET", "POST"))
    reading, writing = effects(facts, get, post)
    assert E.RENDERS in reading
    assert E.MUTATES not in reading
    assert {E.READS_FORM, E.VALIDATES, E.MUTATES, E.REDIRECTS} <= set(writing)


def test_a_project_decorator_is_followed_to_what_it_checks() -> None:
    facts = facts_of({
        "guards.py": FLASK + """
from functools import wraps
def api_key(view):
    @wraps(view)
    def checked(*args):
        if not ApiKey.query.filter_by(key=request.headers.get("X-API-KEY")).first():
            return redirect("/login")
        return view(*args)
    return checked
""",
        "view.py": FLASK + "from guards import api_key\n@api_key\ndef view():\n    return jsonify(a=1)\n",
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "GET", "view.py:view"))
    assert [one.detail for one in found[E.CHECKS_TOKEN]] == ["ApiKey.query.filter_by"]
    assert found[E.REQUIRES_LOGIN][0].detail == "api_key"
    assert E.REDIRECTS not in found, "what a guard answers is not the operation's answer"


def test_listing_stored_tokens_in_a_page_checks_nothing() -> None:
    facts = facts_of(
        {"view.py": FLASK + "def view():\n    return render_template('t.html', t=ApiKey.query.filter_by(u=1))\n"}
    )
    (found,) = effects(facts, operation(facts, "GET", "view.py:view"))
    assert E.CHECKS_TOKEN not in found


def test_a_dependency_that_commits_does_not_make_a_page_a_mutation() -> None:
    facts = facts_of({
        "api.py": """
            from fastapi import Depends, Header
            def session():
                db.commit()
            def key(x_api_key: str = Header()):
                ...
            def view(db=Depends(session), _=Depends(key)):
                return {}
        """,
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "GET", "api.py:view", framework="fastapi"))
    assert E.MUTATES not in found
    assert found[E.CHECKS_TOKEN][0].detail == "header x_api_key"
    assert E.ANSWERS_JSON in found


def test_a_scheme_that_lets_anyone_pass_opens_nothing_until_somebody_refuses() -> None:
    facts = facts_of({
        "security.py": """
            from fastapi import Depends, HTTPException, status
            from fastapi.security import APIKeyCookie, HTTPBearer
            bearer = HTTPBearer(auto_error=False)
            cookie = APIKeyCookie(name="session", auto_error=False)
            strict = HTTPBearer()
            def key(given = Depends(bearer)):
                return keys.find(given) if given else None
            def required(found = Depends(key)):
                if found is None:
                    raise HTTPException(status_code=status.HTTP_401_UNAUTHORIZED)
            def visitor(token = Depends(cookie)):
                if token is None:
                    raise HTTPException(status_code=status.HTTP_307_TEMPORARY_REDIRECT, headers={"Location": "/login"})
            """,
        "api.py": """
            from fastapi import Depends
            from security import key, required, strict, visitor
            def logger(found=Depends(key)):
                return found
            def logged(log=Depends(logger)):
                return {}
            def closed(_=Depends(required), log=Depends(logger)):
                return {}
            def strictly(_=Depends(strict)):
                return {}
            def page(_=Depends(visitor)):
                return {}
            """,
    })  # fmt: skip
    names = ("logged", "closed", "strictly", "page")
    asked = [operation(facts, "GET", f"api.py:{name}", path=f"/{name}", framework="fastapi") for name in names]
    logged, closed, strictly, page = effects(facts, *asked)
    assert E.CHECKS_TOKEN not in logged
    assert [one.detail for one in closed[E.CHECKS_TOKEN]] == ["fastapi.security.HTTPBearer"]
    assert [one.detail for one in strictly[E.CHECKS_TOKEN]] == ["fastapi.security.HTTPBearer"]
    assert E.CHECKS_SESSION in page
    assert [one.detail for one in page[E.REQUIRES_LOGIN]] == ["visitor"]


def test_a_key_that_a_guard_looks_for_in_the_form_too_is_no_form() -> None:
    facts = facts_of({
        "views.py": """
            from functools import wraps
            from flask import abort, jsonify, request
            def authenticate(view):
                @wraps(view)
                def wrapper(*args, **kwargs):
                    given = [request.args.get("apikey"), request.form.get("apikey")]
                    if settings.key not in given:
                        return abort(401)
                    return view(*args, **kwargs)
                return wrapper
            @authenticate
            def make():
                return jsonify({})
            def save():
                settings.key = request.form.get("api_key")
                return jsonify({})
            """,
    })  # fmt: skip
    make, save = effects(
        facts, operation(facts, "POST", "views.py:make"), operation(facts, "POST", "views.py:save", path="/save")
    )
    assert E.READS_FORM not in make
    assert {one.detail for one in make[E.CHECKS_TOKEN]} == {"request.args.get"}
    assert E.READS_FORM in save
    assert E.CHECKS_TOKEN not in save


def test_a_guard_that_reads_the_projects_own_key_checks_for_it() -> None:
    facts = facts_of({
        "views.py": """
            from flask import jsonify, request
            from settings import settings
            def extract(key):
                value = request.values.get(key)
                if key == "api_key" and value != settings().kept.api_key:
                    raise Refused(key)
                return value
            def authenticate(view):
                def wrapper(*args, **kwargs):
                    try:
                        extract("api_key")
                    except Refused:
                        return jsonify({}), 401
                    return view(*args, **kwargs)
                return wrapper
            @authenticate
            def closed():
                return jsonify({})
            def show():
                return jsonify(name=extract("name"), key=settings().kept.api_key)
            """,
    })  # fmt: skip
    closed, show = effects(
        facts, operation(facts, "GET", "views.py:closed"), operation(facts, "GET", "views.py:show", path="/show")
    )
    assert [one.detail for one in closed[E.CHECKS_TOKEN]] == ["settings().kept.api_key"]
    assert E.CHECKS_TOKEN not in show


def test_registered_guards_and_declarations_count() -> None:
    facts = facts_of({
        "guards.py": "class Scope:\n    def has_permission(self, request):\n        return request.user.is_staff\n",
        "view.py": "def view(request):\n    return None\n",
    })  # fmt: skip
    declared = Declared(
        guards=("guards.Scope", "rest_framework.authentication.TokenAuthentication"), csrf_exempt=True, body="Order"
    )
    (found,) = effects(facts, operation(facts, "POST", "view.py:view", framework="drf", declared=declared))
    assert {E.CHECKS_SESSION, E.CHECKS_TOKEN, E.CSRF_OFF, E.READS_JSON, E.VALIDATES} <= set(found)


def test_class_attributes_guard_their_methods() -> None:
    facts = facts_of({
        "views.py": """
            from rest_framework.viewsets import ModelViewSet
            from rest_framework.permissions import IsAuthenticated
            from rest_framework.throttling import UserRateThrottle
            class Base(ModelViewSet):
                throttle_classes = [UserRateThrottle]
            class Notes(Base):
                permission_classes = (IsAuthenticated,)
        """,
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "DELETE", "views.py:Notes", framework="drf"))
    assert {E.REQUIRES_LOGIN, E.THROTTLES, E.MUTATES, E.ANSWERS_JSON} <= set(found)


def test_signatures_and_compared_secrets_are_told_apart() -> None:
    facts = facts_of({
        "view.py": """
            import hmac
            from flask import request
            def signed():
                made = hmac.new(b"k", request.data, "sha256").hexdigest()
                return "ok" if hmac.compare_digest(made, request.headers["X-Hub-Signature-256"]) else "no"
            def compared():
                return "ok" if hmac.compare_digest(request.args["t"], "secret") else "no"
        """,
    })  # fmt: skip
    signed, compared = effects(
        facts, operation(facts, "POST", "view.py:signed", id="a"), operation(facts, "POST", "view.py:compared", id="b")
    )
    assert E.CHECKS_SIGNATURE in signed
    assert E.READS_RAW in signed
    assert E.CHECKS_SIGNATURE not in compared
    assert E.CHECKS_TOKEN in compared


def test_an_application_wide_hook_opens_data_to_tokens_but_not_pages() -> None:
    facts = facts_of({
        "app.py": FLASK + """
def setup(app):
    @app.before_request
    def tokens():
        UserToken.query.filter_by(value=request.headers.get("Authorization")).first()
def data():
    return jsonify(a=1)
def page():
    return render_template("p.html")
""",
    })  # fmt: skip
    data, page = effects(
        facts, operation(facts, "GET", "app.py:data", id="a"), operation(facts, "GET", "app.py:page", id="b")
    )
    assert E.CHECKS_TOKEN in data
    assert E.CHECKS_TOKEN not in page


@pytest.mark.parametrize(
    "prefix",
    ['if request.path.startswith("/api"):\n            pass\n        ', 'session["x"] = 1\n        '],
)
def test_a_hook_that_treats_paths_apart_decides_nothing(prefix: str) -> None:
    facts = facts_of({
        "app.py": FLASK + f"""
def setup(app):
    @app.before_request
    def tokens():
        {prefix}request.headers.get("Authorization")
def data():
    return jsonify(a=1)
""",
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "GET", "app.py:data"))
    assert (E.CHECKS_TOKEN in found) == ("startswith" not in prefix)


def test_database_sessions_are_not_visitors_sessions() -> None:
    facts = facts_of({
        "a.py": """
            from sqlmodel import Session
            def view(session: Session):
                session.get(1)
                session.add(2)
                return {}
        """,
        "b.py": "from flask import session\ndef view():\n    return {'u': session.get('user')}\n",
    })  # fmt: skip
    database, visitor = effects(
        facts,
        operation(facts, "GET", "a.py:view", framework="fastapi", id="a"),
        operation(facts, "GET", "b.py:view", id="b"),
    )
    assert E.CHECKS_SESSION not in database
    assert E.MUTATES in database
    assert E.CHECKS_SESSION in visitor
    assert E.MUTATES not in visitor


def test_the_same_facts_give_the_same_effects_in_the_same_order() -> None:
    source = {
        "v.py": FLASK
        + "def view():\n    a.save()\n    b.save()\n    c.delete()\n    d.commit()\n    return jsonify(1)\n"
    }
    facts = facts_of(source)
    one, other = (effects(facts, operation(facts, "POST", "v.py:view"))[0] for _ in range(2))
    assert one == other
    assert [effect.location.line for effect in one[E.MUTATES]] == [3, 4, 5]


@pytest.mark.parametrize(
    ("refusal", "refuses"),
    [
        ("abort(401)", True),
        ("return redirect('/login')", True),
        ("raise PermissionDenied", True),
        ("raise HTTPException(status_code=status.HTTP_403_FORBIDDEN)", True),
        ("return jsonify(error=1), 403", True),
        ("return jsonify(maintenance=1), 503", False),
        ("abort(404)", False),
    ],
)
def test_a_guard_requires_a_login_only_if_it_can_refuse_for_it(refusal: str, refuses: bool) -> None:
    source = (
        FLASK
        + f"def guard():\n    if not session.get('user'):\n        {refusal}\ndef view():\n    return jsonify(a=1)\n"
    )
    facts = facts_of({"app.py": source})
    declared = Declared(guards=("app.guard",))
    (found,) = effects(facts, operation(facts, "GET", "app.py:view", declared=declared))
    assert (E.REQUIRES_LOGIN in found) is refuses
    assert (E.CHECKS_SESSION in found) is refuses


@pytest.mark.parametrize("role", [Role.SOURCE, Role.GENERATED])
def test_rest_framework_settings_guard_views_that_state_nothing(role: Role) -> None:
    facts = facts_of({
        "settings.py": "REST_FRAMEWORK = {'DEFAULT_AUTHENTICATION_CLASSES': ['auth.Keys']}\n",
        "auth.py": """
            from rest_framework.authentication import TokenAuthentication
            class Keys(TokenAuthentication): ...
        """,
        "views.py": """
            from rest_framework.views import APIView
            class Silent(APIView):
                def get(self, request):
                    return request.user
            class Stated(APIView):
                authentication_classes = []
                def get(self, request): ...
        """,
    })  # fmt: skip
    facts["settings.py"] = replace(facts["settings.py"], role=role)
    silent, stated = effects(
        facts,
        operation(facts, "GET", "views.py:Silent", framework="django", id="a"),
        operation(facts, "GET", "views.py:Stated", framework="django", id="b"),
    )
    assert silent[E.CHECKS_TOKEN][0].location.file == "settings.py"
    assert E.CHECKS_SESSION not in silent, "whoever a token belongs to is the request's user here"
    assert E.CHECKS_TOKEN not in stated


@pytest.mark.parametrize(
    ("settings", "stated", "opens"),
    [
        ("", "", True),
        ("REST_FRAMEWORK = {'PAGE_SIZE': 5}", "", True),
        ("REST_FRAMEWORK = {'DEFAULT_AUTHENTICATION_CLASSES': [SESSION]}", "", False),
        ("REST_FRAMEWORK = {'PAGE_SIZE': 5}\nREST_FRAMEWORK['DEFAULT_AUTHENTICATION_CLASSES'] = CLASSES", "", False),
        ("REST_FRAMEWORK = {**COMMON}", "", False),
        ("", "authentication_classes = [SessionAuthentication]", False),
        ("", "def get_authenticators(self): return [SessionAuthentication()]", False),
    ],
)
def test_rest_framework_takes_passwords_where_nobody_says_how_people_log_in(
    settings: str, stated: str, opens: bool
) -> None:
    """https://www.django-rest-framework.org/api-guide/authentication/#setting-the-authentication-scheme"""
    facts = facts_of({
        "settings.py": settings + "\n",
        "views.py": f"""
            from rest_framework.authentication import SessionAuthentication
            from rest_framework.permissions import AllowAny, IsAuthenticated
            from rest_framework.views import APIView
            class Rows(APIView):
                permission_classes = [IsAuthenticated]
                {stated or "pass"}
                def get(self, request): ...
            class Open(APIView):
                permission_classes = [AllowAny]
                def get(self, request): ...
        """,
    })  # fmt: skip
    rows, everybody = effects(
        facts,
        operation(facts, "GET", "views.py:Rows", framework="django", id="a"),
        operation(facts, "GET", "views.py:Open", framework="django", id="b"),
    )
    assert [one.detail for one in rows.get(E.CHECKS_BASIC, ())] == ([BY_DEFAULT] if opens else [])
    assert E.CHECKS_BASIC not in everybody, "no credentials are asked of anybody"


def test_a_guard_that_stands_before_several_blueprints_is_found_at_each_route() -> None:
    facts = facts_of({
        "one.py": "from flask_login import login_required\n@login_required\ndef one():\n    return 1\n",
        "two.py": "\n\nfrom flask_login import login_required\n@login_required\ndef two():\n    return 2\n",
    })  # fmt: skip
    declared = Declared(guards=("flask_login.login_required",))
    found = effects(
        facts,
        operation(facts, "GET", "one.py:one", id="a", declared=declared),
        operation(facts, "GET", "two.py:two", id="b", declared=declared),
    )
    assert [{effect.location.file for effect in table[E.REQUIRES_LOGIN]} for table in found] == [{"one.py"}, {"two.py"}]


@pytest.mark.parametrize(
    ("made", "protocol"),
    [
        ("HttpResponse(json.dumps(a), content_type='application/activity+json')", "application/activity+json"),
        ("Spoken(a)", "application/activity+json"),
        ("Derived(a)", "application/activity+json"),
        ("Attributed(a)", "application/scim+json"),
        ("JsonResponse(a)", ""),
    ],
)
def test_media_types_of_protocols_are_seen_in_responses_and_their_classes(made: str, protocol: str) -> None:
    facts = facts_of({
        "views.py": f"""
            import json
            from django.http import HttpResponse, JsonResponse
            from starlette.responses import JSONResponse
            class Spoken(JsonResponse):
                def __init__(self, data, **kwargs):
                    if "content_type" not in kwargs:
                        kwargs["content_type"] = "application/activity+json"
                    super().__init__(data, **kwargs)
            class Derived(Spoken): ...
            class Attributed(JSONResponse):
                media_type = "application/scim+json"
            def view(request):
                return {made}
        """,
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "GET", "views.py:view", framework="django"))
    assert [one.detail for one in found.get(E.ANSWERS_PROTOCOL, ())] == ([protocol] if protocol else [])
    assert E.ANSWERS_JSON in found


@pytest.mark.parametrize(
    ("called", "opens"),
    [("scopes=['rows:read']", True), ("'rows:read'", True), ("", False), ("scopes=[]", False), ("scopes=ASKED", True)],
)
def test_the_argument_of_a_guard_decides_whether_scopes_open_it(called: str, opens: bool) -> None:
    facts = facts_of({
        "protector.py": """
            from authlib.integrations.flask_oauth2 import ResourceProtector
            from flask import request
            class Protector(ResourceProtector):
                def __call__(self, scopes=None, optional=False):
                    def wrapper(f):
                        def decorated(*args, **kwargs):
                            user = User.decode(request.headers.get("Authorization"))
                            if not user and scopes:
                                user = self.acquire_token(scopes).user
                            return f(user, *args, **kwargs)
                        return decorated
                    return wrapper
            require = Protector()
        """,
        "view.py": f"from protector import require\n@require({called})\ndef view(user):\n    return dict(a=1)\n",
    })  # fmt: skip
    declared = Declared(guards=("protector.require",))
    (found,) = effects(facts, operation(facts, "GET", "view.py:view", declared=declared))
    assert [one.location.line for one in found.get(E.CHECKS_SCOPE, ())] == ([10] if opens else [])
    assert E.CHECKS_TOKEN in found, "a token of the project's own login opens it either way"


def test_the_signature_of_a_message_is_the_senders() -> None:
    facts = facts_of({
        "views.py": """
            from signatures import Signature
            def inbox(request):
                if not valid(request):
                    return HttpResponse(status=401)
            def valid(request):
                return Signature.parse(request).verify(request)
        """,
        "signatures.py": """
            class Signature:
                @classmethod
                def parse(cls, request):
                    return cls(request.headers["Signature"].split(","))
        """,
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "POST", "views.py:inbox", framework="django"))
    assert [(one.location.file, one.depth) for one in found[E.CHECKS_SIGNATURE]] == [("signatures.py", 2)]


@pytest.mark.parametrize("lookup", ["ApiKey.get_by_api_key(key)", "User.query.filter_by(api_key=key).first()"])
def test_a_request_loader_counts_where_it_looks_up_a_stored_key(lookup: str) -> None:
    facts = facts_of({
        "app.py": FLASK + f"""
from flask_login import current_user, login_required
def load(request):
    if request.authorization:
        return User.check(request.authorization.password)
    key = request.headers.get("Authorization")
    return {lookup}
def setup(login_manager):
    login_manager.request_loader(load)
@login_required
def data():
    return jsonify(a=1)
def greeting():
    return jsonify(known=current_user.is_authenticated)
""",
    })  # fmt: skip
    found, open_ = effects(
        facts, operation(facts, "GET", "app.py:data"), operation(facts, "GET", "app.py:greeting", id="open")
    )
    assert E.CHECKS_TOKEN not in open_, "nothing asks for a login there"
    assert {one.location.line for one in found[E.CHECKS_TOKEN]} == {8}
    assert E.CHECKS_BASIC not in found, "a password there is one more way for a person to log in"


def test_hooks_are_found_where_they_are_registered_by_a_call() -> None:
    facts = facts_of({
        "app.py": FLASK + """
def tokens():
    request.headers.get("X-Api-Key")
def setup(app):
    app.before_request(tokens)
def data():
    return jsonify(a=1)
""",
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "GET", "app.py:data"))
    assert E.CHECKS_TOKEN in found


def test_values_that_helpers_hand_around_are_no_answers_beside_a_page() -> None:
    facts = facts_of({
        "app.py": FLASK + """
def find(kind):
    if kind:
        return page()
    return {"rows": []}
def page():
    return render_template("p.html")
def view():
    return find(1)
""",
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "GET", "app.py:view"))
    assert E.RENDERS in found
    assert E.ANSWERS_JSON not in found


def test_function_views_of_rest_framework_state_their_policy_by_decorators() -> None:
    facts = facts_of({
        "settings.py": "REST_FRAMEWORK = {'DEFAULT_AUTHENTICATION_CLASSES': ['auth.Keys']}\n",
        "auth.py": """
            from rest_framework.authentication import TokenAuthentication
            class Keys(TokenAuthentication): ...
        """,
        "views.py": """
            from rest_framework.authentication import BasicAuthentication
            from rest_framework.decorators import api_view, authentication_classes
            @api_view(["GET"])
            def silent(request): ...
            @api_view(["GET"])
            @authentication_classes([BasicAuthentication])
            def stated(request): ...
            def plain(request): ...
        """,
    })  # fmt: skip
    silent, stated, plain = effects(
        facts,
        *(
            operation(facts, "GET", f"views.py:{name}", framework="django", id=name)
            for name in ("silent", "stated", "plain")
        ),
    )
    assert silent[E.CHECKS_TOKEN][0].location.file == "settings.py"
    assert E.CHECKS_TOKEN not in stated
    assert E.CHECKS_BASIC in stated
    assert E.CHECKS_TOKEN not in plain


@pytest.mark.parametrize(
    "code",
    [
        "from django.core.signing import TimestampSigner\n"
        "def view(request):\n    TimestampSigner().unsign(request.GET['s'])",
        "from itsdangerous import URLSafeTimedSerializer\ns = URLSafeTimedSerializer('k')\n"
        "def view(request):\n    s.loads(request.GET['s'])",
    ],
)
def test_a_value_that_the_project_signed_itself_is_no_senders_signature(code: str) -> None:
    facts = facts_of({"views.py": code})
    (found,) = effects(facts, operation(facts, "GET", "views.py:view"))
    assert E.CHECKS_OWN_SIGNATURE in found
    assert E.CHECKS_SIGNATURE not in found


@pytest.mark.parametrize(
    ("code", "limited"),
    [
        ("limiter = Limiter(key_func=ip, default_limits=['100/minute'])", True),
        ("limiter = Limiter(key_func=ip, default_limits=[])", False),
        ("limiter = Limiter(key_func=ip)", False),
        ("RATELIMIT_APPLICATION = '50 per second'", True),
        ("RATELIMIT_DEFAULT = None", False),
        ("app.add_middleware(RateLimitMiddleware)", True),
        ("app.add_middleware(GZipMiddleware)", False),
        ("MIDDLEWARE = ['shop.middleware.RateLimitMiddleware']", True),
    ],
)
def test_limits_of_the_whole_application_hold_for_every_operation(code: str, limited: bool) -> None:
    facts = facts_of({"app.py": f"{code}\n", "views.py": "def view(): ...\n"})
    (found,) = effects(facts, operation(facts, "POST", "views.py:view"))
    assert (E.THROTTLES in found) is limited


def test_a_projects_own_folder_of_files_answers_files() -> None:
    facts = facts_of({
        "app.py": """
            from fastapi.staticfiles import StaticFiles
            class Pages(StaticFiles):
                async def get_response(self, path, scope):
                    return await super().get_response(path, scope)
        """,
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "GET", "app.py:Pages", framework="fastapi"))
    assert E.ANSWERS_FILE in found
    assert E.ANSWERS_JSON not in found


def test_an_event_that_others_wait_for_is_a_change() -> None:
    facts = facts_of({
        "server.py": "import asyncio\nrestart = asyncio.Event()\n",
        "view.py": FLASK + """
import asyncio
import os
from server import restart
def again():
    restart.set()
    return jsonify(ok=1)
def waits():
    done = asyncio.Event()
    done.set()
    return jsonify(ok=1)
def stop():
    os._exit(0)
""",
    })  # fmt: skip
    handlers = [operation(facts, "GET", f"view.py:{name}", id=name) for name in ("again", "waits", "stop")]
    again, waits, stop = effects(facts, *handlers)
    assert [one.detail for one in again[E.MUTATES]] == ["restart.set"]
    assert E.MUTATES not in waits
    assert [one.detail for one in stop[E.MUTATES]] == ["os._exit"]


@pytest.mark.parametrize(
    "line", ['answer["Access-Control-Allow-Origin"] = "*"', 'answer.headers["access-control-allow-origin"] = origin']
)
def test_an_answer_that_scripts_of_other_sites_may_read_is_open_to_them(line: str) -> None:
    head = "from django.http import HttpResponse\ndef show(request):\n    answer = HttpResponse()\n"
    view = f"{head}    {line}\n    return answer\n"
    facts = facts_of({"views.py": view})
    (found,) = effects(facts, operation(facts, "GET", "views.py:show", framework="django"))
    assert [one.location.line for one in found[E.OPENS_TO_SITES]] == [4]


def test_a_key_that_is_handed_on_opens_nothing_here() -> None:
    facts = facts_of({
        "view.py": FLASK + """
import base64
from flask_login import login_required
def scan():
    key = request.args.get("api_key") or request.args.get("key")
    if not key:
        abort(400)
    return jsonify(scanner.scan_libraries(request.args["url"], key))
def opens():
    key = request.args.get("api_key")
    return jsonify(check_key(key))
def compares():
    if request.args.get("api_key") != KEY:
        abort(401)
    return jsonify(ok=1)
def load(request):
    header = request.headers.get("Authorization")
    name, password = base64.b64decode(header).split(":")
    return User.query.filter_by(name=name).first() if right(name, password) else None
def setup(login_manager):
    login_manager.request_loader(load)
@login_required
def data():
    return jsonify(a=1)
""",
    })  # fmt: skip
    scan, opens, compares, data = effects(
        facts, *(operation(facts, "GET", f"view.py:{name}", id=name) for name in ("scan", "opens", "compares", "data"))
    )
    assert E.CHECKS_TOKEN not in scan
    assert E.CHECKS_TOKEN not in data, "a password in a header is no key, wherever it goes on to"
    assert E.CHECKS_TOKEN in opens and E.CHECKS_TOKEN in compares


def test_a_template_named_like_a_feed_is_a_page_all_the_same() -> None:
    view = "from django.shortcuts import render\ndef view(request):\n    return render(request, 'rss_list.html')\n"
    facts = facts_of({"view.py": view})
    (found,) = effects(facts, operation(facts, "GET", "view.py:view", framework="django"))
    assert E.RENDERS in found and E.ANSWERS_FEED not in found


def test_a_page_of_rows_is_a_value_and_changes_nothing() -> None:
    facts = facts_of({
        "view.py": """
from fastapi_pagination import Page
class Rows(Page):
    total: int
def view():
    return Rows.create([], total=0)
""",
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "GET", "view.py:view", framework="fastapi"))
    assert E.MUTATES not in found


def test_a_request_loader_that_hands_a_header_on_lets_people_in_alone() -> None:
    facts = facts_of({
        "view.py": FLASK + """
from flask_login import login_required
from app import login_manager
@login_manager.request_loader
def load(request):
    header = request.headers.get("Authorization")
    if header:
        return visitor(header)
@login_required
def view():
    return jsonify(ok=1)
""",
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "GET", "view.py:view"))
    assert E.CHECKS_TOKEN not in found


SESSIONS = """
import secrets
from fastapi import Depends, Header, HTTPException
sessions = set()
keys = set()
cache = {}
def log_in(password):
    token = f"admin-{secrets.token_urlsafe(32)}"
    sessions.add(token)
    return token
def load(path):
    keys.add(path.read_text())
def known(token):
    return token in sessions
def by_session(authorization: str = Header(None)):
    if not known(authorization.removeprefix("Bearer ")):
        raise HTTPException(status_code=401)
def by_key(authorization: str = Header(None)):
    if authorization not in keys:
        raise HTTPException(status_code=401)
def by_cache(authorization: str = Header(None)):
    if authorization not in cache:
        cache[authorization] = (look_up(authorization), secrets.token_hex())
        raise HTTPException(status_code=401)
def shown(guard=Depends(by_session)): ...
def offered(guard=Depends(by_key)): ...
def remembered(guard=Depends(by_cache)): ...
"""


def test_tokens_that_a_login_drew_and_memory_keeps_are_told_from_keys() -> None:
    facts = facts_of({"view.py": SESSIONS})
    for name, issued in (("shown", True), ("offered", False), ("remembered", False)):
        (found,) = effects(facts, operation(facts, "GET", f"view.py:{name}", framework="fastapi"))
        assert [one.detail.endswith(ISSUED) for one in found[E.CHECKS_TOKEN]] == [issued], name


def test_sessions_that_an_object_keeps_are_issued_as_well() -> None:
    facts = facts_of({
        "view.py": """
from uuid import uuid4
from fastapi import Depends, Request
class Sessions:
    def __init__(self):
        self.kept = {}
    def start(self, user):
        self.kept[str(uuid4())] = user
    def user(self, request: Request):
        return self.kept.get(request.headers.get("Authorization"))
def view(request: Request):
    return Sessions().user(request)
""",
    })  # fmt: skip
    (found,) = effects(facts, operation(facts, "GET", "view.py:view", framework="fastapi"))
    assert [one.detail.endswith(ISSUED) for one in found[E.CHECKS_TOKEN]] == [True]


def test_a_handler_made_inside_a_factory_answers_what_it_returns_itself() -> None:
    facts = facts_of({
        "view.py": FLASK + """
class Store:
    def rows(self):
        return {"rows": []}
def made(store):
    def shown():
        if store.rows():
            return redirect(url_for("rows"))
        return render_template("rows.html")
    def passed():
        return store.answer()
    return shown, passed
""",
    })  # fmt: skip
    store = CodeRef("view.py", "Store.rows", 0)
    for name, kinds in (("shown", {E.RENDERS, E.REDIRECTS}), ("passed", {E.ANSWERS_JSON})):
        one = operation(facts, "GET", f"view.py:made.{name}")
        one = replace(one, handler=replace(one.handler, runs=(store, *one.handler.runs)))
        (found,) = effects(facts, one)
        assert kinds == set(found) & {E.RENDERS, E.REDIRECTS, E.ANSWERS_JSON}, name
