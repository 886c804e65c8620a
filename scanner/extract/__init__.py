"""Stage 2: one file becomes facts. Pure, one pass, and never a crash: what cannot be read is a diagnostic."""
