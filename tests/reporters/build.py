"""Reports built by hand for the reporters' tests: one rich sample, and the same sample with hostile text in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scanner.concepts.callsite import (
    Aftermath,
    Body,
    CallKind,
    CallSite,
    Ghost,
    GhostKind,
    Link,
    MatchGrade,
    Unresolved,
)
from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Evidence, Fit, Owner, Shape, Side, Turn, Verdict
from scanner.concepts.finding import Finding, Severity, State, WaivedIn, Waiver
from scanner.concepts.location import Location
from scanner.concepts.operation import Application, Handler, LibraryMount, Mount, Operation
from scanner.concepts.path import PathTemplate
from scanner.concepts.report import AuditedOperation, Coverage, Report
from scanner.concepts.rule import RuleInfo, Theme
from scanner.concepts.source import Role
from scanner.concepts.text import Hole, Text
from scanner.ownership.comparison import compare

HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07</script><img src=x onerror=alert(1)>|`*[x](javascript:alert(1))\n"
    "::error file=x::INJECTED\r%0A\u202eevil\u2066\x9b31m\ud800 @team #1 =cmd()"
)
"""Terminal escapes, markup, table and Markdown breakers, workflow commands, bidi, C1, a lone surrogate, a formula."""


def site(
    kind: CallKind,
    file: str,
    line: int,
    *,
    method: str | None = "GET",
    url: Text | None = None,
    name: str | None = None,
    column: int = 0,
    role: Role = Role.SOURCE,
    caller: str = "",
    page: str = "",
    server_rendered: bool | None = None,
    body: Body = Body.UNKNOWN,
    aftermath: tuple[Aftermath, ...] = (),
    through: tuple[Location, ...] = (),
) -> CallSite:
    return CallSite(
        kind=kind,
        location=Location(file, line, column),
        role=role,
        url=url,
        name=name,
        method=method,
        caller=caller,
        page=page,
        server_rendered=server_rendered,
        body=body,
        aftermath=aftermath,
        through=through,
    )


def operation(
    method: str,
    path: str,
    *,
    name: str,
    file: str,
    line: int,
    framework: str = "flask",
    application: str = "shop",
    mounts: tuple[Mount, ...] = (),
    conditional: str | None = None,
    mounted: bool = True,
    inherited: bool = False,
) -> Operation:
    module = file.removesuffix(".py").replace("/", ".")
    return Operation(
        id=f"{application}:{method} {path}",
        method=method,
        path=PathTemplate.parse(path),
        framework=framework,
        application=application,
        name=name,
        handler=Handler(f"{module}.{name.rpartition('.')[2]}", file, line),
        route=Location(file, max(line - 1, 1), 1),
        mounts=mounts,
        mounted=mounted,
        conditional=conditional,
        inherited=inherited,
    )


def audited(
    subject: Operation,
    owner: Owner,
    shape: Shape,
    *,
    fit: Fit = Fit.KEEP,
    confidence: float = 0.9,
    mutates: bool = False,
    evidence: tuple[Evidence, ...] = (),
    links: Sequence[tuple[CallSite, MatchGrade]] = (),
    effects: tuple[Effect, ...] = (),
    chains: tuple[tuple[str, ...], ...] = (),
    declared: str | None = None,
    turns: tuple[Turn, ...] = (),
) -> AuditedOperation:
    found = AuditedOperation(
        operation=subject,
        verdict=Verdict(owner, confidence, shape, fit, mutates, evidence, declared, turns),
        links=tuple(Link(call, subject.id, grade) for call, grade in links),
        effects=effects,
        chains=chains,
    )
    return replace(found, comparison=compare(found, {}))


def sample() -> Report:
    """A small shop: pages, one form in disguise, a webhook, a shared API, an uncalled operation, a ghost call."""
    profile_mounts = (Mount("/account", "account", Location("shop/__init__.py", 14, 5)),)
    page = audited(
        operation(
            "GET", "/account/profile", name="account.profile", file="shop/account.py", line=12, mounts=profile_mounts
        ),
        Owner.UI,
        Shape.PAGE,
        confidence=0.98,
        evidence=(
            Evidence(
                Side.UI,
                2.6,
                "links-to-it",
                "a link in the navigation requests it by name",
                Location("shop/templates/base.html", 9),
            ),
            Evidence(Side.UI, 1.9, "renders", "it answers the template profile.html", Location("shop/account.py", 15)),
        ),
        links=(
            (
                site(
                    CallKind.LINK,
                    "shop/templates/base.html",
                    9,
                    name="account.profile",
                    column=7,
                    page="shop/templates/base.html",
                    server_rendered=True,
                ),
                MatchGrade.BY_NAME,
            ),
        ),
        effects=(Effect(EffectKind.RENDERS, Location("shop/account.py", 15), "profile.html"),),
    )
    save = audited(
        operation(
            "POST",
            "/account/profile",
            name="account.save_profile",
            file="shop/account.py",
            line=21,
            mounts=profile_mounts,
        ),
        Owner.UI,
        Shape.JSON_API,
        fit=Fit.LIGHTER,
        confidence=0.912,
        mutates=True,
        evidence=(
            Evidence(
                Side.UI,
                2.1,
                "fetch-from-page",
                "a script of profile.html posts to it",
                Location("shop/static/profile.js", 7),
            ),
            Evidence(Side.UI, 1.2, "session", "it needs the login session", Location("shop/account.py", 20)),
            Evidence(Side.SYSTEM, 0.6, "reads-json", "it reads a JSON body", Location("shop/account.py", 23)),
            Evidence(Side.SYSTEM, -1.4, "no-token", "no token or key opens it", None),
        ),
        turns=(
            Turn(
                Owner.NONE,
                (
                    Evidence(
                        Side.UI,
                        2.1,
                        "fetch-from-page",
                        "a script of profile.html posts to it",
                        Location("shop/static/profile.js", 7),
                    ),
                ),
            ),
            Turn(Owner.SHARED, added="a token or key opened it"),
        ),
        links=(
            (
                site(
                    CallKind.VIA_WRAPPER,
                    "shop/static/profile.js",
                    7,
                    method="POST",
                    url=Text.of("/account/profile"),
                    column=2,
                    caller="save",
                    page="shop/templates/profile.html",
                    server_rendered=True,
                    body=Body.JSON,
                    aftermath=(Aftermath.RELOAD,),
                    through=(Location("shop/static/api.js", 2, 10),),
                ),
                MatchGrade.EXACT,
            ),
            (
                site(
                    CallKind.WRAPPER,
                    "shop/static/api.js",
                    2,
                    method="POST",
                    url=Text.of(Hole("url")),
                    column=10,
                    caller="send",
                ),
                MatchGrade.EXACT,
            ),
            (
                site(
                    CallKind.TEST,
                    "tests/test_account.py",
                    30,
                    method="POST",
                    url=Text.of("/account/profile"),
                    role=Role.TEST,
                ),
                MatchGrade.EXACT,
            ),
        ),
        effects=(
            Effect(EffectKind.READS_JSON, Location("shop/account.py", 23), "request.get_json"),
            Effect(EffectKind.MUTATES, Location("shop/services.py", 8), "db.session.commit", depth=1),
        ),
        chains=(
            (
                "GET /account/profile",
                "shop/templates/profile.html",
                "shop/static/profile.js: save",
                "shop/static/api.js: send",
            ),
        ),
    )
    hook = audited(
        operation("POST", "/hooks/payment", name="hooks.payment", file="shop/hooks.py", line=8),
        Owner.SYSTEM,
        Shape.WEBHOOK,
        fit=Fit.STRONGER,
        confidence=0.87,
        mutates=True,
        evidence=(
            Evidence(
                Side.SYSTEM, 2.4, "csrf-exempt", "CSRF protection is switched off for it", Location("shop/hooks.py", 7)
            ),
            Evidence(Side.SYSTEM, 1.1, "raw-body", "it reads the raw body", Location("shop/hooks.py", 9)),
        ),
        effects=(Effect(EffectKind.CSRF_OFF, Location("shop/hooks.py", 7), "csrf.exempt"),),
    )
    items = audited(
        operation(
            "GET",
            "/api/v1/items/{id}",
            name="api.item",
            file="shop/api.py",
            line=30,
            framework="fastapi",
            application="api",
        ),
        Owner.SHARED,
        Shape.JSON_API,
        confidence=0.8,
        evidence=(
            Evidence(
                Side.SYSTEM, 1.8, "documented", "the documentation shows it with curl", Location("docs/api.md", 12)
            ),
            Evidence(Side.UI, 1.7, "fetch-from-page", "a component requests it", Location("web/src/Item.vue", 18)),
        ),
        links=(
            (
                site(
                    CallKind.DOCS,
                    "docs/api.md",
                    12,
                    url=Text.of("https://", Hole("host"), "/api/v1/items/42"),
                    role=Role.DOCS,
                ),
                MatchGrade.TEMPLATE,
            ),
            (
                site(
                    CallKind.FETCH,
                    "web/src/Item.vue",
                    18,
                    url=Text.of("/api/v1/items/", Hole("id")),
                    column=9,
                    caller="load",
                    page="web/src/Item.vue",
                    server_rendered=False,
                ),
                MatchGrade.TEMPLATE,
            ),
        ),
        effects=(Effect(EffectKind.ANSWERS_JSON, Location("shop/api.py", 33), "Item"),),
    )
    unused = audited(
        operation(
            "DELETE",
            "/legacy/cart",
            name="legacy.clear",
            file="shop/legacy.py",
            line=5,
            conditional="settings.LEGACY",
            mounted=False,
        ),
        Owner.NONE,
        Shape.OTHER,
        fit=Fit.RETIRE,
        confidence=0.66,
        mutates=True,
    )
    health = audited(
        operation("GET", "/healthz", name="healthz", file="shop/__init__.py", line=40),
        Owner.SYSTEM,
        Shape.PROBE,
        confidence=1.0,
        declared="probed by the load balancer",
        links=(
            (site(CallKind.CONFIG, "compose.yaml", 11, url=Text.of("http://localhost:8000/healthz")), MatchGrade.EXACT),
        ),
    )
    ghost = site(
        CallKind.FETCH,
        "shop/static/profile.js",
        19,
        method="PATCH",
        url=Text.of("/account/avatar"),
        column=9,
        caller="upload",
        page="shop/templates/profile.html",
        server_rendered=True,
    )
    findings = (
        Finding(
            rule="CS101",
            name="form-in-disguise",
            severity=Severity.MEDIUM,
            confidence=0.912,
            message="POST /account/profile is a JSON API that only this project's own pages call",
            help="post a form instead:\n"
            '<form method="post" action="{{ url_for(\'account.save_profile\') }}">\n'
            'and answer redirect(url_for("account.profile"), 303)',
            location=Location("shop/account.py", 20, 1),
            operation=save.operation.id,
            evidence=save.verdict.evidence[:1],
            related=((Location("shop/static/profile.js", 7, 2), "the page's script posts JSON and reloads"),),
            fingerprint="1" * 32,
        ),
        Finding(
            rule="CS202",
            name="unsigned-webhook",
            severity=Severity.HIGH,
            confidence=0.83,
            message="POST /hooks/payment takes events that anyone can forge: no signature is verified",
            help="verify the sender's signature over the raw body before using it",
            location=Location("shop/hooks.py", 7, 1),
            operation=hook.operation.id,
            evidence=hook.verdict.evidence,
            fingerprint="2" * 32,
        ),
        Finding(
            rule="CS401",
            name="uncalled-operation",
            severity=Severity.LOW,
            confidence=0.66,
            message="nothing requests DELETE /legacy/cart",
            help="delete the handler, or declare its client in [tool.callside]",
            location=Location("shop/legacy.py", 4, 1),
            operation=unused.operation.id,
            fingerprint="3" * 32,
            state=State.UNCHANGED,
        ),
        Finding(
            rule="CS402",
            name="ghost-call",
            severity=Severity.MEDIUM,
            confidence=0.9,
            message="PATCH /account/avatar: no operation takes it",
            help="add the operation, or drop the call",
            location=ghost.location,
            subject="PATCH /account/avatar",
            fingerprint="4" * 32,
        ),
        Finding(
            rule="CS501",
            name="csrf-hole",
            severity=Severity.HIGH,
            confidence=0.7,
            message="POST /hooks/payment: CSRF protection is off",
            help="keep the exemption only where a signature is verified",
            location=Location("shop/hooks.py", 7, 1),
            operation=hook.operation.id,
            fingerprint="5" * 32,
            state=State.SUPPRESSED,
            reason="a webhook has no session",
            waivers=(Waiver(WaivedIn.SOURCE, ""), Waiver(WaivedIn.EXTERNAL, "a webhook has no session")),
        ),
    )
    return Report(
        version="0.1.0",
        root=".",
        frameworks=("fastapi", "flask"),
        applications=(
            Application("api", "fastapi", Location("shop/api.py", 10)),
            Application("shop", "flask", Location("shop/__init__.py", 9)),
        ),
        operations=(items, page, save, health, hook, unused),
        findings=findings,
        unresolved=(
            Unresolved(
                CallKind.FETCH,
                "{base}/stats",
                "GET",
                Location("shop/static/stats.js", 4),
                "base is read from an attribute",
            ),
        ),
        ghosts=(Ghost(ghost, GhostKind.NO_OPERATION, save.operation.id),),
        diagnostics=(
            Diagnostic(
                DiagnosticSeverity.WARNING, "invalid syntax: the file was not read", Location("shop/broken.py", 3)
            ),
            Diagnostic(DiagnosticSeverity.NOTE, "settings come from the environment"),
        ),
        coverage=Coverage(
            files=48, read=45, skipped={"too-large": 1, "vendored": 2}, excluded={"test": 3}, seconds=0.42
        ),
        library_mounts=(LibraryMount("/admin", "flask_admin", Location("shop/__init__.py", 22)),),
        rules=rules(),
        snippets={
            ("docs/api.md", 12): "    curl https://shop.example/api/v1/items/42",
            ("shop/__init__.py", 40): "def healthz():",
            ("shop/account.py", 12): "def profile():",
            ("shop/account.py", 20): '@account.post("/profile")',
            ("shop/account.py", 21): "def save_profile():",
            ("shop/hooks.py", 7): '@hooks.post("/payment")',
            ("shop/legacy.py", 4): '@legacy.delete("/cart")',
            (
                "shop/static/profile.js",
                7,
            ): "\tsend('/account/profile', {name: name.value}).then(() => location.reload())",
            ("shop/static/profile.js", 19): "  await fetch(`/account/avatar`, {method: 'PATCH', body: avatar})",
            ("shop/templates/base.html", 9): "      <a href=\"{{ url_for('account.profile') }}\">Profile</a>",
            ("web/src/Item.vue", 18): "  return (await fetch(`/api/v1/items/${id}`)).json()",
        },
        stale=1,
    )


def rules() -> tuple[RuleInfo, ...]:
    return (
        RuleInfo(
            code="CS101",
            name="form-in-disguise",
            severity=Severity.MEDIUM,
            theme=Theme.LIGHTER,
            doc="A JSON mutation that only server-rendered pages of this project request.\n"
            "\nWhy it matters: more code.\n\nWhen to keep it: other clients.",
        ),
        RuleInfo(
            code="CS202",
            name="unsigned-webhook",
            severity=Severity.HIGH,
            theme=Theme.SAFETY,
            doc="A webhook that verifies no signature.\n",
        ),
        RuleInfo(
            code="CS401",
            name="uncalled-operation",
            severity=Severity.LOW,
            theme=Theme.RETIRE,
            doc="Nothing requests this operation.\n",
        ),
        RuleInfo(
            code="CS402",
            name="ghost-call",
            severity=Severity.MEDIUM,
            theme=Theme.RETIRE,
            doc="A call that no operation takes.\n",
        ),
        RuleInfo(
            code="CS501",
            name="csrf-hole",
            severity=Severity.HIGH,
            theme=Theme.SAFETY,
            doc="A cookie session, a mutation, and CSRF off.\n",
        ),
    )


def empty() -> Report:
    """Nothing found, nothing wrong."""
    return Report(
        version="0.1.0",
        root=".",
        frameworks=("flask",),
        applications=(),
        operations=(),
        findings=(),
        unresolved=(),
        ghosts=(),
        diagnostics=(),
        coverage=Coverage(files=1, read=1),
    )


def hostile(text: str = HOSTILE) -> Report:
    """A report in which everything that a repository names holds `text`."""
    where = Location(text, 3, 2)
    call = site(
        CallKind.FETCH,
        text,
        3,
        method=text,
        url=Text.of("/", Hole(text)),
        name=text,
        column=2,
        caller=text,
        page=text,
        server_rendered=True,
        through=(where,),
    )
    proof = Evidence(Side.UI, 1.0, text, text, where)
    subject = Operation(
        id=text,
        method="POST",
        path=PathTemplate.parse("/" + text),
        framework="flask",
        application=text,
        name=text,
        handler=Handler(text, text, 3),
        route=where,
        mounts=(Mount(text, text, where),),
        conditional=text,
    )
    return Report(
        version="0.1.0",
        root=text,
        frameworks=("flask",),
        applications=(Application(text, "flask", where),),
        operations=(
            audited(
                subject,
                Owner.UI,
                Shape.JSON_API,
                fit=Fit.LIGHTER,
                mutates=True,
                evidence=(proof,),
                links=((call, MatchGrade.TEMPLATE),),
                effects=(Effect(EffectKind.MUTATES, where, text),),
                chains=((text, text),),
                declared=text,
                turns=(Turn(Owner.NONE, (proof,)), Turn(Owner.SHARED, added=text)),
            ),
        ),
        findings=(
            Finding(
                rule="CS101",
                name="form-in-disguise",
                severity=Severity.HIGH,
                confidence=0.9,
                message=text,
                help=text,
                location=where,
                operation=text,
                subject=text,
                evidence=(proof,),
                related=((where, text),),
                fingerprint="a" * 32,
            ),
            Finding(
                rule="CS402",
                name="ghost-call",
                severity=Severity.LOW,
                confidence=0.9,
                message=text,
                help=text,
                location=where,
                subject=text,
                fingerprint="b" * 32,
                state=State.SUPPRESSED,
                reason=text,
                waivers=(Waiver(WaivedIn.SOURCE, text),),
            ),
        ),
        unresolved=(Unresolved(CallKind.FETCH, text, text, where, text),),
        ghosts=(Ghost(call, GhostKind.UNKNOWN_NAME, text),),
        diagnostics=(Diagnostic(DiagnosticSeverity.WARNING, text, where),),
        coverage=Coverage(files=1, read=1, skipped={text: 1}, excluded={text: 1}),
        library_mounts=(LibraryMount(text, text, where),),
        rules=rules(),
        snippets={(text, 3): text},
    )


def many(count: int) -> Report:
    """A report of `count` operations with four callers each, to measure size and time."""
    owners, shapes = tuple(Owner), tuple(Shape)
    operations = []
    findings = []
    for number in range(count):
        subject = operation(
            "POST" if number % 3 else "GET",
            f"/area{number % 40}/things/{{id}}/{number}",
            name=f"area{number % 40}.thing_{number}",
            file=f"app/area{number % 40}/views.py",
            line=number + 2,
        )
        calls = [
            (
                site(
                    CallKind.FETCH,
                    f"app/static/area{number % 40}.js",
                    number + offset,
                    url=Text.of(f"/area{number % 40}/things/", Hole("id"), f"/{number}"),
                    caller=f"load{number}",
                    page=f"app/templates/area{number % 40}.html",
                    server_rendered=True,
                ),
                MatchGrade.TEMPLATE,
            )
            for offset in range(1, 5)
        ]
        proofs = tuple(
            Evidence(
                side,
                1.5 - step,
                f"kind-{step}",
                f"a script of area{number % 40}.html requests it",
                Location(f"app/static/area{number % 40}.js", number + step),
            )
            for step, side in enumerate((Side.UI, Side.SYSTEM, Side.UI))
        )
        operations.append(
            audited(
                subject,
                owners[number % 4],
                shapes[number % 12],
                evidence=proofs,
                links=calls,
                confidence=0.5 + number % 50 / 100,
            )
        )
        if number % 4 == 0:
            findings.append(
                Finding(
                    rule="CS101",
                    name="form-in-disguise",
                    severity=tuple(Severity)[number % 3],
                    confidence=0.9,
                    message=f"{subject} is a form in disguise",
                    help="post a form",
                    location=subject.route,
                    operation=subject.id,
                    fingerprint=f"{number:032x}",
                )
            )
    return Report(
        version="0.1.0",
        root=".",
        frameworks=("flask",),
        applications=(Application("shop", "flask", Location("app/__init__.py", 1)),),
        operations=tuple(operations),
        findings=tuple(findings),
        unresolved=(),
        ghosts=(),
        diagnostics=(),
        coverage=Coverage(files=count, read=count),
        rules=rules(),
    )
