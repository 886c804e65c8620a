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
        ("alias:@", "./src"),
        ("alias:~", "./lib"),
        ("base", "/app/"),
        ("proxy:/api", "http://localhost:8000"),
        ("proxy:/media", "http://localhost:9000"),
        ("rewrite:/api", "/api"),
        ("rewrite:/media", "/media"),
    ]


@pytest.mark.parametrize(
    ("path", "text", "settings"),
    [
        (
            "vue.config.js",
            "module.exports = { publicPath: '/static/', devServer: { proxy: 'http://localhost:5000' } }",
            [("base", "/static/"), ("proxy:", "http://localhost:5000")],
        ),
        (
            "webpack.dev.js",
            "const config = { devServer: { proxy: [{ context: ['/api', '/auth'], target: 'http://x' }] } };"
            "module.exports = config",
            [
                ("proxy:/api", "http://x"),
                ("proxy:/auth", "http://x"),
                ("rewrite:/api", "/api"),
                ("rewrite:/auth", "/auth"),
            ],
        ),
        (
            "next.config.mjs",
            "export default { basePath: '/docs', async rewrites() {"
            "  return [{ source: '/api/:p*', destination: 'http://b/:p*' }] } }",
            [("base", "/docs"), ("proxy:/api", "http://b"), ("rewrite:/api", "")],
        ),
        (
            "src/setupProxy.js",
            "module.exports = app => { app.use('/api', createProxyMiddleware({ target: 'http://localhost:5000' })) }",
            [("proxy:/api", "http://localhost:5000"), ("rewrite:/api", "/api")],
        ),
        (
            "proxy.conf.js",
            "module.exports = { '/api': { target: 'http://localhost:8000', secure: false } }",
            [("proxy:/api", "http://localhost:8000"), ("rewrite:/api", "/api")],
        ),
        (
            "vite.config.js",
            "export default { server: { proxy: {"
            " '/a': { target: 'http://x/v2', rewrite: (path) => path.replace(/^\\/a/, '/b') },"
            " '/c': { target: 'http://x', pathRewrite: { '^/c': '' } } } } }",
            [("proxy:/a", "http://x/v2"), ("proxy:/c", "http://x"), ("rewrite:/a", "/b"), ("rewrite:/c", "")],
        ),
        ("src/app.js", "export default { base: '/app/', proxy: { '/api': 'x' } }", []),
    ],
)
def test_bundlers(path: str, text: str, settings: list[tuple[str, str]]) -> None:
    assert sorted(read(text, path=path).settings) == settings
