"""Visitors who come back from another system are told by the state they bring."""

from __future__ import annotations

import pytest

from scanner.link.effects.provider import returning_line
from tests.link.python_project import facts_of

COMES_BACK = {
    "django state kept in the session": """
        def done(request):
            state, code = request.session.pop("add")
            if request.GET.get("state") != state:
                return None
        """,
    "flask code and state": """
        def done():
            if request.args["state"] == expected():
                exchange(request.args.get("code"))
        """,
    "fastapi parameters": """
        def done(code: str, state: str):
            return exchange(code, state)
        """,
    "a code traded without a state": """
        def done():
            credentials = flow.step2_exchange(request.args.get("code"))
        """,
    "oauth 1": """
        def done():
            verify(request.args.get("oauth_verifier"))
        """,
}
STAYS = {
    "a filter": """
        def tickets():
            return find(state=request.args.get("state"))
        """,
    "a voucher": """
        def redeem():
            return use(request.args.get("code"))
        """,
}


@pytest.mark.parametrize(
    ("source", "returns"),
    [*((one, True) for one in COMES_BACK.values()), *((one, False) for one in STAYS.values())],
    ids=[*COMES_BACK, *STAYS],
)
def test_returning_visitors(source: str, returns: bool) -> None:
    scope = facts_of({"app.py": source})["app.py"].scopes[1]
    assert bool(returning_line(scope)) is returns
