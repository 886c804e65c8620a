"""Clients that are given the function which makes their requests."""

from __future__ import annotations

import pytest

from tests.link.project import linked, sites

CLIENT = """\
import { retried, shown } from './around';
const createClient = (transport) => {
    const request = (url, init) => transport(`${base}${url}`, init);
    return {
        list: (url) => request(url, { method: "GET" }),
        drop: (url) => request(url, { method: "DELETE" }),
    };
};
export const client = createClient(GIVEN);
"""
AROUND = """\
export function retried(ask, settings) {
    const again = async (input, init) => {
        await settings.turn();
        return ask(input, init);
    };
    return again;
}
export const shown = (text, options) => { draw(text, options); };
"""


@pytest.mark.parametrize(
    ("given", "asks"),
    [
        ("fetch", True),
        ("(url, init) => fetch(url, init)", True),
        ("retried((url, init) => fetch(url, init), { turn })", True),
        ("shown", False),
    ],
)
def test_what_a_client_is_given_makes_its_requests(given: str, asks: bool) -> None:
    result = linked(
        {
            "web/around.ts": AROUND,
            "web/client.ts": CLIENT.replace("GIVEN", given),
            "web/books.ts": """\
            import { client } from './client';
            export const dropBook = (id) => client.drop(`/books/${id}`);
            """,
            "web/page.ts": """\
            import { dropBook } from './books';
            export function page(id) { dropBook(id); }
            """,
        },
        ["DELETE /books/{id}"],
    )
    found = sites(result, "DELETE /books/{id}")
    assert ("via-wrapper web/page.ts:2" in found) is asks
    assert not result.ghosts


def test_what_is_taken_out_of_an_object_is_not_known_to_request() -> None:
    files = {
        "input.tsx": """
            function check(value: any, done: any) {
                done("/" + value.path);
            }
            export default function Input({ color, onChange }: Props) {
                function changed(value: any) {
                    check(value, onChange);
                }
                return <input onChange={changed} />;
            }
        """
    }
    assert sites(linked(files, ["GET /items"]), "GET /items") == []
