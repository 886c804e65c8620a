from __future__ import annotations

from dataclasses import replace

from scanner.concepts.callsite import Aftermath, GhostKind, MatchGrade
from scanner.concepts.operation import Operation
from tests.link.project import linked, operation, sites


def test_url_for_links_by_name_and_relative_names_follow_the_blueprint() -> None:
    result = linked(
        {
            "shop/views.py": """\
            from flask import redirect, render_template, url_for

            def cart():
                return render_template("cart.html")

            def buy():
                return redirect(url_for(".cart"), 303)
            """,
            "shop/templates/cart.html": "<a href=\"{{ url_for('.cart', page=2) }}\">again</a>\n"
            '<form method="post" action="{{ url_for(\'shop.buy\') }}"></form>\n',
        },
        [
            operation("GET /cart", name="shop.cart", runs="shop/views.py:cart"),
            operation("GET /buy", name="shop.buy", runs="shop/views.py:buy"),
            operation("POST /buy", name="shop.buy", runs="shop/views.py:buy"),
        ],
    )
    assert sites(result, "GET /cart") == ["link shop/templates/cart.html:1", "redirect shop/views.py:7"]
    assert sites(result, "POST /buy") == ["form shop/templates/cart.html:2"]
    assert sites(result, "GET /buy") == []
    assert {item.grade for item in result.links["GET /cart"]} == {MatchGrade.BY_NAME}


def test_django_names_in_tags_variables_and_joined_text() -> None:
    result = linked(
        {
            "templates/page.html": """\
            {% url 'app:list' as target %}
            <a href="{{ target }}?x=1">list</a>
            <script>
            const root = `{% url 'app:root' %}check?url=${encodeURIComponent(x)}`;
            fetch(root).then(show);
            </script>
            """
        },
        [
            operation("GET /list", name="app:list", framework="django"),
            operation("GET /api/", name="app:root", framework="django"),
            operation("GET /api/check", name="app:check", framework="django"),
        ],
    )
    assert "link templates/page.html:2" in sites(result, "GET /list")
    assert sites(result, "GET /api/check") == ["fetch templates/page.html:4"]


def test_arguments_that_the_path_does_not_take_are_the_query_that_a_script_goes_on_with() -> None:
    result = linked(
        {
            "templates/page.html": """\
            <script>
            const step = "{{ url_for('step', watch=watch) }}";
            fetch(step + "&session=" + session, {method: "POST"});
            </script>
            """
        },
        [operation("POST /step", name="step")],
    )
    assert sites(result, "POST /step") == ["fetch templates/page.html:2"]
    assert result.ghosts == ()


def test_name_held_in_a_class_attribute_is_a_call_site_where_it_is_written() -> None:
    result = linked(
        {
            "contexts.py": """\
            from django.urls import reverse

            class Context:
                view = "list"

                def __init__(self, request):
                    self.url = reverse(self.view)

            class Archived(Context):
                view = "archived"
            """,
            "views.py": """\
            from django.shortcuts import render
            import contexts

            def archived(request):
                return show(request, {"list": contexts.Archived(request)})

            def show(request, context):
                return render(request, "list.html", context)
            """,
            "templates/list.html": '<form method="post" action="{{ list.url }}"></form>\n',
        },
        [
            operation("ANY /list", name="list", framework="django"),
            operation("ANY /archived", name="archived", framework="django", runs="views.py:archived"),
        ],
    )
    assert sites(result, "ANY /archived") == ["form templates/list.html:1", "link contexts.py:10"]
    assert sites(result, "ANY /list") == ["link contexts.py:4"]
    assert result.pages["templates/list.html"] == ("ANY /archived",)


def test_redirects_of_every_kind() -> None:
    result = linked(
        {
            "views.py": """\
            from django.http import HttpResponseRedirect
            from django.shortcuts import redirect
            from django.urls import reverse, reverse_lazy

            LOGIN_URL = "login"

            class Edit(UpdateView):
                success_url = reverse_lazy("home")

            def a(request):
                return redirect("home")

            def b(request):
                return HttpResponseRedirect(reverse("home"))

            def c(request):
                return go(reverse("home"))

            def go(url):
                return HttpResponseRedirect(url + "?x=1")
            """
        },
        [
            operation("GET /", name="home", framework="django"),
            operation("GET /login/", name="login", framework="django"),
        ],
    )
    assert sites(result, "GET /") == [f"redirect views.py:{line}" for line in (8, 11, 14, 17)]
    assert sites(result, "GET /login/") == ["redirect views.py:5"]


def test_exception_that_redirects_is_a_redirect_where_it_is_raised() -> None:
    result = linked(
        {
            "errors.py": """\
            from flask import redirect

            class Redirect303(Exception):
                def __init__(self, new_url):
                    self.new_url = new_url

                def get_response(self):
                    return redirect(self.new_url, 303)
            """,
            "web.py": """\
            from flask import url_for
            from errors import Redirect303

            def check():
                raise Redirect303(url_for("login"))
            """,
        },
        [operation("GET /login", name="login")],
    )
    assert [text.partition(" ")[2] for text in sites(result, "GET /login")][-1] == "web.py:5"


