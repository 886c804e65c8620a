"""The command line: options in, a report out, an exit code. The one place that knows reporters."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner import VERSION
from scanner.completion import SHELLS, operations, script
from scanner.errors import CallsideError, UsageError
from scanner.progress import on_terminal

if TYPE_CHECKING:
    from reporters.console import Options
    from scanner.cache.memory import Memory
    from scanner.concepts.client import Client
    from scanner.concepts.report import Report
    from scanner.config import Config

GATE_FAILED = 1
INCOMPLETE = 4
OUR_BUG = 70

EXIT_CODES = """\b
Exit codes:
  0   passed
  1   the gate failed (callside check)
  2   wrong usage or configuration
  3   nothing to scan: no supported framework found
  4   the audit is incomplete (under --strict)
  70  a bug in callside
"""

FORMATS = (
    "terminal", "json", "html", "sarif", "markdown", "github", "gitlab", "junit", "csv", "graphml", "dot", "mermaid",
)  # fmt: skip

root_argument = click.argument("path", type=click.Path(path_type=Path), default=Path())


def scan_options(command: Any) -> Any:
    """The options of every command that audits a repository."""
    for option in (
        click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this TOML file instead."),
        click.option("--isolated", is_flag=True, help="Ignore every configuration file."),
        click.option(
            "--exclude", multiple=True, metavar="GLOB", help="Leave files out (gitignore pattern); repeatable."
        ),
        click.option("--select", multiple=True, metavar="CODE", help="Run these rules only (CS101, CS1); repeatable."),
        click.option("--ignore", multiple=True, metavar="CODE", help="Do not run these rules; repeatable."),
        click.option(
            "--access-log",
            "access_logs",
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Count real requests as evidence: a server's log, plain or gzip; repeatable.",
        ),
        click.option(
            "--client",
            "clients",
            multiple=True,
            metavar="[ui:|system:]DIR",
            help="Read another repository as a client of this one, a program's unless ui: says otherwise; repeatable.",
        ),
        click.option("--jobs", type=click.IntRange(1), help="Processes that read files. Default: one a processor."),
        click.option("--no-cache", is_flag=True, help="Neither use nor keep what earlier runs found."),
        click.option("-q", "--quiet", count=True, help="Findings only; twice: nothing but the exit code."),
        click.option("-v", "--verbose", is_flag=True, help="Show skipped files, every diagnostic and our tracebacks."),
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            help="Colour in the terminal. NO_COLOR and FORCE_COLOR are obeyed under auto.",
        ),
    ):
        command = option(command)
    return command


def output_options(command: Any) -> Any:
    """The options that say where reports go, and in what format."""
    for option in (
        click.option("-f", "--format", "format_", type=click.Choice(FORMATS), default="terminal", show_default=True),
        click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the report to a file."),
        click.option("--report", "reports", multiple=True, metavar="FORMAT=FILE", help="One more report; repeatable."),
        click.option("--statistics", is_flag=True, help="Count findings by rule."),
        click.option("--reproducible", is_flag=True, help="Leave timings out: the same input gives the same bytes."),
        click.option("--strict", is_flag=True, help="Exit 4 where a file was not read or a limit was reached."),
    ):
        command = option(command)
    return command


@click.group(epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="callside %(version)s")
def cli() -> None:
    """Which side calls each endpoint: your own pages, or other systems?

    Reads a Flask, Django or FastAPI repository without importing or running it.
    """


@cli.command(epilog=EXIT_CODES)
@root_argument
@scan_options
@output_options
def audit(path: Path, **options: Any) -> None:
    """Audit a repository: operations by owner, their callers, and advice."""
    report = _audit(path, options)
    _write(report, path, options)
    _end_if_incomplete(report, options)


@cli.command(epilog=EXIT_CODES)
@root_argument
@scan_options
@output_options
@click.option("--fail-on", type=click.Choice(["low", "medium", "high", "never"]), help="Least severity that fails.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Least confidence that fails.")
@click.option("--baseline", "baseline_file", metavar="FILE", help="Accepted findings, relative to PATH.")
@click.option(
    "--base", "base_ref", metavar="REF", help="Findings that were there where this branch left REF are known."
)
@click.option("--fail-on-stale", is_flag=True, help="Fail where the baseline accepts findings that are gone.")
@click.option("--exit-zero", is_flag=True, help="Report, but do not fail the gate.")
def check(
    path: Path,
    fail_on: str | None,
    min_confidence: float | None,
    baseline_file: str | None,
    base_ref: str | None,
    fail_on_stale: bool,
    exit_zero: bool,
    **options: Any,
) -> None:
    """The CI gate: fail on findings that are new, grave and sure enough."""
    from scanner.triage.gate import failing

    config = _config(path, options)
    config = replace(
        config,
        fail_on=fail_on or config.fail_on,
        min_confidence=config.min_confidence if min_confidence is None else min_confidence,
        baseline=baseline_file or config.baseline,
    )
    report = _audit(path, options, config)
    if base_ref is not None:
        report = _beside_base(report, path, base_ref, options, config)
    failed = failing(report.findings, config)
    gate_report = replace(report, findings=failed) if options["format_"] == "terminal" else report
    _write(gate_report, path, options, whole=report)
    verdict = f"{len(failed)} new finding{'s' if len(failed) != 1 else ''} at or over {config.fail_on}"
    if report.stale:
        verdict += f"; {report.stale} accepted in the baseline but gone (run `callside baseline prune`)"
    if not options["quiet"]:
        click.echo(f"{'failed' if failed else 'passed'}: {verdict}", err=True)
    _end_if_incomplete(report, options)
    if not exit_zero and (failed or (fail_on_stale and report.stale)):
        raise click.exceptions.Exit(GATE_FAILED)


@cli.command(epilog=EXIT_CODES)
@click.argument("operation", shell_complete=operations)
@root_argument
@scan_options
def why(operation: str, path: Path, **options: Any) -> None:
    """Explain one operation: its callers and their chains, the evidence, the verdict, the advice.

    OPERATION is "POST /profile", a path, a route name, a handler's dotted name, or file:line.
    """
    from reporters.clean import clean_block
    from reporters.why import render
    from scanner.concepts.query import find_operations
    from scanner.pipeline import with_patches

    report = _audit(path, options)
    found = find_operations(report, operation)
    if not found:
        raise UsageError(f"no operation is meant by {operation!r}", _suggestion(report, operation))
    click.echo("\n".join(render(report, item, _terminal_options(path, options)) for item in found), color=True)
    wanted = {item.operation.id for item in found}
    advised = [finding for finding in report.findings if finding.operation in wanted]
    patches = with_patches(report, path, advised).patches
    for finding in advised:
        if finding.fingerprint in patches:
            click.echo(f"patch preview for {finding.rule} {finding.name}, to be read and finished by hand:\n")
            click.echo(clean_block(patches[finding.fingerprint]))


@cli.group()
def baseline() -> None:
    """Accept today's findings, so that the gate fails on new ones only."""


