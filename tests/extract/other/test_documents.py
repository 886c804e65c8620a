from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Expression, Join, Literal, Name, Opaque
from scanner.concepts.facts import Binding, FileFacts
from scanner.concepts.marks import Declaration, Suppression
from scanner.concepts.source import Language, Role, SourceFile
from scanner.discover.languages import language_of
from scanner.extract.other.documents import read_document
from scanner.extract.other.prose import read_prose


def read(path: str, text: str) -> FileFacts:
    language = language_of(path)
    assert language is not None
    return read_document(SourceFile(path, language, Role.SOURCE, len(text)), text)


def show(url: Expression) -> str:
    match url:
        case Literal(value=value):
            return str(value)
        case Name(id=name):
            return "{" + name + "}"
        case Opaque():
            return "{?}"
        case Join(parts=parts):
            return "".join(show(part) for part in parts)
        case _:
            raise AssertionError(url)


def shown(facts: FileFacts) -> list[tuple[int, str | None, str]]:
    """Line, method and URL of each request."""
    return [(request.line, request.method, show(request.url)) for request in facts.requests]


MARKDOWN = """\
# API
## `GET /api/users/:id`
Use POST /api/users, or **DELETE /api/users/<int:id>**.

| Method | Path |
|---|---|
| PATCH | `/api/users/{id}` |
| `/api/groups` | GET, POST |

```bash
$ curl -X PUT "$BASE/api/users/1" \\
    -H 'Content-Type: application/json' \\
    -d '{"name": "x", "mail": "y"}' | jq .
```

    curl http://localhost:8000/api/ping

See `/api/docs`, `/etc/hosts` and http://localhost:8000/health.

```python
requests.delete(f"{BASE}/api/users/{id}")
fetch('/api/js', {method: 'POST'})
```
```http
GET /api/raw?x=1 HTTP/1.1
```
"""


def test_markdown() -> None:
    facts = read("docs/api.md", MARKDOWN)
    assert shown(facts) == [
        (2, "GET", "/api/users/{id}"),
        (3, "POST", "/api/users"),
        (3, "DELETE", "/api/users/{id}"),
        (7, "PATCH", "/api/users/{id}"),
        (8, "GET", "/api/groups"),
        (8, "POST", "/api/groups"),
        (11, "PUT", "{BASE}/api/users/1"),
        (16, "GET", "http://localhost:8000/api/ping"),
        (18, None, "/api/docs"),
        (18, None, "http://localhost:8000/health"),
        (21, "DELETE", "{BASE}/api/users/{id}"),
        (22, "POST", "/api/js"),
        (25, "GET", "/api/raw?x=1"),
    ]
    assert {request.kind for request in facts.requests} == {CallKind.DOCS}
    put = facts.requests[6]
    assert (put.enctype, put.fields, put.note) == ("application/json", ("name", "mail"), "example")
    assert [request.note for request in facts.requests[8:10]] == ["mention", "mention"]


def test_restructured_text() -> None:
    text = ".. http:get:: /users/(int:id)\n\nCall it::\n\n    $ http POST :8000/users name=x\n"
    assert shown(read("docs/api.rst", text)) == [(1, "GET", "/users/{id}"), (5, "POST", "http://localhost:8000/users")]


def test_a_changelog_says_so() -> None:
    assert [r.note for r in read("CHANGELOG.md", "- `POST /api/x` is gone\n").requests] == ["changelog"]
    assert [r.note for r in read("docs/changing.md", "- `POST /api/x`\n").requests] == ["operation"]


