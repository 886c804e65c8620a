"""Who sends a request, by its user agent: a browser, a program, or a crawler.

A small table instead of a library: those that are kept up tell devices and versions apart, not people from programs,
and count curl among crawlers. Browsers all call themselves `Mozilla/5.0 (…)` with an engine; whatever names itself
otherwise is a program. https://www.rfc-editor.org/rfc/rfc9110#section-10.1.5
"""

from __future__ import annotations

import re
from functools import lru_cache

from scanner.concepts.traffic import Requester

_ENGINE = re.compile(r"Gecko/|AppleWebKit/|Trident/|Presto/|MSIE |Goanna/")
_MONITOR = re.compile(
    r"(?i)kube-probe|HealthCheck|GoogleHC|uptime|pingdom|statuscake|updown\.io|site24x7|newrelic|datadog|prometheus"
    r"|blackbox|zabbix|nagios|check_http|hetrix|hookshot|webhook"
)
"""Monitors and senders of events, some of which call themselves bots: they request what they were told to."""
_CRAWLER = re.compile(
    r"(?i)bot\b|bot[/-]|crawl|spider|slurp|externalhit|externalagent|linkpreview|link[-_ ]?expand|whatsapp|embedly"
    r"|preview|archive|mediapartners|inspectiontool|googleother|lighthouse|headless|phantomjs|scrapy|scanner|scan\b"
    r"|zgrab|masscan|nmap|nikto|sqlmap|nuclei|censys|shodan|l9explore|expanse|gobuster|wpscan"
)
"""What names itself a bot, and what takes addresses from pages or guesses them: previews, archives, scanners."""
_PRODUCT = re.compile(r"[^\s/(;,]+")
_COMPATIBLE = re.compile(r"compatible;\s*([^;/)\s]+)")


@lru_cache(maxsize=4_096)
def requester(agent: str, reads: bool) -> Requester:
    """Who this is. `reads`: whether the method only reads; a bot that changes something was sent to do so."""
    if not agent.strip():
        return Requester.PROGRAMS  # every browser names itself
    if _MONITOR.search(agent):
        return Requester.PROGRAMS
    if reads and _CRAWLER.search(agent):
        return Requester.CRAWLERS
    if agent.startswith(("Mozilla/", "Opera/")) and (_ENGINE.search(agent) or agent.startswith("Opera/")):
        return Requester.BROWSERS
    return Requester.PROGRAMS


@lru_cache(maxsize=4_096)
def product(agent: str) -> str:
    """The program's name: `curl`, `python-requests`; what stands after `compatible;` where it poses as a browser."""
    if found := _COMPATIBLE.search(agent):
        return found[1][:40]
    name = _PRODUCT.match(agent.strip())
    return name[0][:40] if name else "no user agent"
