"""Markup: HTML and templates (Jinja, Django), their inline scripts, and single-file components, read into facts."""
