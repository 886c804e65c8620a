"""Functions that libraries call back with what they were given: SWR's fetchers, TanStack Query's query functions."""

from __future__ import annotations

import pytest

from tests.link.project import linked, sites

OPERATIONS = ["GET /api/books", "POST /api/books", "GET /api/books/{id}"]


@pytest.mark.parametrize(
    ("call", "operation"),
    [
        ("useSWR('/api/books', fetcher)", "GET /api/books"),
        ("useSWR(id ? `/api/books/${id}` : null, fetcher)", "GET /api/books/{id}"),
        ("useSWR(() => `/api/books/${id}`, fetcher)", "GET /api/books/{id}"),
        ("useSWR('/api/books', (url) => fetch(url).then(show))", "GET /api/books"),
        ("useSWRMutation('/api/books', send)", "POST /api/books"),
        ("useSWR('/api/books')", "GET /api/books"),
        ("useSWR('/api/books', { refreshInterval: 9 })", "GET /api/books"),
        ("useSWR(id ? `/api/books/${id}` : null, null, { suspense: true })", "GET /api/books/{id}"),
        ("useSWR(['/api/books', { page: 2 }])", "GET /api/books"),
        ("useSWR(id ? [`/api/books/${id}`, { full: 1 }] : null)", "GET /api/books/{id}"),
        ("useQuery({ queryKey: ['books', id], queryFn: byKey })", "GET /api/books/{id}"),
        ("useQuery(['books'], byKey)", "GET /api/books"),
        (
            "useQuery({ queryKey: ['books'], queryFn: ({ queryKey }) => fetch(`/api/${queryKey[0]}`) })",
            "GET /api/books",
        ),
    ],
)
def test_the_key_is_what_the_function_is_called_with(call: str, operation: str) -> None:
    result = linked(
        {
            "web/page.js": f"""\
            import useSWR from 'swr';
            import useSWRMutation from 'swr/mutation';
            import {{ useQuery }} from '@tanstack/react-query';
            const fetcher = (url) => fetch(url).then((answer) => answer.json());
            const byKey = ({{ queryKey }}) => fetch(`/api/${{queryKey.join("/")}}`).then((answer) => answer.json());
            async function send(url, {{ arg }}) {{
                return fetch(url, {{ method: "POST", body: JSON.stringify(arg) }}).then((answer) => answer.json());
            }}
            export function usePage(id) {{
                return {call};
            }}
            """
        },
        OPERATIONS,
    )
    assert "web/page.js:10" in [item.rpartition(" ")[2] for item in sites(result, operation)]
    assert not result.ghosts


def test_a_key_that_is_no_address_asks_for_nothing() -> None:
    result = linked(
        {
            "web/page.js": """\
            import useSWR from 'swr';
            export const usePage = () => useSWR("books", () => fetch("/api/books"));
            export const useOther = () => useSWR("other");
            """
        },
        OPERATIONS,
    )
    assert sites(result, "GET /api/books") == ["fetch web/page.js:2"]
    assert not result.ghosts
    assert not result.unresolved