@pytest.mark.parametrize(
    ("command", "method", "url", "enctype", "fields"),
    [
        ("curl localhost/x", "GET", "http://localhost/x", "", ()),
        ("curl -sSfXPOST http://h/x", "POST", "http://h/x", "", ()),
        ("curl --request DELETE --url http://h/x", "DELETE", "http://h/x", "", ()),
        ("curl -o /tmp/out -u me:pw http://h/x", "GET", "http://h/x", "", ()),
        ("curl --max-time 5 --retry 3 http://h/x", "GET", "http://h/x", "", ()),
        ("curl -d a=1 -d b=2 http://h/x", "POST", "http://h/x", "application/x-www-form-urlencoded", ("a", "b")),
        ("curl -G -d a=1 http://h/x", "GET", "http://h/x", "", ()),
        ("curl -F file=@f -F name=n http://h/x", "POST", "http://h/x", "multipart/form-data", ("file", "name")),
        ("curl --json '{\"a\": 1}' http://h/x", "POST", "http://h/x", "application/json", ("a",)),
        ("curl -I http://h/x", "HEAD", "http://h/x", "", ()),
        ("curl -T f http://h/x", "PUT", "http://h/x", "", ()),
        ('curl "http://h/x?a=1&b=2" > /dev/null 2>&1', "GET", "http://h/x?a=1&b=2", "", ()),
        ("curl http://h/users/<id>", "GET", "http://h/users/{id}", "", ()),
        ("curl ${BASE:-http://h}/x/$1", "GET", "{BASE}/x/{1}", "", ()),
        ("if ! timeout 5 curl http://h/x; then exit 1; fi", "GET", "http://h/x", "", ()),
        ('TOKEN="$(curl -s http://h/x | jq -r .t)"', "GET", "http://h/x", "", ()),
        ("T=$(curl http://h/x)", "GET", "http://h/x", "", ()),
        ("wget -qO- http://h/x", "GET", "http://h/x", "", ()),
        ("wget --spider http://h/x", "HEAD", "http://h/x", "", ()),
        ("wget --post-data 'a=1' http://h/x", "POST", "http://h/x", "application/x-www-form-urlencoded", ("a",)),
        ("http PUT h.io/x name=a age:=1 X-Y:z q==1", "PUT", "http://h.io/x", "application/json", ("name", "age")),
        ("http --form :/x name=a", "POST", "http://localhost/x", "application/x-www-form-urlencoded", ("name",)),
        ("Invoke-RestMethod -Method Post -Uri http://h/x", "POST", "http://h/x", "", ()),
    ],
)  # fmt: skip
def test_commands(command: str, method: str, url: str, enctype: str, fields: tuple[str, ...]) -> None:
    facts = read("scripts/x.sh", f"#!/bin/sh\n{command}\n")
    assert shown(facts) == [(2, method, url)]
    request = facts.requests[0]
    assert (request.kind, request.enctype, request.fields) == (CallKind.CONFIG, enctype, fields)


@pytest.mark.parametrize(
    "command",
    ["apt-get install -y curl wget", "echo curl", "which curl", "# curl http://h/x", "http.server 8000", "curl --help"],
)
def test_commands_that_request_nothing(command: str) -> None:
    assert read("x.sh", command).requests == ()


def test_shell_variables_bind() -> None:
    text = 'export BASE=http://localhost:8000/api\nURL="$BASE/users"\ncurl \\\n  $URL\n'
    facts = read("x.sh", text)
    assert shown(facts) == [(3, "GET", "{URL}")]
    assert facts.scopes[0].bindings == (
        Binding(Name("BASE"), Literal("http://localhost:8000/api"), 1),
        Binding(Name("URL"), Join((Name("BASE"), Literal("/users"))), 2),
    )


def test_makefile() -> None:
    text = "HOST = http://h\nping:\n\t@curl -s $(HOST)/ping\n"
    assert shown(read("Makefile", text)) == [(3, "GET", "{HOST}/ping")]


def test_dockerfile() -> None:
    text = (
        "FROM python\nENV API_URL=http://api:8000 SECRET_URL=http://s PATH=/x:$PATH\n"
        "RUN apt-get install curl \\\n  # why\n  && curl -o f https://example.org/f\n"
        "HEALTHCHECK --interval=5s \\\n  CMD curl -f http://localhost:${PORT:-80}/health || exit 1\n"
    )
    facts = read("Dockerfile", text)
    assert shown(facts) == [(5, "GET", "https://example.org/f"), (7, "GET", "http://localhost:{PORT}/health")]
    assert [request.note for request in facts.requests] == ["command", "probe"]
    assert facts.settings == (("env:API_URL", "http://api:8000"),)


