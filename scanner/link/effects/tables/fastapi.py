"""FastAPI and Starlette.

https://fastapi.tiangolo.com/reference/responses/ https://fastapi.tiangolo.com/reference/security/
https://fastapi.tiangolo.com/reference/parameters/ https://www.starlette.io/requests/ https://www.starlette.io/responses/
https://slowapi.readthedocs.io/en/latest/ https://github.com/sysid/sse-starlette
"""

from __future__ import annotations

from scanner.concepts.effects import EffectKind as E
from scanner.link.effects.tables.table import Media, Table

_RESPONSES: dict[str, E | Media] = {
    "HTMLResponse": E.RENDERS,
    "RedirectResponse": E.REDIRECTS,
    "JSONResponse": E.ANSWERS_JSON,
    "ORJSONResponse": E.ANSWERS_JSON,
    "UJSONResponse": E.ANSWERS_JSON,
    "FileResponse": E.ANSWERS_FILE,
    "StreamingResponse": E.STREAMS,
    "PlainTextResponse": E.ANSWERS_TEXT,
    "Response": Media.STATED,
}
_SECURITY = {
    "HTTPBearer": (E.CHECKS_TOKEN,),
    "OAuth2PasswordBearer": (E.CHECKS_TOKEN,),
    "OAuth2AuthorizationCodeBearer": (E.CHECKS_TOKEN,),
    "OpenIdConnect": (E.CHECKS_TOKEN,),
    "APIKeyHeader": (E.CHECKS_TOKEN,),
    "APIKeyQuery": (E.CHECKS_TOKEN,),
    "APIKeyCookie": (E.CHECKS_SESSION,),
    "HTTPBasic": (E.CHECKS_BASIC,),
    "HTTPDigest": (E.CHECKS_BASIC,),
}

TABLE = Table(
    calls={
        "fastapi.BackgroundTasks.add_task": (),
        ".request.form": (E.READS_FORM,),
        ".request.json": (E.READS_JSON,),
        ".request.body": (E.READS_RAW,),
        ".request.stream": (E.READS_RAW,),
        "fastapi.UploadFile.read": (E.READS_FILES,),
    },
    reads={
        "request.query_params": (E.READS_QUERY,),
        "request.cookies": (E.CHECKS_SESSION,),
        "request.session": (E.CHECKS_SESSION,),
    },
    answers={
        **{
            f"{module}.{name}": kind
            for module in ("fastapi.responses", "starlette.responses")
            for name, kind in _RESPONSES.items()
        },
        "fastapi.Response": Media.STATED,
        "fastapi.templating.Jinja2Templates.TemplateResponse": E.RENDERS,
        "starlette.templating.Jinja2Templates.TemplateResponse": E.RENDERS,
        ".TemplateResponse": E.RENDERS,
        "sse_starlette.sse.EventSourceResponse": E.STREAMS,
        "sse_starlette.EventSourceResponse": E.STREAMS,
    },
    guards={
        **{f"fastapi.security.{name}": kinds for name, kinds in _SECURITY.items()},
        **{f"fastapi.security.oauth2.{name}": kinds for name, kinds in _SECURITY.items() if name.startswith("OAuth2")},
        **{f"fastapi.security.http.{name}": kinds for name, kinds in _SECURITY.items() if name.startswith("HTTP")},
        **{f"fastapi.security.api_key.{name}": kinds for name, kinds in _SECURITY.items() if name.startswith("API")},
        "slowapi.Limiter.limit": (E.THROTTLES,),
        "slowapi.Limiter.shared_limit": (E.THROTTLES,),
        "fastapi_limiter.depends.RateLimiter": (E.THROTTLES,),
    },
)