def test_addresses_served_in_json_meet_the_script_that_asks_for_them() -> None:
    result = linked(
        {
            "views.py": """\
            from flask import jsonify, url_for

            def status():
                return jsonify({"urls": {"cancelRollover": url_for("cancel", id=3)}})
            """,
            "status.js": """\
            let state = null;
            function load() { fetch("/status").then((answer) => { state = answer; }); }
            document.onclick = function () { $.ajax({ url: state.urls.cancelRollover, method: "POST" }); };
            """,
        },
        [operation("POST /cancel/{id}", name="cancel"), operation("GET /status", name="status")],
    )
    assert sites(result, "POST /cancel/{id}") == ["fetch status.js:3", "link views.py:4"]


def test_unknown_name_is_a_ghost_only_where_it_would_be_this_projects() -> None:
    files = {
        "templates/a.html": "<a href=\"{{ url_for('shop.gone') }}\">x</a>\n<a href=\"{{ url_for('admin.x') }}\">x</a>\n"
    }
    result = linked(files, [operation("GET /cart", name="shop.cart")], mounts=("/admin",))
    assert [(item.kind, item.site.name) for item in result.ghosts] == [(GhostKind.UNKNOWN_NAME, "shop.gone")]
    assert [item.why for item in result.unresolved] == ["no route is called admin.x here; a library may define it"]


def test_scripts_that_reverse_names_link_by_name() -> None:
    result = linked(
        {"a.js": 'import url_for from "sources/url_for";\napi.get(url_for("users.list", { id: 3 })).then(show);\n'},
        [operation("GET /users/{id}", name="users.list")],
    )
    assert sites(result, "GET /users/{id}") == ["fetch a.js:2"]


def test_mail_is_told_from_links() -> None:
    result = linked(
        {
            "mail.py": """\
            from flask import url_for

            def forgot(user):
                send_mail(user.email, "Reset: " + url_for("reset", token=user.token, _external=True))
            """
        },
        [operation("GET /reset/{token}", name="reset")],
    )
    assert sites(result, "GET /reset/{token}") == ["email mail.py:4"]


def test_reload_after_success_is_seen() -> None:
    script = """\
        $("#x").click(function () {
          $.post("/save", { a: 1 }, function () { window.location.reload(); });
        });
        """
    result = linked({"a.js": script}, ["POST /save"])
    assert result.links["POST /save"][0].site.aftermath == (Aftermath.RELOAD,)


def test_helper_called_as_a_reversal_may_be_handed_an_address() -> None:
    result = linked(
        {"a.js": 'fetch(utils.url_for("/people?page=1")).then(show);\n'},
        [operation("GET /people", name="people")],
    )
    assert sites(result, "GET /people") == ["fetch a.js:1"]
    assert result.ghosts == ()


def test_a_relative_name_in_a_template_that_nothing_shows_is_of_the_nearest_blueprint() -> None:
    result = linked(
        {"shop/cart/templates/row.html": "<a href=\"{{ url_for('.edit') }}\">edit</a>\n"},
        [
            operation("GET /cart/edit", name="cart.edit", runs="shop/cart/views.py:edit"),
            operation("GET /order/edit", name="order.edit", runs="shop/order/views.py:edit"),
        ],
    )
    assert sites(result, "GET /cart/edit") == ["link shop/cart/templates/row.html:1"]
    assert sites(result, "GET /order/edit") == []


def test_a_script_imports_a_route_by_its_name() -> None:
    result = linked(
        {
            "client/profile.js": """\
            import profileURL from 'routes:users.profile';
            import {other} from 'virtual:users.other';
            import {join} from 'node:path';
            fetch(profileURL({user: 1}), {method: 'PATCH'});
            """
        },
        [operation("PATCH /users/{user}", name="users.profile")],
    )
    assert sites(result, "PATCH /users/{user}") == ["fetch client/profile.js:4"]


def test_a_library_included_beside_a_namespace_may_define_its_names() -> None:
    page = {"templates/nav.html": "<a href=\"{% url 'shop:settings' %}\">Settings</a>"}
    beside = operation("GET /cart", name="shop:cart", runs="urls.py:cart", framework="django")
    apart = operation("GET /cart", name="shop:cart", runs="other.py:cart", framework="django")
    assert [one.why for one in linked(page, [beside], mounts=("/settings/",)).unresolved] == [
        "no route is called shop:settings here; a library may define it"
    ]
    for result in (linked(page, [apart], mounts=("/settings/",)), linked(page, [beside])):
        assert [one.kind for one in result.ghosts] == [GhostKind.UNKNOWN_NAME]
        assert result.unresolved == ()


def test_an_applications_namespace_means_the_instance_that_is_registered_first() -> None:
    def of(path: str, name: str, *aliases: str) -> Operation:
        return replace(operation(f"ANY {path}", name=name, framework="django"), aliases=aliases)

    result = linked(
        {
            "templates/page.html": """\
            {% load i18n %}
            <a href="{% url 'loans:list' %}">by the application</a>
            <a href="{% url 'second:list' %}">by an instance</a>
            <a href="{% url 'clubs:list' %}">an instance goes before an application</a>
            """
        },
        [
            of("/first/", "first:list", "loans:list"),
            of("/second/", "second:list", "loans:list"),
            of("/members/", "members:list", "clubs:list"),
            of("/clubs/", "clubs:list"),
        ],
    )
    assert sites(result, "ANY /first/") == ["link templates/page.html:2"]
    assert sites(result, "ANY /second/") == ["link templates/page.html:3"]
    assert sites(result, "ANY /clubs/") == ["link templates/page.html:4"]
    assert sites(result, "ANY /members/") == []
    assert result.ghosts == () and result.unresolved == ()
