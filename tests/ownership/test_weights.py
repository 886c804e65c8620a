from __future__ import annotations

import ast
import inspect

import pytest

from scanner.concepts.evidence import Evidence, Owner, Side
from scanner.ownership.gather import answers, authentication, callers, clients, contract, protocol, tests, traffic
from scanner.ownership.weigh import log_odds, owner_of
from scanner.ownership.weights import BIAS, parse, weights


def test_every_kind_that_gatherers_give_has_a_weight_and_none_is_idle() -> None:
    given = set()
    for module in (answers, authentication, callers, clients, contract, protocol, tests, traffic):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in weights():
                given.add(node.value)
    assert given == set(weights()) - {BIAS}


def test_every_weight_is_documented_on_both_sides() -> None:
    for kind, weight in weights().items():
        assert weight.doc.endswith("."), kind
        assert set(weight.prior) == set(Side), kind
        assert set(weight.fitted) <= set(Side), kind


def test_fitted_weights_go_before_priors() -> None:
    table = parse('[bias]\ndoc = "d."\nprior = { ui = 1.0, system = 2.0 }\nfitted = { ui = 0.5 }\n')
    assert (table["bias"].on(Side.UI), table["bias"].on(Side.SYSTEM)) == (0.5, 2.0)


@pytest.mark.parametrize(
    ("used", "offered", "owner", "confidence"),
    [(3, -3, Owner.UI, 0.907), (-3, 3, Owner.SYSTEM, 0.907), (3, 3, Owner.SHARED, 0.907), (-3, -3, Owner.NONE, 0.907)],
)
def test_four_answers_from_two_questions(used: float, offered: float, owner: Owner, confidence: float) -> None:
    assert owner_of({Side.UI: used, Side.SYSTEM: offered}) == (owner, confidence)


def test_log_odds_add_up() -> None:
    table = weights()
    rows = [Evidence(Side.UI, 1.5, "tested", ""), Evidence(Side.UI, 2.0, "tested", "")]
    sums = log_odds(rows, table)
    assert sums[Side.UI] == table[BIAS].on(Side.UI) + 3.5
    assert sums[Side.SYSTEM] == table[BIAS].on(Side.SYSTEM)
