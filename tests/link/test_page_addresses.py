from __future__ import annotations

from scanner.concepts.callsite import CallKind
from tests.link.project import linked, operation, sites

_VIEW = """\
from django.shortcuts import render
def show(request, year):
    return render(request, "page.html")
"""
_OPERATIONS = (
    operation("GET /plan/{year}/", name="plan", runs="views.py:show"),
    operation("PATCH /plan/{year}/talks/{id}/"),
    operation("GET /list/{year}/", name="list"),
)


def test_origin_before_and_query_behind_the_page_s_path_are_no_part_of_it() -> None:
    page = """\
    <script>
    const parts = [location.protocol, "//", location.host, location.pathname, "talks/", id + "/", location.search];
    fetch(parts.join(""), { method: "PATCH" });
    let address = `/list/${year}/`;
    address += window.location.search + "&";
    fetch(address);
    </script>
    <a href="/list/{{ year }}/{% querystring page=2 %}">more</a>
    """
    result = linked({"views.py": _VIEW, "templates/page.html": page}, _OPERATIONS)
    assert sites(result, "PATCH /plan/{year}/talks/{id}/") == ["fetch templates/page.html:3"]
    assert sites(result, "GET /list/{year}/", CallKind.FETCH) == ["fetch templates/page.html:6"]
    assert sites(result, "GET /list/{year}/", CallKind.LINK) == ["link templates/page.html:8"]
    assert result.ghosts == () and result.unresolved == ()
