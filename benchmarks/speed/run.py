"""What an audit costs beside the parsing floor of the same files: `python -P benchmarks/speed/run.py CHECKOUT...`.

The floor is `ast.parse` of every Python file and tree-sitter on every script and on the inline scripts of markup and
components, in one process. It is measured in the same run as the audits, because absolute times are noise; each figure
is the least of `--repeat` runs. Checkouts are copied, so that files can be changed. A row is printed as soon as its
project is measured, and every measurement is told on stderr as it begins. See README.md beside this file.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from process import Cost, measured  # stands beside this file
from synthetic import write_project

_HEAD = (
    "project", "files", "MB", "floor", "no cache", "cold wall", "cold CPU", "warm", "page moved", "module moved",
    "comment edited", "function added", "peak MB",
)  # fmt: skip
_PAGES = (".html", ".js", ".ts", ".vue")
SCANNER = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Row:
    """What one project costs."""

    name: str
    files: int
    megabytes: float
    floor: float
    fresh: Cost
    cold: Cost
    warm: Cost
    page: Cost
    module: Cost
    comment: Cost
    function: Cost


def measure(name: str, project: Path, jobs: int | None, repeat: int) -> Row:
    """Measure a project; its files are changed while that goes on."""
    _tell(f"{name}: the floor")
    files, size, floor = _floor(project, repeat)
    with tempfile.TemporaryDirectory(prefix="callside-speed-") as folder:
        cache = Path(folder)

        def audit(*options: str) -> Cost:
            return _audit(project, cache, jobs, *options)

        def cold() -> Cost:
            shutil.rmtree(cache)
            return audit()

        def least(what: str, run: Callable[[int], Cost]) -> Cost:
            _tell(f"{name}: {what}")
            costs = [run(turn) for turn in range(repeat)]
            # the wall time of the quietest run, whichever that was
            return replace(min(costs), wall=min(cost.wall for cost in costs))

        fresh = least("without a cache", lambda _: audit("--no-cache"))
        colds = least("with an empty cache", lambda _: cold())
        warm = least("with everything remembered", lambda _: audit())
        page = least("with the lines of a page moved", lambda _: _changed(project, _PAGES, _moved, audit))
        module = least("with the lines of a module moved", lambda _: _changed(project, (".py",), _moved, audit))
        comment = least("with a comment edited", lambda _: _changed(project, (".py",), _commented, audit))
        function = least("with a function added", lambda _: _changed(project, (".py",), _grown, audit))
    return Row(name, files, size / 1e6, floor, fresh, colds, warm, page, module, comment, function)


def _moved(text: str) -> str:
    """All lines one further down."""
    return f"\n{text}"


def _commented(text: str) -> str:
    """A word more behind the last line, in a comment."""
    return f"{text.removesuffix(chr(10))}  # more\n"


def _grown(text: str) -> str:
    """A function more, which registers nothing and calls something: all that hangs on facts is worked out again."""
    return f"{text.removesuffix(chr(10))}\n\n\ndef added(items):\n    return sorted(items)\n"


def _changed(project: Path, suffixes: tuple[str, ...], change: Callable[[str], str], audit: Callable[[], Cost]) -> Cost:
    """Audit after the file of middling size of these kinds was changed."""
    paths = [path for path in project.rglob("*") if path.suffix in suffixes and path.is_file()]
    plain = [path for path in paths if not {"test", "tests", "node_modules", "vendor"} & set(path.parts)]
    chosen = sorted(plain or paths, key=lambda path: (path.stat().st_size, str(path)))[len(plain or paths) // 2]
    chosen.write_text(change(chosen.read_text("utf-8")), "utf-8")
    return audit()


def _floor(project: Path, repeat: int) -> tuple[int, int, float]:
    program = Path(__file__).with_name("floor.py")
    printed = [
        subprocess.run(
            [sys.executable, "-P", str(program), str(project)],
            env=_environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for _ in range(repeat)
    ]
    return int(printed[0][0]), int(printed[0][1]), min(float(words[2]) for words in printed)


def _audit(project: Path, cache: Path, jobs: int | None, *options: str) -> Cost:
    command = [sys.executable, "-P", "-m", "scanner", "audit", str(project), "-qq", "--isolated", *options]
    if jobs is not None:
        command += ["--jobs", str(jobs)]
    return measured(command, {**_environment(), "CALLSIDE_CACHE_DIR": str(cache)})


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(SCANNER)}


def _tell(what: str) -> None:
    """Say on stderr what is measured now."""
    print(what, file=sys.stderr, flush=True)


def _print_head() -> None:
    print(f"start-up: --version {_start_up():.3f} s of CPU beyond a bare interpreter\n")
    print(f"| {' | '.join(_HEAD)} |")
    print("| --- " * len(_HEAD) + "|", flush=True)


def _print(row: Row) -> None:
    cells = [
        row.name,
        str(row.files),
        f"{row.megabytes:.1f}",
        f"{row.floor:.2f} s",
        _ratio(row.fresh.cpu, row.floor),
        _ratio(row.cold.wall, row.floor),
        _ratio(row.cold.cpu, row.floor),
        _ratio(row.warm.wall, row.floor),
        _ratio(row.page.wall, row.floor),
        _ratio(row.module.wall, row.floor),
        _ratio(row.comment.wall, row.floor),
        _ratio(row.function.wall, row.floor),
        f"{row.cold.peak:.0f}",
    ]
    print(f"| {' | '.join(cells)} |", flush=True)


def _ratio(seconds: float, floor: float) -> str:
    return f"{seconds:.2f} s = {seconds / floor:.2f}"


def _start_up() -> float:
    bare = min(measured([sys.executable, "-P", "-c", "pass"], _environment()) for _ in range(5))
    version = min(measured([sys.executable, "-P", "-m", "scanner", "--version"], _environment()) for _ in range(5))
    return version.cpu - bare.cpu


def _print_growth(sizes: list[tuple[int, int]], jobs: int | None) -> None:
    print("\n| modules | operations | seconds of CPU | milliseconds a module | peak MB |")
    print("| --- | --- | --- | --- | --- |", flush=True)
    for modules, operations in sizes:
        _tell(f"{modules:,} modules with {operations:,} operations")
        with tempfile.TemporaryDirectory(prefix="callside-grown-") as folder:
            write_project(Path(folder), modules, operations)
            cost = _audit(Path(folder), Path(folder), jobs, "--no-cache")
        cells = (f"{modules:,}", f"{operations:,}", f"{cost.cpu:.2f}", f"{cost.cpu / modules * 1000:.2f}")
        print(f"| {' | '.join(cells)} | {cost.peak:.0f} |", flush=True)


def main() -> None:
    """Measure every checkout given, and how cost grows with a synthetic project."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", nargs="*", type=Path)
    parser.add_argument("--repeat", type=int, default=1, help="runs a figure; the least counts")
    parser.add_argument("--jobs", type=int, help="as callside's own")
    parser.add_argument("--growth", action="store_true", help="how cost grows: 100, 1,000 and 10,000 modules")
    given = parser.parse_args()
    if given.checkouts:
        _print_head()
    for checkout in given.checkouts:
        with tempfile.TemporaryDirectory(prefix="callside-copy-") as folder:
            copy = Path(folder) / checkout.name
            shutil.copytree(checkout, copy, symlinks=True, ignore=shutil.ignore_patterns(".git", "node_modules"))
            _print(measure(checkout.name, copy, given.jobs, given.repeat))
    if given.growth:
        _print_growth(
            [(100, 10), (100, 100), (1_000, 100), (1_000, 1_000), (10_000, 1_000), (10_000, 10_000)], given.jobs
        )


if __name__ == "__main__":
    main()
