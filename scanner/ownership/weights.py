"""The table of weights: read once from weights.toml, the one place that holds them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scanner.concepts.evidence import Side

BIAS = "bias"


@dataclass(frozen=True, slots=True)
class Weight:
    """What a kind of sign adds to the log-odds of each question; `prior` is the value before fitting."""

    doc: str
    prior: Mapping[Side, float]
    fitted: Mapping[Side, float]

    def on(self, side: Side) -> float:
        """The weight in force."""
        return self.fitted.get(side, self.prior[side])


@cache
def weights() -> Mapping[str, Weight]:
    """Kind of sign → weight."""
    return parse(files("scanner.ownership").joinpath("weights.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Mapping[str, Weight]:
    """Read the table's text."""
    return {
        kind: Weight(
            row["doc"],
            {Side(side): float(value) for side, value in row["prior"].items()},
            {Side(side): float(value) for side, value in row.get("fitted", {}).items()},
        )
        for kind, row in tomllib.loads(text).items()
    }
