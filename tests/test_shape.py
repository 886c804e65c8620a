"""The house keeps its own rules: documented modules, and a README that says what is there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from scanner.cli import EXIT_CODES, FORMATS, cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
MODULES = sorted(path for folder in ("scanner", "reporters") for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_about(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_the_readme_lists_the_rules_as_they_are() -> None:
    table = re.search(r"<!-- rules: callside rules --markdown -->\n(.*?)<!-- end rules -->", README, re.DOTALL)
    assert table is not None
    printed = CliRunner().invoke(cli, ["rules", "--markdown"])
    assert table.group(1).strip() == printed.output.strip(), "run: python -P -m scanner rules --markdown"


def test_the_readme_names_every_command() -> None:
    documented = set(re.findall(r"^\| `callside (\w+)", README, re.MULTILINE))
    assert documented == set(cli.commands)


def test_every_command_and_option_has_help() -> None:
    for name, command in cli.commands.items():
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help or parameter.name == "format_", f"{name} {parameter.name}"


def test_the_readme_and_help_agree_on_exit_codes() -> None:
    documented = set(re.findall(r"^\| (\d+) \|", README, re.MULTILINE))
    assert documented == set(re.findall(r"^  (\d+) ", EXIT_CODES, re.MULTILINE))


def test_every_format_is_rendered_and_documented() -> None:
    from reporters.catalogue import FORMATS as RENDERERS

    assert set(FORMATS) == set(RENDERERS)
    for name in FORMATS:
        assert re.search(rf"\b{name}\b", README), name


def test_the_python_example_in_the_readme_runs() -> None:
    example = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert example is not None
    run = subprocess.run(
        [sys.executable, "-c", example.group(1)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("POST /cart/lines/{item_id} ui ")


def test_the_tree_in_the_readme_stands() -> None:
    tree = re.findall(r"^    ((?:scanner|reporters|fixtures|tests|benchmarks)[\w/]*) ", README, re.MULTILINE)
    assert tree
    for name in tree:
        assert (ROOT / name).is_dir(), name
    stages = {path.name for path in (ROOT / "scanner").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert stages == {name.partition("/")[2] for name in tree if name.startswith("scanner/")}


def test_the_top_level_holds_what_it_may() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.partition("/")[0] for line in listed.splitlines()}
    allowed = {"pyproject.toml", "scanner", "reporters", "fixtures", "tests", "README.md"}
    beside = {"benchmarks", "LICENSE", "CHANGELOG.md"}
    assert {name for name in top if not name.startswith(".")} - beside == allowed


def test_the_wheel_holds_scanner_and_reporters_alone() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]["include"]
    assert {name.partition(".")[0] for name in packages} == {"scanner", "reporters"}


def test_every_dependency_is_used() -> None:
    modules = {"pyyaml": "yaml"}
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    imported = {
        name.partition(".")[0]
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    for dependency in dependencies:
        name = re.split(r"[<>=]", dependency)[0]
        assert modules.get(name, name.replace("-", "_")) in imported, name


def test_the_version_is_said_without_reading_the_audit() -> None:
    """`callside --version` starts fast: it imports neither a parser nor a graph library."""
    probe = (
        "import sys; from scanner.cli import run; run(['--version']);"
        "heavy = {'libcst', 'networkx', 'tree_sitter', 'jinja2', 'rich', 'yaml'} & set(sys.modules);"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    run = subprocess.run([sys.executable, "-P", "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
