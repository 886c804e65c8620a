"""Whether a template is the body of a mail: its addresses are opened from a mail program, not from a page."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_FOLDERS = {"email", "emails", "mail", "mails", "mailer", "mailers", "email_templates", "mail_templates"}
_STEM = re.compile(r"(?:^|[_.-])e?mails?(?:$|[_.-])")
_TAG = re.compile(r"<[A-Za-z!?/]")
_ABSOLUTE = re.compile(r"_external\s*=\s*True|build_absolute_uri")
_PAGE = re.compile(r"<form\b|<script\b[^>]*\bsrc\b|<nav\b|<input\b", re.IGNORECASE)
_MAIL = re.compile(
    r"_external\s*=\s*True|://\{\{|build_absolute_uri|site_url|<mjml|\bmso-|bgcolor=|role=\"presentation\"|<center\b",
    re.IGNORECASE,
)


def is_mail(path: str, text: str) -> bool:
    """Mail folders and MJML say so by themselves; a file's name alone needs a sign of it in the text.

    Plain text with addresses that hold a host is written to be sent: within the site, a path would do. A page about
    mail (a form to change one's address) is not a mail.
    """
    pure = PurePosixPath(path.lower())
    if pure.suffix == ".mjml":
        return True
    if _PAGE.search(text):
        return False
    if _FOLDERS.intersection(pure.parts[:-1]):
        return True
    if not _TAG.search(text) and _ABSOLUTE.search(text):
        return True
    named = _STEM.search(pure.stem) is not None
    return named and (pure.suffix == ".txt" or _MAIL.search(text) is not None)
