"""The baseline knows findings as a multiset, finds moved ones again, and says what is wrong with its file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.config import Config
from scanner.errors import ConfigError
from scanner.triage.baseline import compare, live
from scanner.triage.baseline_file import Entry, dump, read_entries, save
from scanner.triage.fingerprint import Identity

SAVE = Identity("CS101", "POST /save", "", "app.views.save", "app")
DROP = Identity("CS101", "POST /drop", "", "app.views.drop", "app")
CALL = Identity("CS402", "fetch GET /x", "static/a.js", "")


def accepted(identities: list[Identity], *entries: Entry) -> list[bool]:
    return [entry is not None for entry in compare(identities, entries).accepted]


def test_one_more_of_the_same_kind_is_new():
    assert accepted([SAVE, SAVE, SAVE], Entry.of(SAVE, count=2)) == [True, True, False]


def test_other_findings_are_new_and_unmet_entries_are_stale():
    compared = compare([DROP], [Entry.of(SAVE)])
    assert compared.accepted == (None,)
    assert [entry.endpoint for entry in compared.stale] == ["POST /save"]


def test_an_entry_met_in_part_is_stale():
    assert len(compare([SAVE], [Entry.of(SAVE, count=2)]).stale) == 1


def test_a_renamed_route_with_the_same_handler_stays_known():
    renamed = Identity("CS101", "POST /keep", "", "app.views.save", "app")
    compared = compare([renamed], [Entry.of(SAVE)])
    assert compared.accepted[0] is not None
    assert compared.stale == ()


def test_a_caller_in_another_folder_stays_known():
    moved = Identity("CS402", "fetch GET /x", "static/js/a.js", "")
    assert accepted([moved], Entry.of(CALL)) == [True]


def test_moving_pairs_one_to_one():
    first = Identity("CS402", "fetch GET /x", "one/a.js", "")
    second = Identity("CS402", "fetch GET /x", "two/a.js", "")
    assert accepted([first, second], Entry.of(CALL)) == [True, False]


def test_an_exact_match_wins_over_a_moved_one():
    moved = Identity("CS402", "fetch GET /x", "other/a.js", "")
    assert accepted([moved, CALL], Entry.of(CALL)) == [False, True]


def test_expired_entries_and_those_of_rules_that_do_not_run_are_not_live():
    entries = (
        Entry(fingerprint="a", rule="CS101", endpoint="", expires=date(2026, 1, 31)),
        Entry(fingerprint="b", rule="CS101", endpoint="", expires=date(2026, 2, 1)),
        Entry(fingerprint="c", rule="CS402", endpoint=""),
    )
    assert [e.fingerprint for e in live(entries, Config(select=("CS1",)), date(2026, 2, 1))] == ["b"]


identities = st.builds(
    Identity,
    rule=st.sampled_from(["CS101", "CS402"]),
    endpoint=st.sampled_from(["POST /a", "POST /b"]),
    caller=st.sampled_from(["", "x/a.js", "y/a.js"]),
    handler=st.sampled_from(["", "app.f"]),
)


@given(st.lists(identities))
def test_what_was_accepted_passes_and_nothing_is_stale(found: list[Identity]):
    counts: dict[str, Entry] = {}
    for identity in found:
        before = counts.get(identity.fingerprint)
        counts[identity.fingerprint] = Entry.of(identity, count=before.count + 1 if before else 1)
    compared = compare(found, counts.values())
    assert None not in compared.accepted
    assert compared.stale == ()


@given(st.lists(identities), st.lists(identities))
def test_no_more_is_accepted_than_the_entries_hold(found: list[Identity], known: list[Identity]):
    entries = {identity.fingerprint: Entry.of(identity) for identity in known}
    met = [entry for entry in compare(found, entries.values()).accepted if entry]
    assert len(met) <= len(entries)
    assert len(met) == len({entry.fingerprint for entry in met})


def test_a_file_is_read_back_as_written(tmp_path: Path):
    entries = (
        Entry.of(CALL, count=3),
        Entry(fingerprint="f", rule="CS101", endpoint='POST "/é"', reason="told so", expires=date(2027, 1, 31)),
    )
    path = tmp_path / "baseline.json"
    save(path, entries)
    assert set(read_entries(path)) == set(entries)
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_is_sorted_with_one_entry_a_line():
    lines = dump([Entry.of(CALL), Entry.of(SAVE), Entry.of(DROP)]).splitlines()
    assert lines[0] == "[" and lines[-1] == "]"
    assert [json.loads(line.rstrip(","))["endpoint"] for line in lines[1:-1]] == [
        "POST /drop",
        "POST /save",
        "fetch GET /x",
    ]
    assert dump([]) == "[]\n"


def test_an_absent_file_accepts_nothing(tmp_path: Path):
    assert read_entries(tmp_path / "absent.json") == ()


def test_both_sides_of_a_merge_become_one_entry(tmp_path: Path):
    path = tmp_path / "baseline.json"
    path.write_text('[{"fp": "a", "rule": "CS101", "count": 1},\n{"fp": "a", "rule": "CS101", "count": 2}]')
    assert [entry.count for entry in read_entries(path)] == [2]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[\n{"fp": "a"', "line 2"),
        ("<<<<<<< HEAD\n[]", "line 1"),
        ("{}", "not a list"),
        ("[3]", "entry 1"),
        ('[{"fp": "a", "rule": "CS101"}, {"rule": "CS101"}]', "entry 2: 'fp'"),
        ('[{"fp": "a", "rule": "CS101", "count": 0}]', "'count'"),
        ('[{"fp": "a", "rule": "CS101", "count": true}]', "'count'"),
        ('[{"fp": "a", "rule": "CS101", "expires": "soon"}]', "'expires'"),
        ('[{"fp": "a", "rule": "CS101", "lien": 3}]', "unknown key 'lien'"),
        ("[" * 100_000, "nested"),
        ("[" + "9" * 10_000 + "]", "too long"),
        ("\udcff", "not UTF-8"),
    ],
)
def test_a_broken_file_is_an_error_with_place_and_remedy(tmp_path: Path, text: str, told: str):
    path = tmp_path / "baseline.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError, match=told) as caught:
        read_entries(path)
    assert "baseline.json" in caught.value.message
    assert caught.value.help


def test_a_link_is_not_followed(tmp_path: Path):
    (tmp_path / "real.json").write_text("[]")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    with pytest.raises(ConfigError, match="not a regular file"):
        read_entries(tmp_path / "link.json")


def test_a_folder_that_is_missing_is_an_error_with_remedy(tmp_path: Path):
    with pytest.raises(ConfigError, match="cannot write"):
        save(tmp_path / "absent" / "baseline.json", [])
