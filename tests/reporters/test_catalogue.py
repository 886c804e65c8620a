from __future__ import annotations

import subprocess
import sys

import pytest

from reporters.catalogue import FORMATS, renderer
from scanner.concepts.report import Report
from tests.reporters.build import empty, hostile, many, sample

REPORTS = {"sample": sample(), "empty": empty(), "hostile": hostile(), "many": many(12)}
DANGEROUS = {*map(chr, range(0x20)), "\x7f", *map(chr, range(0x80, 0xA0)), "\u202e", "\u2066", "\ud800"} - {"\n"}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_every_format_renders_every_report_twice_the_same(name: str, report: Report) -> None:
    text = renderer(name)(report)
    assert text == renderer(name)(report)
    assert text == "" or text.endswith("\n")
    text.encode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_passes_a_control_or_bidirectional_character_on(name: str) -> None:
    assert not set(renderer(name)(hostile())) & DANGEROUS


def test_naming_the_formats_loads_no_renderer() -> None:
    code = "import sys, reporters.catalogue; print([name for name in sys.modules if name.startswith('reporters.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['reporters.catalogue']"
