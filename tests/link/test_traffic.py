"""Requests of logs counted by operation and sender; every truth is written by hand."""

from __future__ import annotations

import pytest

from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.linked import Linked
from scanner.concepts.location import Location
from scanner.concepts.registrations import Registrations
from scanner.concepts.traffic import LogEntry, Observed, Requester, Traffic, UnreadLine
from scanner.link.requesters import product, requester
from scanner.link.traffic import observe
from tests.link.project import operation

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"
SITE = "https://shop.example.com"


def entry(
    request: str, status: int = 200, *, agent: str | None = FIREFOX, referrer: str = "", host: str = "", line: int = 1
) -> LogEntry:
    method, _, path = request.partition(" ")
    return LogEntry(line=line, method=method, path=path, status=status, agent=agent, referrer=referrer, host=host)


def observed(
    operations: list[str], *entries: LogEntry | UnreadLine, pages: tuple[str, ...] = (), prefix: str = ""
) -> tuple[Observed, list[str]]:
    registrations = Registrations(
        operations=tuple(operation(item) for item in operations), settings={"FORCE_SCRIPT_NAME": prefix}
    )
    renders = (Effect(EffectKind.RENDERS, Location("app.py", 1)),)
    seen, diagnostics = observe(
        registrations, {}, Linked(effects=dict.fromkeys(pages, renders)), [("access.log", entries)]
    )
    return seen, [f"{item.severity} {item.location} {item.message}" for item in diagnostics]


def traffic(operations: list[str], *entries: LogEntry, pages: tuple[str, ...] = (), prefix: str = "") -> dict[str, int]:
    """Requests that were counted, by operation."""
    seen, _ = observed(operations, *entries, pages=pages, prefix=prefix)
    return {name: item.requests for name, item in seen.traffic.items()}


def test_paths_reach_the_operation_that_answers_them() -> None:
    operations = ["GET /", "GET /items/new", "GET /items/{id:int}", "POST /items/{id:int}", "GET /{name}"]
    asked = [
        entry("GET /"),
        entry("GET /items/new"),
        entry("GET /items/3"),
        entry("HEAD /items/4"),
        entry("POST /items/4/"),
        entry("GET /anna"),
        entry("GET /items/x/y"),
        entry("DELETE /items/3", 405),
    ]
    assert traffic(operations, *asked) == {
        "GET /": 1,
        "GET /items/new": 1,
        "GET /items/{id:int}": 2,
        "POST /items/{id:int}": 1,
        "GET /{name}": 1,
    }


def test_a_prefix_that_the_server_adds_is_taken_off() -> None:
    assert traffic(["GET /items"], entry("GET /shop/items"), prefix="/shop") == {"GET /items": 1}


def test_a_site_in_several_languages_is_one_site() -> None:
    pages = (operation("GET /en-us/books/", framework="django"), operation("GET /up", framework="django"))
    asked = [entry("GET /de/books/"), entry("GET /en-us/books/"), entry("GET /fr/up"), entry("GET /deu/books/")]
    site = Registrations(operations=pages, settings={"LANGUAGE_CODE": "en-us"})
    seen, _ = observe(site, {}, Linked(), [("access.log", asked)])
    assert {name: item.requests for name, item in seen.traffic.items()} == {"GET /en-us/books/": 2}


def test_a_connection_that_switched_is_the_sockets() -> None:
    operations = ["GET /live", "WEBSOCKET /live"]
    assert traffic(operations, entry("GET /live", 101), entry("GET /live")) == {"GET /live": 1, "WEBSOCKET /live": 1}


def test_404_and_405_are_no_use_and_what_reaches_nothing_is_told() -> None:
    seen, told = observed(
        ["GET /a"],
        entry("GET /a", 404, line=1),
        UnreadLine(2),
        entry("GET /x.css", line=3),
        entry("GET /a", 500, line=4),
    )
    assert seen.traffic["GET /a"] == Traffic(
        requests=1,
        location=Location("access.log", 4),
        senders={Requester.BROWSERS: 1},
        unanswered=1,
        logs=("access.log",),
    )
    (log,) = seen.logs
    assert (log.lines, log.matched, log.unanswered, log.elsewhere, log.unread) == (4, 1, 1, 1, 1)
    assert told == [
        "note access.log:2 1 of 4 lines state no request that can be read; this is the first",
        "note access.log:3 1 of 4 requests ask for what no operation takes; this is the first",
    ]


