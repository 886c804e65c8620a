from __future__ import annotations

from scanner.concepts.callsite import CallKind
from tests.link.project import linked, sites


def test_functions_of_component_options_share_state_computed_values_and_methods() -> None:
    result = linked(
        {
            "shop.js": """\
            window.ShopPage = {
              data: () => ({ form: { url: "/cart" }, root: "/api" }),
              computed: { list() { return this.root + "/list" } },
              methods: {
                reset() { this.form = { ...this.form, open: true }; this.old = { ...this.form }; },
                undo() { this.form = { ...this.old }; fetch(this.form.nowhere); },
                save() { fetch(this.form.url); },
                load() { fetch(this.list); },
              },
              created() { setTimeout(() => fetch(this.root + "/orders")); },
            };
            """
        },
        ["GET /cart", "GET /api/list", "GET /api/orders"],
    )
    assert sites(result, "GET /cart", CallKind.FETCH) == ["fetch shop.js:7"]
    assert sites(result, "GET /api/list", CallKind.FETCH) == ["fetch shop.js:8"]
    assert sites(result, "GET /api/orders", CallKind.FETCH) == ["fetch shop.js:10"]
    assert [str(item.location) for item in result.unresolved] == ["shop.js:6"]


def test_records_that_spread_each_other_end() -> None:
    result = linked(
        {"a.js": "let a = { ...b, x: 1 }; let b = { ...a, y: 2 }; a = { ...b }; b = { ...a }; fetch(b.z);"},
        ["GET /x"],
    )
    assert [item.url for item in result.unresolved] == ["{z}"]


def test_a_property_of_a_svelte_component_is_not_what_it_is_by_default() -> None:
    api = 'export const tags = (index = null) => fetch(`/api/tags${index !== null ? `/${index}` : ""}`);\n'
    component = """\
    <script>
      import {{ tags }} from "./api";
      {declared}
      const load = async () => {{
        await tags(index);
      }};
    </script>
    """
    for declared, asked in (
        ("export let index = null;", True),
        ("let { index = null } = $props();", True),
        ("const index = null;", False),
    ):
        result = linked(
            {"src/api.js": api, "src/Tags.svelte": component.format(declared=declared)},
            ["GET /api/tags", "GET /api/tags/{index}"],
        )
        assert ("via-wrapper src/Tags.svelte:5" in sites(result, "GET /api/tags/{index}")) is asked, declared
        assert "via-wrapper src/Tags.svelte:5" in sites(result, "GET /api/tags"), declared
