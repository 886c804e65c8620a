"""Callbacks: what libraries of scripts call the functions with that they are handed.

`useSWR(key, fetcher)` calls `fetcher(key)`; `useQuery({queryKey, queryFn})` calls `queryFn({queryKey})`.

SWR https://swr.vercel.app/docs/arguments, https://swr.vercel.app/docs/mutation#useswrmutation · TanStack Query
https://tanstack.com/query/latest/docs/framework/react/guides/query-functions#queryfunctioncontext
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.expression import Call, Expression, Lambda, Opaque, Record
from scanner.concepts.expression import Sequence as Display

_BY_KEY = frozenset({"useSWR", "useSWRImmutable"})
_BY_KEY_AND_ARGUMENT = frozenset({"useSWRMutation"})
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


def _call(function: Expression, arguments: tuple[Expression, ...], by: Call) -> Call:
    return Call(function, arguments, line=by.line, column=by.column)


def _key(key: Expression) -> Expression:
    return Call(key) if isinstance(key, Lambda) else key


def _context(key: Expression) -> Expression:
    return Record((("queryKey", key),))
