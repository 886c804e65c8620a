"""The same report whatever is remembered and however many processes read; what changed is read, and nothing else."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reporters.json import render
from scanner.cache.memory import Memory
from scanner.cache.store import Store
from scanner.concepts.source import SourceFile
from scanner.config import Config
from scanner.errors import NothingToScan
from scanner.extract import files as extract_files
from scanner.extract.one import Outcome
from scanner.pipeline import audit, reproducible
from tests.fixtures.marks import FIXTURES, projects


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "cache.sqlite3"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are read and not remembered."""
    paths: list[str] = []
    really = extract_files.read_file

    def read_file(root: Path, file: SourceFile) -> Outcome:
        paths.append(file.path)
        return really(root, file)

    monkeypatch.setattr(extract_files, "read_file", read_file)
    return paths


@pytest.fixture
def interpreted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that registration code is run."""
    import scanner.frameworks.registry as registry

    runs: list[int] = []
    really = registry.discover_operations

    def discover_operations(*arguments: object) -> object:
        runs.append(1)
        return really(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(registry, "discover_operations", discover_operations)
    return runs


def _report(root: Path, store: Path | None = None, config: Config | None = None, jobs: int | None = 1) -> str:
    opened = None if store is None else Store(store)
    try:
        memory = None if opened is None else Memory(opened)
        return render(reproducible(audit(root, config, jobs=jobs, memory=memory)))
    finally:
        if opened is not None:
            opened.close()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURES / "flask_shop", tmp_path / "shop")
    return tmp_path / "shop"


@pytest.mark.parametrize("root", projects(), ids=lambda path: path.name)
def test_cold_warm_and_any_number_of_processes_agree(root: Path, store: Path, read: list[str]) -> None:
    plain = _report(root)
    del read[:]
    assert _report(root, store, jobs=2) == plain, "cold, over processes"
    assert _report(root, store) == plain, "warm, whole"
    assert _report(root, store, Config(select=("CS4",))) == _report(root, None, Config(select=("CS4",)))
    del read[:]
    assert _report(root, store, Config(ignore=("CS9",))) == plain, "warm, from facts"
    assert read == []
    assert _report(root, jobs=3) == plain


def test_nothing_is_read_again_where_nothing_changed(
    shop: Path, store: Path, read: list[str], interpreted: list[int]
) -> None:
    _report(shop, store)
    assert read
    del read[:], interpreted[:]
    _report(shop, store)
    assert (read, interpreted) == ([], [])


def _template(shop: Path) -> Path:
    return next(path for path in sorted(shop.rglob("*.html")))


def test_one_changed_template_is_read_alone_and_registration_code_is_not_run(
    shop: Path, store: Path, read: list[str], interpreted: list[int]
) -> None:
    before = _report(shop, store)
    template = _template(shop)
    template.write_text(template.read_text() + '\n<a href="/nowhere/at/all">x</a>\n')
    del read[:], interpreted[:]
    after = _report(shop, store)
    assert read == [template.relative_to(shop).as_posix()]
    assert interpreted == []
    assert after != before
    assert after == _report(shop)


@pytest.fixture
def linked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that callers are linked."""
    from scanner.link import linker

    runs: list[int] = []
    really = linker.link

    def link(*arguments: object, **options: object) -> object:
        runs.append(1)
        return really(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(linker, "link", link)
    return runs


def test_a_change_that_shows_in_no_fact_costs_the_reading_of_its_file(
    shop: Path, store: Path, read: list[str], linked: list[int]
) -> None:
    _report(shop, store)
    module = next(path for path in sorted(shop.rglob("*.py")) if ".route(" in path.read_text())
    module.write_text(module.read_text().replace("  # $ endpoint", "  # a word more $ endpoint"))
    del read[:], linked[:]
    after = _report(shop, store)
    assert read == [module.relative_to(shop).as_posix()]
    assert linked == []
    assert after == _report(shop)
    opened = Store(store)
    shown = audit(shop, memory=Memory(opened), jobs=1).snippets
    opened.close()
    assert any("a word more" in line for line in shown.values()), "source lines that are shown are those of today"
    assert shown == audit(shop, jobs=1).snippets
    del read[:], linked[:]
    assert _report(shop, store) == after
    assert (read, linked) == ([], [])


@pytest.mark.parametrize(
    ("kind", "line"),
    [("*.py", "# moved\n"), ("*.html", "\n"), ("*.js", "// moved\n")],
)
def test_a_change_that_moves_lines_costs_the_reading_of_its_file(
    shop: Path, store: Path, read: list[str], linked: list[int], interpreted: list[int], kind: str, line: str
) -> None:
    before = _report(shop, store)
    moved = next(path for path in sorted(shop.rglob(kind)) if f'"{path.relative_to(shop).as_posix()}"' in before)
    for _ in range(2):  # one edit after another
        moved.write_text(line + moved.read_text())
        del read[:], linked[:], interpreted[:]
        after = _report(shop, store)
        assert (read, linked, interpreted) == ([moved.relative_to(shop).as_posix()], [], [])
        assert after != before
        assert after == _report(shop)


def test_comments_in_short_functions_and_between_others_move_lines_only(
    shop: Path, store: Path, linked: list[int], interpreted: list[int]
) -> None:
    _report(shop, store)
    module = next(path for path in sorted(shop.rglob("*.py")) if ".route(" in path.read_text())
    text = re.sub(r"^( +)return ", r"\1# why\n\1return ", module.read_text(), flags=re.MULTILINE)
    module.write_text(re.sub(r"^@", "\n# what\n@", text, flags=re.MULTILINE))
    del linked[:], interpreted[:]
    after = _report(shop, store)
    assert (linked, interpreted) == ([], [])
    assert after == _report(shop)


def test_lines_that_move_after_a_change_of_more_than_lines_are_told_from_that_change(
    shop: Path, store: Path, linked: list[int]
) -> None:
    first, second = [path for path in sorted(shop.rglob("*.py")) if ".route(" in path.read_text()][:2]
    _report(shop, store)
    first.write_text("# one\n" + first.read_text())
    _report(shop, store)
    second.write_text(second.read_text() + "\n\ndef more():\n    return redirect('/')\n")
    _report(shop, store)
    first.write_text("# two\n\n" + first.read_text())
    second.write_text("# two\n" + second.read_text())
    del linked[:]
    assert _report(shop, store) == _report(shop)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("project", ["flask_shop", "django_library", "fastapi_tickets"])
def test_whatever_lines_are_put_in_the_report_is_that_of_a_fresh_run(
    tmp_path: Path, store: Path, project: str, seed: int
) -> None:
    root = tmp_path / project
    shutil.copytree(FIXTURES / project, root)
    _report(root, store)
    chosen = random.Random(seed)
    files = [path for path in sorted(root.rglob("*")) if path.suffix in (".py", ".html", ".js", ".ts", ".vue", ".md")]
    for path in chosen.sample(files, 4):
        lines = path.read_text().split("\n")
        for _ in range(chosen.choice([1, 1, 3])):
            lines.insert(chosen.randrange(len(lines)), chosen.choice(["", "", "# a", "// a", "<!-- a -->"]))
        path.write_text("\n".join(lines))
        assert _report(root, store) == _report(root), path


def test_one_changed_module_runs_registration_code_again(
    shop: Path, store: Path, read: list[str], interpreted: list[int]
) -> None:
    before = _report(shop, store)
    module = next(path for path in sorted(shop.rglob("*.py")) if "@" in path.read_text())
    module.write_text(module.read_text() + "\n# one more line\n" + '\n\nx = "/y"\n')
    del read[:], interpreted[:]
    after = _report(shop, store)
    assert read == [module.relative_to(shop).as_posix()]
    assert interpreted == [1]
    assert after == _report(shop)
    module.write_text(module.read_text().replace('\n# one more line\n\n\nx = "/y"\n', ""))
    assert _report(shop, store) == before


def test_a_file_that_is_added_moved_or_removed_counts(shop: Path, store: Path) -> None:
    _report(shop, store)
    (shop / "more.py").write_text("import requests\nrequests.post('http://localhost/webhooks/payment')\n")
    assert _report(shop, store) == _report(shop)
    (shop / "tests").mkdir(exist_ok=True)
    (shop / "more.py").rename(shop / "tests" / "test_more.py")
    assert _report(shop, store) == _report(shop)
    (shop / "tests" / "test_more.py").unlink()
    assert _report(shop, store) == _report(shop)


def test_suppressions_and_baselines_are_looked_at_every_time(shop: Path, store: Path) -> None:
    report = audit(shop, jobs=1)
    finding = next(item for item in report.findings if item.location.file.endswith(".py"))
    lines = (shop / finding.location.file).read_text().splitlines()
    lines[finding.location.line - 1] += f"  # callside: ignore[{finding.rule}] -- tried"
    (shop / finding.location.file).write_text("\n".join(lines) + "\n")
    first = _report(shop, store)
    assert '"suppressed"' in first
    assert _report(shop, store) == first == _report(shop)
    strict = Config(baseline="other.json")
    assert _report(shop, store, strict) == _report(shop, None, strict)


def test_files_that_change_meanwhile_are_not_remembered_as_they_were(
    shop: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = _template(shop)
    original = template.read_text()
    really = extract_files.read_file

    def read_file(root: Path, file: SourceFile) -> Outcome:
        if root / file.path == template:
            template.write_text(original + '<a href="/changed/meanwhile">x</a>\n')
        return really(root, file)

    monkeypatch.setattr(extract_files, "read_file", read_file)
    assert "/changed/meanwhile" in _report(shop, store)
    monkeypatch.undo()
    template.write_text(original)
    assert "/changed/meanwhile" not in _report(shop, store)


def test_a_damaged_cache_changes_nothing(shop: Path, store: Path) -> None:
    plain = _report(shop, store)
    data = bytearray(store.read_bytes())
    for start in range(4096, len(data), 4096):
        data[start + 100 : start + 400] = bytes(300)
    store.write_bytes(data)
    assert _report(shop, store) == plain
    store.write_bytes(b"no database")
    assert _report(shop, store) == plain
    assert _report(shop, store) == plain


def test_a_folder_without_an_application_stays_one(tmp_path: Path, store: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "a.py").write_text("x = 1\n")
    for _ in range(2):
        with pytest.raises(NothingToScan):
            _report(tmp_path / "empty", store)


def test_progress_tells_each_stage(shop: Path) -> None:
    stages: list[str] = []
    audit(shop, jobs=1, progress=stages.append)
    assert stages[0] == "finding files"
    assert "linking callers" in stages
    assert any(stage.startswith("reading files") for stage in stages)


def test_a_script_may_audit_while_it_is_imported(shop: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from scanner.extract import files\n"
        "from scanner.pipeline import audit\n"
        "files.PARALLEL_BYTES = 0\n"
        f"print(len(audit(Path({str(shop)!r})).operations) > 10)\n"
    )
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "True\n", "")
