"""What changes stored state: object mappers, document stores, files, queues; and what ends or starts the process anew.

https://docs.sqlalchemy.org/en/20/orm/session_api.html https://docs.djangoproject.com/en/stable/ref/models/querysets/
https://docs.peewee-orm.com/en/latest/peewee/querying.html https://tortoise.github.io/query.html
https://pymongo.readthedocs.io/en/stable/api/pymongo/collection.html https://docs.mongoengine.org/guide/document-instances.html
https://docs.python.org/3/library/shutil.html https://docs.python.org/3/library/pathlib.html
https://docs.celeryq.dev/en/stable/userguide/calling.html https://python-rq.org/docs/
"""

from __future__ import annotations

from scanner.concepts.effects import EffectKind as E
from scanner.link.effects.tables.table import Table

_CHANGES = (E.MUTATES,)

_SESSION_TAILS = (
    *(
        f".{owner}.{verb}"
        for owner in ("session", "db", "db_session", "dbsession", "sess", "conn", "connection")
        for verb in ("add", "add_all", "merge", "delete", "bulk_save_objects", "bulk_insert_mappings")
    ),
    *(
        f".{owner}.{verb}"
        for owner in (
            "query",
            "filter",
            "filter_by",
            "objects",
            "all",
            "exclude",
            "queryset",
            "select_for_update",
            "where",
        )
        for verb in ("update", "delete")
    ),
    *(
        f".objects.{verb}"
        for verb in (
            "create",
            "acreate",
            "get_or_create",
            "aget_or_create",
            "update_or_create",
            "aupdate_or_create",
            "bulk_create",
            "abulk_create",
            "bulk_update",
            "abulk_update",
            "create_user",
            "create_superuser",
            "insert",
        )
    ),
)
_METHOD_TAILS = (
    ".commit", ".save", ".asave", ".delete", ".adelete", ".delete_instance", ".bulk_create", ".bulk_update",
    ".get_or_create", ".update_or_create", ".update_one", ".update_many", ".insert_one", ".insert_many",
    ".delete_one", ".delete_many", ".replace_one", ".find_one_and_update", ".find_one_and_delete", ".bulk_write",
    ".set_password", ".save_m2m", ".write_text", ".write_bytes", ".unlink", ".create",
    ".save_to_file",
)  # fmt: skip
_FILES = (
    "os.remove", "os.unlink", "os.rename", "os.replace", "os.makedirs", "os.mkdir", "os.rmdir", "shutil.rmtree",
    "shutil.copy", "shutil.copyfile", "shutil.copytree", "shutil.move", "pathlib.Path.unlink", "pathlib.Path.mkdir",
    "pathlib.Path.rename", "pathlib.Path.write_text", "pathlib.Path.write_bytes",
)  # fmt: skip
_PROCESS = ("os.execl", "os.execv", "os.execve", "os.execvp", "os._exit", "os.abort", "signal.raise_signal")
EVENTS = ("asyncio.Event.set", "threading.Event.set", "multiprocessing.Event.set")
"""What wakes whoever waits: https://docs.python.org/3/library/asyncio-sync.html#event"""
VALUES = ("fastapi_pagination.", "pydantic.")
"""Libraries whose classes make values, stored nowhere: `Page.create(rows)`."""
QUEUES = (".delay", ".apply_async", ".enqueue")
"""How Celery, RQ and Dramatiq are handed a task."""

_HARMLESS = (
    # end like a change, and change nothing that outlives the request
    ".cache.delete", ".cache.set", "django.core.cache.cache.delete", ".cookies.delete", ".headers.update",
    ".tempfile.unlink", "hashlib.md5.update", "hashlib.sha256.update", ".openai.create", ".completions.create",
    ".embeddings.create", "io.BytesIO.save", ".img.save", ".image.save", ".figure.save",
)  # fmt: skip

TABLE = Table(
    calls={
        **dict.fromkeys((*_SESSION_TAILS, *_METHOD_TAILS, *_FILES, *_PROCESS), _CHANGES),
        **dict.fromkeys(_HARMLESS, ()),
        "sqlalchemy.insert": _CHANGES,
        "sqlalchemy.update": _CHANGES,
        "sqlalchemy.delete": _CHANGES,
        "sqlalchemy.dialects.postgresql.insert": _CHANGES,
        # a task that is queued changes something later: under a GET it is bookkeeping, such as an event log
        **dict.fromkeys(QUEUES, _CHANGES),
        "smtplib.SMTP.sendmail": (E.SENDS_MAIL,),
        "smtplib.SMTP.send_message": (E.SENDS_MAIL,),
        "smtplib.SMTP_SSL.sendmail": (E.SENDS_MAIL,),
        "smtplib.SMTP_SSL.send_message": (E.SENDS_MAIL,),
        "requests.get": (E.CALLS_OUT,),
        "requests.request": (E.CALLS_OUT,),
        "requests.head": (E.CALLS_OUT,),
        "requests.post": (E.CALLS_OUT,),
        "requests.put": (E.CALLS_OUT,),
        "requests.patch": (E.CALLS_OUT,),
        "requests.delete": (E.CALLS_OUT,),
        "httpx.get": (E.CALLS_OUT,),
        "httpx.post": (E.CALLS_OUT,),
        "httpx.delete": (E.CALLS_OUT,),
        "httpx.AsyncClient": (E.CALLS_OUT,),
        "httpx.Client": (E.CALLS_OUT,),
        "aiohttp.ClientSession": (E.CALLS_OUT,),
        "aiohttp.ClientSession.delete": (E.CALLS_OUT,),
        "httpx.AsyncClient.delete": (E.CALLS_OUT,),
        "httpx.Client.delete": (E.CALLS_OUT,),
        "requests.Session.delete": (E.CALLS_OUT,),
        "urllib.request.urlopen": (E.CALLS_OUT,),
    },
)
