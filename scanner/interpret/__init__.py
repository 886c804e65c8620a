"""Stage 3: a sandboxed abstract interpreter of registration code. It knows Python and no framework."""
