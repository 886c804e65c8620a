"""Requests of tests that go through wrappers of the test client."""

from __future__ import annotations

from tests.link.project import linked, sites


def test_method_looked_up_by_name_and_prefix_put_before_the_path() -> None:
    result = linked(
        {
            "tests/base.py": """\
            class Base:
                def make_request(self, method, path, org=None, data=None):
                    if org:
                        path = "/{}{}".format(org.slug, path)
                    request = getattr(self.client, method.lower())
                    return request(path, data=data)

                def at_once(self, method, path):
                    return getattr(self.client, method.lower())("/api" + path)
            """,
            "tests/test_items.py": """\
            from tests.base import Base

            class ItemsTest(Base):
                def test_list(self):
                    assert self.make_request("get", "/api/items").status_code == 200

                def test_create(self):
                    self.make_request("POST", "/api/items", org=self.org)
                    self.at_once("delete", "/items/3")
            """,
        },
        ["GET /api/items", "POST /{slug}/api/items", "DELETE /api/items/{id}"],
    )
    assert sites(result, "GET /api/items") == ["test tests/test_items.py:5"]
    assert sites(result, "POST /{slug}/api/items") == ["test tests/test_items.py:8"]
    assert sites(result, "DELETE /api/items/{id}") == ["test tests/test_items.py:9"]


def test_what_a_test_asserts_is_told_where_it_asks_through_a_helper() -> None:
    result = linked(
        {
            "tests/base.py": """\
            class Base:
                def make_request(self, method, path):
                    return getattr(self.client, method.lower())(path)
            """,
            "tests/test_items.py": """\
            from tests.base import Base

            class ItemsTest(Base):
                def test_list(self):
                    answer = self.make_request("get", "/api/items")
                    self.assertEqual(answer.status_code, 200)

                def test_nothing(self):
                    self.make_request("post", "/api/items")
            """,
        },
        ["GET /api/items", "POST /api/items"],
    )
    assert [item.site.asserts for item in result.links["GET /api/items"]] == [("status",)]
    assert [item.site.asserts for item in result.links["POST /api/items"]] == [()]


def test_a_suites_own_check_of_a_status_is_an_assertion() -> None:
    tests = """
    def test_missing(client):
        response = client.get('/api/items')
        assert_404(response)
    def test_anything(client):
        response = client.post('/api/items')
        assert_sane(response)
    def test_gone(client):
        response = client.delete('/api/items')
        data = json.loads(response.data.decode())
    """
    result = linked({"tests/test_items.py": tests}, [f"{verb} /api/items" for verb in ("GET", "POST", "DELETE")])
    assert [item.site.asserts for item in result.links["GET /api/items"]] == [("status",)]
    assert [item.site.asserts for item in result.links["POST /api/items"]] == [()]
    assert [item.site.asserts for item in result.links["DELETE /api/items"]] == [("payload",)]


def test_a_request_made_up_is_one_where_it_is_answered() -> None:
    result = linked(
        {
            "tests/test_items.py": """\
            class ItemsTest(Base):
                def test_list(self):
                    with self.app.test_request_context("/items", method="GET", headers={"A": self.at}):
                        res = self.app.full_dispatch_request()
                        assert res.status_code == 200

                def test_create(self):
                    with self.app.test_request_context("/items", method="POST"):
                        res = self.app.full_dispatch_request()

                def test_helper(self):
                    with self.app.test_request_context("/items", method="DELETE"):
                        assert helper() == 1
            """,
        },
        ["GET /items", "POST /items", "DELETE /items"],
    )
    assert sites(result, "GET /items") == ["test tests/test_items.py:3"]
    assert sites(result, "POST /items") == ["test tests/test_items.py:8"]
    assert sites(result, "DELETE /items") == []
    (link,) = result.links["GET /items"]
    assert link.site.asserts == ("status",)
