"""The verdict of every operation: shape, signs, weights, owner, fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scanner.concepts.declared import DeclaredOwner
from scanner.concepts.evidence import Evidence, Owner, Verdict
from scanner.concepts.facts import FileFacts
from scanner.concepts.linked import Linked
from scanner.concepts.operation import Operation
from scanner.concepts.registrations import Registrations
from scanner.concepts.traffic import Observed
from scanner.ownership.case import Case
from scanner.ownership.declared import declared_owner
from scanner.ownership.documents import takes_document
from scanner.ownership.fit import fit_of
from scanner.ownership.gather import answers, authentication, callers, clients, contract, protocol, tests, traffic
from scanner.ownership.mutation import mutates
from scanner.ownership.project import Project, describe
from scanner.ownership.quiet import quiet
from scanner.ownership.shape import shape_of
from scanner.ownership.sign import Sign
from scanner.ownership.turning import turns
from scanner.ownership.weigh import evidence_from, log_odds, owner_of
from scanner.ownership.weights import Weight, weights

UNSEEN = 0.5
"""How sure it can be that nobody requests what a library supplies: the library's own pages are not read."""

UNLED = 0.6
"""How sure it can be that people use a page or form that nothing leads to: of 18 that people labelled, 11 were so."""

GATHERERS = (
    callers.gather,
    clients.gather,
    authentication.gather,
    contract.gather,
    protocol.gather,
    answers.gather,
    tests.gather,
    traffic.gather,
)


def judge(
    registrations: Registrations,
    linked: Linked,
    facts: Mapping[str, FileFacts],
    configured: Iterable[DeclaredOwner] = (),
    observed: Observed | None = None,
) -> Mapping[str, Verdict]:
    """Operation id → verdict. `configured`: owners declared in configuration; comments beside routes go first.

    `observed`: what access logs show, where there are any.
    """
    project = describe(registrations, linked, facts)
    owners = tuple(configured)
    seen = observed or Observed()
    silent = quiet(registrations, seen.traffic)
    read = {_code(one) for one in registrations.operations if one.method == "GET" and one.handler.runs}
    return {
        one.id: _verdict(
            replace(
                _case(one, linked, facts, project),
                traffic=seen.traffic.get(one.id),
                quiet=silent.get(one.id),
                beside_get=_code(one) in read,
            ),
            facts,
            owners,
        )
        for one in registrations.operations
    }


def _code(operation: Operation) -> tuple[object, ...]:
    """Where an operation stands, and the code that it runs."""
    return operation.application, operation.path, operation.handler


def signs_of(case: Case) -> Iterator[Sign]:
    """Everything that the gatherers see."""
    for gather in GATHERERS:
        yield from gather(case)


def _case(operation: Operation, linked: Linked, facts: Mapping[str, FileFacts], project: Project) -> Case:
    case = Case(
        operation=operation,
        links=linked.links.get(operation.id, ()),
        effects=linked.effects.get(operation.id, ()),
        project=project,
        document=takes_document(operation, facts),
    )
    return replace(case, shape=shape_of(case))


def _somebodys(case: Case, evidence: tuple[Evidence, ...], table: Mapping[str, Weight]) -> bool:
    """Whether `none` is no answer: a log shows it in use, or nothing but the log's silence speaks for `none`."""
    if case.traffic is not None and case.traffic.used:
        return True
    if case.quiet is None:
        return False
    heard = [row for row in evidence if row.kind != "unused-in-log"]
    return owner_of(log_odds(heard, table))[0] is not Owner.NONE


def _verdict(case: Case, facts: Mapping[str, FileFacts], configured: tuple[DeclaredOwner, ...]) -> Verdict:
    table = weights()
    evidence = evidence_from(signs_of(case), table)
    owner, confidence = owner_of(log_odds(evidence, table), somebodys=_somebodys(case, evidence, table))
    if owner is Owner.NONE and not case.operation.handler.file:
        confidence = min(confidence, UNSEEN)
    if owner is Owner.UI and any(row.kind == "nothing-leads-there" for row in evidence):
        confidence = min(confidence, UNLED)
    declared = declared_owner(case.operation, facts, configured)
    if declared is not None:
        owner, confidence = declared[0], 1.0
    changes = mutates(case)
    return Verdict(
        owner=owner,
        confidence=confidence,
        shape=case.shape,
        fit=fit_of(case, owner, changes),
        mutates=changes,
        evidence=evidence,
        declared=declared[1] if declared is not None else None,
        turns=turns(evidence, table) if declared is None else (),
    )
