"""Connexion in the table.

https://connexion.readthedocs.io/
"""

from __future__ import annotations

from scanner.frameworks import paths
from scanner.frameworks.connexion import application, files, resolvers
from scanner.frameworks.protocol import Framework

FRAMEWORK = Framework(
    name="connexion",
    modules=(application, resolvers),
    imports=("connexion",),
    collect=application.collect,
    template=paths.braced,
    run_roots=files.remember,
)
