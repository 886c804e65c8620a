"""Libraries on FastAPI in the table: their routes stand on its applications, which its own entry collects."""

from __future__ import annotations

from scanner.frameworks import paths
from scanner.frameworks.fastapi import cbv, graphql, versioning
from scanner.frameworks.protocol import Framework

FRAMEWORK = Framework(
    name="fastapi",
    modules=(cbv, graphql, versioning),
    imports=("fastapi_restful", "fastapi_utils", "fastapi_versioning", "prometheus_fastapi_instrumentator"),
    collect=lambda world, interpreter: (),
    template=paths.braced,
)