@baseline.command("write", epilog=EXIT_CODES)
@root_argument
@scan_options
def baseline_write(path: Path, **options: Any) -> None:
    """Accept every finding of today."""
    from scanner.triage.baseline import write_baseline

    config = _config(path, options)
    report = _audit(path, options, config)
    count = write_baseline(path / config.baseline, report, config)
    click.echo(f"{count} finding{'s' if count != 1 else ''} accepted in {config.baseline}", err=True)


@baseline.command("prune", epilog=EXIT_CODES)
@root_argument
@scan_options
def baseline_prune(path: Path, **options: Any) -> None:
    """Forget accepted findings that are gone. Never accepts anything new."""
    from scanner.triage.baseline import prune_baseline

    config = _config(path, options)
    report = _audit(path, options, config)
    count = prune_baseline(path / config.baseline, report, config)
    click.echo(f"{count} stale entr{'ies' if count != 1 else 'y'} removed from {config.baseline}", err=True)


@cli.command()
@click.argument("code")
def explain(code: str) -> None:
    """Show a rule's page: what it finds, why it matters, when to keep it, how to change it."""
    from scanner.rules.catalogue import RULES

    rule = next((rule for rule in RULES if code.upper() == rule.code or code == rule.name), None)
    if rule is None:
        raise UsageError(f"no such rule: {code}", f"known rules: {', '.join(rule.code for rule in RULES)}")
    click.echo(f"# {rule.code} {rule.name}\n\n{rule.severity} severity\n\n{rule.doc.strip()}")


@cli.command()
@click.option("--markdown", is_flag=True, help="As a table for documentation.")
def rules(markdown: bool) -> None:
    """List the rules."""
    from scanner.rules.catalogue import RULES

    if markdown:
        click.echo("| Code | Name | Severity | What it finds |\n| --- | --- | --- | --- |")
    for rule in RULES:
        row = (rule.code, rule.name, rule.severity.value, rule.info.summary)
        click.echo(f"| {' | '.join(row)} |" if markdown else f"{row[0]}  {row[1]:28} {row[2]:7} {row[3]}")


