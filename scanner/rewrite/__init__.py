"""Patch previews: a finding → a small diff of the handler, for a person to read and finish. `preview.py` begins."""
