"""Configuration: what is right is taken, what is wrong names file, line and remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scanner.concepts.client import Client
from scanner.concepts.declared import ConfiguredSuppression, DeclaredOwner
from scanner.concepts.evidence import Owner, Side
from scanner.config import Config, load_config
from scanner.errors import ConfigError

FULL = """
[tool.callside]
exclude = ["legacy/"]
access-logs = ["logs/access.log.gz"]
ignore = ["CS4"]
fail-on = "high"
min-confidence = 0.5
require-reason = true

[[tool.callside.clients]]
path = "../shop-mobile"
owner = "system"
name = "mobile"
base-url = "https://shop.example.com"

[[tool.callside.clients]]
path = "../shop-kiosk"
owner = "ui"

[[tool.callside.endpoints]]
operation = "POST /hooks/*"
owner = "system"
reason = "partner"

[[tool.callside.suppressions]]
rule = "CS208"
operation = "GET /logout"
reason = "SameSite"
expires = 2027-01-31
"""


def test_everything_can_be_configured(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(FULL)
    assert load_config(tmp_path) == Config(
        exclude=("legacy/",),
        access_logs=("logs/access.log.gz",),
        ignore=("CS4",),
        fail_on="high",
        min_confidence=0.5,
        require_reason=True,
        clients=(
            Client("../shop-mobile", Side.SYSTEM, "mobile", "https://shop.example.com"),
            Client("../shop-kiosk", Side.UI, "shop-kiosk"),
        ),
        endpoints=(DeclaredOwner("POST /hooks/*", Owner.SYSTEM, "partner"),),
        suppressions=(ConfiguredSuppression("CS208", "GET /logout", "SameSite", date(2027, 1, 31)),),
    )


def test_nothing_configured_is_the_default(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert load_config(tmp_path) == Config()


def test_callside_toml_wins_and_has_no_prefix(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.callside]\nfail-on = "low"\n')
    (tmp_path / "callside.toml").write_text('fail-on = "never"\n')
    assert load_config(tmp_path).fail_on == "never"


@pytest.mark.parametrize(
    ("text", "line", "message", "remedy"),
    [
        ('\nfail_on = "high"', 2, "unknown key 'fail_on'", "did you mean fail-on?"),
        ('fail-on = "hgih"', 1, "'hgih' is not one of low, medium, high, never", 'fail-on = "low"'),
        ("min-confidence = 2", 1, "2 is not a number from 0 to 1", "0.7"),
        ('select = ["E501"]', 1, "'E501' is not a rule code", "CS101"),
        ("exclude = 3", 1, "3 is not a list of strings", "exclude"),
        ('[[endpoints]]\noperation = "GET /"\nowner = "me"', 3, "'me' is not one of", "owner"),
        ('[[endpoints]]\noperation = "GET /"\nowner = "ui"', 1, "reason is missing", "reason"),
        ('[[clients]]\npath = "../a"\nowner = "none"', 3, "'none' is not one of ui, system", 'owner = "ui"'),
        ('[[clients]]\npath = "../a"\nowner = "ui"\nbase-url = "a.b"', 4, "'a.b' is no address", "https://"),
        ('[[suppressions]]\nrule = "CS1"\nreason = "x"\nuntil = 1', 4, "unknown key 'until'", "expires"),
        ('[[suppressions]]\nrule = "CS1"\nreason = "x"\nexpires = "2027"', 4, "is not a date", "without quotes"),
    ],
)
def test_errors_name_file_line_and_remedy(tmp_path: Path, text: str, line: int, message: str, remedy: str) -> None:
    (tmp_path / "callside.toml").write_text(text)
    with pytest.raises(ConfigError) as error:
        load_config(tmp_path)
    assert error.value.message.startswith(f"callside.toml:{line}: ")
    assert message in error.value.message
    assert remedy in error.value.help
    assert "nothing was scanned" in error.value.help


def test_broken_toml_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.callside\n")
    with pytest.raises(ConfigError, match=r"pyproject\.toml"):
        load_config(tmp_path)


def test_rules_are_selected_by_prefix() -> None:
    config = Config(select=("CS1", "CS401"), ignore=("CS102",))
    assert [code for code in ("CS101", "CS102", "CS201", "CS401") if config.runs(code)] == ["CS101", "CS401"]
