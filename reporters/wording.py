"""How reports put facts into words, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from scanner.concepts.callsite import Aftermath, Body, CallKind, CallSite, Link, MatchGrade
from scanner.concepts.evidence import Evidence, Fit, Owner, Side, Turn
from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.concepts.rule import Theme
from scanner.concepts.traffic import Requester, Traffic


def question(side: Side) -> str:
    """The question that evidence of one side answers."""
    match side:
        case Side.UI:
            return "Is it used by the UI?"
        case Side.SYSTEM:
            return "Is it offered to systems?"
        case _:
            assert_never(side)


def owner_meaning(owner: Owner) -> str:
    """What an owner stands for, in one clause."""
    match owner:
        case Owner.UI:
            return "exists for this project's own interface"
        case Owner.SYSTEM:
            return "exists for programs, by contract"
        case Owner.SHARED:
            return "used by the interface and offered to programs"
        case Owner.NONE:
            return "nothing requests it, nothing says who should"
        case _:
            assert_never(owner)


def fit_meaning(fit: Fit) -> str:
    """What a fit stands for, in one clause."""
    match fit:
        case Fit.LIGHTER:
            return "a form action would do with less code"
        case Fit.STRONGER:
            return "the boundary is weaker than its callers need"
        case Fit.SPLIT:
            return "one handler serves people and programs"
        case Fit.RETIRE:
            return "nothing suggests a caller"
        case Fit.KEEP:
            return "the shape fits the owner"
        case _:
            assert_never(fit)


def theme_title(theme: Theme) -> str:
    """The heading over the findings of a theme."""
    match theme:
        case Theme.LIGHTER:
            return "Lighter: a form action would do"
        case Theme.STRONGER:
            return "Stronger: a boundary is owed"
        case Theme.SPLIT:
            return "Split: two audiences in one handler"
        case Theme.RETIRE:
            return "Retire or repair: no caller, or no operation"
        case Theme.SAFETY:
            return "Safety: forgeable or open mutations"
        case _:
            assert_never(theme)


def grade_meaning(grade: MatchGrade) -> str:
    """How sure a link is, in one clause."""
    match grade:
        case MatchGrade.BY_NAME:
            return "by its route name"
        case MatchGrade.EXACT:
            return "by its exact path"
        case MatchGrade.TEMPLATE:
            return "by a path with holes"
        case MatchGrade.SUFFIX:
            return "by the end of its path"
        case _:
            assert_never(grade)


def request(site: CallSite) -> str:
    """What a call site asks for: `POST /users/{id}`, or the route name that it reverses."""
    target = str(site.url) if site.url is not None else site.name or "an unknown URL"
    return f"{site.method or '?'} {target}"


def circumstances(link: Link) -> str:
    """What is known around a call, and how it was matched."""
    around = surroundings(link)
    matched = f"matched {grade_meaning(link.grade)}"
    doubt = f"or else {link.runner_up}" if link.runner_up else ""
    return ", ".join(part for part in (around, matched, doubt) if part)


def doubt(link: Link) -> str:
    """How a call was matched, where another match is thinkable, and with what; empty where it is sure."""
    parts = []
    if link.grade in (MatchGrade.TEMPLATE, MatchGrade.SUFFIX):
        parts.append(f"matched {grade_meaning(link.grade)}")
    if link.runner_up:
        parts.append(f"or else {link.runner_up}")
    return ", ".join(parts)


def surroundings(link: Link) -> str:
    """What is known around a call: its function, its page, what it sends, what follows."""
    site = link.site
    parts = []
    if site.caller:
        parts.append(f"in {site.caller}")
    if site.page and site.page != site.location.file:
        parts.append(f"on {site.page}")
    if site.through:
        parts.append("through " + ", ".join(map(str, site.through)))
    if site.body in (Body.FORM, Body.JSON):
        parts.append(f"sends {site.body}")
    if Aftermath.RELOAD in site.aftermath:
        parts.append("then reloads or navigates")
    if Aftermath.BY_SCRIPT in site.aftermath:
        parts.append("made of what only a script has")
    if Aftermath.POLLING in site.aftermath:
        parts.append("again and again, by a timer")
    if Aftermath.MARKUP in site.aftermath:
        parts.append("turns the answer into markup")
    if site.kind is CallKind.TEST and site.asserts:
        parts.append("asserts " + ", ".join(site.asserts))
    return ", ".join(parts)


def steps(chain: tuple[str, ...], operation: Operation) -> tuple[str, ...]:
    """A chain from its page to the operation, which is always its last step."""
    return chain if chain[-1:] == (str(operation),) else (*chain, str(operation))


def weighed(evidence: Iterable[Evidence], side: Side) -> tuple[Evidence, ...]:
    """The evidence on one question, in the report's order."""
    return tuple(one for one in evidence if one.toward is side)


def once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Without repeats: a fact that speaks to both questions is two pieces of evidence and one sentence."""
    told: dict[tuple[str, Location | None], Evidence] = {}
    for one in evidence:
        told.setdefault((one.text, one.location), one)
    return tuple(told.values())


def untold(text: str, location: Location | None) -> Location | None:
    """The place to show after a sentence: none where the sentence names it already."""
    return None if location is None or str(location) in text else location


def weight(value: float) -> str:
    """A log-odds weight with its sign, as it is shown."""
    return f"{value:+.1f}" if round(value, 1) else "0.0"


def turn_sentence(turn: Turn) -> str:
    """One way to another owner: `none without: a form sends to it (a.html:3)`, `shared if documentation showed …`."""
    if turn.added:
        return f"{turn.owner} if {turn.added}"
    told = (
        one.text if untold(one.text, one.location) is None else f"{one.text} ({one.location})" for one in turn.without
    )
    return f"{turn.owner} without: {'; '.join(told)}"


def traffic(seen: Traffic) -> str:
    """What access logs show, in one line: how many requests, who sent them, and when."""
    agents = ", ".join(f"{name} {number:,}" for name, number in seen.agents)
    parts = [
        f"{number:,} {_SENDERS[sender]}" + (f" ({agents})" if sender is Requester.PROGRAMS else "")
        for sender in Requester
        if (number := seen.sent_by(sender))
    ]
    if seen.unanswered:
        parts.append(f"{seen.unanswered:,} more met 404 or 405")
    if seen.first:
        parts.append(seen.first if seen.first == seen.last else f"{seen.first} to {seen.last}")
    requests = "1 request" if seen.requests == 1 else f"{seen.requests:,} requests"
    where = f" in {', '.join(seen.logs)}" if seen.logs else ""
    return "; ".join([f"{requests}{where}", *([", ".join(parts)] if parts else [])])


_SENDERS = {
    Requester.OWN_PAGES: "from own pages",
    Requester.BROWSERS: "by browsers from elsewhere",
    Requester.PROGRAMS: "by programs",
    Requester.CRAWLERS: "by crawlers",
    Requester.UNKNOWN: "by clients that the log does not name",
}


def registration(operation: Operation) -> str:
    """What stands out about how the operation is registered; empty where nothing does."""
    parts = []
    if not operation.mounted:
        parts.append("no application mounts it")
    if operation.conditional:
        parts.append(f"only if {operation.conditional}")
    if operation.inherited:
        parts.append("only a library base class provides the method")
    return "; ".join(parts)