def test_a_log_of_another_application_is_a_warning() -> None:
    _, told = observed(["GET /a"], entry("GET /b"), entry("GET /c"))
    assert told == ["warning access.log:1 2 of 2 requests ask for what no operation takes; this is the first"]


def senders(seen: Observed, name: str) -> dict[str, int]:
    return {sender.value: count for sender, count in seen.traffic[name].senders.items()}


def test_own_pages_are_those_of_the_host_that_the_log_names() -> None:
    seen, _ = observed(
        ["GET /a"],
        entry("GET /a", referrer=f"{SITE}/x", host="shop.example.com"),
        entry("GET /a", referrer="https://www.google.com/", host="shop.example.com"),
    )
    assert senders(seen, "GET /a") == {"own-pages": 1, "browsers": 1}


def test_own_pages_are_under_the_host_where_this_projects_pages_lie() -> None:
    seen, _ = observed(
        ["GET /cart", "GET /total"],
        entry("GET /total", referrer=f"{SITE}/cart"),
        entry("GET /total", referrer="https://partner.example/prices/today"),
        entry("GET /total", referrer="https://partner.example/prices/tomorrow"),
        entry("GET /total"),
        pages=("GET /cart",),
    )
    assert senders(seen, "GET /total") == {"own-pages": 1, "browsers": 3}


def test_without_pages_of_its_own_the_front_end_is_where_whole_addresses_are_told() -> None:
    seen, _ = observed(
        ["GET /api/items"],
        entry("GET /api/items", referrer=f"{SITE}/dashboard"),
        entry("GET /api/items", referrer=f"{SITE}/settings/team"),
        entry("GET /api/items", referrer="https://www.google.com/"),
    )
    assert senders(seen, "GET /api/items") == {"own-pages": 2, "browsers": 1}


def test_a_page_for_trying_an_api_is_no_page_of_the_interface() -> None:
    pages = ("/docs", "/redoc/", "/api/swagger-ui/index.html", "/handbook")
    seen, _ = observed(["GET /a"], *(entry("GET /a", referrer=SITE + page, host="shop.example.com") for page in pages))
    assert senders(seen, "GET /a") == {"own-pages": 1, "browsers": 3}


def test_a_log_without_user_agents_says_who_it_does_not_know() -> None:
    seen, _ = observed(["GET /a"], entry("GET /a", agent=None))
    assert senders(seen, "GET /a") == {"unknown": 1}


def test_programs_are_named_and_memory_is_bounded() -> None:
    many = [entry("POST /a", agent=f"tool{number}/1") for number in range(900)]
    seen, _ = observed(["POST /a"], *many, *[entry("POST /a", agent="curl/8.9")] * 2)
    (first, second, *_) = seen.traffic["POST /a"].agents
    assert first == ("others", 402)
    assert second[1] == 1


@pytest.mark.parametrize(
    ("agent", "sender"),
    [
        (FIREFOX, Requester.BROWSERS),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
            Requester.BROWSERS,
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko", Requester.BROWSERS),
        ("curl/8.9.1", Requester.PROGRAMS),
        ("python-requests/2.32.3", Requester.PROGRAMS),
        ("Go-http-client/2.0", Requester.PROGRAMS),
        ("Stripe/1.0 (+https://stripe.com/docs/webhooks)", Requester.PROGRAMS),
        ("GitHub-Hookshot/044aadd", Requester.PROGRAMS),
        ("kube-probe/1.30", Requester.PROGRAMS),
        ("okhttp/4.12.0", Requester.PROGRAMS),
        ("Shop/3 CFNetwork/1410.0.3 Darwin/22.6.0", Requester.PROGRAMS),
        ("Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)", Requester.PROGRAMS),
        ("", Requester.PROGRAMS),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", Requester.CRAWLERS),
        ("facebookexternalhit/1.1", Requester.CRAWLERS),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0)", Requester.CRAWLERS),
        ("Mozilla/5.0 zgrab/0.x", Requester.CRAWLERS),
    ],
)
def test_who_a_user_agent_is(agent: str, sender: Requester) -> None:
    assert requester(agent, True) is sender


def test_a_bot_that_changes_something_was_sent() -> None:
    assert requester("Slackbot 1.0 (+https://api.slack.com/robots)", False) is Requester.PROGRAMS
    assert product("Slackbot 1.0 (+https://api.slack.com/robots)") == "Slackbot"
    assert product("Mozilla/5.0 (compatible; UptimeRobot/2.0)") == "UptimeRobot"
