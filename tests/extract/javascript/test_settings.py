from __future__ import annotations

import pytest

from scanner.concepts.source import Language
from tests.extract.javascript.reading import read

VITE = """
import { defineConfig } from "vite";
export default defineConfig(({ mode }) => ({
  base: "/app/",
  resolve: { alias: { "@": path.resolve(__dirname, "./src"), "~": fileURLToPath(new URL("./lib", import.meta.url)) } },
  server: {
    proxy: { "/api": { target: process.env.API || "http://localhost:8000" }, "^/media": "http://localhost:9000" },
  },
}));
"""


def test_vite() -> None:
    facts = read(VITE, Language.TYPESCRIPT, "frontend/vite.config.ts")
    assert sorted(facts.settings) == [
        ("alias", "@ ./src"),
        ("alias", "~ ./lib"),
        ("base", "/app/"),
        ("proxy", "/api"),
        ("proxy", "/media"),
        ("proxy-target", "/api http://localhost:8000"),
        ("proxy-target", "/media http://localhost:9000"),
    ]


@pytest.mark.parametrize(
    ("path", "text", "settings"),
    [
        (
            "vue.config.js",
            "module.exports = { publicPath: '/static/', devServer: { proxy: 'http://localhost:5000' } }",
            [("base", "/static/"), ("proxy-target", "/ http://localhost:5000")],
        ),
        (
            "webpack.dev.js",
            "const config = { devServer: { proxy: [{ context: ['/api', '/auth'], target: 'http://x' }] } };"
            "module.exports = config",
            [
                ("proxy", "/api"),
                ("proxy", "/auth"),
                ("proxy-target", "/api http://x"),
                ("proxy-target", "/auth http://x"),
            ],
        ),
        (
            "next.config.mjs",
            "export default { basePath: '/docs', async rewrites() {"
            "  return [{ source: '/api/:p*', destination: 'http://b/:p*' }] } }",
            [("base", "/docs"), ("proxy", "/api/:p*"), ("proxy-target", "/api/:p* http://b/:p*")],
        ),
        (
            "src/setupProxy.js",
            "module.exports = app => { app.use('/api', createProxyMiddleware({ target: 'http://localhost:5000' })) }",
            [("proxy", "/api"), ("proxy-target", "/api http://localhost:5000")],
        ),
        (
            "proxy.conf.js",
            "module.exports = { '/api': { target: 'http://localhost:8000', secure: false } }",
            [("proxy", "/api"), ("proxy-target", "/api http://localhost:8000")],
        ),
        ("src/app.js", "export default { base: '/app/', proxy: { '/api': 'x' } }", []),
    ],
)
def test_bundlers(path: str, text: str, settings: list[tuple[str, str]]) -> None:
    assert sorted(read(text, path=path).settings) == settings
