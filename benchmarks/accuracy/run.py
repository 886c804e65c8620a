#!/usr/bin/env python3
"""Audit checkouts of real applications and compare their operations with the routing table of the running framework.

run.py FOLDER [NAME…] [--show N]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanner.concepts.registrations import Registrations
from scanner.discover.walk import discover
from scanner.extract.sources import ProjectSources
from scanner.frameworks.django.regexes import template_of
from scanner.frameworks.registry import discover_operations

TRUTH = Path(__file__).parent / "truth"
IMPLIED = {"HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Score:
    """The figures of one application, 0 to 1, and what was missed and made up."""

    recall: float
    precision: float
    methods: float
    missed: list[str]
    made_up: list[str]


def shape(path: str) -> str:
    """A path without parameter names, doubled or trailing slashes."""
    path = re.sub(r"<[^<>]*>|\{[^{}]*\}", "{}", path)
    path = re.sub(r"(\{\})+", "{}", path)
    return re.sub(r"/{2,}", "/", "/" + path).rstrip("/") or "/"


def served(row: dict[str, Any]) -> str:
    """The shape of a row of truth; its path may be a regular expression."""
    path: str = row["path"]
    is_regex = "re" in row.get("part_kinds", ()) or "(?P<" in path or path.endswith("$") or "\\" in path
    return shape(template_of(path) if is_regex else path)


def score(found: Registrations, truth: dict[str, Any]) -> Score:
    """Compare operations with the running framework's table."""
    root = truth["root"].strip("/.")

    def inside(file: str) -> str:
        return file.removeprefix(root + "/") if root else file

    ours: dict[tuple[str, str], set[str]] = defaultdict(set)
    for operation in found.operations:
        ours[shape(str(operation.path)), inside(operation.handler.file)].add(operation.method)
    theirs: dict[tuple[str, str], set[str]] = defaultdict(set)
    optional: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in truth["routes"]:
        if row.get("first_party") and not row.get("format_suffix"):
            key = (served(row), inside(row["file"]))
            theirs[key].update(method for method in row["methods"] if method != "MOUNT")
            optional[key].update(row.get("inherited", ()))
    hit = [key for key in theirs if key in ours]
    stated = [key for key in hit if theirs[key]]
    right = [key for key in stated if not (ours[key] ^ theirs[key]) - IMPLIED - optional[key]]
    paths = {served(row) for row in truth["routes"]}
    sure = [operation for operation in found.operations if operation.conditional is None]
    made_up = [f"{one} ({one.route})" for one in sure if shape(str(one.path)) not in paths]
    return Score(
        recall=len(hit) / len(theirs),
        precision=1 - len(made_up) / len(sure) if sure else 0.0,
        methods=len(right) / len(stated) if stated else 1.0,
        missed=[f"{path} ({file})" for path, file in sorted(theirs) if (path, file) not in ours],
        made_up=made_up,
    )


def main() -> int:
    """Print a row for each application that is there, then the averages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--show", type=int, default=0, help="list up to N missed and made-up routes")
    options = parser.parse_args()
    scores = []
    print(f"{'application':14} recall precision methods  seconds")
    for path in sorted(TRUTH.glob("*.json")):
        tree = options.folder / path.stem
        if not tree.is_dir() or (options.names and path.stem not in options.names):
            continue
        began = time.perf_counter()
        inventory = discover(tree)
        sources = ProjectSources(tree, inventory.files)
        found = discover_operations(inventory.files, sources.tree, sources.text)
        seconds = time.perf_counter() - began
        one = score(found, json.loads(path.read_text("utf-8")))
        scores.append(one)
        print(
            f"{path.stem:14}  {one.recall:.3f}     {one.precision:.3f}   {one.methods:.3f}  {seconds:7.1f}", flush=True
        )
        for title, rows in (("missed", one.missed), ("made up", one.made_up)):
            for row in rows[: options.show]:
                print(f"    {title:8} {row}")
    if not scores:
        print(f"no application of {TRUTH} is in {options.folder}", file=sys.stderr)
        return 2
    columns = ((one.recall, one.precision, one.methods) for one in scores)
    means = [sum(column) / len(scores) for column in zip(*columns, strict=True)]
    print(f"{'mean':14}  {means[0]:.3f}     {means[1]:.3f}   {means[2]:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
