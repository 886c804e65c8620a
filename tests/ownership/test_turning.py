from __future__ import annotations

from scanner.concepts.callsite import CallKind
from scanner.concepts.declared import DeclaredOwner
from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Evidence, Owner, Side
from scanner.ownership.turning import turns
from scanner.ownership.weights import parse
from tests.ownership.build import effect, judged, link, operation

TABLE = parse(
    """
[bias]
doc = "Before any evidence."
prior = { ui = -2.0, system = -2.0 }

[strong]
doc = "A caller."
prior = { ui = 3.0, system = 0.0 }

[weak]
doc = "A name."
prior = { ui = 1.5, system = 0.0 }

[against]
doc = "A session."
prior = { ui = 0.0, system = -1.0 }

[linked-from-page]
doc = "A link."
prior = { ui = 4.0, system = -1.0 }

[called-by-form]
doc = "A form."
prior = { ui = 4.0, system = -1.0 }

[called-by-script]
doc = "A script."
prior = { ui = 5.0, system = 0.0 }

[request-in-documentation]
doc = "A manual."
prior = { ui = 0.0, system = 2.5 }

[called-by-program]
doc = "A program."
prior = { ui = 0.0, system = 2.8 }

[key-opens-it]
doc = "A key."
prior = { ui = 0.0, system = 4.5 }
"""
)


def row(kind: str, weight: float, side: Side = Side.UI) -> Evidence:
    return Evidence(side, weight, kind, kind)


def test_the_heaviest_sign_is_told_where_it_decides_alone() -> None:
    first, *added = turns((row("strong", 3.0), row("weak", 1.5)), TABLE)
    assert (first.owner, [one.kind for one in first.without]) == (Owner.NONE, ["strong"])
    assert [(one.owner, one.added) for one in added] == [(Owner.SHARED, "documentation showed how to request it")]


def test_two_signs_are_told_where_either_would_do() -> None:
    first, *_ = turns((row("strong", 3.0), row("linked-from-page", 4.0)), TABLE)
    assert [one.kind for one in first.without] == ["linked-from-page", "strong"]


def test_the_least_change_that_suffices_is_offered() -> None:
    found = turns((row("against", -1.0, Side.SYSTEM), row("strong", 3.0)), TABLE)
    assert [one.added for one in found if one.added] == ["a token or key opened it"], "a manual alone would not do now"


def test_nothing_decides_where_there_is_no_evidence() -> None:
    found = turns((), TABLE)
    assert [one.owner for one in found] == [Owner.UI, Owner.SYSTEM]
    assert not any(one.without for one in found)


def test_every_verdict_that_evidence_decides_can_be_turned() -> None:
    verdict = judged(operation("POST /items"), [link(CallKind.FORM)], [effect(EffectKind.READS_FORM)])
    assert verdict.owner is Owner.UI
    assert verdict.turns[0].owner is Owner.NONE
    assert "called-by-form" in {one.kind for one in verdict.turns[0].without}


def test_a_declaration_is_turned_by_no_evidence() -> None:
    declared = DeclaredOwner("POST /items", Owner.SYSTEM, "partners")
    assert judged(operation("POST /items"), [link(CallKind.FORM)], configured=(declared,)).turns == ()
