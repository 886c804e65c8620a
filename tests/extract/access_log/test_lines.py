"""One line of each format that its vendor documents, and what a person reads in it."""

from __future__ import annotations

import pytest

from scanner.concepts.traffic import LogEntry
from scanner.extract.access_log.reader import read_line

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"
PAGE = "https://shop.example.com/cart"

LINES = {
    "common": (
        '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326',
        LogEntry(line=1, method="GET", path="/apache_pb.gif", status=200, day="2000-10-10"),
    ),
    "combined": (
        f'192.0.2.1 - - [23/Nov/2026:03:21:43 +0000] "POST /cart/?next=%2F HTTP/2.0" 303 12 "{PAGE}" "{FIREFOX}"',
        LogEntry(line=1, method="POST", path="/cart/", status=303, agent=FIREFOX, referrer=PAGE, day="2026-11-23"),
    ),
    "virtual host first, timing and forwarded address after": (
        f"shop.example.com:443 192.0.2.1 - - [23/Nov/2026:03:21:43 +0000] "
        f'"GET / HTTP/1.1" 200 5 "-" "{FIREFOX}" 0.012 "203.0.113.7" rt=0.01',
        LogEntry(line=1, method="GET", path="/", status=200, host="shop.example.com", agent=FIREFOX, day="2026-11-23"),
    ),
    "Traefik's common format": (
        '10.0.0.1 - - [23/Nov/2026:03:21:43 +0000] "GET /api/items HTTP/1.1" 200 7 "-" "curl/8.9.1" 12 "web@docker"'
        ' "http://10.0.0.2:80" 3ms',
        LogEntry(line=1, method="GET", path="/api/items", status=200, agent="curl/8.9.1", day="2026-11-23"),
    ),
    "quoted fields before the referrer": (
        '192.0.2.1 - - [23/Nov/2026:03:21:43 +0000] "GET /a HTTP/1.1" 200 7 "gzip" "https://a.example/" "x \\"y\\""',
        LogEntry(
            line=1, method="GET", path="/a", status=200, agent='x "y"', referrer="https://a.example/", day="2026-11-23"
        ),
    ),
    "uvicorn": (
        'INFO:     127.0.0.1:54321 - "GET /items/3?full=1 HTTP/1.1" 200 OK',
        LogEntry(line=1, method="GET", path="/items/3", status=200),
    ),
    "uvicorn's sockets": (
        'INFO:     127.0.0.1:54321 - "WebSocket /live" [accepted]',
        LogEntry(line=1, method="GET", path="/live", status=101),
    ),
    "Django's development server": (
        '[23/Nov/2026 03:21:43] "GET /books/ HTTP/1.1" 200 1234',
        LogEntry(line=1, method="GET", path="/books/", status=200, day="2026-11-23"),
    ),
    "behind a container's prefix": (
        'web-1  | 192.0.2.1 - - [23/Nov/2026:03:21:43 +0000] "DELETE /a HTTP/1.1" 204 0 "-" "-"',
        LogEntry(line=1, method="DELETE", path="/a", status=204, agent="", day="2026-11-23"),
    ),
    "uWSGI": (
        "[pid: 7|app: 0|req: 2/4] 192.0.2.1 () {40 vars in 600 bytes} [Mon Nov 23 03:21:43 2026] "
        "GET /books?page=2 => generated 12 bytes in 3 msecs (HTTP/1.1 200) 2 headers in 80 bytes",
        LogEntry(line=1, method="GET", path="/books", status=200, day="2026-11-23"),
    ),
    "an AWS load balancer": (
        "https 2026-11-23T03:21:43.186641Z app/web/50dc 192.0.2.1:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "
        '"GET https://www.example.com:443/a?b=1 HTTP/1.1" "curl/7.46.0" ECDHE-RSA TLSv1.2',
        LogEntry(
            line=1,
            method="GET",
            path="/a",
            status=200,
            host="www.example.com",
            agent="curl/7.46.0",
            day="2026-11-23",
        ),
    ),
    "encoded characters": (
        '192.0.2.1 - - [23/Nov/2026:03:21:43 +0000] "GET /b%C3%BCcher/a%20b HTTP/1.1" 200 7',
        LogEntry(line=1, method="GET", path="/bücher/a b", status=200, day="2026-11-23"),
    ),
    "no HTTP request": (
        '192.0.2.1 - - [23/Nov/2026:03:21:43 +0000] "\\x16\\x03\\x01" 400 157 "-" "-"',
        LogEntry(line=1, method="", path="", status=400, day="2026-11-23"),
    ),
    "nginx JSON": (
        '{"time_iso8601":"2026-11-23T03:21:43+00:00","request":"PUT /a?b HTTP/1.1","status":"200",'
        f'"http_host":"shop.example.com","http_referer":"-","http_user_agent":"{FIREFOX}"}}',
        LogEntry(line=1, method="PUT", path="/a", status=200, host="shop.example.com", agent=FIREFOX, day="2026-11-23"),
    ),
    "Caddy": (
        '{"level":"info","ts":1795404103.5,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":'
        '"192.0.2.1","proto":"HTTP/2.0","method":"GET","host":"shop.example.com:8443","uri":"/a?b","headers":'
        f'{{"User-Agent":["curl/8.9.1"],"Referer":["{PAGE}"]}}}},"size":2,"status":200}}',
        LogEntry(
            line=1,
            method="GET",
            path="/a",
            status=200,
            host="shop.example.com",
            agent="curl/8.9.1",
            referrer=PAGE,
            day="2026-11-23",
        ),
    ),
    "Traefik": (
        '{"DownstreamStatus":201,"OriginStatus":200,"RequestMethod":"POST","RequestPath":"/a","RequestHost":"h.example",'
        '"ServiceURL":{"Scheme":"http","Path":"/other"},"StartUTC":"2026-11-23T03:21:43Z","request_User-Agent":"x/1"}',
        LogEntry(line=1, method="POST", path="/a", status=201, host="h.example", agent="x/1", day="2026-11-23"),
    ),
    "Elastic Common Schema": (
        '{"@timestamp":"2026-11-23T03:21:43Z","http":{"request":{"method":"GET"},"response":{"status_code":304}},'
        '"url":{"original":"/a?b"},"user_agent":{"original":"okhttp/4.9"}}',
        LogEntry(line=1, method="GET", path="/a", status=304, agent="okhttp/4.9", day="2026-11-23"),
    ),
    "Google Cloud": (
        '{"httpRequest":{"requestMethod":"GET","requestUrl":"https://h.example/a?b","status":200,"userAgent":"x/1"},'
        '"timestamp":"2026-11-23T03:21:43Z"}',
        LogEntry(line=1, method="GET", path="/a", status=200, host="h.example", agent="x/1", day="2026-11-23"),
    ),
    "pino": (
        '{"level":30,"time":1795404103500,"req":{"method":"GET","url":"/a","headers":{"user-agent":"x/1"}},'
        '"res":{"statusCode":200}}',
        LogEntry(line=1, method="GET", path="/a", status=200, agent="x/1", day="2026-11-23"),
    ),
    "Docker around text": (
        '{"log":"192.0.2.1 - - [23/Nov/2026:03:21:43 +0000] \\"GET /a HTTP/1.1\\" 200 7\\n","stream":"stdout"}',
        LogEntry(line=1, method="GET", path="/a", status=200, day="2026-11-23"),
    ),
    "journal before an object": (
        'Nov 23 03:21:43 host caddy[7]: {"request":{"method":"GET","uri":"/a"},"status":200}',
        LogEntry(line=1, method="GET", path="/a", status=200),
    ),
}


@pytest.mark.parametrize(("text", "entry"), LINES.values(), ids=LINES)
def test_a_line(text: str, entry: LogEntry) -> None:
    assert read_line(text, 1) == entry


@pytest.mark.parametrize(
    "text",
    [
        "",
        "INFO:     Started server process [7]",
        '{"level": "info", "msg": "starting"}',
        '{"method": "GET"',
        "[]",
        "{" * 5_000,
        "GET / HTTP/1.1",
        '"' * 20_000,
        '192.0.2.1 - - [x] "GET ' + "\\" * 20_000,
    ],
)
def test_what_states_no_request(text: str) -> None:
    assert read_line(text, 1) is None
