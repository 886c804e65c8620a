"""Callbacks: what libraries of scripts call the functions with that they are handed.

`useSWR(key, fetcher)` calls `fetcher(key)`; `useQuery({queryKey, queryFn})` calls `queryFn({queryKey})`.

SWR https://swr.vercel.app/docs/arguments, https://swr.vercel.app/docs/mutation#useswrmutation · TanStack Query
https://tanstack.com/query/latest/docs/framework/react/guides/query-functions#queryfunctioncontext
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.expression import Call, Choice, Expression, Lambda, Literal, Name, Opaque, Record
from scanner.concepts.expression import Sequence as Display

_BY_KEY = frozenset({"useSWR", "useSWRImmutable"})
_BY_KEY_AND_ARGUMENT = frozenset({"useSWRMutation"})
_NOTHING = (Literal(None), Name("undefined"))
_QUERIES = frozenset(
    {
        "useQuery", "useSuspenseQuery", "useInfiniteQuery", "useSuspenseInfiniteQuery", "usePrefetchQuery",
        "queryOptions", "infiniteQueryOptions", "createQuery", "createInfiniteQuery", "fetchQuery", "prefetchQuery",
        "ensureQueryData", "fetchInfiniteQuery", "prefetchInfiniteQuery",
    }
)  # fmt: skip
CALLING_BACK = _BY_KEY | _BY_KEY_AND_ARGUMENT | _QUERIES
ASKING = CALLING_BACK | {
    "useMutation", "useSuspenseQueries", "useQueries", "mutationOptions", "createMutation", "injectQuery",
    "injectMutation", "useSWRInfinite",
}  # fmt: skip
"""Functions of libraries that make the requests which they are given."""
ASKED_WITH = frozenset({"queryFn", "mutationFn", "fetcher"})
"""Options that hold the function which makes a request."""


def called_back(call: Call, name: str) -> Iterator[Call]:
    """The calls that a library's function, called `name`, makes of what a call hands to it."""
    if name in _BY_KEY and len(call.arguments) > 1:
        yield _call(call.arguments[1], (_key(call.arguments[0]),), call)
    elif name in _BY_KEY_AND_ARGUMENT and len(call.arguments) > 1:
        given = Record((("arg", Opaque("given when it is triggered")),))
        yield _call(call.arguments[1], (_key(call.arguments[0]), given), call)
    elif name in _QUERIES and call.arguments:
        first, *rest = call.arguments
        if isinstance(first, Record):
            fields = dict(first.fields)
            if "queryFn" in fields and "queryKey" in fields:
                yield _call(fields["queryFn"], (_context(fields["queryKey"]),), call)
        elif isinstance(first, Display) and rest and not isinstance(rest[0], Record):
            yield _call(rest[0], (_context(first),), call)


def asked_by_key(call: Call) -> Call | None:
    """A call of `useSWR` without a fetcher of its own as the request of its key, which the fetcher that all share
    makes; None where the call has one.

    `useSWR("/a")`, `useSWR("/a", {refreshInterval: 9})`, `useSWR("/a", null, {})`, `useSWR(["/a", parameters])`:
    https://swr.vercel.app/docs/global-configuration, https://swr.vercel.app/docs/arguments#multiple-arguments
    """
    if not call.arguments:
        return None
    key, *rest = call.arguments
    if rest and rest[0] not in _NOTHING and not (isinstance(rest[0], Record) and not _fetching(rest[0])):
        return None
    return Call(call.callee, (_address(_key(key)),), line=call.line, column=call.column)


def _fetching(options: Record) -> bool:
    return any(name == "fetcher" for name, _ in options.fields)


def _address(key: Expression) -> Expression:
    """What a shared fetcher asks for: the key, or the first of the values that make it up."""
    match key:
        case Display(items=(first, *_)):
            return first
        case Choice(options=options):
            return Choice(tuple(map(_address, options)))
        case _:
            return key


def _call(function: Expression, arguments: tuple[Expression, ...], by: Call) -> Call:
    return Call(function, arguments, line=by.line, column=by.column)


def _key(key: Expression) -> Expression:
    return Call(key) if isinstance(key, Lambda) else key


def _context(key: Expression) -> Expression:
    return Record((("queryKey", key),))