@cli.command()
@root_argument
@scan_options
def config(path: Path, **options: Any) -> None:
    """Show the configuration in effect."""
    from dataclasses import fields

    effective = _config(path, options)
    for field in fields(effective):
        click.echo(f"{field.name.replace('_', '-')} = {getattr(effective, field.name)!r}")


@cli.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that completes commands, options and operations.

    For bash and zsh: eval "$(callside completion bash)". For fish: callside completion fish | source.
    """
    click.echo(script(cli, shell))


@cli.command()
@click.option("--clear", is_flag=True, help="Remove everything that is kept.")
def cache(clear: bool) -> None:
    """Show where what earlier runs found is kept, and how much there is; or remove it.

    The folder is the user's cache directory, or what CALLSIDE_CACHE_DIR says. It may be removed at any time.
    """
    from scanner.cache.location import cache_file
    from scanner.cache.store import Store

    store = Store(cache_file())
    usage = store.usage()
    size = f"{usage.entries:,} entr{'ies' if usage.entries != 1 else 'y'}, {usage.size / 1_000_000:.1f} MB"
    if clear:
        try:
            store.clear()
        except OSError as error:
            raise UsageError(f"cannot remove {store.path}: {error.strerror}", "remove the folder by hand") from error
        click.echo(f"{size} removed from {store.path.parent}", err=True)
        return
    store.close()
    click.echo(f"{store.path.parent}\n{size}")


def main() -> None:
    """Run the command line and end the process with a documented exit code."""
    # one command and the process ends: looking through all it has made, for what it could free, takes longer than that
    gc.disable()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; every error ends up here."""
    verbose = bool({"-v", "--verbose"}.intersection(arguments))
    try:
        outcome = cli.main(args=arguments, prog_name="callside", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except CallsideError as error:
        click.echo(f"error: {error.message}", err=True)
        for line in error.help.splitlines():
            click.echo(f"help: {line}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        click.echo(f"error: a bug in callside: {type(error).__name__}: {error}", err=True)
        if verbose:
            click.echo(traceback.format_exc(), err=True)
        click.echo("help: please report it; run again with --verbose for the traceback", err=True)
        return OUR_BUG


def _config(path: Path, options: dict[str, Any]) -> Config:
    from scanner.config import Config, load_config

    loaded = Config() if options["isolated"] else load_config(path, options["config_file"])
    return replace(
        loaded,
        exclude=(*loaded.exclude, *options["exclude"]),
        select=options["select"] or loaded.select,
        ignore=(*loaded.ignore, *options["ignore"]),
        # absolute, since the same logs may be read beside another tree: `check --base`
        access_logs=tuple(
            str(log.absolute()) for log in (*map(path.joinpath, loaded.access_logs), *options["access_logs"])
        ),
        clients=(
            *(replace(client, path=str((path / client.path).absolute())) for client in loaded.clients),
            *map(_client, options["clients"]),
        ),
    )


def _client(text: str) -> Client:
    """`[ui:|system:]DIR`. A folder that is there goes before a side of that name."""
    from scanner.concepts.client import Client
    from scanner.concepts.evidence import Side
    from scanner.config import client_name

    side, colon, folder = text.partition(":")
    if not colon or side not in set(Side):
        side, folder = Side.SYSTEM, text
    if not folder:
        raise UsageError(f"--client {text!r} names no folder", "for example --client ui:../shop-frontend")
    return Client(str(Path(folder).absolute()), Side(side), client_name(folder))


def _audit(path: Path, options: dict[str, Any], config: Config | None = None) -> Report:
    from scanner.pipeline import audit as run_audit
    from scanner.pipeline import reproducible

    with on_terminal(quiet=bool(options["quiet"])) as progress, _memory(options) as memory:
        report = run_audit(
            path, config or _config(path, options), jobs=options["jobs"], progress=progress, memory=memory
        )
        if memory is not None:
            from scanner.cache.known import keep_known

            keep_known(memory, path, (item.operation for item in report.operations))
    return reproducible(report) if options.get("reproducible") else report


def _beside_base(report: Report, path: Path, ref: str, options: dict[str, Any], config: Config) -> Report:
    """Audit the revision where HEAD and `ref` parted too: what is found there is not new."""
    from tempfile import TemporaryDirectory

    from scanner.errors import NothingToScan
    from scanner.triage.base import known_before
    from scanner.triage.revision import write_merge_base

    with TemporaryDirectory(prefix="callside-") as folder:
        write_merge_base(path, ref, Path(folder))
        gc.collect()  # what the first audit left would stand beside what the second one needs
        try:
            base = _audit(Path(folder), options, config)
        except NothingToScan:
            return report
    return replace(report, findings=known_before(report, base, ref))


@contextmanager
def _memory(options: dict[str, Any]) -> Iterator[Memory | None]:
    """What earlier runs found, unless it is not wanted."""
    if options["no_cache"]:
        yield None
        return
    from scanner.cache.location import cache_file
    from scanner.cache.memory import Memory
    from scanner.cache.store import Store

    store = Store(cache_file())
    try:
        yield Memory(store)
    finally:
        store.close()


def _write(report: Report, path: Path, options: dict[str, Any], whole: Report | None = None) -> None:
    """Render every report before any is written, so that a failure leaves no half."""
    whole = whole or report
    # nobody sees what would go to standard output
    unseen = options["output"] is None and options["quiet"] > 1
    wanted = [] if unseen else [(options["format_"], options["output"], report)]
    for pair in options["reports"]:
        name, _, file = pair.partition("=")
        if name not in FORMATS or not file:
            raise UsageError(f"--report {pair!r} is not FORMAT=FILE", f"formats: {', '.join(FORMATS)}")
        wanted.append((name, Path(file), whole))
        if name == "html" and file.endswith(("/", os.sep)):
            _make_folder(Path(file))
    files = [file for name, target, item in wanted for file in _files(name, item, path, options, target)]
    for output, text in files:
        if output is None:
            click.echo(text, nl=not text.endswith("\n"), color=True)
            continue
        try:
            output.write_text(text, "utf-8")
        except OSError as error:
            raise UsageError(
                f"cannot write {output}: {error.strerror}", "give a file in a folder that exists"
            ) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make {folder}: {error.strerror}", "give a folder that can be written") from error


def _files(
    name: str, report: Report, path: Path, options: dict[str, Any], output: Path | None
) -> Iterator[tuple[Path | None, str]]:
    """What to write where: one file, or a folder of pages where one is asked for or one file would load slowly."""
    if name == "html":
        from scanner.pipeline import with_patches

        report = with_patches(report, path)
    text = _render(name, report, path, options, output)
    if name != "html" or output is None:
        yield output, text
        return
    from reporters.html import render_pages, suits_one_page

    if output.is_dir():
        front, folder = output / "index.html", ""
    elif output.suffix.lower() not in (".html", ".htm") or suits_one_page(report, text):
        yield output, text
        return
    else:
        front, folder = output, f"{output.stem}_files"
        _make_folder(output.parent / folder)
        if not options["quiet"]:
            click.echo(f"a large report: its details are pages in {folder}/, to be kept beside {front.name}", err=True)
    for file, page in render_pages(report, front.name, folder).items():
        yield front.parent / file, page


def _render(name: str, report: Report, path: Path, options: dict[str, Any], output: Path | None) -> str:
    if name == "terminal":
        from reporters.terminal import render

        return render(report, _terminal_options(path, options, output))
    from reporters.catalogue import renderer

    return renderer(name)(report)


def _terminal_options(path: Path, options: dict[str, Any], output: Path | None = None) -> Options:
    """Colour and links for a person who watches, plain text for pipes and files."""
    from reporters.console import Options

    watched = output is None and sys.stdout.isatty()
    return Options(
        color=output is None and _color(options["color"]),
        width=shutil.get_terminal_size().columns if watched else 120,
        hyperlinks=path.resolve().as_uri() + "/" if watched else "",
        quiet=options["quiet"],
        verbose=options["verbose"],
        statistics=options.get("statistics", False),
    )


def _color(choice: str) -> bool:
    """The flag wins, then NO_COLOR, then FORCE_COLOR, then whether a person watches."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def _end_if_incomplete(report: Report, options: dict[str, Any]) -> None:
    from scanner.concepts.diagnostic import DiagnosticSeverity

    doubts = [item for item in report.diagnostics if item.severity is not DiagnosticSeverity.NOTE]
    if options["strict"] and doubts:
        click.echo(f"incomplete: {len(doubts)} warning{'s' if len(doubts) != 1 else ''} about the scan", err=True)
        raise click.exceptions.Exit(INCOMPLETE)


def _suggestion(report: Report, query: str) -> str:
    import difflib

    known = [str(item.operation) for item in report.operations]
    near = difflib.get_close_matches(query, known, n=3, cutoff=0.4)
    return f"did you mean {' or '.join(near)}?" if near else "list operations with `callside audit --format csv`"


if __name__ == "__main__":
    main()