@pytest.mark.parametrize(
    "check",
    [
        'CMD ["curl", "-f", "http://localhost/health"]',
        'CMD ["sh", "-c", "wget -qO- http://localhost/health"]',
        "CMD python -c \"import urllib.request as u; u.urlopen('http://localhost/health')\"",
    ],
)
def test_health_checks(check: str) -> None:
    facts = read("Dockerfile", f"HEALTHCHECK {check}\n")
    assert shown(facts) == [(1, "GET", "http://localhost/health")]


KUBERNETES = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  annotations:
    prometheus.io/path: "/metrics"
spec:
  containers:
    - env:
        - name: API_URL
          value: http://api
        - name: DB_PASSWORD
          value: http://nope
      livenessProbe: &probe
        httpGet:
          path: /healthz
          port: 8000
      readinessProbe: *probe
      startupProbe:
        exec:
          command: ["curl", "-f", "http://localhost/ready"]
---
kind: Ingress
spec:
  rules:
    - http:
        paths:
          - path: /api
            backend: {service: {name: web}}
---
kind: ServiceMonitor
spec:
  endpoints:
    - port: http
      path: /internal/metrics
"""


def test_kubernetes() -> None:
    facts = read("k8s/app.yaml", KUBERNETES)
    assert shown(facts) == [
        (5, "GET", "/metrics"),
        (15, "GET", "/healthz"),
        (20, "GET", "http://localhost/ready"),
        (34, "GET", "/internal/metrics"),
    ]
    assert [request.note for request in facts.requests] == ["metrics", "probe", "probe", "metrics"]
    assert facts.settings == (("env:API_URL", "http://api"), ("ingress:/api", "web"))


def test_templated_yaml() -> None:
    text = (
        "{{- if .Values.x }}\nlivenessProbe:\n  httpGet:\n    path: {{ .Values.p }}\n"
        "readinessProbe:\n  httpGet:\n    path: /ready\n{{- end }}\n"
    )
    facts = read("chart/templates/app.yaml", text)
    assert shown(facts) == [(7, "GET", "/ready")]
    assert "line by line" in facts.diagnostics[0].message


def test_yaml_keys_that_are_no_text() -> None:
    text = (
        "? [a, b]\n: path: /x\nbase:\n  <<: {livenessProbe: {httpGet: {path: /inline}}}\n"
        "  readinessProbe:\n    httpGet:\n      path: /ready\n"
    )
    assert (7, "GET", "/ready") in shown(read("k8s/app.yaml", text))


COMPOSE = """\
services:
  web:
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:8000/ping"]
    environment:
      - BASE_URL=http://web:8000
      - SECRET_KEY=http://x
  other:
    healthcheck:
      test: wget -q http://localhost/other || exit 1
"""


def test_compose() -> None:
    facts = read("docker-compose.yml", COMPOSE)
    assert shown(facts) == [(4, "GET", "http://localhost:8000/ping"), (10, "GET", "http://localhost/other")]
    assert {request.note for request in facts.requests} == {"probe"}
    assert ("env:BASE_URL", "http://web:8000") in facts.settings
    assert not any("SECRET" in key for key, _ in facts.settings)


WORKFLOW = """\
on: push
jobs:
  test:
    steps:
      - run: |
          make up
          curl -X POST ${{ env.BASE }}/api/seed \\
            -d '{"a": 1}'
      - run: curl https://example.org/{{ x }}
"""


def test_workflow() -> None:
    facts = read(".github/workflows/ci.yml", WORKFLOW)
    assert shown(facts) == [(7, "POST", "{env_BASE}/api/seed"), (9, "GET", "https://example.org/{x}")]


def test_prometheus() -> None:
    text = (
        "scrape_configs:\n  - job_name: app\n    metrics_path: /stats\n    static_configs:\n"
        "      - targets: ['app:8000']\n  - job_name: other\n    static_configs:\n      - targets: ['b:1']\n"
    )
    assert shown(read("prometheus.yml", text)) == [
        (3, "GET", "http://app:8000/stats"),
        (6, "GET", "http://b:1/metrics"),
    ]


OPENAPI = """\
openapi: 3.0.0
servers:
  - url: https://api.example.org/v1/
paths:
  /users/{id}:
    get: {}
    put:
      requestBody:
        content:
          application/json:
            schema: {properties: {name: {}, mail: {}}}
