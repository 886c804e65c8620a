"""The examples of Django's stubs under Django itself and under the libraries, where these are installed."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.frameworks.protocol import Example
from scanner.frameworks.table import FRAMEWORKS

PYTHON = os.environ.get("CALLSIDE_ORACLE_PYTHON", sys.executable)
"""An interpreter that has the libraries; the one that runs the tests unless told otherwise."""

EXAMPLES = [
    pytest.param(example, id=f"{module.__name__.removeprefix('scanner.frameworks.')}-{index}")
    for framework in FRAMEWORKS
    for module in framework.modules
    for index, example in enumerate(getattr(module, "EXAMPLES", ()))
    if "project/settings.py" in example.files()
]
MISSING = "import importlib.util as u, sys; print(*[n for n in sys.argv[1:] if not u.find_spec(n)])"


def _absent(example: Example) -> list[str]:
    """The libraries that an example imports or installs and that are not there."""
    files = example.files()
    own = {path.partition("/")[0].removesuffix(".py") for path in files}
    text = "\n".join(files.values())
    named = set(re.findall(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE))
    installed = re.search(r"INSTALLED_APPS = \[(.*?)\]", text, re.DOTALL)
    named |= set(re.findall(r"\"(\w+)", installed.group(1))) if installed else set()
    wanted = sorted(named - own - set(sys.stdlib_module_names))
    if sys.executable == PYTHON:
        return [name for name in wanted if importlib.util.find_spec(name) is None]
    return subprocess.run([PYTHON, "-c", MISSING, *wanted], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.oracle
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_resolver_agrees(example: Example, tmp_path: Path) -> None:
    absent = _absent(example)
    if absent:
        pytest.skip(f"not installed: {', '.join(absent)}")
    for path, text in example.files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    run = subprocess.run(
        [PYTHON, str(Path(__file__).with_name("run_django.py")), "project.settings"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    running = json.loads(run.stdout)
    stated = {line.partition(" if ")[0] for line in example.gives if not line.endswith(" unmounted")}
    assert stated <= set(running["all"])
    assert set(running["own"]) <= stated
