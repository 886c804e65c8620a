"""Stage 1: a repository becomes a list of source files, each with its language and role."""
