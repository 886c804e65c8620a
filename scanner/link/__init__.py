"""Linking: URL flow from call sites to operations, names, matching, pages, the graph; and effects below handlers."""
