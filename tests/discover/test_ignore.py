"""The quick answer is the answer of the patterns themselves."""

from __future__ import annotations

import pathspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.discover.ignore import Ignore

_PIECES = ["a", "b", "ab", "*", "**", "/", "?", "[ab]", "!", ".", "#", " ", "\\", "(", "|", "$"]
patterns = st.lists(st.lists(st.sampled_from(_PIECES), max_size=6).map("".join), max_size=5)
paths = st.lists(st.sampled_from(["a", "b", "ab", "a.b", "a b"]), min_size=1, max_size=4).map("/".join)


@given(patterns, paths, st.booleans())
@settings(deadline=None)
def test_it_decides_as_the_patterns_do(lines: list[str], path: str, folder: bool) -> None:
    path += "/" * folder
    try:
        expected = pathspec.GitIgnoreSpec.from_lines(lines).check_file(path).include
    except ValueError:
        with pytest.raises(ValueError):
            Ignore(lines)
        return
    assert Ignore(lines).decides(path) == expected


def test_the_last_pattern_that_speaks_of_a_path_decides() -> None:
    rules = Ignore(["*.log", "!keep.log", "build/"])
    assert rules.decides("x/a.log") is True
    assert rules.decides("keep.log") is False
    assert rules.decides("build/") is True
    assert rules.decides("src/a.py") is None
