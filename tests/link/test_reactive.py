"""What user interface libraries hold for a component, and variables that are called like parts of the page."""

from __future__ import annotations

from tests.link.project import linked, sites


def test_vue_holds_values_and_works_others_out() -> None:
    result = linked(
        {
            "web/Page.vue": """\
            <script setup>
            import { computed, ref, toRefs } from 'vue'
            const root = ref('/api')
            const books = computed(() => `${root.value}/books`)
            const empty = ref('')
            const { location } = toRefs(props)
            fetch(books.value)
            fetch(empty.value)
            </script>
            """,
        },
        ["GET /api/books", "GET /"],
    )
    assert sites(result, "GET /api/books") == ["fetch web/Page.vue:4"]
    assert sites(result, "GET /") == []
    assert [str(item.location) for item in result.unresolved] == ["web/Page.vue:8"]


def test_react_keeps_what_a_state_begins_with() -> None:
    result = linked(
        {
            "web/page.jsx": """\
            import { useMemo, useState } from 'react'
            export function Page() {
              const [where, setWhere] = useState('/api/books')
              const films = useMemo(() => '/api/films', [])
              const load = () => fetch(where)
              const more = () => fetch(films)
              return null
            }
            """,
        },
        ["GET /api/books", "GET /api/films"],
    )
    assert sites(result, "GET /api/books") == ["fetch web/page.jsx:5"]
    assert sites(result, "GET /api/films") == ["fetch web/page.jsx:6"]


def test_a_variable_called_location_is_not_the_page() -> None:
    result = linked(
        {
            "static/page.js": """\
            function show(shop) {
                const location = shop.location;
                let other;
                location = "/books";
            }
            function leave() {
                location = "/books";
                shop.location = "/books";
                parent.location = "/books";
            }
            """,
            "templates/page.html": '<script src="/static/page.js"></script>',
        },
        ["GET /books"],
    )
    assert sites(result, "GET /books") == ["link static/page.js:7", "link static/page.js:9"]
    assert not result.unresolved


def test_a_module_that_asks_in_two_steps_is_asked_by_other_modules() -> None:
    result = linked(
        {
            "web/api/files.js": """\
            import store from './store'
            async function sendPart(file) {
              store.begin(file.name)
              await axios.post("/files/start", null)
              store.end(file.name)
            }
            async function send(files) {
              return Promise.all(files.map((file) => sendPart(file)))
            }
            export default { send }
            """,
            "web/Page.vue": """\
            <script setup>
            import files from './api/files'
            async function onDrop(dropped) {
              await files.send(dropped)
            }
            </script>
            """,
        },
        ["POST /files/start"],
    )
    assert sites(result, "POST /files/start") == [
        "via-wrapper web/Page.vue:4",
        "via-wrapper web/api/files.js:8",
        "wrapper web/api/files.js:4",
    ]
