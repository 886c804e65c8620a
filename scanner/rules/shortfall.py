"""What a whole application's boundary lacks, told once for each application: one line an architect can decide on,
where one for each operation would be noise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scanner.concepts.evidence import Shape
from scanner.concepts.operation import Operation
from scanner.concepts.report import AuditedOperation
from scanner.concepts.words import listed
from scanner.rules.base import Advice
from scanner.rules.boundary import faces_systems
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place, operation_places

Test = Callable[[AuditedOperation], bool]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Of an application's operations in question, those that lack something. `lacking` is never empty."""

    application: str
    lacking: tuple[AuditedOperation, ...]
    asked: int

    @property
    def first(self) -> Operation:
        """The operation that stands for all."""
        return self.lacking[0].operation

    def share(self, noun: str) -> str:
        """`the only operation`, `both operations`, `all 14 operations` or `3 of 14 operations`."""
        if self.asked == 1:
            return f"the only {noun}"
        if self.asked == len(self.lacking) == 2:
            return f"both {noun}s"
        many = f"{self.asked} {noun}s"
        return f"all {many}" if len(self.lacking) == self.asked else f"{len(self.lacking)} of {many}"

    @property
    def names(self) -> str:
        """A few of the lacking operations."""
        return listed(str(audited.operation) for audited in self.lacking)

    def advice(self, what: str, message: str, help: str, sure: float) -> Advice:  # noqa: A002 - the word users see
        """One advice for the application. `what` names the lack in fingerprints; `sure` scales the verdicts' mean."""
        confidence = sum(audited.verdict.confidence for audited in self.lacking) / len(self.lacking)
        return Advice(
            confidence=confidence * sure,
            message=message,
            help=help,
            location=handler_place(self.first),
            operation=self.first.id,
            subject=f"{what} of {self.application}",
            related=operation_places(self.lacking[1:]),
        )


def shortfalls(subject: Subject, asked: Test, lacks: Test) -> Iterator[Shortfall]:
    """Per application, the operations in question that lack something.

    A handler at an address with and without a last slash is one operation to its clients: what either has, both have.
    """
    for application, operations in subject.by_application.items():
        in_question: defaultdict[tuple[str, str, str], list[AuditedOperation]] = defaultdict(list)
        for audited in filter(asked, operations):
            one = audited.operation
            in_question[one.method, one.path.text.rstrip("/"), one.handler.name].append(audited)
        lacking = tuple(twins[0] for twins in in_question.values() if all(map(lacks, twins)))
        if lacking:
            yield Shortfall(application, lacking, len(in_question))


def offered(audited: AuditedOperation, *shapes: Shape) -> bool:
    """Whether it is an operation for other systems in one of these shapes, mounted and written in this project."""
    operation = audited.operation
    written = bool(operation.handler.file) and not operation.inherited
    return faces_systems(audited) and audited.verdict.shape in shapes and operation.mounted and written
