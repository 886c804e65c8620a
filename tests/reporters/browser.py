"""Headless Chromium over its debugging pipe: enough of the DevTools protocol to test a page, no driver needed.

https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-pipe"),
)


class Tab:
    """One page. `problems` collects console errors, exceptions and policy violations, `requests` every address."""

    def __init__(self, send: Callable[[bytes], object], receive: Callable[[], bytes]) -> None:
        self._send, self._receive = send, receive
        self._number = 0
        self._session: str | None = None
        self.problems: list[str] = []
        self.requests: list[str] = []
        self._events: list[str] = []
        self._traced: list[dict[str, Any]] = []

    def attach(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._send(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]  # type: ignore[no-any-return]

    def open(self, path: Path, fragment: str = "") -> None:
        # a fragment alone would not load the page again
        self._load("about:blank")
        self.problems.clear()
        self.requests.clear()
        self._load(path.as_uri() + fragment)

    def visit(self, url: str) -> None:
        self._load(url)

    def script(self, expression: str) -> Any:
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def cost(self, path: Path) -> float:
        """Seconds of the processor that the main thread spends on a page until it is loaded and painted.

        Unlike the time that passes, it says little of what else the machine does.
        """
        self._load("about:blank")
        self._traced.clear()
        self.call("Tracing.start", categories="toplevel", transferMode="ReportEvents")
        self._load(path.as_uri())
        self.script("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        self.call("Tracing.end")
        while "Tracing.tracingComplete" not in self._events:
            self._next()
        names = {(one["pid"], one["tid"]): one["args"]["name"] for one in self._traced if one["name"] == "thread_name"}
        spent: Counter[int] = Counter()
        for event in self._traced:
            main = names.get((event["pid"], event["tid"])) == "CrRendererMain"
            if main and event["name"].endswith("RunTask"):
                spent[event["pid"]] += event.get("tdur", 0)
        return max(spent.values()) / 1_000_000

    def _load(self, url: str) -> None:
        self._events.clear()
        self.call("Page.navigate", url=url)
        while "Page.loadEventFired" not in self._events:
            self._next()

    def _next(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._receive())
        method, params = message.get("method", ""), message.get("params", {})
        self._events.append(method)
        match method:
            case "Tracing.dataCollected":
                self._traced += params["value"]
            case "Log.entryAdded" if params["entry"]["level"] in ("error", "warning"):
                self.problems.append(params["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.problems.append(str(params["exceptionDetails"]))
            case "Runtime.consoleAPICalled":
                self.problems.append(str(params["args"]))
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
        return message


@contextmanager
def chromium(profile: Path) -> Iterator[Tab]:
    """A browser with one tab, stopped at the end."""
    assert CHROMIUM
    to_browser, ours_out = os.pipe()
    ours_in, from_browser = os.pipe()

    def place_pipes() -> None:
        # the browser reads descriptor 3 and writes 4; copies far away first, lest one pipe overwrite the other
        read, write = os.dup(to_browser), os.dup(from_browser)
        high_read, high_write = os.dup2(read, 60), os.dup2(write, 61)
        os.dup2(high_read, 3)
        os.dup2(high_write, 4)

    process = subprocess.Popen(
        [CHROMIUM, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
        preexec_fn=place_pipes,
        close_fds=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_browser)
    os.close(from_browser)
    buffer = bytearray()

    def receive() -> bytes:
        while b"\0" not in buffer:
            chunk = os.read(ours_in, 1 << 16)
            assert chunk, "the browser went away"
            buffer.extend(chunk)
        message, _, rest = bytes(buffer).partition(b"\0")
        buffer[:] = rest
        return message

    def send(data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(ours_out, view) :]

    try:
        tab = Tab(send, receive)
        tab.attach()
        yield tab
    finally:
        os.close(ours_out)
        process.terminate()
        process.wait(20)
        os.close(ours_in)
