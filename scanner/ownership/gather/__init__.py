"""Gatherers: each looks at one kind of evidence and gives signs, one concern a file."""
