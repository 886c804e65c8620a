"""Completion in a real bash, from what the last audit found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from scanner.cache.known import recall_known
from scanner.cache.memory import Memory
from scanner.cache.store import Store
from scanner.cli import cli
from scanner.config import Config
from scanner.pipeline import audit
from tests.fixtures.marks import FIXTURES

SHOP = FIXTURES / "flask_shop"
BASH = """\
eval "$(callside completion bash)"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_callside_completion callside
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `callside` is on the path and the shop was audited."""
    folder = tmp_path_factory.mktemp("shell")
    program = folder / "callside"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m scanner "$@"\n')
    program.chmod(0o755)
    path = os.environ.get("PYTHONPATH", str(Path(__file__).parents[1]))
    environment = {
        **os.environ,
        "PATH": f"{folder}:{os.environ['PATH']}",
        "CALLSIDE_CACHE_DIR": str(folder / "cache"),
        "PYTHONPATH": path,
    }
    subprocess.run(["callside", "audit", str(SHOP), "-qq"], env=environment, check=True, timeout=120)
    return environment


def completed(shell: dict[str, str], *words: str) -> list[str]:
    run = subprocess.run(
        ["bash", "--norc", "-c", BASH, "callside", "callside", *words],
        cwd=SHOP,
        env=shell,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return run.stdout.splitlines()


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ('"POST /cart/', ["POST /cart/", "POST /cart/lines/{item_id}"]),
        ("POST\\ /cart/l", ["POST\\ /cart/lines/\\{item_id\\}"]),
        ("post\\ /w", ["POST\\ /webhooks/payment"]),
        ("/cart/t", ["/cart/total"]),
        ("cart.to", ["cart.total"]),
        ("NONE", [""]),
    ],
)
def test_operations_are_completed_and_quoted_as_bash_needs_it(
    shell: dict[str, str], typed: str, offered: list[str]
) -> None:
    assert completed(shell, "why", typed) == offered


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_commands_are_completed_too(shell: dict[str, str]) -> None:
    assert completed(shell, "expl") == ["explain"]


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_every_shell_has_a_script(shell_name: str) -> None:
    printed = CliRunner().invoke(cli, ["completion", shell_name])
    assert printed.exit_code == 0
    assert "_CALLSIDE_COMPLETE" in printed.output


def test_operations_are_known_by_folder(tmp_path: Path) -> None:
    from scanner.cache.known import keep_known

    memory = Memory(Store(tmp_path / "cache.sqlite3"))
    report = audit(SHOP, Config(), memory=memory)
    assert recall_known(memory, SHOP).operations == ()
    keep_known(memory, SHOP, (item.operation for item in report.operations))
    assert ("GET /cart/total", "cart.total") in recall_known(memory, SHOP).operations
    assert recall_known(memory, tmp_path).operations == ()
