"""Functions that hand a request on: hooks, makers of options, and generated ones that nobody calls."""

from __future__ import annotations

from scanner.concepts.source import Role
from tests.link.project import linked, sites

OPERATIONS = ["GET /api/books", "DELETE /api/books/{id}"]
API = """\
export const list = () => fetch("/api/books");
export const remove = (id) => fetch(`/api/books/${id}`, { method: "DELETE" });
"""
OPTIONS = """\
import { queryOptions } from '@tanstack/react-query';
import { list, remove } from './api';
export const listOptions = () => queryOptions({
    queryKey: ["books"],
    queryFn: async () => {
        const answer = await list();
        return answer.json();
    },
});
export const removeMutation = () => {
    const made = { mutationFn: (id) => remove(id) };
    return made;
};
"""


def test_who_uses_a_maker_of_options_asks_through_the_function_that_it_holds() -> None:
    result = linked(
        {
            "web/api.js": API,
            "web/options.js": OPTIONS,
            "web/Page.jsx": """\
            import { useQuery } from '@tanstack/react-query';
            import { listOptions } from './options';
            export function Page() {
                const { data } = useQuery(listOptions());
                return <p>{data}</p>;
            }
            """,
        },
        OPERATIONS,
    )
    assert sites(result, "GET /api/books") == [
        "via-wrapper web/Page.jsx:4",
        "via-wrapper web/options.js:6",
        "wrapper web/api.js:1",
    ]


def test_a_hook_is_asked_by_those_who_use_it_and_a_component_by_nobody() -> None:
    result = linked(
        {
            "web/hooks.js": """\
            import { useMutation } from '@tanstack/react-query';
            export function useRemoval() {
                return useMutation({
                    mutationFn: (id) => fetch(`/api/books/${id}`, { method: "DELETE" }),
                    onSuccess: () => toast("gone"),
                });
            }
            """,
            "web/Page.jsx": """\
            import { useRemoval } from './hooks';
            export function Page() {
                const { mutate } = useRemoval();
                const load = () => fetch("/api/books");
                return <button onClick={() => { load(); mutate(3); }}/>;
            }
            """,
        },
        OPERATIONS,
    )
    assert sites(result, "DELETE /api/books/{id}") == ["via-wrapper web/Page.jsx:3", "wrapper web/hooks.js:4"]
    assert sites(result, "GET /api/books") == ["fetch web/Page.jsx:4"]


def test_generated_functions_that_only_call_each_other_ask_for_nothing() -> None:
    files = {"web/api.js": API, "web/options.js": OPTIONS}
    generated = {"web/options.js": Role.GENERATED}
    assert sites(linked(files, OPERATIONS, roles=generated), "DELETE /api/books/{id}") == ["wrapper web/api.js:2"]
    # somebody wrote these, so somebody means to call them
    assert "via-wrapper web/options.js:11" in sites(linked(files, OPERATIONS), "DELETE /api/books/{id}")
