"""Logs as files: plain and packed, broken off, of the wrong kind."""

from __future__ import annotations

import gzip
import os
import time
from pathlib import Path

import pytest

from scanner.concepts.traffic import LogEntry, UnreadLine
from scanner.errors import ConfigError
from scanner.extract.access_log.reader import open_log

LINE = '192.0.2.1 - - [23/Nov/2026:03:21:43 +0000] "GET /a HTTP/1.1" 200 7\n'


def read(folder: Path, data: bytes, name: str = "access.log") -> list[LogEntry | UnreadLine]:
    (folder / name).write_bytes(data)
    return list(open_log(folder, Path(name)).entries())


def test_packed_and_plain_logs_are_the_same(tmp_path: Path) -> None:
    data = (LINE * 3).encode()
    assert read(tmp_path, data) == read(tmp_path, gzip.compress(data), "access.log.gz")


def test_lines_are_numbered_and_those_without_a_request_are_given_too(tmp_path: Path) -> None:
    entries = read(tmp_path, f"started\n\n{LINE}".encode())
    assert entries == [
        UnreadLine(1),
        LogEntry(line=3, method="GET", path="/a", status=200, day="2026-11-23"),
    ]


def test_a_line_of_megabytes_is_one_line(tmp_path: Path) -> None:
    long = LINE.rstrip("\n") + ' "-" "' + "x" * 300_000 + '"\n'
    entries = read(tmp_path, (long + LINE).encode())
    assert [entry.line for entry in entries] == [1, 2]


@pytest.mark.parametrize(
    "line",
    ['"' * 65_000, '"GET ' * 13_000, "} [a] GET /x => " * 4_000, ' 200 200 1 1 "GET ' * 3_800, '{"a":' * 13_000],
    ids=["quotes", "requests", "uwsgi", "balancer", "objects"],
)
def test_crafted_lines_cost_little(tmp_path: Path, line: str) -> None:
    began = time.process_time()
    read(tmp_path, f"{LINE}{line}\n".encode() * 20)
    assert time.process_time() - began < 1


def test_what_a_request_says_of_itself_is_kept_short(tmp_path: Path) -> None:
    long = "x" * 9_000
    line = f'192.0.2.1 - - [23/Nov/2026:03:21:43 +0000] "GET /{long} HTTP/1.1" 200 7 "https://{long}" "{long}"\n'
    (entry,) = read(tmp_path, line.encode())
    assert isinstance(entry, LogEntry)
    assert max(len(entry.path), len(entry.referrer), len(entry.agent or "")) == 2_000


def test_a_packed_log_that_breaks_off_says_where(tmp_path: Path) -> None:
    lines = "".join(LINE.replace("/a", f"/{os.urandom(8).hex()}") for _ in range(4_000))
    packed = gzip.compress(lines.encode())
    entries = read(tmp_path, packed[: len(packed) - 9_000])
    assert isinstance(entries[0], LogEntry)
    assert isinstance(entries[-1], UnreadLine)
    assert "breaks off" in entries[-1].why
    assert entries[-1].line == len(entries)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x00\x01\x02\xff" * 100, "access.log:1: binary"),
        (LINE.encode() + b"\x00", "access.log:2: binary"),
        (b"\x1f\x8bnot gzip at all", "access.log:1: not readable as gzip"),
        (b"# a readme\n\nof two paragraphs\n", "access.log:1: none of its 3 lines states a request"),
    ],
)
def test_what_is_no_log_is_an_error_with_its_line(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        read(tmp_path, data)
    assert "combined log format" in error.value.help


def test_missing_files_folders_and_pipes_are_errors(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, message in (("none.log", "no such access log: none.log"), ("logs", "a folder"), ("pipe", "no regular")):
        with pytest.raises(ConfigError, match=message):
            open_log(tmp_path, Path(name))


def test_a_log_outside_the_project_is_named_from_its_root(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "a.log").write_text(LINE)
    assert open_log(tmp_path / "project", tmp_path / "a.log").name == "../a.log"


def test_an_empty_log_is_no_error(tmp_path: Path) -> None:
    assert read(tmp_path, b"") == []
