from __future__ import annotations

import pytest

from tests.extract.markup.reading import page, requests

LINK = "<p><a href=\"{{ url_for('confirm', _external=True) }}\">Confirm</a></p>"


@pytest.mark.parametrize(
    "path",
    ["templates/email/confirm.html", "app/mails/x.html", "templates/confirm.mjml", "templates/confirm_email.html"],
)
def test_links_of_mails(path: str) -> None:
    assert requests(page(LINK, path)) == ["email GET url_for('confirm', _external=True) @1"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("templates/confirm.html", LINK),
        ("templates/change_email.html", "<a href='/x'></a>"),
        ("templates/email/list.html", "<nav></nav><a href='/x'></a>"),
    ],
)
def test_pages_about_mail_are_pages(path: str, text: str) -> None:
    assert [request.kind.value for request in page(text, path).requests] == ["link"]


def test_plain_text_with_absolute_addresses_is_a_mail() -> None:
    text = "Set it here: {{ url_for('reset', _external=True) }}."
    assert requests(page(text, "templates/reminder.en.j2")) == ["email GET url_for('reset', _external=True) @1"]
    assert requests(page("{{ url_for('reset') }}", "templates/reminder.en.j2")) == ["link None url_for('reset') @1"]