"""
SWAGGER = """{
  // the old form
  "swagger": "2.0", "basePath": "/v2",
  "paths": {"/pets": {
    "post": {"parameters": [{"in": "formData", "name": "tag"},],}
  }},
}"""


def test_openapi() -> None:
    facts = read("openapi.yaml", OPENAPI)
    assert shown(facts) == [
        (6, "GET", "https://api.example.org/v1/users/{id}"),
        (8, "PUT", "https://api.example.org/v1/users/{id}"),
    ]
    assert (facts.requests[1].enctype, facts.requests[1].fields) == ("application/json", ("name", "mail"))
    assert {(request.kind, request.note) for request in facts.requests} == {(CallKind.DOCS, "openapi")}
    old = read("swagger.json", SWAGGER)
    assert shown(old) == [(5, "POST", "/v2/pets")]
    assert old.requests[0].fields == ("tag",)


POSTMAN = """{
  "info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
  "item": [{"name": "users", "item": [
    {"request": {
      "method": "POST",
      "url": {"raw": "{{base}}/users/:id"},
      "body": {"mode": "urlencoded", "urlencoded": [{"key": "a"}]}
    }}
  ]}]
}"""


def test_collections() -> None:
    facts = read("c.postman_collection.json", POSTMAN)
    assert shown(facts) == [(4, "POST", "{base}/users/{id}")]
    assert facts.requests[0].fields == ("a",)
    saved = 'x:\n  - request:\n      url: "{host}/a"\n      method: PUT\n      json: {b: 1}\n'
    assert shown(read("test_api.tavern.yaml", saved)) == [(3, "PUT", "{host}/a")]


def test_http_files() -> None:
    text = (
        "@host = http://localhost\n\n### one\nPOST {{host}}/users HTTP/1.1\nContent-Type: application/json\n\n"
        '{"name": "x"}\n\n###\nhttp://localhost/plain\n\n###\nGET /list\n    ?a=1\n    &b=2\n'
    )
    facts = read("api.http", text)
    assert shown(facts) == [
        (4, "POST", "{host}/users"),
        (10, "GET", "http://localhost/plain"),
        (13, "GET", "/list?a=1&b=2"),
    ]
    assert facts.requests[0].fields == ("name",)
    assert facts.scopes[0].bindings == (Binding(Name("host"), Literal("http://localhost"), 1),)
    bruno = "meta {\n  name: x\n}\n\npost {\n  url: {{base}}/x\n  body: json\n}\n"
    assert shown(read("x.bru", bruno)) == [(6, "POST", "{base}/x")]


def test_web_manifest() -> None:
    text = (
        '{"name": "x", "start_url": "/app",\n "shortcuts": [{"url": "/new"}],\n'
        ' "protocol_handlers": [{"protocol": "web+x", "url": "/open?u=%s"}],\n'
        ' "share_target": {"action": "/share", "method": "POST", "enctype": "multipart/form-data",\n'
        '   "params": {"title": "t", "url": "u"}}}'
    )
    facts = read("static/manifest.json", text)
    assert shown(facts) == [
        (1, "GET", "/app"),
        (2, "GET", "/new"),
        (3, "GET", "/open?u={value}"),
        (4, "POST", "/share"),
    ]
    assert facts.requests[3].fields == ("t", "u")


def test_front_end_settings() -> None:
    package = '{"name": "shop-ui", "homepage": "/shop", "proxy": {"/api": {"target": "http://localhost:5000"}}}'
    assert read("package.json", package).settings == (
        ("package.name", "shop-ui"),
        ("package.homepage", "/shop"),
        ("proxy:/api", "http://localhost:5000"),
    )
    config = '{\n // c\n "compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["./src/*"]}} /* d */\n}'
    assert read("tsconfig.json", config).settings == (("tsconfig.baseUrl", "."), ("tsconfig.paths:@/*", "./src/*"))


NGINX = """\
server {
  location /api/ {
    proxy_pass http://backend:8000/;
    auth_request /auth/check;
  }
  location = /old { return 301 /new; }
  location ~ ^/ws { proxy_pass http://ws; }
}
"""


def test_servers() -> None:
    facts = read("nginx.conf", NGINX)
    assert facts.settings == (("proxy:/api/", "http://backend:8000/"), ("proxy:^/ws", "http://ws"))
    assert shown(facts) == [(4, "GET", "/auth/check")]
    caddy = "example.org {\n  reverse_proxy /api/* app:8000\n  handle /x/* {\n    reverse_proxy y:1\n  }\n}\n"
    assert read("Caddyfile", caddy).settings == (("proxy:/api/*", "app:8000"), ("proxy:/x/*", "y:1"))
    assert shown(read("haproxy.cfg", "  option httpchk GET /alive\n")) == [(1, "GET", "/alive")]


def test_an_internal_location_s_request_is_the_server_s_own() -> None:
    text = """\
    location = /_check {
      internal;
      proxy_pass http://127.0.0.1:9000/api/v1/media-auth;
    }
    location /media { proxy_pass http://127.0.0.1:9000/files; }
    location = /_later {
      proxy_pass http://app:9000/api/v1/later;
      internal;
    }
    location = /_bare { internal; proxy_pass http://app:9000; }
    """
    assert shown(read("nginx.conf", text)) == [(3, "GET", "/api/v1/media-auth"), (7, "GET", "/api/v1/later")]


def test_cron_and_units() -> None:
    facts = read("crontab", "# daily\n0 3 * * * root curl -fsS -XPOST http://localhost/tasks/run\n")
    assert shown(facts) == [(2, "POST", "http://localhost/tasks/run")]
    assert facts.requests[0].note == "cron"
    assert shown(read("x.service", "[Service]\nExecStart=/usr/bin/curl http://localhost/x\n")) == [
        (2, "GET", "http://localhost/x")
    ]


def test_environment_files_keep_no_secrets() -> None:
    text = "API_URL=http://localhost:8000\nPORT=8000\nSECRET_KEY=abc\nDATABASE_URL=pg://u:p@h/d\nNAME=x\n"
    assert read(".env.example", text).settings == (("env:API_URL", "http://localhost:8000"), ("env:PORT", "8000"))


def test_toml() -> None:
    text = '[[http_service.checks]]\ninterval = "5s"\npath = "/health"\n\n[[redirects]]\nfrom = "/api/*"\nto = "https://x/:splat"\n'
    facts = read("fly.toml", text)
    assert shown(facts) == [(3, "GET", "/health")]
    assert facts.settings == (("proxy:/api/*", "https://x/:splat"),)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("Api.kt", '@GET("users/{id}")\nsuspend fun get()', (1, "GET", "users/{id}")),
        ("Api.java", '\n@HTTP(method = "DELETE", path = "users")', (2, "DELETE", "users")),
        ("Api.swift", 'AF.request("https://h/users/\\(user.id)", method: .post)', (1, "POST", "https://h/users/{user_id}")),
        ("Api.swift", 'let u = URL(string: "https://h/x")', (1, None, "https://h/x")),
        ("api.dart", "await dio.put('/users/$id', data: d)", (1, "PUT", "/users/{id}")),
        ("api.dart", "http.post(Uri.parse('$base/users'))", (1, "POST", "{base}/users")),
    ],
)  # fmt: skip
def test_mobile_clients(path: str, text: str, expected: tuple[int, str | None, str]) -> None:
    facts = read(path, text)
    assert shown(facts) == [expected]
    assert (facts.requests[0].kind, facts.requests[0].note) == (CallKind.PYTHON_HTTP, "mobile")


def test_comments() -> None:
    facts = read(
        "x.yml", 'a: 1 # callside: ignore[CS1] -- r\n# callside: owner=system, reason="p"\nb: "callside: ignore"\n'
    )
    assert facts.suppressions == (Suppression(1, ("CS1",), "r"),)
    assert facts.declarations == (Declaration(2, "system", "p", alone=True),)


HOSTILE = {
    "yaml flow": ("x.yml", "curl: " + "[" * 50_000),
    "yaml blocks": ("x.yml", "curl http://x/\n" + "- " * 50_000 + "a"),
    "yaml bomb": (
        "x.yml",
        "url: http://x/\na0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [" + f"*a{n - 1}, " * 9 + "]\n" for n in range(1, 50)),
    ),
    "yaml cycle": ("x.yml", "url: http://x/\na: &a [*a]\nb: &b {<<: *b}\n"),
    "yaml keys": ("x.yml", "url: http://x/\n? {a: b}\n: {c: d}\n? [e]\n: [f]\n{{ name }}: {g: h}\n<<: {i: j}\n"),
    "yaml object": ("x.yml", "url: http://x/\na: !!python/object/apply:os.abort []\n"),
    "json nesting": ("x.json", '{"openapi":' + "[" * 50_000),
    "toml nesting": ("x.toml", "curl = " + "[" * 50_000),
    "open braces": ("x.sh", "curl " + "${" * 20_000),
    "open substitutions": ("x.sh", "curl " + '"$(' * 20_000),
    "open quotes": ("x.sh", "curl '" + '"\\' * 20_000),
    "one long row": ("x.md", "|/a" * 50_000),
    "open calls": ("x.md", "```\n" + "fetch('/a'" * 20_000),
    "many requests": ("x.http", "GET /a\n" * 6_000),
    "open strings": ("x.kt", '@GET("' * 20_000),
}  # fmt: skip


@pytest.mark.parametrize(("path", "text"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_ends_quickly(path: str, text: str) -> None:
    facts = read(path, text)
    assert len(facts.requests) <= 5_000
    assert facts.scopes


def test_a_language_with_a_reader_of_its_own_is_said() -> None:
    facts = read_document(SourceFile("x.py", Language.PYTHON, Role.SOURCE, 1), "x")
    assert "reader of its own" in facts.diagnostics[0].message


PATHS = ["x.md", "x.rst", "x.sh", "Makefile", "x.yml", "x.json", "x.toml", "Dockerfile", "x.http", "nginx.conf", "x.kt"]
PIECES = [
    "curl ", "wget -q ", "http ", "-X", " POST ", "http://h/x", "/api/x", "$A", "${A}", "{{a}}", "$(", "`", "```\n",
    '"', "'", "\\\n", "\n", "  ", "- ", ": ", "openapi", "paths", "{", "}", "[", "]", "(", ")", "<a>", "|", "#",
    "HEALTHCHECK CMD ", "location /a {", "proxy_pass http://b;", "=", ",", "@GET(", "method", "url", "&a ", "*a", "<<",
    "httpGet:\n  path: /x\n", "é",
]  # fmt: skip


@given(st.sampled_from(PATHS), st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_text_is_read_without_a_crash(path: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    facts = read(path, text)
    assert all(1 <= request.line <= facts.lines for request in facts.requests)


def test_a_base_in_capitals_is_a_hole() -> None:
    prose = "`GET SITE_ROOT/api/items/`\n\n    curl -m 5 PING_ENDPOINT<uuid>/start\n\nTCP/IP, `CI/CD` and README/x\n"
    assert [(request.line, request.method, request.url) for request in read_prose(prose)] == [
        (1, "GET", Join((Name("SITE_ROOT"), Literal("/api/items/")))),
        (3, "GET", Join((Name("PING_ENDPOINT"), Name("uuid"), Literal("/start")))),
    ]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        (
            "compose.yml",
            "services:\n  a:\n    image: curlimages/curl:8\n    command: [-X, PUT, b:80/x]\n",
            (4, "PUT", "http://b:80/x"),
        ),
        ("compose.yml", "services:\n  a:\n    command: [-X, PUT, http://b:80/x]\n", None),
        (
            "i.yaml",
            "metadata:\n  annotations:\n    alb.ingress.kubernetes.io/healthcheck-path: /up\n",
            (3, "GET", "/up"),
        ),
        (
            "c.yml",
            "a:\n  healthcheck: x\n  labels: [traefik.http.services.a-b.loadbalancer.healthcheck.path=/up]\n",
            (3, "GET", "/up"),
        ),
        ("app.json", '{"healthchecks": {"web": [\n{"path": "/up"}]}}', (2, "GET", "/up")),
        ("app.json", '{"healthchecks": {"web": [\n{"path": "src/up"}]}}', None),
        (
            "p.yml",
            "scrape_configs:\n- metrics_path: /probe\n  static_configs:\n  - targets: [https://a.io/x]\n",
            (4, "GET", "https://a.io/x"),
        ),
        (
            "x.postman_collection.json",
            '{"name": "a", "request": {"method": "PUT",\n"url": {"protocol": "https", "host": ["a", "io"],'
            ' "path": ["x", ":id"]}}}',
            (1, "PUT", "https://a.io/x/{id}"),
        ),
        ("main.tf", 'health_check {\n  path = "/up"\n}\npath = "/down"\n', (2, "GET", "/up")),
        (
            "main.tf",
            'resource "google_compute_http_health_check" "a" {\n  request_path = "/up"\n}\n',
            (2, "GET", "/up"),
        ),
        ("main.tf", 'resource "aws_lb" "a" {\n  path = "/up"\n}\n', None),
        (
            "job.nomad",
            'service {\n  check {\n    type = "http"\n    path = "/up"\n  }\n  path = "/down"\n}\n',
            (4, "GET", "/up"),
        ),
        ("Caddyfile", "forward_auth a:80 {\n  uri /auth\n}\nrewrite {\n  uri /x\n}\n", (2, "GET", "/auth")),
    ],
)
def test_checks_of_platforms(path: str, text: str, found: tuple[int, str, str] | None) -> None:
    assert shown(read(path, text)) == ([] if found is None else [found])


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        (
            "a.dart",
            "await client\n    .delete(Uri.parse('/api/tags/${tag.id}/'));",
            (2, "DELETE", "/api/tags/{tag_id}/"),
        ),
        ("a.dart", "http.put(Uri.https(host, '/api/x'), body: b);", (1, "PUT", "/api/x")),
        ("a.dart", "final u = Uri.parse('$base/api/x');", (1, None, "{base}/api/x")),
        ("a.kt", 'val r = Request.Builder().url("$base/x/y").post(body).build()', (1, "POST", "{base}/x/y")),
        ("a.kt", 'Request.Builder()\n  .url("https://a.io/x")\n  .method("PUT", body)', (2, "PUT", "https://a.io/x")),
        ("a.kt", 'client.patch("https://a.io/x") { setBody(b) }', (1, "PATCH", "https://a.io/x")),
        ("a.kt", '"https://a.io/x".httpPost().response()', (1, "POST", "https://a.io/x")),
        (
            "A.java",
            'HttpRequest.newBuilder(URI.create("https://a.io/x")).DELETE().build()',
            (1, "DELETE", "https://a.io/x"),
        ),
        ("A.java", 'new StringRequest(Request.Method.PUT, "https://a.io/x", ok, no)', (1, "PUT", "https://a.io/x")),
        (
            "a.swift",
            'var r = URLRequest(url: URL(string: "\\(base)/x/\\(id)")!)\nr.httpMethod = "PUT"',
            (1, "PUT", "{base}/x/{id}"),
        ),
        (
            "a.swift",
            'let a = URL(string: "https://a.io/x")!\nlet b = URL(\n  string: other)\nr.httpMethod = "PUT"',
            (1, None, "https://a.io/x"),
        ),
    ],
)
def test_methods_of_mobile_requests(path: str, text: str, found: tuple[int, str | None, str]) -> None:
    assert shown(read(path, text)) == [found]


def test_paths_that_an_apps_own_functions_take_are_marked_as_literals() -> None:
    facts = read("a.dart", "getCollection('/api/tags/?page=1', parse);\nread('notes', '/x');\n")
    assert [(show(item.url), item.method, item.note) for item in facts.requests] == [
        ("/api/tags/?page=1", None, "literal")
    ]
    swift = read("a.swift", 'let u = base.appendingPathComponent("api/tags")\nnames.append("login")\n')
    assert [(show(item.url), item.note) for item in swift.requests] == [("api/tags", "literal")]


def test_routes_that_a_manual_documents_out_of_the_code() -> None:
    text = """\
        Orders
        ======

        .. autoflask:: shop.app:create_app()
           :undoc-static:
           :blueprints: orders, stock

        .. autoflask:: shop.app:app
           :endpoints:
            pages.index,
            pages.about

           Further text: not an option.

        .. autoflask:: shop.app:app
        .. autoflask:: shop.app:app
           :modules: shop.views
        """
    facts = read("docs/api.rst", textwrap.dedent(text))
    assert dict(facts.settings) == {
        "autoflask:4": "orders.* stock.*",
        "autoflask:8": "pages.index pages.about",
        "autoflask:15": "*",
    }
