"""What part a file plays: source, test, example, documentation, generated, minified or vendored."""

from __future__ import annotations

import re

from scanner.concepts.source import Language, Role

_TEST_FOLDERS = {"test", "tests", "testing", "__tests__", "e2e", "cypress", "playwright", "spec", "specs", "__mocks__"}
_TEST_FOLDER = re.compile(r"^tests[_-]|[_-]tests$|^e2e[_-]|[_-]e2e$")
_EXAMPLE_FOLDERS = {"example", "examples", "demos", "samples", "tutorials"}
_DOCS_FOLDERS = {"docs", "doc", "documentation", "docs_src"}
_VENDORED_FOLDERS = {
    "node_modules",
    "bower_components",
    "vendor",
    "vendors",
    "vendored",
    "_vendor",
    "third_party",
    "thirdparty",
    "third-party",
    "site-packages",
    "jspm_packages",
    "external_libs",
}
_PACKAGE = re.compile(r"/(?:com|org|net|io)/example/")
"""A name that build tools put before packages of Java and Kotlin, for want of a better one."""
_TEST_NAME = re.compile(r"^(test_.*|.*_tests?|tests?|conftest)\.py$|\.(test|spec|stories|cy)\.[cm]?[jt]sx?$")
_GENERATED_NAME = re.compile(r"\.(gen|generated)\.[a-z]+$|_pb2(_grpc)?\.py$")
_MINIFIED_NAME = re.compile(r"[.-](min|bundle|prod|umd)\.[cm]?js$|\.chunk\.js$")
_SCRIPTS = {Language.JAVASCRIPT, Language.TYPESCRIPT, Language.TSX}


def role_by_path(path: str, language: Language) -> Role:
    """The role that a POSIX path alone shows."""
    *parts, name = path.split("/")
    folders = {part.lower() for part in parts}
    if folders & _VENDORED_FOLDERS:
        return Role.VENDORED
    if _TEST_NAME.search(name) or folders & _TEST_FOLDERS or any(map(_TEST_FOLDER.search, folders)):
        return Role.TEST
    if language is Language.MARKDOWN or folders & _DOCS_FOLDERS:
        return Role.DOCS
    if folders & _EXAMPLE_FOLDERS and not _PACKAGE.search(path):
        return Role.EXAMPLE
    if language in _SCRIPTS and _MINIFIED_NAME.search(name):
        return Role.MINIFIED
    if _GENERATED_NAME.search(name):
        return Role.GENERATED
    return Role.SOURCE
