"""AngularJS: services, constants and `$http`, given by its injector to functions that ask for them by name."""

from __future__ import annotations

import pytest

from tests.link.project import linked, sites

APP = """\
let instance = window.location.pathname;
var shop = angular.module("shop", ["ui.router"]);
shop.constant("ordersUrl", instance + "/orders");
"""
FACTORIES = {
    "listed": """\
        shop.factory("Orders", ["$http", "ordersUrl", function (http, url) {
            return {
                remove: function (id, then) {
                    http.delete(url + "/" + id).then(function (answer) { then(answer.data); });
                }
            };
        }]);
        """,
    "by its own names": """\
        angular.module("shop").factory("Orders", function ($http, ordersUrl) {
            return {
                remove: function (id, then) {
                    $http({method: "DELETE", url: ordersUrl + "/" + id}).then(function (a) { then(a.data); });
                }
            };
        });
        """,
    "annotated": """\
        angular.module("shop").service("Orders", OrdersService);
        OrdersService.$inject = ["$http", "ordersUrl"];
        function OrdersService(h, base) {
            this.remove = function (id, then) { h.delete(base + "/" + id).then(function (a) { then(a.data); }); };
        }
        """,
    "a class": """\
        class OrdersService {
            constructor($http, ordersUrl) { this.http = $http; this.url = ordersUrl; }
            remove(id) { return this.http.delete(this.url + "/" + id); }
        }
        angular.module("shop").service("Orders", OrdersService);
        """,
}


@pytest.mark.parametrize("factory", FACTORIES)
def test_a_service_is_called_where_it_is_injected(factory: str) -> None:
    result = linked(
        {
            "static/app.js": APP,
            "static/orders.js": FACTORIES[factory],
            "static/page.js": """\
            shop.controller("OrderController", ["$scope", "Orders", function ($scope, orders) {
                $scope.remove = function (id) {
                    orders.remove(id, $scope.load);
                };
            }]);
            """,
        },
        ["DELETE /orders/{id}"],
    )
    assert "via-wrapper static/page.js:3" in sites(result, "DELETE /orders/{id}")


def test_a_parameter_of_that_name_means_nothing_without_an_injector() -> None:
    result = linked(
        {
            "static/app.js": APP,
            "static/orders.js": FACTORIES["listed"],
            "static/page.js": "function show(orders) {\n    orders.remove(1);\n}\n",
        },
        ["DELETE /orders/{id}"],
    )
    assert not any("page.js" in site for site in sites(result, "DELETE /orders/{id}"))


def test_pages_that_a_router_puts_together_are_a_front_end_of_their_own() -> None:
    page = """\
        shop.controller("OrderController", function ($scope, Orders) {
            $scope.remove = function (id) { Orders.remove(id); };
        });
        """
    files = {
        "app.py": "def index():\n    return render_template('index.html')\n",
        "templates/index.html": "{% block a %}<script src='/static/{{ f }}'></script>{% endblock %}"
        "<script src='/static/app.js'></script><script src='/static/page.js'></script>\n",
        "static/app.js": APP,
        "static/orders.js": FACTORIES["listed"],
        "static/page.js": page,
    }
    states = "shop.config(function ($stateProvider) {\n    $stateProvider.state('a', {url: '/a'});\n});\n"
    for script, rendered in ((APP, True), (APP + states, False)):
        result = linked({**files, "static/app.js": script}, ["DELETE /orders/{id}"])
        (link,) = [one for one in result.links["DELETE /orders/{id}"] if one.site.location.file == "static/page.js"]
        assert link.site.server_rendered is rendered
