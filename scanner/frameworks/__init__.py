"""Stage 4: stub frameworks, one file a library, and the roots from which registration code is run."""
