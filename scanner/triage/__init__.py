"""Triage: which findings are known, accepted or waived, and which count. `run.py` composes it."""
