from __future__ import annotations

from scanner.concepts.callsite import CallKind
from tests.link.project import linked, operation, sites


def test_a_view_is_redirected_to_at_its_route() -> None:
    view = """\
    from django.shortcuts import redirect
    from django.urls import reverse
    from guards import member_required
    @member_required
    def history(request, pk):
        return None
    def comment(request, pk):
        return redirect(history, pk=pk)
    def elsewhere(request):
        return redirect(unknown)
    def anchored(request, pk):
        return redirect(reverse(history, args=[pk]) + "#last")
    """
    result = linked({"views.py": view}, [operation("GET /items/{pk}/history", runs="views.py:history")])
    assert sites(result, "GET /items/{pk}/history") == ["redirect views.py:8", "redirect views.py:12"]


def test_the_script_prefix_is_where_own_paths_begin() -> None:
    files = {
        "app/context_processors.py": """\
        from django.urls import get_script_prefix
        def context_processor(request):
            return {"script_prefix": get_script_prefix().rstrip("/")}
        """,
        "app/templates/page.html": '<a href="{{ script_prefix }}/items/{{ item.id }}/md/">Markdown</a>',
    }
    result = linked(files, ["GET /items/{id}/md/"])
    assert sites(result, "GET /items/{id}/md/") == ["link app/templates/page.html:1"]


def test_a_link_beside_a_form_of_the_same_route_may_only_send_the_form() -> None:
    beside = """\
    <a href="{% url 'logout' %}" id="out">Log out</a>
    <form action="{% url 'logout' %}" id="out_form" method="post">{% csrf_token %}</form>
    """
    alone = "<a href=\"{% url 'logout' %}\">Log out</a>"
    result = linked(
        {"templates/nav.html": beside, "templates/alone.html": alone}, [operation("POST /logout", name="logout")]
    )
    assert [str(ghost.site.location) for ghost in result.ghosts] == ["templates/alone.html:1"]
    assert [str(item.location) for item in result.unresolved] == ["templates/nav.html:1"]
    assert sites(result, "POST /logout", CallKind.FORM) == ["form templates/nav.html:2"]
