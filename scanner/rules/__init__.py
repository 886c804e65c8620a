"""Rules: one kind of advice a file; `catalogue.py` lists them, `run.py` runs them."""
